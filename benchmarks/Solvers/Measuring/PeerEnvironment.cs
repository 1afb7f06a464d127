using System.Runtime.Intrinsics.X86;

namespace Copositive.Benchmarks.Solvers;

/// <summary>The environment in which peers run.</summary>
/// <remarks>
/// OpenBLAS picks its kernels when it is loaded, from the processor and from environment variables, and on some processors with AVX-512 it
/// picks those for AVX2. So that peers are not held back, variables that restrict it are removed, and where the processor has AVX-512 that
/// core is named.
/// </remarks>
internal static class PeerEnvironment
{
    /// <summary>The variables of a run with a number of threads.</summary>
    public static Dictionary<string, string?> WithThreads(int threads) => new()
    {
        ["OPENBLAS_L2_SIZE"] = null,
        ["OPENBLAS_CORETYPE"] = Avx512BW.IsSupported && Avx512DQ.IsSupported ? "SKYLAKEX" : null,
        ["OPENBLAS_NUM_THREADS"] = $"{threads}",
        ["GOTO_NUM_THREADS"] = null,
        ["OMP_NUM_THREADS"] = $"{threads}",
    };
}

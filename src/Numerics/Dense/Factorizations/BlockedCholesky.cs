using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

/// <summary>
/// The recursion of <see cref="DenseCholesky"/>: with A = [A₁₁ ·; A₂₁ A₂₂], factor A₁₁ = L₁₁L₁₁', solve L₂₁L₁₁' = A₂₁, and factor
/// A₂₂ − L₂₁L₂₁'. Nearly all the work is matrix products, at any size of cache (Gustavson 1997).
/// </summary>
internal static unsafe class BlockedCholesky
{
    private const int Base = 128;

    /// <summary>
    /// Factors the leading n × n lower triangle in place; the index of the first pivot that is not positive and finite, or −1.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled between blocks.</exception>
    public static int Factor(double* a, int n, nint stride, WorkerTeam? team, CancellationToken cancellation)
    {
        if (n <= Base)
            return FactorBase(a, n, stride);
        cancellation.ThrowIfCancellationRequested();
        int n1 = Half(n), n2 = n - n1;
        double* below = a + n1 * stride, rest = below + n1;
        int failed = Factor(a, n1, stride, team, cancellation);
        if (failed >= 0)
            return failed;
        BlockedTriangularSolve.Run(TriangularSystem.LowerFromTheRight(n1, a, stride, below, stride, n2), team, cancellation);
        Gemm.MultiplyAdd(GemmRegion.Lower, n2, n2, n1, -1, below, stride, 1, below, 1, stride, 1, rest, stride, team);
        failed = Factor(rest, n2, stride, team, cancellation);
        return failed < 0 ? failed : n1 + failed;
    }

    private static int FactorBase(double* a, int n, nint stride) =>
        Vector512.IsHardwareAccelerated ? CholeskyKernel<Lanes512<double>, Vector512<double>>.Factor(a, n, stride)
        : Vector256.IsHardwareAccelerated ? CholeskyKernel<Lanes256<double>, Vector256<double>>.Factor(a, n, stride)
        : Vector128.IsHardwareAccelerated ? CholeskyKernel<Lanes128<double>, Vector128<double>>.Factor(a, n, stride)
        : CholeskyKernel<LanesScalar<double>, double>.Factor(a, n, stride);

    /// <summary>About half, a multiple of a register tile's rows.</summary>
    private static int Half(int n) => (n / 2 + 7) / 8 * 8;
}

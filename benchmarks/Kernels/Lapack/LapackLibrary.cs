using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Copositive.Benchmarks.Kernels;

/// <summary>The LAPACK library that the kernels are compared with, if there is one on this machine.</summary>
/// <remarks>
/// OpenBLAS picks its kernels when it is loaded, from the processor and from environment variables. So that it is not held back, the
/// variables that restrict it are removed first and the core type is named: SKYLAKEX where .NET uses vectors of 512 bits, HASWELL where it
/// uses 256 (also when AVX-512 is switched off for .NET). Its own choice may be a core of half the speed.
/// </remarks>
internal static unsafe class LapackLibrary
{
    /// <summary>Names a library file; without it the usual ones are tried.</summary>
    public const string PathVariable = "COPOSITIVE_LAPACK";

    /// <summary>Names OpenBLAS' core type; "auto" leaves the choice to OpenBLAS.</summary>
    public const string CoreVariable = "COPOSITIVE_LAPACK_CORE";

    /// <summary>The name by which <see cref="Lapack"/> imports the library found here.</summary>
    public const string ImportName = "lapack-baseline";

    private static readonly string[] UsualPaths =
    [
        "libopenblas.so.0", "/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0", "/usr/lib/aarch64-linux-gnu/openblas-pthread/libopenblas.so.0",
        "libopenblas.so", "/opt/homebrew/opt/openblas/lib/libopenblas.dylib", "/usr/local/opt/openblas/lib/libopenblas.dylib", "libopenblas.dll",
        "liblapack.so.3",
    ];

    private static readonly string[] RestrictingVariables =
        ["OPENBLAS_L2_SIZE", "OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_CORETYPE"];

    private static readonly nint Handle;
    private static readonly delegate* unmanaged[Cdecl]<int, void> SetThreads;

    static LapackLibrary()
    {
        string? core = Environment.GetEnvironmentVariable(CoreVariable) ?? CoreOfThisProcess();
        foreach (string name in RestrictingVariables)
            NativeEnvironment.Set(name, null);
        if (core is not null and not "auto")
            NativeEnvironment.Set("OPENBLAS_CORETYPE", core);

        string? given = Environment.GetEnvironmentVariable(PathVariable);
        string[] paths = string.IsNullOrEmpty(given) ? UsualPaths : [given];
        foreach (string path in paths)
        {
            if (!NativeLibrary.TryLoad(path, out nint handle) || !NativeLibrary.TryGetExport(handle, "dsyevd_", out _))
                continue;
            Handle = handle;
            SetThreads = (delegate* unmanaged[Cdecl]<int, void>)Export("openblas_set_num_threads");
            NativeLibrary.SetDllImportResolver(typeof(LapackLibrary).Assembly, Resolve);
            Description = $"baseline: {path}: {Text("openblas_get_config")}, core {Text("openblas_get_corename")} (asked for: {core ?? "auto"})";
            return;
        }
        Description = $"no baseline: no LAPACK library among {string.Join(", ", paths)}; name one with --lapack PATH or {PathVariable}";
    }

    /// <summary>Whether a library was found.</summary>
    public static bool IsAvailable => Handle != 0;

    /// <summary>Where the library comes from, its build and its core type; or why there is none.</summary>
    public static string Description { get; }

    /// <summary>Sets the number of threads of the calls that follow. Libraries other than OpenBLAS keep theirs.</summary>
    public static void UseThreads(int threads)
    {
        if (SetThreads != null)
            SetThreads(threads);
    }

    private static string? CoreOfThisProcess() => Vector512.IsHardwareAccelerated ? "SKYLAKEX" : Avx2.IsSupported ? "HASWELL" : null;

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) => name == ImportName ? Handle : 0;

    private static nint Export(string name) => NativeLibrary.TryGetExport(Handle, name, out nint address) ? address : 0;

    private static string Text(string function)
    {
        var call = (delegate* unmanaged[Cdecl]<nint>)Export(function);
        return call == null ? "unknown" : Marshal.PtrToStringUTF8(call())!.Trim();
    }
}

using System.Runtime.InteropServices;
using Copositive.Numerics;

namespace Copositive.Benchmarks.Solvers;

/// <summary>
/// The native library of SCS (O'Donoghue 2021; O'Donoghue, Chu, Parikh and Boyd 2016), version 3.2 or later, with its direct solver of
/// linear
/// systems.
/// </summary>
/// <remarks>
/// Its structs have grown at their ends from version to version; what is written and read here are members that have kept their places
/// since
/// 3.2.0, and the rest are zeros or SCS' defaults. The size of scs_int is found from the defaults that it writes.
/// </remarks>
internal sealed unsafe class ScsLibrary
{
    /// <summary>Names the library's file.</summary>
    public const string PathVariable = "COPOSITIVE_SCS_LIBRARY";

    private const int IterationLimit = 100_000_000, TextLength = 128;
    private static readonly string[] UsualNames = ["libscsdir.so", "libscsdir.dylib", "scsdir.dll", "libscsdir.dll", "libscsdir.so.3"];
    private static readonly Version Oldest = new(3, 2);

    private readonly delegate* unmanaged[Cdecl]<nint, void> _setDefaults;
    private readonly delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, nint> _solve;
    private readonly int _integerSize;

    private ScsLibrary(nint handle, int integerSize)
    {
        _setDefaults = (delegate* unmanaged[Cdecl]<nint, void>)NativeLibrary.GetExport(handle, "scs_set_default_settings");
        _solve = (delegate* unmanaged[Cdecl]<nint, nint, nint, nint, nint, nint>)NativeLibrary.GetExport(handle, "scs");
        _integerSize = integerSize;
    }

    /// <summary>Loads the library.</summary>
    /// <param name="path">Its file; null for the variable's, else the usual names.</param>
    /// <param name="reason">Why there is none; null if there is one.</param>
    public static ScsLibrary? TryLoad(string? path, out string? reason)
    {
        path ??= Environment.GetEnvironmentVariable(PathVariable);
        string[] names = string.IsNullOrEmpty(path) ? UsualNames : [path];
        foreach (string name in names)
        {
            if (!NativeLibrary.TryLoad(name, out nint handle)) continue;
            return TryUse(handle, name, out reason);
        }
        reason = $"no native SCS among {string.Join(", ", names)}; name one with --scs-library PATH or {PathVariable}";
        return null;
    }

    /// <summary>Solves a problem with SCS' default settings but for the tolerance and the time.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="tolerance">eps_abs and eps_rel.</param>
    /// <param name="timeLimit">After which SCS stops.</param>
    public ScsAnswer Solve(ScsProblem problem, double tolerance, TimeSpan timeLimit)
    {
        int m = problem.A.Rows, n = problem.A.Columns;
        using var arrays = new NativeArrays(_integerSize);
        using NativeBlock a = Matrix(problem.A, arrays), p = Matrix(problem.P ?? SparseMatrix.Zero(n, n), arrays);
        using NativeBlock data = Block().Integer(m).Integer(n).Pointer(a.Address).Pointer(problem.P is null ? 0 : p.Address)
            .Pointer(arrays.Reals(problem.B)).Pointer(arrays.Reals(problem.C));
        using NativeBlock cone = Block().Integer(problem.Zeros).Integer(problem.Nonnegatives).Pointer(0).Pointer(0).Integer(0)
            .Pointer(arrays.Integers(problem.SecondOrder)).Integer(problem.SecondOrder.Length)
            .Pointer(arrays.Integers(problem.Semidefinite)).Integer(problem.Semidefinite.Length);
        using NativeBlock settings = Block(), info = Block();
        _setDefaults(settings.Address);
        settings.SkipIntegers(1).SkipReals(1).SkipIntegers(1).SkipReals(1).Integer(IterationLimit)
            .Real(tolerance).Real(tolerance).SkipReals(2).Real(timeLimit.TotalSeconds).Integer(0);
        nint x = arrays.Reals(new double[n]), y = arrays.Reals(new double[m]), s = arrays.Reals(new double[m]);
        using NativeBlock solution = Block().Pointer(x).Pointer(y).Pointer(s);

        _solve(data.Address, cone.Address, settings.Address, solution.Address, info.Address);

        int iterations = (int)info.ReadInteger();
        int status = (int)info.SkipText(2 * TextLength).ReadInteger();
        info.SkipIntegers(1).SkipReals(8);
        double setup = info.ReadReal(), solve = info.ReadReal();
        return new ScsAnswer(status, iterations, (setup + solve) / 1000, Copy(x, n), Copy(y, m), Copy(s, m));
    }

    private static ScsLibrary? TryUse(nint handle, string name, out string? reason)
    {
        reason = null;
        if (!NativeLibrary.TryGetExport(handle, "scs_version", out nint version)
            || !NativeLibrary.TryGetExport(handle, "scs_set_default_settings", out nint defaults)
            || !NativeLibrary.TryGetExport(handle, "scs", out _))
        {
            reason = $"{name} is no library of SCS 3";
            return null;
        }
        string text = Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint>)version)()) ?? "";
        if (!Version.TryParse(text, out Version? found) || found < Oldest || found.Major != Oldest.Major)
        {
            reason = $"{name} is SCS {text}; 3.2 or a later 3 is needed";
            return null;
        }
        if (IntegerSize(defaults) is { } size) return new ScsLibrary(handle, size);
        reason = $"{name} is built for numbers other than double";
        return null;
    }

    /// <summary>
    /// normalize = 1 is followed by scale = 0.1, at byte 8 in both builds: with integers of 4 bytes the bytes 4 to 7 are padding and stay
    /// as
    /// they were. Null where no 0.1 is there.
    /// </summary>
    private static int? IntegerSize(nint setDefaults)
    {
        const byte Mark = 0xA5;
        using var settings = new NativeBlock(sizeof(int), fill: Mark);
        ((delegate* unmanaged[Cdecl]<nint, void>)setDefaults)(settings.Address);
        if (BitConverter.ToDouble(settings.Bytes[8..]) != 0.1) return null;
        return settings.Bytes[4..8].IndexOfAnyExcept(Mark) < 0 ? sizeof(int) : sizeof(long);
    }

    private NativeBlock Block() => new(_integerSize);

    private NativeBlock Matrix(SparseMatrix matrix, NativeArrays arrays) => Block()
        .Pointer(arrays.Reals(matrix.Values)).Pointer(arrays.Integers(matrix.RowIndices)).Pointer(arrays.Integers(matrix.ColumnStarts))
        .Integer(matrix.Rows).Integer(matrix.Columns);

    private static double[] Copy(nint address, int length) => new ReadOnlySpan<double>((void*)address, length).ToArray();
}

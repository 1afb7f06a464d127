using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

/// <summary>Triangular solves with one right-hand side, by the widest vectors of the machine.</summary>
internal static unsafe class TriangularVectorSolve
{
    /// <summary>x ← L⁻¹x, or L'⁻¹x, for a row-major lower triangle.</summary>
    public static void Lower(int n, double* l, nint stride, bool transposed, bool unit, double* x)
    {
        if (Vector512.IsHardwareAccelerated)
            Lower<Lanes512<double>, Vector512<double>>(n, l, stride, transposed, unit, x);
        else if (Vector256.IsHardwareAccelerated)
            Lower<Lanes256<double>, Vector256<double>>(n, l, stride, transposed, unit, x);
        else if (Vector128.IsHardwareAccelerated)
            Lower<Lanes128<double>, Vector128<double>>(n, l, stride, transposed, unit, x);
        else
            Lower<LanesScalar<double>, double>(n, l, stride, transposed, unit, x);
    }

    /// <summary>x ← R⁻¹x, or R'⁻¹x, for a row-major upper triangle.</summary>
    public static void Upper(int n, double* r, nint stride, bool transposed, double* x)
    {
        if (Vector512.IsHardwareAccelerated)
            Upper<Lanes512<double>, Vector512<double>>(n, r, stride, transposed, x);
        else if (Vector256.IsHardwareAccelerated)
            Upper<Lanes256<double>, Vector256<double>>(n, r, stride, transposed, x);
        else if (Vector128.IsHardwareAccelerated)
            Upper<Lanes128<double>, Vector128<double>>(n, r, stride, transposed, x);
        else
            Upper<LanesScalar<double>, double>(n, r, stride, transposed, x);
    }

    private static void Lower<TLanes, TVector>(int n, double* l, nint stride, bool transposed, bool unit, double* x)
        where TLanes : struct, ILanes<TVector, double>
        where TVector : struct
    {
        if (transposed)
            TriangularVectorKernel<TLanes, TVector>.LowerTransposed(n, l, stride, unit, x);
        else
            TriangularVectorKernel<TLanes, TVector>.Lower(n, l, stride, unit, x);
    }

    private static void Upper<TLanes, TVector>(int n, double* r, nint stride, bool transposed, double* x)
        where TLanes : struct, ILanes<TVector, double>
        where TVector : struct
    {
        if (transposed)
            TriangularVectorKernel<TLanes, TVector>.UpperTransposed(n, r, stride, x);
        else
            TriangularVectorKernel<TLanes, TVector>.Upper(n, r, stride, x);
    }
}

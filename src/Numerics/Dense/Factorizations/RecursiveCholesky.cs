using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// The recursion of <see cref="DenseCholesky"/>: with A = [A₁₁ ·; A₂₁ A₂₂], factor A₁₁ = L₁₁L₁₁', solve L₂₁L₁₁' = A₂₁, and factor
/// A₂₂ − L₂₁L₂₁'. Nearly all the work is matrix products, at any size of cache (Gustavson 1997).
/// </summary>
internal static unsafe class RecursiveCholesky
{
    private const int Base = 16;

    [ThreadStatic]
    private static AlignedBuffer? t_transposed;

    /// <summary>Factors the leading n × n lower triangle in place; false at a pivot that is not positive and finite.</summary>
    public static bool TryFactor(double* a, int n, nint stride)
    {
        if (n <= Base)
            return TryFactorBase(a, n, stride);
        int n1 = Half(n), n2 = n - n1;
        double* below = a + n1 * stride, rest = below + n1;
        if (!TryFactor(a, n1, stride))
            return false;
        SolveRight(a, n1, below, n2, stride);
        Gemm.MultiplyAdd(GemmRegion.Lower, n2, n2, n1, -1, below, stride, 1, below, 1, stride, 1, rest, stride);
        return TryFactor(rest, n2, stride);
    }

    /// <summary>X ← X L'⁻¹ for the rows × n matrix X and lower triangular L of the same stride.</summary>
    private static void SolveRight(double* l, int n, double* x, int rows, nint stride)
    {
        if (n <= Base)
        {
            SolveRightBase(l, n, x, rows, stride);
            return;
        }
        int n1 = Half(n), n2 = n - n1;
        double* below = l + n1 * stride;
        SolveRight(l, n1, x, rows, stride);
        Gemm.MultiplyAdd(GemmRegion.Full, rows, n2, n1, -1, x, stride, 1, below, 1, stride, 1, x + n1, stride);
        SolveRight(below + n1, n2, x + n1, rows, stride);
    }

    /// <summary>On the transpose of X, so that each step runs along a contiguous row.</summary>
    private static void SolveRightBase(double* l, int n, double* x, int rows, nint stride)
    {
        if (t_transposed is null || t_transposed.Length < n * rows)
            t_transposed = new AlignedBuffer(Base * rows);
        AlignedBuffer buffer = t_transposed;
        double* t = buffer.Pointer;
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < n; j++)
                t[(nint)j * rows + i] = x[i * stride + j];
        for (int j = 0; j < n; j++)
        {
            var row = new Span<double>(t + (nint)j * rows, rows);
            for (int k = 0; k < j; k++)
                TensorPrimitives.MultiplyAdd(new ReadOnlySpan<double>(t + (nint)k * rows, rows), -l[j * stride + k], row, row);
            TensorPrimitives.Divide(row, l[j * stride + j], row);
        }
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < n; j++)
                x[i * stride + j] = t[(nint)j * rows + i];
        GC.KeepAlive(buffer);
    }

    private static bool TryFactorBase(double* a, int n, nint stride)
    {
        for (int i = 0; i < n; i++)
        {
            double* row = a + i * stride;
            double pivot = row[i];
            for (int j = 0; j < i; j++)
            {
                double* other = a + j * stride;
                double sum = row[j];
                for (int k = 0; k < j; k++)
                    sum -= row[k] * other[k];
                row[j] = sum / other[j];
                pivot -= row[j] * row[j];
            }
            if (!(pivot > 0) || double.IsPositiveInfinity(pivot))
                return false;
            row[i] = Math.Sqrt(pivot);
        }
        return true;
    }

    /// <summary>About half, a multiple of the base.</summary>
    private static int Half(int n) => Math.Max(Base, n / 2 / Base * Base);
}

using System.Numerics;
using System.Runtime.InteropServices;

namespace Copositive.Numerics;

/// <summary>
/// A plain floating-point Cholesky factorisation A = LLᵀ in the textbook order, as <see cref="VerifiedCholesky"/> needs it: every entry of L is
/// one inner product, in any order of summation, a subtraction, and a division or square root.
/// </summary>
internal static class FloatingCholesky
{
    private const int BlockRows = 4;

    /// <summary>Overwrites the lower triangle by L, row by row. False as soon as a pivot is not positive or not finite.</summary>
    /// <param name="a">The n×n matrix, rows one after another; only the lower triangle (column ≤ row) is read and written.</param>
    /// <param name="n">The order.</param>
    public static bool TryFactor(Span<double> a, int n)
    {
        var diagonal = new double[n];
        for (var start = 0; start < n; start += BlockRows)
        {
            var end = Math.Min(start + BlockRows, n);
            if (end - start == BlockRows)
            {
                for (var j = 0; j < start; j++) SubtractFour(a, n, start, j, diagonal[j]);
            }
            else
            {
                for (var i = start; i < end; i++)
                    for (var j = 0; j < start; j++) a[i * n + j] = Entry(a, n, i, j) / diagonal[j];
            }

            for (var i = start; i < end; i++)
            {
                for (var j = start; j < i; j++) a[i * n + j] = Entry(a, n, i, j) / diagonal[j];
                var pivot = Entry(a, n, i, i);
                if (!(pivot > 0) || double.IsPositiveInfinity(pivot)) return false;
                diagonal[i] = a[i * n + i] = Math.Sqrt(pivot);
            }
        }

        return true;
    }

    /// <summary>a_ij − Σ_{k&lt;j} l_ik l_jk.</summary>
    private static double Entry(ReadOnlySpan<double> a, int n, int i, int j)
    {
        var first = a.Slice(i * n, j);
        var second = a.Slice(j * n, j);
        var firstLanes = MemoryMarshal.Cast<double, Vector<double>>(first);
        var secondLanes = MemoryMarshal.Cast<double, Vector<double>>(second);
        var lanes = Vector<double>.Zero;
        for (var k = 0; k < firstLanes.Length; k++) lanes += firstLanes[k] * secondLanes[k];
        var sum = Vector.Sum(lanes);
        for (var k = firstLanes.Length * Vector<double>.Count; k < first.Length; k++) sum += first[k] * second[k];
        return a[i * n + j] - sum;
    }

    /// <summary>The entries of column j in four rows at once, so that row j of L is read once for the four.</summary>
    private static void SubtractFour(Span<double> a, int n, int row, int j, double pivot)
    {
        ReadOnlySpan<double> shared = a.Slice(j * n, j);
        ReadOnlySpan<double> row0 = a.Slice(row * n, j), row1 = a.Slice((row + 1) * n, j);
        ReadOnlySpan<double> row2 = a.Slice((row + 2) * n, j), row3 = a.Slice((row + 3) * n, j);
        var sharedLanes = MemoryMarshal.Cast<double, Vector<double>>(shared);
        var lanes0 = MemoryMarshal.Cast<double, Vector<double>>(row0);
        var lanes1 = MemoryMarshal.Cast<double, Vector<double>>(row1)[..lanes0.Length];
        var lanes2 = MemoryMarshal.Cast<double, Vector<double>>(row2)[..lanes0.Length];
        var lanes3 = MemoryMarshal.Cast<double, Vector<double>>(row3)[..lanes0.Length];
        sharedLanes = sharedLanes[..lanes0.Length];
        Vector<double> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        for (var k = 0; k < lanes0.Length; k++)
        {
            var common = sharedLanes[k];
            sum0 += common * lanes0[k];
            sum1 += common * lanes1[k];
            sum2 += common * lanes2[k];
            sum3 += common * lanes3[k];
        }

        double total0 = Vector.Sum(sum0), total1 = Vector.Sum(sum1), total2 = Vector.Sum(sum2), total3 = Vector.Sum(sum3);
        for (var k = lanes0.Length * Vector<double>.Count; k < j; k++)
        {
            var common = shared[k];
            total0 += common * row0[k];
            total1 += common * row1[k];
            total2 += common * row2[k];
            total3 += common * row3[k];
        }

        var at = row * n + j;
        a[at] = (a[at] - total0) / pivot;
        a[at + n] = (a[at + n] - total1) / pivot;
        a[at + 2 * n] = (a[at + 2 * n] - total2) / pivot;
        a[at + 3 * n] = (a[at + 3 * n] - total3) / pivot;
    }
}

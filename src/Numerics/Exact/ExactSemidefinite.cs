using System.Numerics;

namespace Copositive.Numerics;

/// <summary>Decides exactly whether a symmetric matrix is positive semidefinite, singular matrices included.</summary>
/// <remarks>
/// Fraction-free LDLᵀ with diagonal pivoting on integers (Bareiss): after k pivots entry (i, j) is the minor of the k pivot rows and columns
/// bordered by row i and column j, so it is an integer and every division is exact. The matrix is positive semidefinite iff no
/// diagonal entry ever becomes negative and, once the largest is 0, the whole rest is 0. The integers grow to about n times the bits of the
/// entries: order 100 takes about a second.
/// </remarks>
public static class ExactSemidefinite
{
    /// <summary>Whether the matrix is positive semidefinite; a proof both ways.</summary>
    /// <param name="a">The n×n matrix of finite doubles, rows one after another; only the lower triangle (column ≤ row) is read.</param>
    /// <param name="n">The order.</param>
    /// <exception cref="ArgumentException">The span is shorter than n², or an entry is NaN or infinite.</exception>
    public static bool IsPositiveSemidefinite(ReadOnlySpan<double> a, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        if (a.Length < (long)n * n) throw new ArgumentException($"A matrix of order {n} has {(long)n * n} entries; the span has {a.Length}.", nameof(a));
        var lowest = int.MaxValue;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var (mantissa, exponent) = BinaryFraction.Split(a[i * n + j]);
                if (mantissa != 0) lowest = Math.Min(lowest, exponent + BitOperations.TrailingZeroCount(mantissa));
            }
        }

        var rows = new BigInteger[n][];
        for (var i = 0; i < n; i++)
        {
            rows[i] = new BigInteger[i + 1];
            for (var j = 0; j <= i; j++)
            {
                var (mantissa, exponent) = BinaryFraction.Split(a[i * n + j]);
                if (mantissa == 0) continue;
                var shift = exponent - lowest;
                rows[i][j] = shift >= 0 ? new BigInteger(mantissa) << shift : new BigInteger(mantissa >> -shift);
            }
        }

        return Decide(rows);
    }

    /// <summary>Whether the matrix is positive semidefinite; a proof both ways.</summary>
    /// <param name="a">The square matrix; only its lower triangle is read.</param>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    public static bool IsPositiveSemidefinite(BigRational[,] a)
    {
        var n = a.GetLength(0);
        if (a.GetLength(1) != n) throw new ArgumentException($"The matrix is {n}×{a.GetLength(1)}; it must be square.", nameof(a));
        var common = BigInteger.One;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var denominator = a[i, j].Denominator;
                common *= denominator / BigInteger.GreatestCommonDivisor(common, denominator);
            }
        }

        var rows = new BigInteger[n][];
        for (var i = 0; i < n; i++)
        {
            rows[i] = new BigInteger[i + 1];
            for (var j = 0; j <= i; j++) rows[i][j] = a[i, j].Numerator * (common / a[i, j].Denominator);
        }

        return Decide(rows);
    }

    private static bool Decide(BigInteger[][] rows)
    {
        var n = rows.Length;
        var remaining = Enumerable.Range(0, n).ToArray();
        var previous = BigInteger.One;
        for (var count = n; count > 0; count--)
        {
            var best = 0;
            for (var p = 0; p < count; p++)
            {
                var diagonal = rows[remaining[p]][remaining[p]];
                if (diagonal.Sign < 0) return false;
                if (diagonal > rows[remaining[best]][remaining[best]]) best = p;
            }

            var k = remaining[best];
            var pivot = rows[k][k];
            remaining[best] = remaining[count - 1];
            if (pivot.IsZero) return IsZero(rows, remaining.AsSpan(0, count - 1), k);
            Eliminate(rows, remaining.AsSpan(0, count - 1), k, pivot, previous);
            previous = pivot;
        }

        return true;
    }

    private static void Eliminate(BigInteger[][] rows, ReadOnlySpan<int> rest, int k, BigInteger pivot, BigInteger previous)
    {
        for (var p = 0; p < rest.Length; p++)
        {
            var i = rest[p];
            var toPivot = Entry(rows, i, k);
            for (var q = 0; q <= p; q++)
            {
                var j = rest[q];
                ref var entry = ref Entry(rows, i, j);
                entry = (pivot * entry - toPivot * Entry(rows, j, k)) / previous;
            }
        }
    }

    private static bool IsZero(BigInteger[][] rows, ReadOnlySpan<int> rest, int k)
    {
        foreach (var i in rest)
        {
            if (!Entry(rows, i, k).IsZero) return false;
            foreach (var j in rest)
                if (!Entry(rows, i, j).IsZero) return false;
        }

        return true;
    }

    private static ref BigInteger Entry(BigInteger[][] rows, int i, int j) => ref i >= j ? ref rows[i][j] : ref rows[j][i];
}

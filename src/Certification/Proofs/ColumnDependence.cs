using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>A column of a matrix proved to be a combination of others on the rows of positive weight: M_d = Σ λ_i M_i exactly.</summary>
/// <param name="Column">The place of the dependent column among the chosen ones.</param>
/// <param name="Combination">The places and factors of the others.</param>
internal sealed record ColumnDependence(int Column, IReadOnlyList<(int Column, BigRational Factor)> Combination)
{
    private const int MaxDenominator = 1000;

    /// <summary>
    /// Proves M_d = Σ λ_i M_i for factors near the given ones: each is replaced by the simplest fraction within its error and the
    /// identity is checked exactly. Null where that fails.
    /// </summary>
    /// <param name="matrix">M.</param>
    /// <param name="columns">The chosen columns of M.</param>
    /// <param name="weights">ω; rows of weight 0 do not count.</param>
    /// <param name="dependent">The place of d.</param>
    /// <param name="independent">The places of the others.</param>
    /// <param name="factors">λ, approximately.</param>
    public static ColumnDependence? Prove(
        SparseMatrix matrix, ReadOnlySpan<int> columns, ReadOnlySpan<double> weights, int dependent, IReadOnlyList<int> independent, ReadOnlySpan<double> factors)
    {
        var combination = new List<(int, BigRational)>();
        var rest = new Dictionary<int, BigRational>();
        Add(matrix, columns[dependent], weights, BigRational.One, rest);
        for (var p = 0; p < independent.Count; p++)
        {
            if (!double.IsFinite(factors[p])) return null;
            var factor = SimplestFraction(factors[p]);
            if (factor.IsZero) continue;
            combination.Add((independent[p], factor));
            Add(matrix, columns[independent[p]], weights, -factor, rest);
        }

        foreach (var value in rest.Values)
            if (!value.IsZero) return null;
        return new ColumnDependence(dependent, combination);
    }

    private static void Add(SparseMatrix matrix, int column, ReadOnlySpan<double> weights, BigRational factor, Dictionary<int, BigRational> sum)
    {
        for (var k = matrix.ColumnStarts[column]; k < matrix.ColumnStarts[column + 1]; k++)
        {
            var row = matrix.RowIndices[k];
            if (!(weights[row] > 0)) continue;
            var term = factor * BigRational.FromDouble(matrix.Values[k]);
            sum[row] = sum.TryGetValue(row, out var old) ? old + term : term;
        }
    }

    /// <summary>The first convergent of the continued fraction within 1e-7 of the value, with a denominator of at most 1000; else the double itself.</summary>
    private static BigRational SimplestFraction(double value)
    {
        var rest = value;
        long p = 1, q = 0, previousP = 0, previousQ = 1;
        for (var term = 0; term < 20; term++)
        {
            var whole = Math.Floor(rest);
            if (Math.Abs(whole) > 1e9) break;
            (p, previousP) = ((long)whole * p + previousP, p);
            (q, previousQ) = ((long)whole * q + previousQ, q);
            if (q is 0 or > MaxDenominator || Math.Abs(p) > 1L << 50) break;
            if (Math.Abs(value - (double)p / q) <= 1e-7 * (1 + Math.Abs(value))) return new BigRational(p, q);
            if (rest == whole) break;
            rest = 1 / (rest - whole);
        }

        return BigRational.FromDouble(value);
    }
}

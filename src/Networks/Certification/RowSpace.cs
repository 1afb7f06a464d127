using Copositive.Numerics;

namespace Copositive.Networks;

/// <summary>
/// Coordinates in the row space of X: X ≈ AQ with A n×r and Q r×d of nearly orthonormal rows, r the numerical rank.
/// </summary>
/// <remarks>
/// For every u, (Xu)_i = a_i·(Qu) + e_i·u with e = X − AQ, and |s₊ − t₊| ≤ |s − t|, so
/// max_{‖u‖≤1} ‖Zᵀ(Xu)₊‖ ≤ ‖Q‖·max_{‖w‖≤1} ‖Zᵀ(Aw)₊‖ + Σ‖z_i‖‖e_i‖. Both ‖Q‖ and ‖e_i‖ are bounded here from above whatever the
/// elimination did: the rank found decides how good the coordinates are, never whether a bound holds. With r = d nothing is changed (Q = I).
/// </remarks>
internal sealed class RowSpace
{
    private readonly double[] _q;

    private RowSpace(int rank, int dimension, double[] coordinates, double[] q, double norm, double[] rowError)
    {
        (Rank, Dimension, Coordinates, _q, Norm, RowError) = (rank, dimension, coordinates, q, norm, rowError);
    }

    /// <summary>r, at least 1.</summary>
    public int Rank { get; }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>A: n×r, row by row.</summary>
    public double[] Coordinates { get; }

    /// <summary>At least ‖Q‖₂.</summary>
    public double Norm { get; }

    /// <summary>At least ‖e_i‖ for each row; zeros where r = d.</summary>
    public double[] RowError { get; }

    /// <summary>Finds the row space of X.</summary>
    /// <param name="x">n×d, row by row, finite.</param>
    /// <param name="d">The number of columns, at least 1.</param>
    public static RowSpace Of(ReadOnlySpan<double> x, int d)
    {
        var n = x.Length / d;
        var basis = Basis(x, n, d);
        var rank = Math.Max(1, basis.Count);
        if (rank >= d) return new RowSpace(d, d, x.ToArray(), [], 1, new double[n]);
        if (basis.Count == 0)
        {
            basis.Add(new double[d]);
            basis[0][0] = 1;
        }

        var q = new double[rank * d];
        for (var k = 0; k < rank; k++) basis[k].CopyTo(q, k * d);
        var coordinates = new double[n * rank];
        var errors = new double[n];
        var (left, right) = (new double[rank + 1], new double[rank + 1]);
        for (var i = 0; i < n; i++)
        {
            var row = x.Slice(i * d, d);
            if (!row.ContainsAnyExcept(0)) continue;
            for (var k = 0; k < rank; k++) coordinates[i * rank + k] = Dot(row, basis[k]);
            double square = 0;
            for (var j = 0; j < d; j++)
            {
                (left[rank], right[rank]) = (row[j], -1);
                for (var k = 0; k < rank; k++) (left[k], right[k]) = (coordinates[i * rank + k], basis[k][j]);
                var error = Rounded.DotEnclosure(left, right).Magnitude;
                square = Rounded.AddUp(square, Rounded.MultiplyUp(error, error));
            }

            errors[i] = Rounded.SqrtUp(square);
        }

        return new RowSpace(rank, d, coordinates, q, NormUp(basis), errors);
    }

    /// <summary>The direction Qᵀw in R^d.</summary>
    /// <param name="w">r coordinates.</param>
    public double[] ToOriginal(ReadOnlySpan<double> w)
    {
        if (Rank == Dimension) return w.ToArray();
        var u = new double[Dimension];
        for (var k = 0; k < Rank; k++)
            for (var j = 0; j < Dimension; j++) u[j] += w[k] * _q[k * Dimension + j];
        return u;
    }

    /// <summary>The coordinates Qu of a direction in R^d.</summary>
    /// <param name="u">d coordinates.</param>
    public double[] ToReduced(ReadOnlySpan<double> u)
    {
        if (Rank == Dimension) return u.ToArray();
        var w = new double[Rank];
        for (var k = 0; k < Rank; k++) w[k] = Dot(u, _q.AsSpan(k * Dimension, Dimension));
        return w;
    }

    /// <summary>Gram–Schmidt, twice a vector, on the normalised rows with the largest remainder first, until all remainders are rounding errors.</summary>
    private static List<double[]> Basis(ReadOnlySpan<double> x, int n, int d)
    {
        var rows = new List<double[]>(n);
        for (var i = 0; i < n; i++)
        {
            var row = x.Slice(i * d, d).ToArray();
            double max = 0;
            foreach (var entry in row) max = Math.Max(max, Math.Abs(entry));
            if (max == 0) continue;
            var exponent = -Math.ILogB(max);
            for (var j = 0; j < d; j++) row[j] = Math.ScaleB(row[j], exponent);
            Normalise(row);
            rows.Add(row);
        }

        var basis = new List<double[]>();
        var tolerance = 64 * d * Rounded.UnitRoundoff;
        while (basis.Count < d)
        {
            var (best, largest) = (-1, tolerance);
            for (var i = 0; i < rows.Count; i++)
            {
                var norm = Math.Sqrt(Dot(rows[i], rows[i]));
                if (norm > largest) (best, largest) = (i, norm);
            }

            if (best < 0) break;
            var next = (double[])rows[best].Clone();
            Normalise(next);
            foreach (var q in basis) Remove(next, q);
            Normalise(next);
            basis.Add(next);
            foreach (var row in rows) Remove(row, next);
        }

        return basis;
    }

    /// <summary>√(1 + max row sum of |QQᵀ − I|) ≥ ‖Q‖₂, rounded up.</summary>
    private static double NormUp(List<double[]> basis)
    {
        double largest = 0;
        for (var k = 0; k < basis.Count; k++)
        {
            double sum = 0;
            for (var l = 0; l < basis.Count; l++)
            {
                var product = Rounded.DotEnclosure(basis[k], basis[l]);
                sum = Rounded.AddUp(sum, (product - (k == l ? 1.0 : 0.0)).Magnitude);
            }

            largest = Math.Max(largest, sum);
        }

        return Rounded.SqrtUp(Rounded.AddUp(1, largest));
    }

    private static void Remove(Span<double> vector, ReadOnlySpan<double> q)
    {
        var product = Dot(vector, q);
        for (var j = 0; j < vector.Length; j++) vector[j] -= product * q[j];
    }

    private static void Normalise(Span<double> vector)
    {
        var norm = Math.Sqrt(Dot(vector, vector));
        for (var j = 0; j < vector.Length; j++) vector[j] /= norm;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (var j = 0; j < a.Length; j++) sum += a[j] * b[j];
        return sum;
    }
}

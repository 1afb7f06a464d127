using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// The Frobenius distance of a symmetric matrix M to the semidefinite cone, ‖min(0, λ(M))‖₂. Computed eigenvalues are wrong by ε‖M‖. Where
/// that may hide the distance since a few diagonal entries dwarf all others, those rows are eliminated: if M = [A, B; B', C] with A ≻ 0 and
/// S = C − B'A⁻¹B, any E with S + E ⪰ 0 makes [A, B; B', C + E] ⪰ 0, so that the distance of M is at most that of S, and elimination by
/// Cholesky's pivots does not suffer from the scale of A.
/// </summary>
internal static class PsdDistance
{
    private const double RoundOff = 2.3e-16;

    /// <summary>The factor between diagonal entries from which the larger ones are eliminated.</summary>
    private const double LeastGap = 1e4;

    /// <summary>The distance of a matrix given as its upper triangle by columns.</summary>
    public static double Of(ReadOnlySpan<double> s)
    {
        if (s.Length == 1) return Math.Max(0, -s[0]);
        int n = SymmetricVector.OrderOf(s.Length);
        var matrix = new double[n * n];
        SymmetricVector.Unpack(s, matrix, n, 1);
        double distance = OfDense((double[])matrix.Clone(), n, out double largest);
        if (distance > 100 * n * RoundOff * largest) return distance;
        int large = SortByGap(matrix, n, out int[] order);
        if (large == 0 || Eliminate(matrix, n, order, large) is not { } rest) return distance;
        return OfDense(rest, n - large, out _);
    }

    private static double OfDense(double[] matrix, int n, out double largest)
    {
        var values = new double[n];
        new SymmetricEigensolver(n).Values(matrix, values);
        double sum = 0;
        foreach (double value in values)
        {
            if (value < 0) sum += value * value;
        }
        largest = Math.Abs(TensorPrimitives.MaxMagnitude(values));
        return Math.Sqrt(sum);
    }

    /// <summary>Orders the diagonal from the largest entry and returns how many entries come before the widest gap; 0 where none is wide.</summary>
    private static int SortByGap(double[] matrix, int n, out int[] order)
    {
        order = [.. Enumerable.Range(0, n).OrderByDescending(i => matrix[i * n + i])];
        int split = 0;
        double widest = LeastGap;
        for (int k = 1; k < n; k++)
        {
            double before = matrix[order[k - 1] * n + order[k - 1]], after = Math.Abs(matrix[order[k] * n + order[k]]);
            if (!(before > 0)) break;
            double gap = before / after;
            if (gap > widest) (widest, split) = (gap, k);
        }
        return split;
    }

    /// <summary>The Schur complement of the first rows of an order, by outer products; null where a pivot is not positive.</summary>
    private static double[]? Eliminate(double[] matrix, int n, int[] order, int count)
    {
        for (int k = 0; k < count; k++)
        {
            int p = order[k];
            double pivot = matrix[p * n + p];
            if (!(pivot > 0)) return null;
            foreach (int i in order.AsSpan(k + 1))
            {
                double factor = matrix[i * n + p] / pivot;
                if (factor == 0) continue;
                foreach (int j in order.AsSpan(k + 1)) matrix[i * n + j] -= factor * matrix[p * n + j];
            }
        }
        int rest = n - count;
        var schur = new double[rest * rest];
        for (int i = 0; i < rest; i++)
        {
            for (int j = 0; j < rest; j++)
            {
                int p = order[count + Math.Max(i, j)], q = order[count + Math.Min(i, j)];
                schur[i * rest + j] = matrix[p * n + q];
            }
        }
        return schur;
    }
}

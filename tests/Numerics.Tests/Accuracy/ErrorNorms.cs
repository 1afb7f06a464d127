using System.Numerics.Tensors;

namespace Copositive.Numerics.Tests;

/// <summary>The errors of a decomposition A = QΛQ' in the Frobenius norm, and what they may be.</summary>
internal static class ErrorNorms
{
    /// <summary>u = 2⁻⁵³.</summary>
    public const double UnitRoundoff = 1.0 / (1L << 53);

    /// <summary>50·n·u·size: the accuracy that every dense symmetric kernel promises.</summary>
    public static double Bound(int order, double size) => 50 * order * UnitRoundoff * size;

    /// <summary>‖AQ − QΛ‖, with row k of <paramref name="vectors"/> the k-th column of Q; of all columns, or of a range of them.</summary>
    public static double Residual(int n, double[] matrix, double[] values, double[] vectors, int first = 0, int? count = null)
    {
        double squares = 0;
        for (int k = first; k < first + (count ?? n); k++)
        {
            ReadOnlySpan<double> vector = vectors.AsSpan(k * n, n);
            for (int i = 0; i < n; i++)
            {
                double error = TensorPrimitives.Dot(matrix.AsSpan(i * n, n), vector) - values[k] * vector[i];
                squares += error * error;
            }
        }
        return Math.Sqrt(squares);
    }

    /// <summary>‖Q'Q − I‖, of all columns of Q, or of a range of them.</summary>
    public static double Orthogonality(int n, double[] vectors, int first = 0, int? count = null)
    {
        double squares = 0;
        for (int k = first; k < first + (count ?? n); k++)
            for (int l = first; l <= k; l++)
            {
                double error = TensorPrimitives.Dot<double>(vectors.AsSpan(k * n, n), vectors.AsSpan(l * n, n)) - (k == l ? 1 : 0);
                squares += (k == l ? 1 : 2) * error * error;
            }
        return Math.Sqrt(squares);
    }

    /// <summary>max |xᵢ − yᵢ|.</summary>
    public static double LargestDifference(double[] x, double[] y)
    {
        double largest = 0;
        for (int i = 0; i < x.Length; i++)
            largest = Math.Max(largest, Math.Abs(x[i] - y[i])); // Math.Max passes NaN on
        return largest;
    }
}

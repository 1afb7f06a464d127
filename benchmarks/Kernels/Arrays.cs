using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>Seeded data and distances between results.</summary>
internal static class Arrays
{
    /// <summary>2⁻⁵³, the largest relative rounding error of a double.</summary>
    public const double UnitRoundoff = 1.0 / (1L << 53);

    /// <summary>Numbers uniform in [−1, 1).</summary>
    public static double[] Uniform(int length, int seed)
    {
        var random = new Random(seed);
        var numbers = new double[length];
        foreach (ref double number in numbers.AsSpan())
            number = 2 * random.NextDouble() - 1;
        return numbers;
    }

    /// <summary>The same numbers as floats.</summary>
    public static float[] UniformFloats(int length, int seed) => Array.ConvertAll(Uniform(length, seed), number => (float)number);

    /// <summary>A symmetric n × n matrix with entries uniform in [−1, 1).</summary>
    public static double[] Symmetric(int n, int seed)
    {
        double[] matrix = Uniform(n * n, seed);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++)
                matrix[j * n + i] = matrix[i * n + j];
        return matrix;
    }

    /// <summary>A symmetric n × n matrix as above plus 2n times the identity: positive definite with a condition number below 3.</summary>
    public static double[] PositiveDefinite(int n, int seed)
    {
        double[] matrix = Symmetric(n, seed);
        for (int i = 0; i < n; i++)
            matrix[i * n + i] += 2 * n;
        return matrix;
    }

    /// <summary>A sparse n × n matrix with entries uniform in [−1, 1) at random places, where equal places add up.</summary>
    public static SparseMatrix Sparse(int n, int entriesPerColumn, int seed)
    {
        var random = new Random(seed);
        int count = n * entriesPerColumn;
        int[] rows = new int[count], columns = new int[count];
        for (int k = 0; k < count; k++)
            (rows[k], columns[k]) = (random.Next(n), k / entriesPerColumn);
        return SparseMatrix.FromTriplets(n, n, rows, columns, Uniform(count, seed));
    }

    /// <summary>The transpose of an n × n matrix.</summary>
    public static double[] Transposed(int n, ReadOnlySpan<double> matrix)
    {
        var transposed = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                transposed[j * n + i] = matrix[i * n + j];
        return transposed;
    }

    /// <summary>√Σ x².</summary>
    public static double Norm(ReadOnlySpan<double> x) => TensorPrimitives.Norm(x);

    /// <summary>‖x − y‖ / ‖y‖.</summary>
    public static double RelativeDistance(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => TensorPrimitives.Distance(x, y) / TensorPrimitives.Norm(y);

    /// <summary>‖X − Y‖_F / ‖Y‖_F over lower triangles, X by rows and Y by columns.</summary>
    public static double RelativeDistanceLower(int n, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double squares = 0, norm = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++)
            {
                double difference = x[i * n + j] - y[j * n + i];
                squares += difference * difference;
                norm += y[j * n + i] * y[j * n + i];
            }
        return Math.Sqrt(squares / norm);
    }
}

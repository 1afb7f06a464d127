namespace Copositive.Numerics.Tests;

/// <summary>Batches of seeded matrices as consecutive triangles.</summary>
internal static class MatrixBatch
{
    /// <summary>Matrix m is of kind m mod (number of kinds), so that the matrices of a group are as different as can be.</summary>
    public static double[] OfAllKinds(int order, int count, double offDiagonalScale)
    {
        int length = SymmetricVector.Length(order);
        var triangles = new double[count * length];
        for (int m = 0; m < count; m++)
        {
            double[] full = TestMatrices.Make(TestMatrices.Kinds[m % TestMatrices.Kinds.Length], order, 100 * order + m);
            SymmetricVector.Pack(full, triangles.AsSpan(m * length, length), order, offDiagonalScale);
        }
        return triangles;
    }

    /// <summary>G G' + I/10 for random G: positive definite.</summary>
    public static double[] PositiveDefinite(int order, int count, int seed)
    {
        int length = SymmetricVector.Length(order);
        var triangles = new double[count * length];
        for (int m = 0; m < count; m++)
        {
            double[] g = TestMatrices.Random(order, order, seed + m);
            for (int i = 0; i < order; i++)
                for (int j = 0; j <= i; j++)
                {
                    double sum = i == j ? 0.1 : 0;
                    for (int k = 0; k < order; k++)
                        sum += g[i * order + k] * g[j * order + k];
                    triangles[m * length + SymmetricVector.Index(i, j)] = sum;
                }
        }
        return triangles;
    }

    public static double Largest(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double value in values)
            largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}

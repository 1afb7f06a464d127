namespace Copositive.Networks;

/// <summary>Orthonormal bases of the span of a few short vectors.</summary>
internal static class GramSchmidt
{
    /// <summary>
    /// <paramref name="dimension"/> orthonormal vectors spanning the vectors, which are known to span that many dimensions: at every step
    /// the vector with the largest remainder is taken, and orthogonalised once more against rounding.
    /// </summary>
    public static double[][] Orthonormal(IReadOnlyList<double[]> vectors, int dimension)
    {
        var remainders = new double[vectors.Count][];
        for (var i = 0; i < remainders.Length; i++)
        {
            remainders[i] = (double[])vectors[i].Clone();
            Normalize(remainders[i]);
        }
        var basis = new double[dimension][];
        for (var k = 0; k < dimension; k++)
        {
            double[] longest = remainders[0];
            var length = -1.0;
            foreach (var remainder in remainders)
            {
                var squared = Dot(remainder, remainder);
                if (squared <= length) continue;
                (longest, length) = (remainder, squared);
            }
            var next = (double[])longest.Clone();
            Normalize(next);
            for (var j = 0; j < k; j++) Subtract(next, basis[j]);
            Normalize(next);
            basis[k] = next;
            foreach (var remainder in remainders) Subtract(remainder, next);
        }
        return basis;
    }

    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var k = 0; k < a.Length; k++) sum += a[k] * b[k];
        return sum;
    }

    /// <summary>Scales to length 1; the zero vector stays.</summary>
    public static void Normalize(Span<double> vector)
    {
        var length = Math.Sqrt(Dot(vector, vector));
        if (length == 0) return;
        foreach (ref var value in vector) value /= length;
    }

    private static void Subtract(double[] vector, double[] unit)
    {
        var along = Dot(unit, vector);
        for (var k = 0; k < vector.Length; k++) vector[k] -= along * unit[k];
    }
}

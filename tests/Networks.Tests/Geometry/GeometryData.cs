namespace Copositive.Networks.Tests;

/// <summary>Data sets for the geometry tests; targets are irrelevant there and zero unless said otherwise.</summary>
internal static class GeometryData
{
    public static TrainingData Rows(params double[][] rows)
    {
        var x = new double[rows.Length, rows[0].Length];
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = 0; j < rows[i].Length; j++) x[i, j] = rows[i][j];
        }
        return new TrainingData(x, new double[rows.Length, 1]);
    }

    public static TrainingData Gaussian(int samples, int features, int outputs, int seed)
    {
        var random = new Random(seed);
        var x = new double[samples * features];
        var y = new double[samples * outputs];
        foreach (ref var value in x.AsSpan()) value = Normal(random);
        foreach (ref var value in y.AsSpan()) value = Normal(random);
        return new TrainingData(x, y, samples, features, outputs);
    }

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public static string Pattern(Arrangement cell)
    {
        var pattern = new char[cell.Active.Length];
        for (var i = 0; i < pattern.Length; i++) pattern[i] = cell.Active[i] ? '+' : '-';
        return new string(pattern);
    }

    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var k = 0; k < a.Length; k++) sum += a[k] * b[k];
        return sum;
    }
}

namespace Copositive.Numerics.Tests;

/// <summary>Seeded symmetric matrices, row-major, of the kinds that break eigensolvers.</summary>
internal static class TestMatrices
{
    public static readonly string[] Kinds =
    [
        "random", "zero", "identity", "rankOne", "clustered", "twoValues", "graded", "huge", "tiny", "subnormal", "diagonal", "tridiagonal",
        "wilkinson", "arrow", "blocks", "allOnes", "negative", "widelySpread", "permutation",
    ];

    public static double[] Random(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var a = new double[rows * columns];
        for (int i = 0; i < a.Length; i++)
            a[i] = 2 * random.NextDouble() - 1;
        return a;
    }

    public static double[] RandomSymmetric(int n, int seed)
    {
        double[] a = Random(n, n, seed);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++)
                a[j * n + i] = a[i * n + j];
        return a;
    }

    /// <summary>Q diag(values) Q' for a product Q of n random reflections.</summary>
    public static double[] WithSpectrum(double[] values, int seed)
    {
        int n = values.Length;
        var random = new Random(seed);
        var a = new double[n * n];
        for (int i = 0; i < n; i++)
            a[i * n + i] = values[i];
        for (int reflection = 0; reflection < Math.Min(n, 6); reflection++)
        {
            var v = new double[n];
            double squares = 0;
            for (int i = 0; i < n; i++)
            {
                v[i] = random.NextDouble() - 0.5;
                squares += v[i] * v[i];
            }
            if (squares == 0)
                continue;
            // H = I − 2vv'/v'v;  HAH = A − vw' − wv',  w = τ(Av) − ½τ²(v'Av)v,  τ = 2/v'v.
            double tau = 2 / squares, vav = 0;
            var w = new double[n];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                    w[i] += a[i * n + j] * v[j];
                vav += w[i] * v[i];
            }
            for (int i = 0; i < n; i++)
                w[i] = tau * w[i] - 0.5 * tau * tau * vav * v[i];
            for (int i = 0; i < n; i++)
                for (int j = 0; j <= i; j++)
                    a[i * n + j] = a[j * n + i] = a[i * n + j] - v[i] * w[j] - w[i] * v[j];
        }
        return a;
    }

    public static double[] Make(string kind, int n, int seed)
    {
        var random = new Random(seed);
        double[] a = RandomSymmetric(n, seed);
        switch (kind)
        {
            case "zero":
                return new double[n * n];
            case "identity":
                return Fill(n, (i, j) => i == j ? 1 : 0);
            case "rankOne":
                double[] u = Random(n, 1, seed);
                return Fill(n, (i, j) => u[i] * u[j]);
            case "clustered":
                return WithSpectrum(Spectrum(n, k => 1 + (k % 3) + 1e-14 * k), seed);
            case "twoValues":
                return WithSpectrum(Spectrum(n, k => k < n / 2 ? -1 : 1), seed);
            case "graded":
                return Fill(n, (i, j) => a[i * n + j] * Math.Pow(10, -0.3 * (i + j)));
            case "huge":
                return Fill(n, (i, j) => a[i * n + j] * 1e150);
            case "tiny":
                return Fill(n, (i, j) => a[i * n + j] * 1e-150);
            case "subnormal":
                return Fill(n, (i, j) => a[i * n + j] * 1e-300);
            case "diagonal":
                return Fill(n, (i, j) => i == j ? a[i] : 0);
            case "tridiagonal":
                return Fill(n, (i, j) => i == j ? 2 : Math.Abs(i - j) == 1 ? -1 : 0);
            case "wilkinson":
                // Pairs of eigenvalues that agree to many digits.
                return Fill(n, (i, j) => i == j ? Math.Abs(i - (n - 1) / 2.0) : Math.Abs(i - j) == 1 ? 1 : 0);
            case "arrow":
                return Fill(n, (i, j) => i == j ? i : i == 0 || j == 0 ? 1 : 0);
            case "blocks":
                return Fill(n, (i, j) => i / 5 == j / 5 ? a[(i % 5) * n + (j % 5)] : 0);
            case "allOnes":
                return Fill(n, (_, _) => 1);
            case "negative":
                return WithSpectrum(Spectrum(n, _ => -random.NextDouble()), seed);
            case "widelySpread":
                return WithSpectrum(Spectrum(n, k => (k % 2 == 0 ? 1 : -1) * Math.Pow(10, -12 * random.NextDouble())), seed);
            case "permutation":
                return Fill(n, (i, j) => i + j == n - 1 ? 1 : 0);
            default:
                return a;
        }
    }

    private static double[] Spectrum(int n, Func<int, double> value)
    {
        var values = new double[n];
        for (int k = 0; k < n; k++)
            values[k] = value(k);
        return values;
    }

    private static double[] Fill(int n, Func<int, int, double> entry)
    {
        var a = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++)
                a[i * n + j] = a[j * n + i] = entry(i, j);
        return a;
    }
}

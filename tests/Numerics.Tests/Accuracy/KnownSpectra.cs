namespace Copositive.Numerics.Tests;

/// <summary>Matrices of every order with exactly known eigenvalues, of the kinds that break eigensolvers.</summary>
internal static class KnownSpectra
{
    /// <summary>Spectra that <see cref="DyadicReflections"/> turns into dense matrices: the k-th of n eigenvalues, a multiple of 2^−54 up to 2^10.</summary>
    private static readonly Dictionary<string, Func<int, int, Random, double>> Dense = new()
    {
        ["integers"] = (k, n, _) => k - n / 2,
        ["random"] = (_, _, random) => random.NextInt64(-1L << 40, 1L << 40) * Math.ScaleB(1, -40),
        ["definite"] = (_, _, random) => 1 + random.NextInt64(1L << 40) * Math.ScaleB(1, -40),
        ["negative definite"] = (_, _, random) => -1 - random.NextInt64(1L << 40) * Math.ScaleB(1, -40),
        ["three clusters"] = (k, _, _) => (k % 3) - 0.5 + k * Math.ScaleB(1, -50),
        ["one cluster"] = (k, _, _) => 1 + k * Math.ScaleB(1, -52),
        ["two values"] = (k, n, _) => k < n / 2 ? -1 : 1,
        ["rank deficient"] = (k, _, random) => k % 5 == 0 ? random.Next(-9, 10) : 0,
        ["rank one"] = (k, _, _) => k == 0 ? 3 : 0,
        ["graded"] = (k, n, _) => (k % 2 == 0 ? 1 : -1) * Math.ScaleB(1, -(int)(54L * k / Math.Max(1, n - 1))),
        ["one large"] = (k, _, _) => k == 0 ? 1024 : (k % 2 == 0 ? k : -k) * Math.ScaleB(1, -54),
        ["one barely negative"] = (k, _, _) => k == 0 ? Math.ScaleB(-1, -54) : k,
        ["zero"] = (_, _, _) => 0,
        ["identity"] = (_, _, _) => 1,
    };

    private static readonly Dictionary<string, Func<int, KnownSpectrum>> Structured = new()
    {
        ["diagonal"] = Diagonal,
        ["pairs"] = Pairs,
        ["ones"] = n => Semidefinite(FromEntries("ones", n, (_, _) => 1, k => k == n - 1 ? n : 0)),
        ["second difference"] = n => Semidefinite(FromEntries(
            "second difference", n, (i, j) => i == j ? 2 : i - j == 1 ? -1 : 0,
            k => 4 * Math.Pow(Math.Sin((k + 1) * Math.PI / (2 * (n + 1))), 2))), // 2 − 2cos((k+1)π/(n+1)) without cancellation
        ["Kac"] = n => FromEntries("Kac", n, (i, j) => i - j == 1 ? Math.Sqrt((double)i * (n - i)) : 0, k => 2 * k - (n - 1)), // Clement 1959
    };

    /// <summary>The names of all kinds.</summary>
    public static IEnumerable<string> Kinds => [.. Dense.Keys, .. Structured.Keys];

    /// <summary>The matrix of a kind and an order; the same at every call.</summary>
    public static KnownSpectrum Make(string kind, int order)
    {
        if (Structured.TryGetValue(kind, out Func<int, KnownSpectrum>? make))
            return make(order);
        Func<int, int, Random, double> eigenvalue = Dense[kind];
        var random = new Random(order);
        var values = new double[order];
        for (int k = 0; k < order; k++)
            values[k] = eigenvalue(k, order, random);
        var q = new DyadicReflections(order, seed: order);
        return new KnownSpectrum(
            kind, order, q.Congruence(values), [.. values.Order()], q.Congruence(Array.ConvertAll(values, value => Math.Max(value, 0))));
    }

    /// <summary>Integers in no order.</summary>
    private static KnownSpectrum Diagonal(int n)
    {
        double Value(int i) => (7 * i + 3) % 19 - 9;
        KnownSpectrum matrix = FromEntries("diagonal", n, (i, j) => i == j ? Value(i) : 0, Value);
        return matrix with { Projection = Array.ConvertAll(matrix.Matrix, entry => Math.Max(entry, 0)) };
    }

    /// <summary>Blocks [[a, b], [b, a]] along the antidiagonal's mirror pairs (i, n − 1 − i): eigenvalues a ± b.</summary>
    private static KnownSpectrum Pairs(int n)
    {
        double A(int i) => Math.Min(i, n - 1 - i) % 7 - 3;
        double B(int i) => Math.Min(i, n - 1 - i) % 4;
        double Value(int k) => 2 * k + 1 == n ? A(k) : k < n / 2 ? A(k) - B(k) : A(k) + B(k);
        KnownSpectrum matrix = FromEntries("pairs", n, (i, j) => i == j ? A(i) : i + j == n - 1 ? B(i) : 0, Value);
        double Half(int i, int sign) => Math.Max(A(i) + B(i), 0) / 2 + sign * Math.Max(A(i) - B(i), 0) / 2;
        KnownSpectrum projection = FromEntries(
            "pairs", n, (i, j) => i == j ? (2 * i + 1 == n ? Math.Max(A(i), 0) : Half(i, 1)) : i + j == n - 1 ? Half(i, -1) : 0, Value);
        return matrix with { Projection = projection.Matrix };
    }

    private static KnownSpectrum Semidefinite(KnownSpectrum matrix) => matrix with { Projection = matrix.Matrix };

    /// <summary>A matrix by its entries on and below the diagonal and its eigenvalues in any order.</summary>
    private static KnownSpectrum FromEntries(string kind, int n, Func<int, int, double> entry, Func<int, double> eigenvalue)
    {
        var matrix = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++)
                matrix[i * n + j] = matrix[j * n + i] = entry(i, j);
        return new KnownSpectrum(kind, n, matrix, [.. Enumerable.Range(0, n).Select(eigenvalue).Order()], null);
    }
}

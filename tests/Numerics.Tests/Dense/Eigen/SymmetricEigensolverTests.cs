using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Numerics.Tests;

public class SymmetricEigensolverTests
{
    private static readonly int[] Orders = [1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 17, 25, 28, 29, 33, 57, 64, 65, 101, 130];

    [TestCaseSource(typeof(TestMatrices), nameof(TestMatrices.Kinds))]
    public void Decomposition_reconstructs_the_matrix_with_orthonormal_vectors(string kind)
    {
        foreach (int n in Orders)
        {
            double[] a = TestMatrices.Make(kind, n, 100 + n);
            (double[] values, double[] vectors) = SymmetricEigensolver.DecomposeOnce(a, n);
            CheckDecomposition(a, n, values, vectors, $"{kind}, n = {n}");
        }
    }

    [TestCase("random", 300)]
    [TestCase("clustered", 300)]
    [TestCase("twoValues", 257)]
    [TestCase("wilkinson", 320)]
    [TestCase("arrow", 300)]
    [TestCase("widelySpread", 290)]
    [TestCase("rankOne", 300)]
    [TestCase("random", 505)]
    public void Orders_of_many_panels_and_merges_are_as_accurate(string kind, int n)
    {
        double[] a = TestMatrices.Make(kind, n, n);
        (double[] values, double[] vectors) = SymmetricEigensolver.DecomposeOnce(a, n);
        CheckDecomposition(a, n, values, vectors, $"{kind}, n = {n}");
    }

    [Test]
    public void Values_agree_with_those_of_the_decomposition_and_with_MathNet()
    {
        foreach (int n in new[] { 1, 2, 3, 5, 6, 7, 20, 60, 97 })
        {
            double[] a = TestMatrices.RandomSymmetric(n, n);
            var solver = new SymmetricEigensolver(n);
            double[] values = new double[n], alone = new double[n], vectors = new double[n * n];
            solver.Decompose(a, values, vectors);
            solver.Values(a, alone);
            // MathNet's tred2/tql2 is an independent oracle; both are backward stable, so they differ by O(n eps ‖A‖).
            var evd = Matrix<double>.Build.Dense(n, n, a).Evd(Symmetricity.Symmetric);
            double[] oracle = evd.EigenValues.Select(z => z.Real).Order().ToArray();
            for (int k = 0; k < n; k++)
            {
                Assert.That(alone[k], Is.EqualTo(values[k]).Within(1e-14 * n));
                Assert.That(values[k], Is.EqualTo(oracle[k]).Within(1e-14 * n));
            }
        }
    }

    [Test]
    public void A_solver_can_be_used_again_and_gives_the_same_bits()
    {
        const int n = 45;
        var solver = new SymmetricEigensolver(n);
        double[] a = TestMatrices.RandomSymmetric(n, 1), b = TestMatrices.Make("graded", n, 2);
        double[] values = new double[n], vectors = new double[n * n], values2 = new double[n], vectors2 = new double[n * n];
        solver.Decompose(a, values, vectors);
        solver.Decompose(b, values2, vectors2);
        solver.Decompose(a, values2, vectors2);
        Assert.That(values2, Is.EqualTo(values));
        Assert.That(vectors2, Is.EqualTo(vectors));
    }

    [Test]
    public void Vectors_may_overwrite_the_matrix()
    {
        const int n = 30;
        double[] a = TestMatrices.RandomSymmetric(n, 3), work = (double[])a.Clone(), values = new double[n];
        new SymmetricEigensolver(n).Decompose(work, values, work);
        CheckDecomposition(a, n, values, work, "in place");
    }

    [Test]
    public void The_second_difference_matrix_has_its_known_eigenvalues()
    {
        // tridiag(−1, 2, −1) has eigenvalues 2 − 2cos(kπ/(n+1)), k = 1 … n.
        const int n = 150;
        (double[] values, _) = SymmetricEigensolver.DecomposeOnce(TestMatrices.Make("tridiagonal", n, 0), n);
        for (int k = 0; k < n; k++)
            Assert.That(values[k], Is.EqualTo(2 - 2 * Math.Cos((k + 1) * Math.PI / (n + 1))).Within(1e-13));
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(double.NegativeInfinity)]
    public void An_entry_that_is_not_finite_is_refused_by_its_place(double bad)
    {
        double[] a = TestMatrices.RandomSymmetric(4, 5);
        a[1 * 4 + 2] = bad;
        var exception = Assert.Throws<ArgumentException>(() => SymmetricEigensolver.DecomposeOnce(a, 4));
        Assert.That(exception!.Message, Does.Contain("(1, 2)"));
    }

    [Test]
    public void Short_spans_and_negative_orders_are_refused()
    {
        var solver = new SymmetricEigensolver(3);
        Assert.Throws<ArgumentException>(() => solver.Decompose(new double[8], new double[3], new double[9]));
        Assert.Throws<ArgumentException>(() => solver.Decompose(new double[9], new double[2], new double[9]));
        Assert.Throws<ArgumentException>(() => solver.Decompose(new double[9], new double[3], new double[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new SymmetricEigensolver(-1));
    }

    [Test]
    public void Order_zero_has_no_eigenvalues()
    {
        (double[] values, double[] vectors) = SymmetricEigensolver.DecomposeOnce([], 0);
        Assert.That(values, Is.Empty);
        Assert.That(vectors, Is.Empty);
    }

    [Test]
    public void Decomposing_again_does_not_allocate()
    {
        const int n = 80;
        var solver = new SymmetricEigensolver(n);
        double[] a = TestMatrices.RandomSymmetric(n, 1), values = new double[n], vectors = new double[n * n];
        Assert.That(Allocation.Of(() => solver.Decompose(a, values, vectors)), Is.Zero);
        Assert.That(Allocation.Of(() => solver.Values(a, values)), Is.Zero);
    }

    /// <summary>‖AV − VΛ‖, ‖VV' − I‖ and the order of the values; 4e-15·√n allows for the growth of rounding with n.</summary>
    private static void CheckDecomposition(double[] a, int n, double[] values, double[] vectors, string what)
    {
        double scale = a.Max(Math.Abs), residual = 0, orthogonality = 0, norm = 0;
        int exponent = scale == 0 ? 0 : -Math.ILogB(scale);
        double unit = Math.ScaleB(1, exponent / 2), unit2 = Math.ScaleB(1, exponent - exponent / 2);
        for (int k = 0; k < n; k++)
        {
            Assert.That(double.IsFinite(values[k]), what);
            if (k > 0)
                Assert.That(values[k], Is.GreaterThanOrEqualTo(values[k - 1]), what);
            norm = Math.Max(norm, Math.Abs(values[k] * unit * unit2));
            for (int i = 0; i < n; i++)
            {
                double sum = -values[k] * unit * unit2 * vectors[k * n + i];
                for (int j = 0; j < n; j++)
                    sum += a[i * n + j] * unit * unit2 * vectors[k * n + j];
                residual = Math.Max(residual, Math.Abs(sum));
            }
            for (int l = 0; l <= k; l++)
            {
                double dot = k == l ? -1 : 0;
                for (int i = 0; i < n; i++)
                    dot += vectors[k * n + i] * vectors[l * n + i];
                orthogonality = Math.Max(orthogonality, Math.Abs(dot));
            }
        }
        Assert.That(orthogonality, Is.LessThan(4e-15 * Math.Sqrt(n) + 2e-15), $"orthogonality: {what}");
        // Subnormal entries have fewer digits to begin with.
        double tolerance = scale is > 0 and < 1e-290 ? 1e-10 : 4e-15 * Math.Sqrt(n) + 2e-15;
        Assert.That(residual, Is.LessThanOrEqualTo(tolerance * norm), $"residual: {what}");
    }
}

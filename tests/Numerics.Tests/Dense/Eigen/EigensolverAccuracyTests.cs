using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Numerics.Tests;

public class EigensolverAccuracyTests
{
    private static readonly int[] Orders = [1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13, 20, 21, 31, 40, 41, 64, 65, 66, 99, 128, 161, 200];

    private static IEnumerable<ExactSpectra> Spectra => ExactSpectra.All();

    [TestCaseSource(typeof(TestMatrices), nameof(TestMatrices.Kinds))]
    public void Errors_stay_below_fifty_n_u(string kind)
    {
        // Entries of 1e-308 have lost digits before the solver sees them; SymmetricEigensolverTests has them with their own tolerance.
        if (kind == "subnormal")
            return;
        foreach (int n in Orders)
        {
            double[] a = TestMatrices.Make(kind, n, 7 + n), values = new double[n], q = new double[n * n];
            new SymmetricEigensolver(n).Decompose(a, values, q);
            EigenAccuracy.Check(a, n, values, q, 0, n, $"{kind}, n = {n}");
        }
    }

    [TestCaseSource(nameof(Spectra))]
    public void Exactly_known_spectra_are_found(ExactSpectra exact)
    {
        int n = exact.Order;
        double[] values = new double[n], alone = new double[n], q = new double[n * n];
        var solver = new SymmetricEigensolver(n);
        solver.Decompose(exact.Matrix, values, q);
        solver.Values(exact.Matrix, alone);
        EigenAccuracy.Check(exact.Matrix, n, values, q, 0, n, exact.Name);
        double tolerance = ErrorNorms.Bound(n, exact.Values.Max(Math.Abs));
        Assert.That(values, Is.EqualTo(exact.Values).Within(tolerance));
        Assert.That(alone, Is.EqualTo(exact.Values).Within(tolerance));
    }

    [TestCaseSource(nameof(Spectra))]
    public void Exactly_known_projections_are_found(ExactSpectra exact)
    {
        int n = exact.Order, exponent = exact.Matrix.All(x => x == 0) ? 0 : -Math.ILogB(exact.Matrix.Max(Math.Abs));
        var projector = new PsdProjector(n);
        double[] square = (double[])exact.Matrix.Clone();
        double[] triangle = new double[SymmetricVector.Length(n)];
        SymmetricVector.Pack(exact.Matrix, triangle, n, 1);
        projector.ProjectMatrix(square);
        projector.Project(triangle, triangle, 1);
        double squares = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                squares += Math.Pow(Math.ScaleB(square[i * n + j] - exact.Projection[i * n + j], exponent), 2);
                Assert.That(square[i * n + j], Is.EqualTo(triangle[SymmetricVector.Index(i, j)]));
            }
        double norm = Math.ScaleB(exact.Values.Max(Math.Abs), exponent);
        Assert.That(Math.Sqrt(squares), Is.LessThanOrEqualTo(ErrorNorms.Bound(n, norm)));
    }

    [Test]
    public void Glued_Wilkinson_matrices_deflate_to_orthogonal_vectors([Values(0, 1e-14, 1e-9, 1e-4)] double glue)
    {
        // Copies of W21+ joined by tiny entries: clusters of as many nearly equal eigenvalues as there are copies, each in close pairs.
        const int copies = 12, block = 21, n = copies * block;
        double[] a = new double[n * n], values = new double[n], q = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            a[i * n + i] = Math.Abs(i % block - 10);
            if (i + 1 < n)
                a[i * n + i + 1] = a[(i + 1) * n + i] = i % block == block - 1 ? glue : 1;
        }
        new SymmetricEigensolver(n).Decompose(a, values, q);
        EigenAccuracy.Check(a, n, values, q, 0, n, $"glue {glue}");
        // The largest eigenvalue of W21+ (Wilkinson, The Algebraic Eigenvalue Problem, p. 309).
        Assert.That(values[n - 1], Is.EqualTo(10.746194182903393).Within(2 * glue + 1e-12));
    }

    [Test]
    public void Eigenvalues_agree_with_MathNet([Values(7, 33, 100, 161)] int n)
    {
        // MathNet's tred2 and tql2 are an independent oracle; both are backward stable, so they differ by O(n u ‖A‖).
        double[] a = TestMatrices.RandomSymmetric(n, n), values = new double[n], alone = new double[n], q = new double[n * n];
        double[] oracle = Matrix<double>.Build.Dense(n, n, a).Evd(Symmetricity.Symmetric).EigenValues.Select(z => z.Real).Order().ToArray();
        var solver = new SymmetricEigensolver(n);
        solver.Decompose(a, values, q);
        solver.Values(a, alone);
        double tolerance = ErrorNorms.Bound(n, oracle.Max(Math.Abs));
        Assert.That(values, Is.EqualTo(oracle).Within(tolerance));
        Assert.That(alone, Is.EqualTo(oracle).Within(tolerance));
    }
}

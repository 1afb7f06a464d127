using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Numerics.Tests;

/// <summary>‖AQ − QΛ‖, ‖Q'Q − I‖ and the errors of the eigenvalues, each at most 50·n·u·‖A‖, at orders through every switch of algorithm.</summary>
public class EigenAccuracyTests
{
    /// <summary>Every order up to 40, and some of several panels and merges, odd and even, powers of two and their neighbours.</summary>
    internal static readonly int[] Orders = [.. Enumerable.Range(0, 41), 64, 100, 129, 200, 257];

    [TestCaseSource(typeof(KnownSpectra), nameof(KnownSpectra.Kinds))]
    public void Decompositions_are_backward_stable(string kind)
    {
        using WorkerTeam two = new(2), three = new(3);
        foreach (int n in Orders)
        {
            KnownSpectrum known = KnownSpectra.Make(kind, n);
            foreach (WorkerTeam? team in new[] { null, two, three })
                Check(known, new SymmetricEigensolver(n, team));
        }
    }

    [Test]
    public void Cancellation_is_honoured_and_leaves_the_solver_fit_for_the_next_matrix([Values(1, 2)] int threads)
    {
        const int n = 150;
        using WorkerTeam team = new(threads);
        var solver = new SymmetricEigensolver(n, team);
        KnownSpectrum known = KnownSpectra.Make("random", n);
        double[] values = new double[n], vectors = new double[n * n];
        Assert.Throws<OperationCanceledException>(() => solver.Decompose(known.Matrix, values, vectors, new CancellationToken(true)));
        Assert.Throws<OperationCanceledException>(() => solver.Values(known.Matrix, values, new CancellationToken(true)));
        Check(known, solver);
    }

    /// <summary>2^±498 is about 10^±150: squares of the entries overflow and vanish.</summary>
    [Test]
    public void Scaling_by_large_and_small_powers_of_two_loses_nothing([Values(-498, 498)] int exponent)
    {
        foreach (string kind in KnownSpectra.Kinds)
            foreach (int n in new[] { 1, 2, 3, 6, 7, 30, 64, 129 })
            {
                KnownSpectrum known = KnownSpectra.Make(kind, n).ScaledBy(exponent);
                var solver = new SymmetricEigensolver(n);
                double[] values = new double[n], vectors = new double[n * n];
                solver.Decompose(known.Matrix, values, vectors);
                // The errors of the same decomposition of the unscaled matrix: dividing by a power of two is exact.
                Check(KnownSpectra.Make(kind, n), Array.ConvertAll(values, value => Math.ScaleB(value, -exponent)), vectors, $"{known}");
            }
    }

    [Test]
    public void Eigenvalues_agree_with_MathNet()
    {
        foreach (string kind in TestMatrices.Kinds.Except(["huge", "tiny", "subnormal"]))
            foreach (int n in new[] { 1, 2, 3, 5, 6, 7, 8, 17, 33, 64, 101 })
            {
                double[] a = TestMatrices.Make(kind, n, n);
                (double[] values, double[] vectors) = SymmetricEigensolver.DecomposeOnce(a, n);
                double[] oracle = [.. Matrix<double>.Build.Dense(n, n, a).Evd(Symmetricity.Symmetric).EigenValues.Select(z => z.Real).Order()];
                double norm = oracle.Max(Math.Abs);
                Assert.That(ErrorNorms.LargestDifference(values, oracle), Is.LessThanOrEqualTo(ErrorNorms.Bound(n, norm)), $"{kind}, n = {n}");
                Assert.That(ErrorNorms.Residual(n, a, values, vectors), Is.LessThanOrEqualTo(ErrorNorms.Bound(n, norm)), $"{kind}, n = {n}");
            }
    }

    private static void Check(KnownSpectrum known, SymmetricEigensolver solver)
    {
        int n = known.Order;
        double[] values = new double[n], alone = new double[n], vectors = new double[n * n];
        solver.Decompose(known.Matrix, values, vectors);
        Check(known, values, vectors, $"{known}");
        solver.Values(known.Matrix, alone);
        Assert.That(ErrorNorms.LargestDifference(alone, known.Eigenvalues), Is.LessThanOrEqualTo(ErrorNorms.Bound(n, known.Norm)), $"values of {known}");
    }

    private static void Check(KnownSpectrum known, double[] values, double[] vectors, string what)
    {
        int n = known.Order;
        double bound = ErrorNorms.Bound(n, known.Norm);
        Assert.Multiple(() =>
        {
            Assert.That(values, Is.Ordered, what);
            Assert.That(ErrorNorms.LargestDifference(values, known.Eigenvalues), Is.LessThanOrEqualTo(bound), $"eigenvalues of {what}");
            Assert.That(ErrorNorms.Residual(n, known.Matrix, values, vectors), Is.LessThanOrEqualTo(bound), $"residual of {what}");
            Assert.That(ErrorNorms.Orthogonality(n, vectors), Is.LessThanOrEqualTo(ErrorNorms.Bound(n, 1)), $"orthogonality of {what}");
        });
    }
}

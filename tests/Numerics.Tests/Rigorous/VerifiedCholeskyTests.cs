using System.Text.Json;
using Copositive.Tests;
using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Numerics.Tests;

public class VerifiedCholeskyTests
{
    [Test]
    public void RefusesTheSharedMatrixOnWhichCholeskyCompletesAlthoughItIsIndefinite()
    {
        using var facts = JsonDocument.Parse(File.ReadAllText(SharedData.Path("facts.json")));
        var fact = facts.RootElement.EnumerateArray().Single(f => f.GetProperty("id").GetString() == "chol-false-positive");
        var matrix = fact.GetProperty("instance").EnumerateArray().SelectMany(row => row.EnumerateArray().Select(v => v.GetDouble())).ToArray();
        RefusesAlthoughCholeskyCompletes(matrix, 3);
    }

    [Test]
    public void RefusesAnIntegerMatrixOnWhichCholeskyCompletesAlthoughItIsIndefinite()
        // GGᵀ of an integer 3×2 factor, singular, with one diagonal entry lowered by 1: its determinant is negative.
        => RefusesAlthoughCholeskyCompletes(
            [
                280558937000, 261134478574, -380035793554,
                261134478574, 1423196547472, -363583024289,
                -380035793554, -363583024289, 514866193045,
            ],
            3);

    [Test]
    public void RefusesRankOneMatricesThatTheirRoundingMakesIndefinite()
    {
        // vvᵀ with entries near 2⁴⁰ is singular; lowering its last diagonal entry by 1 makes it indefinite by less than Cholesky can see.
        double[] v = [1_048_573, 514_229, -786_433];
        var matrix = new double[9];
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++) matrix[3 * i + j] = v[i] * v[j];
        matrix[4] += 1;
        matrix[8] -= 1;
        Assert.That(ExactSemidefinite.IsPositiveSemidefinite(matrix, 3), Is.False);
        Assert.That(VerifiedCholesky.IsPositiveDefinite(matrix, 3), Is.False);
        Assert.That(VerifiedCholesky.LowerEigenvalueBound(matrix, 3), Is.LessThan(0));
    }

    [Test]
    public void NeverAcceptsAnIndefiniteMatrix([Values(2, 3, 5)] int n)
    {
        // Integer Gram matrices with one eigenvalue pushed just below 0; the exact decision is the judge.
        var random = new Random(99 + n);
        var accepted = 0;
        for (var repeat = 0; repeat < 400; repeat++)
        {
            var matrix = NearlySingular(random, n);
            if (!VerifiedCholesky.IsPositiveDefinite(matrix, n)) continue;
            accepted++;
            Assert.That(ExactSemidefinite.IsPositiveSemidefinite(matrix, n), string.Join(' ', matrix));
        }

        Assert.That(accepted, Is.GreaterThan(0));
    }

    [Test]
    public void EigenvalueBoundIsBelowAndTight([Values(1, 2, 3, 8, 40, 101)] int n, [Values(-1.0, 0.0, 1e-9, 1.0)] double shift)
    {
        var random = new Random(n);
        var factor = Matrix<double>.Build.Dense(n, n, (_, _) => random.NextDouble() - 0.5);
        var matrix = (factor * factor.Transpose() + shift * Matrix<double>.Build.DenseIdentity(n)).ToRowMajorArray();
        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++) matrix[j * n + i] = matrix[i * n + j];
        var smallest = Matrix<double>.Build.DenseOfRowMajor(n, n, matrix).Evd(Symmetricity.Symmetric).EigenValues.Real().Minimum();
        var margin = 1e-14 * n * n * (1 + n);
        foreach (var bound in new[] { VerifiedCholesky.LowerEigenvalueBound(matrix, n), VerifiedCholesky.LowerEigenvalueBound(matrix, n, smallest) })
        {
            Assert.That(bound, Is.LessThanOrEqualTo(smallest + 1e-14 * n));
            Assert.That(bound, Is.GreaterThanOrEqualTo(smallest - margin));
        }
    }

    [Test]
    public void EigenvalueBoundIsExactlyBelowTheSmallestEigenvalue([Values(2, 3, 5)] int n)
    {
        // The bound s is right iff A − sI is positive semidefinite, which exact arithmetic decides.
        var random = new Random(5 * n);
        for (var repeat = 0; repeat < 300; repeat++)
        {
            var matrix = NearlySingular(random, n);
            var scale = Math.ScaleB(1, random.Next(-500, 480));
            for (var i = 0; i < matrix.Length; i++) matrix[i] *= scale;
            var bounds = new[]
            {
                VerifiedCholesky.LowerEigenvalueBound(matrix, n), VerifiedCholesky.GershgorinLowerBound(matrix, n),
                VerifiedCholesky.LowerEigenvalueBound(matrix, n, matrix[0] * (random.NextDouble() - 0.5)),
                VerifiedCholesky.LowerEigenvalueBound(matrix, n, 0),
            };
            foreach (var bound in bounds) Assert.That(IsBelow(matrix, n, bound), $"{bound:R} for {string.Join(' ', matrix)}");
        }
    }

    [Test]
    public void IntervalMatricesAreAcceptedOnlyWithRoomForTheRadius()
    {
        // λ_min(I) = 1 and the worst symmetric perturbation of radius r lowers it by n·r = 4r.
        var identity = new double[16];
        for (var i = 0; i < 4; i++) identity[5 * i] = 1;
        Assert.Multiple(() =>
        {
            Assert.That(VerifiedCholesky.IsPositiveDefinite(identity, 4, 0.24), Is.True);
            Assert.That(VerifiedCholesky.IsPositiveDefinite(identity, 4, 0.25), Is.False);
            Assert.That(VerifiedCholesky.IsPositiveDefinite(identity, 4, double.NaN), Is.False);
        });
    }

    [Test]
    public void UnusableEntriesAreNeverAccepted()
    {
        Assert.Multiple(() =>
        {
            Assert.That(VerifiedCholesky.IsPositiveDefinite([double.NaN], 1), Is.False);
            Assert.That(VerifiedCholesky.IsPositiveDefinite([double.PositiveInfinity], 1), Is.False);
            Assert.That(VerifiedCholesky.IsPositiveDefinite([1, 0, double.NaN, 1], 2), Is.False);
            Assert.That(VerifiedCholesky.LowerEigenvalueBound([1, 0, double.NaN, 1], 2), Is.EqualTo(double.NegativeInfinity));
            Assert.That(VerifiedCholesky.LowerEigenvalueBound([double.PositiveInfinity], 1), Is.EqualTo(double.NegativeInfinity));
            Assert.That(VerifiedCholesky.LowerEigenvalueBound([], 0), Is.EqualTo(double.PositiveInfinity));
            Assert.That(VerifiedCholesky.IsPositiveDefinite([0], 1), Is.False);
            Assert.That(() => VerifiedCholesky.IsPositiveDefinite([1], 2), Throws.ArgumentException);
        });
    }

    private static void RefusesAlthoughCholeskyCompletes(double[] matrix, int n)
    {
        Assert.Multiple(() =>
        {
            Assert.That(CholeskyCompletes(matrix, n), "the plain factorisation is fooled");
            Assert.That(ExactSemidefinite.IsPositiveSemidefinite(matrix, n), Is.False, "exact LDLᵀ");
            Assert.That(VerifiedCholesky.IsPositiveDefinite(matrix, n), Is.False, "Rump's test");
            Assert.That(IsBelow(matrix, n, VerifiedCholesky.LowerEigenvalueBound(matrix, n)));
        });
    }

    private static bool CholeskyCompletes(double[] matrix, int n)
    {
        try
        {
            Matrix<double>.Build.DenseOfRowMajor(n, n, matrix).Cholesky();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsBelow(double[] matrix, int n, double bound)
    {
        var shifted = new BigRational[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                shifted[i, j] = (BigRational)matrix[i * n + j] - (i == j ? (BigRational)bound : BigRational.Zero);
        return ExactSemidefinite.IsPositiveSemidefinite(shifted);
    }

    private static double[] NearlySingular(Random random, int n)
    {
        var size = Math.ScaleB(1, random.Next(1, 27));
        var columns = random.Next(1, n + 1);
        var factor = new double[n, columns];
        for (var i = 0; i < n; i++)
            for (var k = 0; k < columns; k++) factor[i, k] = Math.Round((random.NextDouble() - 0.5) * size);
        var matrix = new double[n * n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                for (var k = 0; k < columns; k++) matrix[i * n + j] += factor[i, k] * factor[j, k];
        for (var i = 0; i < n; i++) matrix[i * n + i] += random.Next(-1, 2) * Math.ScaleB(1, random.Next(-20, 20));
        return matrix;
    }
}

using Copositive.Numerics;

namespace Copositive.Networks.Tests;

public sealed class SmallCopositivityTests
{
    [Test]
    public void NoMatrixWithANegativeValueIsProved()
    {
        // Random matrices near the boundary of the semidefinite cone: LLᵀ of deficient rank, perturbed in the last place. Whenever the test says yes,
        // xᵀAx ≥ 0 must hold exactly at nonnegative rational points.
        var random = new Random(1);
        var proved = 0;
        for (var trial = 0; trial < 3000; trial++)
        {
            var n = 2 + trial % 3;
            var matrix = Nearly(random, n, trial);
            if (!SmallCopositivity.Proves(matrix, n, new double[n * n])) continue;
            proved++;
            for (var point = 0; point < 8; point++)
            {
                var x = Enumerable.Range(0, n).Select(_ => (BigRational)(point == 0 ? 1 : random.Next(0, 50))).ToArray();
                BigRational value = 0;
                for (var i = 0; i < n; i++)
                    for (var j = 0; j < n; j++) value += x[i] * BigRational.FromDouble(matrix[i * n + j]) * x[j];
                Assert.That(value.Sign, Is.GreaterThanOrEqualTo(0));
            }
        }

        Assert.That(proved, Is.GreaterThan(100), "the test must say yes now and then to test anything");
    }

    [Test]
    public void OneUnitInTheLastPlaceBelowTheConeIsRefused()
    {
        // Integer rows that sum to zero give A = LLᵀ with A·1 = 0, all exact; a diagonal entry one step lower makes 1ᵀA1 negative.
        var random = new Random(2);
        for (var trial = 0; trial < 2000; trial++)
        {
            var n = 2 + trial % 4;
            var factor = new double[n, n];
            for (var k = 0; k < n; k++)
            {
                for (var i = 0; i < n - 1; i++)
                {
                    factor[i, k] = random.Next(-100_000, 100_000);
                    factor[n - 1, k] -= factor[i, k];
                }
            }

            var matrix = new double[n * n];
            for (var i = 0; i < n; i++)
                for (var j = 0; j < n; j++)
                    for (var k = 0; k < n; k++) matrix[i * n + j] += factor[i, k] * factor[j, k];
            var lowered = random.Next(n);
            matrix[lowered * n + lowered] = Math.BitDecrement(matrix[lowered * n + lowered]);
            Assert.That(SmallCopositivity.Proves(matrix, n, new double[n * n]), Is.False);
        }
    }

    [Test]
    public void TwoByTwoDecisionsAreRightAtTheBoundary()
    {
        // [[1, −1], [−1, 1]] is copositive but singular: refusing is allowed, and one step below it must be refused; well inside it must be proved.
        var work = new double[4];
        Assert.That(SmallCopositivity.Proves([1, -Math.BitIncrement(1.0), -Math.BitIncrement(1.0), 1], 2, work), Is.False);
        Assert.That(SmallCopositivity.Proves([1, -0.999999, -0.999999, 1], 2, work), Is.True);
        Assert.That(SmallCopositivity.Proves([0, 1, 1, 0], 2, work), Is.True, "entrywise nonnegative");
        Assert.That(SmallCopositivity.Proves([0, -1e-300, -1e-300, 1], 2, work), Is.False);
        Assert.That(SmallCopositivity.Proves([-1e-300, 1, 1, 1], 2, work), Is.False);
        Assert.That(SmallCopositivity.Proves([1, double.NaN, double.NaN, 1], 2, work), Is.False);
    }

    [Test]
    public void ASumOfSemidefiniteAndNonnegativeIsProved()
        // Not semidefinite (its second and third rows have a determinant 1 − 4 < 0), but without the entry 2 it is.
        => Assert.That(SmallCopositivity.Proves([2, -0.5, -0.5, -0.5, 1, 2, -0.5, 2, 1], 3, new double[9]), Is.True);

    private static double[] Nearly(Random random, int n, int trial)
    {
        var columns = Math.Max(1, n - 1);
        var factor = Enumerable.Range(0, n * columns).Select(_ => random.NextDouble() - 0.5).ToArray();
        var scale = Math.ScaleB(1, trial % 7 * 20 - 60);
        var matrix = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                double sum = 0;
                for (var k = 0; k < columns; k++) sum += factor[i * columns + k] * factor[j * columns + k];
                if (i == j) sum *= 1 + (random.NextDouble() - 0.5) * Math.ScaleB(1, -random.Next(20, 54));
                matrix[i * n + j] = matrix[j * n + i] = sum * scale;
            }
        }

        return matrix;
    }
}

using Copositive.Numerics;

namespace Copositive.Networks.Tests;

public sealed class RowSpaceTests
{
    [TestCase(1, 6, 4, 2)]
    [TestCase(2, 5, 7, 3)]
    [TestCase(3, 9, 3, 1)]
    public void TheErrorsBoundWhatIsLost(int seed, int n, int d, int rank)
    {
        var random = new Random(seed);
        var (left, right) = (NetworkData.Matrix(random, n, rank), NetworkData.Matrix(random, rank, d));
        var x = new double[n * d];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < d; j++)
                for (var k = 0; k < rank; k++) x[i * d + j] += left[i, k] * right[k, j];
        var space = RowSpace.Of(x, d);
        Assert.That(space.Rank, Is.EqualTo(rank));
        Assert.That(space.Norm, Is.InRange(1, 1 + 1e-13));
        for (var i = 0; i < n; i++)
        {
            // ‖x_i − Qᵀa_i‖ exactly, with Qᵀe_k read off through ToOriginal (which is exact on unit vectors).
            BigRational square = 0;
            for (var j = 0; j < d; j++)
            {
                var rest = BigRational.FromDouble(x[i * d + j]);
                for (var k = 0; k < rank; k++)
                {
                    var unit = Enumerable.Range(0, rank).Select(l => l == k ? 1.0 : 0).ToArray();
                    rest -= BigRational.FromDouble(space.Coordinates[i * rank + k]) * BigRational.FromDouble(space.ToOriginal(unit)[j]);
                }

                square += rest * rest;
            }

            var error = BigRational.FromDouble(space.RowError[i]);
            Assert.That(square, Is.LessThanOrEqualTo(error * error));
            Assert.That(space.RowError[i], Is.LessThan(1e-14));
        }
    }

    [Test]
    public void FullRankIsLeftAlone()
    {
        double[] x = [1, 2, 3, 4];
        var space = RowSpace.Of(x, 2);
        Assert.That((space.Rank, space.Norm), Is.EqualTo((2, 1.0)));
        Assert.That(space.Coordinates, Is.EqualTo(x));
        Assert.That(space.RowError, Is.All.Zero);
    }

    [Test]
    public void RowsOfVeryDifferentSizeCountAlike()
        => Assert.That(RowSpace.Of([1, 0, 0, 1e-200, 1e-200, 1e-200], 2).Rank, Is.EqualTo(2));
}

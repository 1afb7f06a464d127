namespace Copositive.Modeling.Tests.Approximations;

public sealed class MonomialTests
{
    // Ranks count the monomials of a degree in the order of their enumeration, C(n + d − 1, d) of them.
    [TestCase(1, 3, 1)]
    [TestCase(4, 0, 1)]
    [TestCase(4, 3, 20)]
    [TestCase(6, 2, 21)]
    public void RanksAreTheOrderOfEnumeration(int variables, int degree, int count)
    {
        var monomials = new Monomials(variables, degree);
        int[][] all = [.. monomials.All()];
        Assert.That(all, Has.Length.EqualTo(count));
        Assert.That(monomials.Count, Is.EqualTo(count));
        Assert.That(all.Select(tuple => monomials.Rank(tuple)), Is.EqualTo(Enumerable.Range(0, count)));
        Assert.That(all, Is.All.Ordered);
    }

    // 5!/(2!·1!·2!) = 30.
    [Test]
    public void MultinomialCoefficients()
    {
        Assert.That(Monomials.Multinomial([0, 0, 3, 5, 5]), Is.EqualTo(30));
        Assert.That(Monomials.Multinomial([]), Is.EqualTo(1));
    }

    [Test]
    public void ProductsAreMerged()
    {
        var product = new int[5];
        Monomials.Multiply([0, 2, 2], [1, 2], product);
        Assert.That(product, Is.EqualTo(new[] { 0, 1, 2, 2, 2 }));
    }

    // The cyclic group of order 5 on the pairs of a pentagon: the squares, the sides and the diagonals.
    [Test]
    public void OrbitsOfPairsOfAPentagon()
    {
        var group = PermutationGroup.Generate(5, [[1, 2, 3, 4, 0]]);
        var orbits = new MonomialOrbits(new Monomials(5, 2), group);
        Assert.That(orbits.Count, Is.EqualTo(3));
        Assert.That(Enumerable.Range(0, 3).Select(orbits.SizeOf), Is.All.EqualTo(5));
        Assert.That(orbits.Of([0, 1]), Is.EqualTo(orbits.Of([0, 4])).And.Not.EqualTo(orbits.Of([0, 2])));
        Assert.That(orbits.Representatives().Select(tuple => orbits.Of(tuple)), Is.EqualTo(new[] { 0, 1, 2 }));
    }
}

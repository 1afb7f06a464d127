namespace Copositive.Modeling.Tests;

/// <summary>Dependence is a matter of components one by one, whatever their units.</summary>
public sealed class DependentVectorsTests
{
    [TestCase(1)]
    [TestCase(1e-8)]
    [TestCase(1e-14)]
    [TestCase(1e14)]
    public void A_component_in_small_units_keeps_vectors_independent(double unit) =>
        Assert.That(Find([1, unit, 1, 2 * unit]), Is.Empty);

    [TestCase(1)]
    [TestCase(1e-14)]
    [TestCase(1e14)]
    public void Multiples_are_found_in_any_units(double unit)
    {
        List<DependentVectors.Dependence> found = Find([0.1, 0.3 * unit, 0.3, 0.9 * unit]);
        Assert.That(found, Has.Count.EqualTo(1));
        Assert.That(found[0].Coefficients[0], Is.EqualTo(3).Within(1e-14));
    }

    /// <summary>Of 1e-11 of its length independent: neither a combination up to rounding nor safely something else.</summary>
    [Test]
    public void Near_dependence_is_left_alone() => Assert.That(Find([1, 1, 1, 1 + 1e-11]), Is.Empty);

    private static List<DependentVectors.Dependence> Find(double[] values) =>
        DependentVectors.Find([0, 2, 4], [0, 1, 0, 1], values, 2, [true, true]);
}

namespace Copositive.Modeling;

/// <summary>The linear hierarchy of de Klerk and Pasechnik; see <see cref="Approximation.DeKlerkPasechnik"/>.</summary>
public sealed record DeKlerkPasechnikApproximation : PolynomialApproximation
{
    internal DeKlerkPasechnikApproximation(int level) : base(level) { }

    /// <inheritdoc/>
    public override string Family => "DeKlerkPasechnik";

    internal override IEnumerable<GramWeight> Weights(int order) => [];

    internal override IEnumerable<(int BasisDegree, long Count)> CountWeights(int order) => [];
}

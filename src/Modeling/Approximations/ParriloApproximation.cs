namespace Copositive.Modeling;

/// <summary>Parrilo's hierarchy; see <see cref="Approximation.Parrilo"/>.</summary>
public sealed record ParriloApproximation : Approximation
{
    internal ParriloApproximation(int level) : base(level) { }

    /// <inheritdoc/>
    public override string Family => "Parrilo";

    /// <inheritdoc/>
    public override ApproximationSide Side => ApproximationSide.Inner;
}

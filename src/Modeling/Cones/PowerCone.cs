namespace Copositive.Modeling;

/// <summary>The power cone {(x, y, z) : x^α y^(1−α) ≥ |z|, x, y ≥ 0}.</summary>
public sealed class PowerCone : Cone
{
    internal PowerCone(double alpha) : base(ConeKind.Power)
    {
        if (!(alpha > 0 && alpha < 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The exponent of a power cone must lie strictly between 0 and 1.");
        Alpha = alpha;
    }

    /// <summary>The exponent α of the first coordinate, strictly between 0 and 1.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override Cone Dual => DualPower(Alpha);

    /// <inheritdoc/>
    public override string Symbol => $"POW({Alpha})";

    /// <inheritdoc/>
    public override string? RejectRows(int rows) => rows == 3 ? null : "a power cone has exactly 3 rows";
}

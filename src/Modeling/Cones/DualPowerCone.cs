namespace Copositive.Modeling;

/// <summary>The dual power cone {(u, v, w) : (u/α)^α (v/(1−α))^(1−α) ≥ |w|, u, v ≥ 0}.</summary>
public sealed class DualPowerCone : Cone
{
    internal DualPowerCone(double alpha) : base(ConeKind.DualPower)
    {
        if (!(alpha > 0 && alpha < 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "The exponent of a dual power cone must lie strictly between 0 and 1.");
        Alpha = alpha;
    }

    /// <summary>The exponent α of the primal cone's first coordinate, strictly between 0 and 1.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override Cone Dual => Power(Alpha);

    /// <inheritdoc/>
    public override string Symbol => $"POW({Alpha})*";

    /// <inheritdoc/>
    public override string? RejectRows(int rows) => rows == 3 ? null : "a dual power cone has exactly 3 rows";
}

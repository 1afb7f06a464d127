namespace Copositive.Modeling;

/// <summary>The exponential cone, the closure of {(x, y, z) : y·exp(x/y) ≤ z, y &gt; 0}.</summary>
public sealed class ExponentialCone : Cone
{
    internal ExponentialCone() : base(ConeKind.Exponential) { }

    /// <inheritdoc/>
    public override Cone Dual => DualExponential;

    /// <inheritdoc/>
    public override string Symbol => "EXP";

    /// <inheritdoc/>
    public override string? RejectRows(int rows) => rows == 3 ? null : "an exponential cone has exactly 3 rows";
}

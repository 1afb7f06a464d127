namespace Copositive.Modeling;

/// <summary>The dual exponential cone, the closure of {(u, v, w) : −u·exp(v/u − 1) ≤ w, u &lt; 0}.</summary>
public sealed class DualExponentialCone : Cone
{
    internal DualExponentialCone() : base(ConeKind.DualExponential) { }

    /// <inheritdoc/>
    public override Cone Dual => Exponential;

    /// <inheritdoc/>
    public override string Symbol => "EXP*";

    /// <inheritdoc/>
    public override string? RejectRows(int rows) => rows == 3 ? null : "a dual exponential cone has exactly 3 rows";
}

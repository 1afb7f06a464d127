namespace Copositive.Numerics;

/// <summary>The identity: no preconditioner.</summary>
/// <param name="Order">The order.</param>
public readonly record struct IdentityOperator(int Order) : ILinearOperator
{
    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y) => x.CopyTo(y);
}

namespace Copositive.Certification;

/// <summary>The outcome of one attempt to prove a bound of the stored minimisation.</summary>
/// <param name="Value">The bound; −∞ or +∞ where there is none.</param>
/// <param name="Premises">The bits of the a-priori bounds used.</param>
/// <param name="Failure">Why there is no bound; null where there is one.</param>
internal readonly record struct ProvedBound(double Value, ulong Premises, string? Failure)
{
    /// <summary>Whether there is a bound.</summary>
    public bool IsProved => Failure is null;
}

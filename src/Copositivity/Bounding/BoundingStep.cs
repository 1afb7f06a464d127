using System.Globalization;
using Copositive.Modeling;

namespace Copositive.Copositivity;

/// <summary>One solve of a <see cref="BoundingService"/>, with the best bounds known after it.</summary>
/// <param name="Approximation">What stood for the copositive family.</param>
/// <param name="Termination">How the solve ended.</param>
/// <param name="Lower">The best certified lower bound so far; null for none.</param>
/// <param name="Upper">The best certified upper bound so far; null for none.</param>
/// <param name="Elapsed">Time since the beginning.</param>
public sealed record BoundingStep(Approximation Approximation, Termination Termination, double? Lower, double? Upper, TimeSpan Elapsed)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Elapsed.TotalSeconds:F2} s, {Approximation}: {Termination}, [{Lower?.ToString("G10", CultureInfo.InvariantCulture) ?? "?"}, {Upper?.ToString("G10", CultureInfo.InvariantCulture) ?? "?"}]");
}

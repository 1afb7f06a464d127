namespace Copositive.Modeling;

/// <summary>
/// A choice of tractable cones to stand for the copositive family, as a value. A family that is inner for the copositive cone is,
/// by duality, outer for the completely positive cone; <see cref="Side"/> says which, and a result derives from it which side of the
/// optimum its value bounds.
/// </summary>
public abstract record Approximation
{
    private protected Approximation(int level) => Level = level;

    /// <summary>The family's name, as in "Parrilo".</summary>
    public abstract string Family { get; }

    /// <summary>The level r ≥ 0 within the family.</summary>
    public int Level { get; }

    /// <summary>Which way the family approximates the copositive cone.</summary>
    public abstract ApproximationSide Side { get; }

    /// <summary>
    /// Parrilo's hierarchy K^(r), inner for the copositive and outer for the completely positive cone. Level 0 replaces copositive by
    /// S + N (PSD plus nonnegative) and completely positive by doubly nonnegative; it is exact for order at most 4.
    /// </summary>
    /// <param name="level">r; 0 is available.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is not available.</exception>
    /// <remarks>Source: P. Parrilo, Structured semidefinite programs and semialgebraic geometry methods, Caltech 2000.</remarks>
    public static Approximation Parrilo(int level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        if (level > 0)
            throw new ArgumentOutOfRangeException(nameof(level), level, "Parrilo's hierarchy is available at level 0; use Approximation.Parrilo(0).");
        return new ParriloApproximation(level);
    }

    /// <inheritdoc/>
    public sealed override string ToString() => $"{Family}({Level})";
}

namespace Copositive.Modeling;

/// <summary>
/// What a backend found for the program it was given. Vectors are null where there is nothing to say, and never hold NaN. For
/// <see cref="Modeling.Termination.Infeasible"/> the ray is <see cref="Y"/> (y ∈ K*, AᵀWy = 0, ⟨b, y⟩ &lt; 0); for
/// <see cref="Modeling.Termination.Unbounded"/> it is <see cref="X"/> (cᵀx &lt; 0, Px = 0, −Ax ∈ K).
/// </summary>
public sealed record ConicSolution
{
    /// <summary>How the solve ended.</summary>
    public required Termination Termination { get; init; }

    /// <summary>The point, or the direction of an unbounded program; length n.</summary>
    public double[]? X { get; init; }

    /// <summary>The dual vector, or the Farkas ray of an infeasible program; length m.</summary>
    public double[]? Y { get; init; }

    /// <summary>
    /// The nonnegative part N of y = S + N on the rows of doubly nonnegative blocks (0 on all other rows), length m; null where the
    /// program has none or the backend gives no split.
    /// </summary>
    public double[]? DualNonnegativePart { get; init; }

    /// <summary>
    /// The nonnegative part N of the slack s = S + N on the rows of SPN blocks (0 on all other rows), length m; null where the
    /// program has none or the backend gives no split.
    /// </summary>
    public double[]? SlackNonnegativePart { get; init; }

    /// <summary>The tolerance that the backend worked to; null if it has none, and then 1e-6 is asked of its answer.</summary>
    public double? Tolerance { get; init; }

    /// <summary>Iterations done.</summary>
    public int Iterations { get; init; }

    /// <summary>A remark for the reader: why a limit came first, what stalled; null if none.</summary>
    public string? Message { get; init; }

    /// <summary>The name of the backend that found it, where the one asked left the work to another; null elsewhere.</summary>
    public string? Backend { get; init; }

    /// <summary>Why <see cref="Backend"/> was chosen; null where it is.</summary>
    public string? Choice { get; init; }
}

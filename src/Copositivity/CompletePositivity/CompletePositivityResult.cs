namespace Copositive.Copositivity;

/// <summary>A proved answer on a matrix's complete positivity, exact for the doubles that the matrix holds.</summary>
public sealed record CompletePositivityResult
{
    /// <summary>What is proved.</summary>
    public required CompletePositivityStatus Status { get; init; }

    /// <summary>
    /// B ≥ 0 with A ≈ BBᵀ, rounded from an exact factorisation; n rows. Null where the matrix is not completely positive or was proved to be by a
    /// criterion that gives none.
    /// </summary>
    public double[,]? Factor { get; init; }

    /// <summary>M, copositive by an exact decision, with ⟨M, A⟩ &lt; 0 exactly; null elsewhere, and where a certified bound proves
    /// that there is one but none was decided within the limits.</summary>
    public double[,]? Separator { get; init; }

    /// <summary>What proved it, or why nothing did.</summary>
    public required string Method { get; init; }
}

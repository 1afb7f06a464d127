namespace Copositive.Copositivity;

/// <summary>What is known of a matrix's complete positivity.</summary>
public enum CompletePositivityStatus
{
    /// <summary>Neither was proved.</summary>
    Unknown,

    /// <summary>A = Σ b bᵀ for some vectors b ≥ 0.</summary>
    CompletelyPositive,

    /// <summary>⟨M, A⟩ &lt; 0 for some copositive M.</summary>
    NotCompletelyPositive,
}

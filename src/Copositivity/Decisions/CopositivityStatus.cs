namespace Copositive.Copositivity;

/// <summary>What is known of a matrix's copositivity.</summary>
public enum CopositivityStatus
{
    /// <summary>Neither was decided within the limits.</summary>
    Unknown,

    /// <summary>xᵀMx &lt; 0 for some x ≥ 0.</summary>
    NotCopositive,

    /// <summary>xᵀMx ≥ 0 for all x ≥ 0, with equality for some x ≠ 0.</summary>
    Copositive,

    /// <summary>xᵀMx &gt; 0 for all x ≥ 0 but 0.</summary>
    StrictlyCopositive,
}

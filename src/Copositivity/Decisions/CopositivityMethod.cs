namespace Copositive.Copositivity;

/// <summary>How copositivity is decided. Every method is exact: its arithmetic is that of integers.</summary>
public enum CopositivityMethod
{
    /// <summary>Exact preprocessing, then <see cref="SupportSearch"/>.</summary>
    Automatic,

    /// <summary>
    /// Branch and bound over the supports that a minimal violation or a minimal zero can have: sets whose principal submatrices are positive definite, connected by
    /// negative entries. Practical for hundreds of rows where such sets are small.
    /// </summary>
    SupportSearch,

    /// <summary>Every nonempty support in turn (Kaplan's criterion), up to order 20: the ground truth.</summary>
    Enumeration,

    /// <summary>
    /// Bisection of the simplex until each part is settled by its matrix's signs, or by its negative part being semidefinite (Sponsel, Bundfuss and
    /// Dür); parts at a zero are settled by a support search of their own face.
    /// </summary>
    Simplicial,
}

namespace Copositive.Modeling;

/// <summary>The families of cones that a program can be stated over.</summary>
public enum ConeKind
{
    /// <summary>{0}: equality rows.</summary>
    Zero,

    /// <summary>s ≥ 0: inequality rows.</summary>
    Nonnegative,

    /// <summary>s₀ ≥ ‖(s₁, s₂, …)‖.</summary>
    SecondOrder,

    /// <summary>2 s₀ s₁ ≥ ‖(s₂, …)‖², s₀, s₁ ≥ 0.</summary>
    RotatedSecondOrder,

    /// <summary>Symmetric positive semidefinite matrices.</summary>
    PositiveSemidefinite,

    /// <summary>Positive semidefinite matrices with nonnegative entries.</summary>
    DoublyNonnegative,

    /// <summary>Sums S + N of a positive semidefinite S and an entrywise nonnegative N; the dual of the doubly nonnegative cone.</summary>
    Spn,

    /// <summary>Closure of {(x, y, z) : y·exp(x/y) ≤ z, y &gt; 0}.</summary>
    Exponential,

    /// <summary>Closure of {(u, v, w) : −u·exp(v/u − 1) ≤ w, u &lt; 0}.</summary>
    DualExponential,

    /// <summary>{(x, y, z) : x^α y^(1−α) ≥ |z|, x, y ≥ 0}.</summary>
    Power,

    /// <summary>{(u, v, w) : (u/α)^α (v/(1−α))^(1−α) ≥ |w|, u, v ≥ 0}.</summary>
    DualPower,

    /// <summary>Copositive matrices: uᵀMu ≥ 0 for every u in a polyhedral cone (the nonnegative orthant by default).</summary>
    Copositive,

    /// <summary>Completely positive matrices: sums of uuᵀ with u in a polyhedral cone (the nonnegative orthant by default).</summary>
    CompletelyPositive,
}

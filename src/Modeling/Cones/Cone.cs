namespace Copositive.Modeling;

/// <summary>
/// A closed convex cone, independent of where in a program it stands. Matrix cones hold symmetric matrices, laid out as their
/// unscaled upper triangle column by column (00, 01, 11, 02, 12, 22, …); the inner product of two such vectors counts
/// off-diagonal entries twice. Instances are immutable and safe to share.
/// </summary>
public abstract class Cone
{
    private protected Cone(ConeKind kind) => Kind = kind;

    /// <summary>{0}.</summary>
    public static Cone Zero { get; } = new ZeroCone();

    /// <summary>The nonnegative orthant.</summary>
    public static Cone Nonnegative { get; } = new NonnegativeCone();

    /// <summary>s₀ ≥ ‖(s₁, …)‖.</summary>
    public static Cone SecondOrder { get; } = new SecondOrderCone();

    /// <summary>2 s₀ s₁ ≥ ‖(s₂, …)‖², s₀, s₁ ≥ 0.</summary>
    public static Cone RotatedSecondOrder { get; } = new RotatedSecondOrderCone();

    /// <summary>Symmetric positive semidefinite matrices.</summary>
    public static Cone PositiveSemidefinite { get; } = new PsdCone();

    /// <summary>Positive semidefinite matrices with nonnegative entries.</summary>
    public static Cone DoublyNonnegative { get; } = new DnnCone();

    /// <summary>Sums of a positive semidefinite and an entrywise nonnegative matrix.</summary>
    public static Cone Spn { get; } = new SpnCone();

    /// <summary>The exponential cone.</summary>
    public static Cone Exponential { get; } = new ExponentialCone();

    /// <summary>The dual of the exponential cone.</summary>
    public static Cone DualExponential { get; } = new DualExponentialCone();

    /// <summary>Matrices M with uᵀMu ≥ 0 for all u ≥ 0.</summary>
    public static Cone Copositive { get; } = new CopositiveCone();

    /// <summary>Sums of uuᵀ with u ≥ 0.</summary>
    public static Cone CompletelyPositive { get; } = new CompletelyPositiveCone();

    /// <summary>Which family this cone belongs to.</summary>
    public ConeKind Kind { get; }

    /// <summary>The dual cone {y : ⟨y, s⟩ ≥ 0 for all s in this cone}; for <see cref="Zero"/> the whole space, given as null.</summary>
    public abstract Cone? Dual { get; }

    /// <summary>Whether the elements are symmetric matrices, laid out as a triangle.</summary>
    public virtual bool IsMatrixCone => false;

    /// <summary>The name of the cone as a mathematician would write it.</summary>
    public abstract string Symbol { get; }

    /// <summary>The power cone {(x, y, z) : x^α y^(1−α) ≥ |z|}.</summary>
    /// <param name="alpha">The exponent, strictly between 0 and 1.</param>
    public static Cone Power(double alpha) => new PowerCone(alpha);

    /// <summary>The dual power cone.</summary>
    /// <param name="alpha">The exponent of the primal cone, strictly between 0 and 1.</param>
    public static Cone DualPower(double alpha) => new DualPowerCone(alpha);

    /// <summary>Matrices that are copositive over a polyhedral cone K: uᵀMu ≥ 0 for all u ∈ K.</summary>
    /// <param name="polyhedron">K, in the space of the matrix's order; for the nonnegative orthant use <see cref="Copositive"/>.</param>
    public static Cone CopositiveOver(PolyhedralCone polyhedron) => new CopositiveCone(polyhedron ?? throw new ArgumentNullException(nameof(polyhedron)));

    /// <summary>Matrices that are completely positive over a polyhedral cone K: conv{uuᵀ : u ∈ K}.</summary>
    /// <param name="polyhedron">K, in the space of the matrix's order; for the nonnegative orthant use <see cref="CompletelyPositive"/>.</param>
    public static Cone CompletelyPositiveOver(PolyhedralCone polyhedron) => new CompletelyPositiveCone(polyhedron ?? throw new ArgumentNullException(nameof(polyhedron)));

    /// <summary>Says why a block of the given number of rows cannot be in this cone; null if it can.</summary>
    /// <param name="rows">The number of rows of the block.</param>
    public abstract string? RejectRows(int rows);

    /// <inheritdoc/>
    public override string ToString() => Symbol;
}

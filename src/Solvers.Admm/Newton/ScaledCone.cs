using Copositive.Modeling;

namespace Copositive.Solvers.Admm;

/// <summary>
/// One symmetric cone with its Nesterov–Todd scaling: the symmetric W of the cone with Wz = W⁻ᵀs = λ for a pair s, z inside it, and
/// H = WᵀW, so that s = Hz (Nesterov and Todd 1997; formulas as in Vandenberghe, "The CVXOPT linear and quadratic cone program solvers").
/// Vectors are the cone's own rows, in the orthonormal scaling.
/// </summary>
internal abstract class ScaledCone
{
    protected ScaledCone(ConeBlock block) => Block = block;

    public ConeBlock Block { get; }

    /// <summary>The degree of the cone, ⟨e, e⟩ in its trace form.</summary>
    public abstract int Degree { get; }

    public static ScaledCone Of(ConeBlock block) => block.Cone.Kind switch
    {
        ConeKind.Zero => new ScaledZeroCone(block),
        ConeKind.Nonnegative => new ScaledOrthant(block),
        ConeKind.SecondOrder => new ScaledSecondOrderCone(block),
        _ => new ScaledPsdCone(block),
    };

    /// <summary>v ← e, the unit of the cone's algebra.</summary>
    public abstract void Unit(Span<double> v);

    /// <summary>Computes W for a pair; false when one of them is not inside the cone, to working precision.</summary>
    public abstract bool TryScale(ReadOnlySpan<double> s, ReadOnlySpan<double> z);

    /// <summary>image ← Wz.</summary>
    public abstract void Scale(ReadOnlySpan<double> z, Span<double> image);

    /// <summary>image ← H⁻¹g.</summary>
    public abstract void Curvature(ReadOnlySpan<double> g, Span<double> image);

    /// <summary>image ← W⁻¹(λ \ (λ∘λ + (W⁻ᵀds)∘(W dz) − te)), what H⁻¹ds + dz has to be minus of for λ∘λ to become te to second order.</summary>
    public abstract void Correction(ReadOnlySpan<double> ds, ReadOnlySpan<double> dz, double t, Span<double> image);

    /// <summary>The largest α for which s + α ds and z + α dz stay in the cone; may be infinite.</summary>
    public abstract double LargestStep(ReadOnlySpan<double> ds, ReadOnlySpan<double> dz);
}

using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// One cone's part of an HKM step: a slack S and a multiplier Z inside the cone, their steps, and the linearisation of SZ = βμI that is
/// symmetrised as dZ = βμS⁻¹ − Z − sym((Z dS + C)S⁻¹), C being the predictor's dZ dS in the corrector (Helmberg, Rendl, Vanderbei and
/// Wolkowicz 1996; Kojima, Shindoh and Hara 1997; Monteiro 1997). Vectors are the cone's rows in the orthonormal scaling.
/// </summary>
internal abstract class HkmBlock
{
    protected HkmBlock(ConeBlock block) => Block = block;

    public ConeBlock Block { get; }

    /// <summary>tr I.</summary>
    public abstract int Degree { get; }

    /// <summary>S ← ξI, Z ← ηI.</summary>
    public abstract void Start(double xi, double eta);

    /// <summary>Writes S and Z.</summary>
    public abstract void Write(Span<double> s, Span<double> z);

    /// <summary>Prepares for the present S and Z.</summary>
    public abstract void Prepare();

    /// <summary>Adds ⟨A_a, Z A_b S⁻¹⟩; see <see cref="SchurProducts.AddTo"/>.</summary>
    public abstract void AddProducts(double[] matrix, int size);

    /// <summary>image ← sym(Z V S⁻¹).</summary>
    public abstract void Transform(ReadOnlySpan<double> v, Span<double> image);

    /// <summary>dS ← ds, dZ ← −Z − sym(Z dS S⁻¹).</summary>
    public abstract void Predict(ReadOnlySpan<double> ds);

    /// <summary>⟨S + dS, Z + dZ⟩.</summary>
    public abstract double Complementarity(bool withStep);

    /// <summary>image ← βμS⁻¹ − sym(C S⁻¹), with C = dZ dS of the prediction, which is kept.</summary>
    public abstract void Correction(double betaMu, Span<double> image);

    /// <summary>dS ← ds, dZ ← βμS⁻¹ − Z − sym((Z dS + C)S⁻¹).</summary>
    public abstract void Correct(ReadOnlySpan<double> ds, double betaMu);

    /// <summary>dS ← dS − v, dZ ← dZ + sym(Z V S⁻¹).</summary>
    public abstract void Adjust(ReadOnlySpan<double> v);

    /// <summary>Writes Z + dZ.</summary>
    public abstract void WriteMultiplier(Span<double> z);

    /// <summary>Estimates of the largest α with S + αdS and Z + αdZ in the cone, none told apart above the limit.</summary>
    public abstract (double Slack, double Multiplier) LargestSteps(double limit);

    /// <summary>Whether S + αdS is inside the cone; what was tried is kept for <see cref="MoveSlack"/>.</summary>
    public abstract bool TrySlack(double length);

    /// <summary>S ← the slack tried last.</summary>
    public abstract void MoveSlack();

    /// <summary>Whether Z + αdZ is inside the cone; what was tried is kept for <see cref="MoveMultiplier"/>.</summary>
    public abstract bool TryMultiplier(double length);

    /// <summary>Z ← the multiplier tried last.</summary>
    public abstract void MoveMultiplier();
}

using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>
/// The system in x and the multipliers of equality rows A₀ that remains of a Newton step: Mx + A₀'z₀ = f, A₀x = g₀, with
/// M = P + Σ A_k'H_k⁻¹A_k over the cones. Solved nearly: with small shifts, which the caller's refinement takes back.
/// </summary>
internal abstract class ReducedSystem
{
    /// <summary>The first shift that is tried, relative to one and the diagonal, and the largest.</summary>
    protected const double Shift = 1e-14, LargestShift = 1e-3;

    /// <param name="program">The program.</param>
    /// <param name="cones">Its cones.</param>
    protected ReducedSystem(ScaledProgram program, ScaledCone[] cones)
    {
        (Program, Cones) = (program, cones);
        List<int> equalities = [];
        foreach (ScaledCone cone in cones)
        {
            for (int i = cone.Block.Start; cone is ScaledZeroCone && i < cone.Block.End; i++) equalities.Add(i);
        }
        Equalities = [.. equalities];
    }

    /// <summary>The rows A₀, increasing.</summary>
    public int[] Equalities { get; }

    /// <summary>What it is, for the log.</summary>
    public abstract string Description { get; }

    protected ScaledProgram Program { get; }

    protected ScaledCone[] Cones { get; }

    /// <summary>Factors for the cones' present scaling; false when no shift makes that possible.</summary>
    public abstract bool TryFactor();

    /// <summary>Overwrites f by x and g₀ by z₀.</summary>
    /// <param name="x">f, then x.</param>
    /// <param name="multipliers">g₀, then z₀.</param>
    public abstract void Solve(Span<double> x, Span<double> multipliers);
}

using System.Collections.Immutable;
using System.Text;

namespace Copositive.Modeling;

/// <summary>
/// The ordered rewrites that carry a program to the form a backend takes, and its solutions back. The approximation of copositive
/// cones comes first; all later steps are equivalences. Immutable.
/// </summary>
public sealed class Plan
{
    private Plan(ConicProgram source, ConicProgram approximated, ImmutableArray<RewriteStep> steps, int approximationSteps)
    {
        Source = source;
        Approximated = approximated;
        Steps = steps;
        ApproximationSteps = approximationSteps;
        Program = steps.IsEmpty ? source : steps[^1].Target;
        Side = BoundSide.Exact;
        foreach (RewriteStep step in steps) Side = Combine(Side, step.Side);
    }

    /// <summary>The program as stated.</summary>
    public ConicProgram Source { get; }

    /// <summary>The program over basic cones: after approximation, before the rewrites that suit the backend.</summary>
    public ConicProgram Approximated { get; }

    /// <summary>The program that the backend gets.</summary>
    public ConicProgram Program { get; }

    /// <summary>The steps in order.</summary>
    public ImmutableArray<RewriteStep> Steps { get; }

    /// <summary>How many of the first steps approximate.</summary>
    public int ApproximationSteps { get; }

    /// <summary>What the optimal value of <see cref="Program"/> bounds of that of <see cref="Source"/>, both as minimisations.</summary>
    public BoundSide Side { get; }

    /// <summary>Plans a program for a backend.</summary>
    /// <param name="program">The program as stated.</param>
    /// <param name="capabilities">What the backend takes.</param>
    /// <param name="solverName">The backend's name, for the error message.</param>
    /// <param name="approximation">What stands for the copositive family; needed if the program has such cones.</param>
    /// <exception cref="UnsupportedProgramException">Some part remains that the backend cannot take, or the objective is not convex.</exception>
    public static Plan Create(ConicProgram program, SolverCapabilities capabilities, string solverName, Approximation? approximation = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(capabilities);
        ConvexityCheck.Require(program);
        var steps = ImmutableArray.CreateBuilder<RewriteStep>();
        ConicProgram current = program;
        if (new CopositiveRewrite(approximation).Apply(current, capabilities) is { } approximated)
        {
            steps.Add(approximated);
            current = approximated.Target;
        }
        int approximationSteps = steps.Count;
        ConicProgram basic = current;
        foreach (IRewrite rewrite in EquivalentRewrites)
        {
            if (rewrite.Apply(current, capabilities) is not { } step) continue;
            steps.Add(step);
            current = step.Target;
        }
        CapabilityCheck.Require(current, capabilities, solverName);
        return new Plan(program, basic, steps.ToImmutable(), approximationSteps);
    }

    /// <summary>Carries a solution of <see cref="Program"/> back to <see cref="Approximated"/>.</summary>
    public ConicSolution MapBackToApproximated(ConicSolution solution)
    {
        for (int k = Steps.Length - 1; k >= ApproximationSteps; k--) solution = Steps[k].MapBack(solution);
        return solution;
    }

    /// <summary>Carries a solution of <see cref="Approximated"/> back to <see cref="Source"/>.</summary>
    public ConicSolution MapBackToSource(ConicSolution solution)
    {
        for (int k = ApproximationSteps - 1; k >= 0; k--) solution = Steps[k].MapBack(solution);
        return solution;
    }

    /// <summary>
    /// Carries a split of <see cref="Approximated"/> back to <see cref="Source"/> for a later start. Blocks of the copositive family whose
    /// rows the approximation keeps have it too; on all blocks where it would mean nothing it is 0.
    /// </summary>
    internal double[]? MapSplitBack(double[]? part, ConeKind kind, ConeKind family)
    {
        if (part is null || ApproximationSteps == 0) return part;
        for (int k = ApproximationSteps - 1; k >= 0; k--)
        {
            if (Steps[k] is not LinearRewriteStep step) return null;
            part = step.CarryBack(part);
        }
        foreach (ConeBlock block in Source.Blocks)
        {
            bool keepsRows = block.Cone.Kind == kind || (block.Cone.Kind == family && block.Cone is PolyhedralMatrixCone { Polyhedron: null });
            if (!keepsRows) block.Of(part.AsSpan()).Clear();
        }
        return part;
    }

    /// <summary>Carries a starting point of <see cref="Source"/> to <see cref="Program"/>; null where a step cannot.</summary>
    public WarmStart? MapForward(WarmStart? start)
    {
        foreach (RewriteStep step in Steps)
        {
            if (start is null) return null;
            start = step.MapForward(start);
        }
        return start;
    }

    /// <summary>The steps, one a line.</summary>
    public override string ToString()
    {
        if (Steps.IsEmpty) return "no rewrites";
        var text = new StringBuilder();
        for (int k = 0; k < Steps.Length; k++)
        {
            if (k > 0) text.Append('\n');
            text.Append(k + 1).Append(". ").Append(Steps[k].Description);
        }
        return text.ToString();
    }

    private static readonly IRewrite[] EquivalentRewrites =
        [new FixedColumnRewrite(), new SpnRewrite(), new DnnRewrite(), new RotatedConeRewrite()];

    private static BoundSide Combine(BoundSide a, BoundSide b) =>
        a == b || b == BoundSide.Exact ? a : a == BoundSide.Exact ? b : BoundSide.None;
}

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

    /// <summary>The answer where planning found it, in terms of <see cref="Program"/>; null where a backend has to.</summary>
    public ConicSolution? Answer => Steps.IsEmpty ? null : Steps[^1].Answer;

    /// <summary>How many of the first steps approximate.</summary>
    public int ApproximationSteps { get; }

    /// <summary>What the optimal value of <see cref="Program"/> bounds of that of <see cref="Source"/>, both as minimisations.</summary>
    public BoundSide Side { get; }

    /// <summary>Plans a program for a backend.</summary>
    /// <param name="program">The program as stated.</param>
    /// <param name="capabilities">What the backend takes.</param>
    /// <param name="solverName">The backend's name, for the error message.</param>
    /// <param name="approximation">What stands for the copositive family; needed if the program has such cones.</param>
    /// <param name="presolve">
    /// Whether to make the program smaller where that loses nothing: rows and columns that say nothing, slacks, and faces of semidefinite
    /// cones that the data show. Without it only the rewrites that the backend needs are made.
    /// </param>
    /// <exception cref="UnsupportedProgramException">Some part remains that the backend cannot take, or the objective is not
    /// convex.</exception>
    public static Plan Create(ConicProgram program, SolverCapabilities capabilities, string solverName, Approximation? approximation = null, bool presolve = true)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(capabilities);
        ConvexityCheck.Require(program);
        var steps = ImmutableArray.CreateBuilder<RewriteStep>();
        ConicProgram current = program;
        IRewrite[] approximating = [new CopositiveRewrite(approximation), new OrthantRewrite(approximation), new HierarchyRewrite(approximation)];
        Once(approximating, steps, ref current, capabilities);
        int approximationSteps = steps.Count;
        ConicProgram basic = current;
        if (presolve) ShowFaces(steps, ref current, capabilities);
        if (presolve) Repeat(Reductions, steps, ref current, capabilities);
        if (steps.Count > 0 && steps[^1].Answer is not null)
        {
            // The answer is known, but a program outside the capabilities is refused all the same.
            var unused = ImmutableArray.CreateBuilder<RewriteStep>();
            Once(FormRewrites, unused, ref current, capabilities);
            CapabilityCheck.Require(current, capabilities, solverName);
            return new Plan(program, basic, steps.ToImmutable(), approximationSteps);
        }
        Once(FormRewrites, steps, ref current, capabilities);
        if (presolve) Repeat(FaceReductions, steps, ref current, capabilities);
        if (presolve) Once([new BlockDiagonalRewrite(), new DualRewrite(), new ChordalRewrite()], steps, ref current, capabilities);
        CapabilityCheck.Require(current, capabilities, solverName);
        return new Plan(program, basic, steps.ToImmutable(), approximationSteps);
    }

    /// <summary>Carries a program that was planned for one backend to the form that suits another; nothing is presolved once more.</summary>
    /// <param name="program">A program over basic cones.</param>
    /// <param name="capabilities">What the backend takes.</param>
    /// <param name="solverName">The backend's name, for the error message.</param>
    /// <exception cref="UnsupportedProgramException">Some part remains that the backend cannot take.</exception>
    public static Plan Adapt(ConicProgram program, SolverCapabilities capabilities, string solverName)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(capabilities);
        var steps = ImmutableArray.CreateBuilder<RewriteStep>();
        ConicProgram current = program;
        Once(FormRewrites, steps, ref current, capabilities);
        Once([new ChordalRewrite()], steps, ref current, capabilities);
        CapabilityCheck.Require(current, capabilities, solverName);
        return new Plan(program, program, steps.ToImmutable(), 0);
    }

    /// <summary>Carries a solution of <see cref="Program"/> back to <see cref="Source"/>.</summary>
    public ConicSolution MapBack(ConicSolution solution) => MapBackToSource(MapBackToApproximated(solution));

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

    /// <summary>
    /// Matrices of variables are recognised only while all their columns are there, so their faces come first, in the backend's own cones;
    /// where there are none, the program is left as it was.
    /// </summary>
    private static void ShowFaces(ImmutableArray<RewriteStep>.Builder steps, ref ConicProgram current, SolverCapabilities capabilities)
    {
        if (current.Rows > MaxFaceRows) return;
        var trial = ImmutableArray.CreateBuilder<RewriteStep>();
        ConicProgram program = current;
        Once(FormRewrites, trial, ref program, capabilities);
        int before = trial.Count;
        Repeat([new PrimalFaceRewrite()], trial, ref program, capabilities);
        if (trial.Count == before) return;
        steps.AddRange(trial);
        current = program;
    }

    private static void Once(IRewrite[] rewrites, ImmutableArray<RewriteStep>.Builder steps, ref ConicProgram current, SolverCapabilities capabilities)
    {
        foreach (IRewrite rewrite in rewrites)
        {
            if (steps.Count > 0 && steps[^1].Answer is not null) return;
            if (rewrite.Apply(current, capabilities) is not { } step) continue;
            steps.Add(step);
            current = step.Target;
        }
    }

    /// <summary>Until nothing changes; a round costs about as much as reading the program.</summary>
    private static void Repeat(IRewrite[] rewrites, ImmutableArray<RewriteStep>.Builder steps, ref ConicProgram current, SolverCapabilities capabilities)
    {
        for (int round = 0, before = -1; round < MaxRounds && steps.Count > before; round++)
        {
            before = steps.Count;
            Once(rewrites, steps, ref current, capabilities);
        }
    }

    private const int MaxRounds = 10;

    /// <summary>Programs with more rows are not searched for faces of matrices of variables, which would cost them seconds.</summary>
    private const int MaxFaceRows = 200_000;

    private static readonly IRewrite[] Reductions =
        [new EmptyRowRewrite(), new FixedColumnRewrite(), new SlackColumnRewrite(), new ParallelRowRewrite(), new EmptyColumnRewrite()];

    private static readonly IRewrite[] FormRewrites = [new SpnRewrite(), new DnnRewrite(), new RotatedConeRewrite()];

    private static readonly IRewrite[] FaceReductions =
        [.. Reductions, new PrimalFaceRewrite(), new DualFaceRewrite(), new DependentRowRewrite(), new DependentColumnRewrite()];

    private static BoundSide Combine(BoundSide a, BoundSide b) =>
        a == b || b == BoundSide.Exact ? a : a == BoundSide.Exact ? b : BoundSide.None;
}

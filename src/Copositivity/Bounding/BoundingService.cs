using Copositive.Modeling;

namespace Copositive.Copositivity;

/// <summary>
/// Bounds a copositive or completely positive program from both sides until they meet: the hierarchies' levels from one side, atoms vvᵀ, found by
/// pricing as in column generation, from the other, and adaptively refined partitions from both. Every bound is certified, whatever the
/// backend returned. Keeps no state between calls; safe for concurrent use where its backend is.
/// </summary>
/// <remarks>
/// Replacing the copositive cone by an inner cone, and the completely positive one by its outer dual, bounds a minimum over completely positive matrices from
/// below; atoms bound it from above. For programs over copositive matrices the sides trade places.
/// </remarks>
/// <param name="solver">The backend; one that takes semidefinite and linear programs, such as auto.</param>
public sealed class BoundingService(IConicSolver solver)
{
    private readonly IConicSolver _solver = solver ?? throw new ArgumentNullException(nameof(solver));

    /// <summary>Bounds a model's optimum.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">When to stop; null for the defaults.</param>
    /// <param name="progress">Told after every solve; may be null.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The best certified bounds found.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the model has no cone of the copositive family.</exception>
    /// <exception cref="UnsupportedProgramException">The backend cannot take the program even at level 0.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public BoundingResult Bound(
        ConicModel model, BoundingOptions? options = null, IProgress<BoundingStep>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Bound(model.Compile(), options, progress, cancellationToken);
    }

    /// <summary>Bounds a program's optimum; see the other overload.</summary>
    /// <param name="program">The program.</param>
    /// <param name="options">When to stop; null for the defaults.</param>
    /// <param name="progress">Told after every solve; may be null.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the program has no cone of the copositive family.</exception>
    /// <exception cref="UnsupportedProgramException">The backend cannot take the program even at level 0.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public BoundingResult Bound(
        ConicProgram program, BoundingOptions? options = null, IProgress<BoundingStep>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        options ??= new BoundingOptions();
        options.Validate();
        if (!program.Blocks.Any(b => b.Cone is PolyhedralMatrixCone))
            throw new ArgumentException("The program has no cone of the copositive family, so that nothing is approximated; solve and certify it.", nameof(program));
        var run = new BoundingRun(program, _solver, options, progress, cancellationToken);
        return run.Result(Work(run, program, options));
    }

    private static string Work(BoundingRun run, ConicProgram program, BoundingOptions options)
    {
        const string closed = "the gap is closed", late = "the time limit came", last = "the highest level was reached";
        SolveResult levelZero = run.Solve(Approximation.Parrilo(0));
        if (run.IsDone) return closed;
        var atoms = new AtomGeneration(run, program, options);
        atoms.Seed(levelZero);
        atoms.Run();
        if (run.IsDone) return closed;
        PermutationGroup? group = options.UseSymmetry ? SymmetryOf(program) : null;
        var ended = last;
        for (int level = 1; level <= options.MaxLevel && !run.IsLate; level++)
        {
            foreach (PolynomialApproximation plain in LevelsOf(level))
            {
                PolynomialApproximation family = group is null ? plain : plain.WithSymmetry(group);
                if (options.UseScaling) family = family.WithScaling(levelZero);
                if (!Fits(family, program))
                {
                    ended = $"{family} does not fit into memory";
                    continue;
                }
                SolveResult result = run.Solve(family);
                if (run.IsDone) return closed;
                if (run.IsLate) return late;
                atoms.Seed(result);
                atoms.Run();
                if (run.IsDone) return closed;
            }
        }
        if (run.IsLate) return late;
        if (options.UsePartitions) new PartitionRefinement(run, program, options).Run();
        return run.IsDone ? closed : run.IsLate ? late : ended;
    }

    /// <summary>Blocks of order n before those of order C(n + h − 1, h); the two are the same at level 1.</summary>
    private static IEnumerable<PolynomialApproximation> LevelsOf(int level)
    {
        yield return Approximation.PenaVeraZuluaga(level);
        if (level > 1) yield return Approximation.Parrilo(level);
    }

    private static bool Fits(Approximation family, ConicProgram program) =>
        program.Blocks.All(b => b.Cone is not PolyhedralMatrixCone { Polyhedron: null } cone || family.SizeOf(b.Order, cone).Fits);

    /// <summary>The symmetries of the program's only block of the family; null where there are several, or none of use.</summary>
    private static PermutationGroup? SymmetryOf(ConicProgram program)
    {
        ConeBlock[] blocks = [.. program.Blocks.Where(b => b.Cone is PolyhedralMatrixCone)];
        if (blocks is not [{ Cone: PolyhedralMatrixCone { Polyhedron: null } } block]) return null;
        PermutationGroup group = PermutationGroup.SymmetriesOf(program, block.Name);
        return group.Generators.IsEmpty ? null : group;
    }
}

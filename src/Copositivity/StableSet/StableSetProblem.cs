using System.Collections.Immutable;
using System.Diagnostics;
using Copositive.Certification;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// The stability number of a graph G, the largest number of vertices no two of which are joined, as a completely positive program
/// (E. de Klerk and D. Pasechnik, SIAM J. Optim. 12 (2002), after Motzkin and Straus):
/// <code>α(G) = max ⟨E, X⟩   subject to   tr X = 1,  X_ij = 0 on edges,  X completely positive,</code>
/// E the matrix of ones. Cliques of G are the stable sets of its complement. Immutable and safe to share between threads.
/// </summary>
public sealed class StableSetProblem
{
    private const int DefaultSeed = 1;

    /// <summary>Model, program, plan and a first-order solver's vectors hold about fifty numbers per entry of X.</summary>
    private const long BytesPerEntry = 400;

    /// <summary>The stable set problem of a graph.</summary>
    /// <param name="graph">G, with at least one vertex; for cliques, the complement.</param>
    /// <exception cref="ArgumentException">The graph has no vertices.</exception>
    public StableSetProblem(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.VertexCount == 0)
            throw new ArgumentException("A graph without vertices has stability number 0 and no program.", nameof(graph));
        Graph = graph;
    }

    /// <summary>G.</summary>
    public Graph Graph { get; }

    /// <summary>The program, with the matrix variable "X", its cone under the same name as block 0, and the constraints "trace" and
    /// "edges".</summary>
    public ConicModel ToModel()
    {
        var model = new ConicModel($"stability number of {Graph.Name}");
        Variable x = model.AddSymmetric("X", Graph.VertexCount).In(Cone.CompletelyPositive);
        model.Add("trace", x.Trace() == 1);
        if (Graph.EdgeCount > 0)
        {
            Expression[] onEdges = [.. Graph.Edges.Select(edge => x[edge.I, edge.J])];
            model.Add("edges", Expression.Vertical(onEdges) == 0);
        }
        model.Maximize(x.Sum());
        return model;
    }

    /// <summary>Bounds α(G) from both sides.</summary>
    /// <param name="solver">The backend that solves the approximated program.</param>
    /// <param name="approximation">
    /// What stands for the completely positive cone, on the inner side for copositive matrices; null for Parrilo's level 0, whose value is
    /// Schrijver's ϑ′. Polynomial families above level 0 are reduced by the graph's automorphisms unless a symmetry group is given.
    /// </param>
    /// <param name="options">Overrides of the backend's options; the seed also serves the search for a stable set.</param>
    /// <param name="progress">Receives the backend's progress; may be null.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>Proved bounds, also where the solver stopped early: they are then wider.</returns>
    /// <exception cref="ArgumentException">The approximation bounds α(G) from below.</exception>
    /// <exception cref="UnsupportedProgramException">The backend cannot take the program, or the program would not fit in
    /// memory.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public StabilityResult Solve(
        IConicSolver solver,
        Approximation? approximation = null,
        SolveOptions? options = null,
        IProgress<SolverProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(solver);
        approximation ??= Approximation.Parrilo(0);
        if (approximation.Side != ApproximationSide.Inner)
            throw new ArgumentException($"{approximation} is outer for copositive matrices, so it bounds α from below; use one that is inner.", nameof(approximation));
        RequireMemory();
        var watch = Stopwatch.StartNew();
        approximation = Reduced(approximation);
        SolveResult result = ToModel().Solve(solver, approximation, options, progress, cancellationToken);
        double bound = BoundOf(result, approximation, cancellationToken);
        int upper = (int)Math.Floor(bound);
        int[] set = StableSetSearch.Find(Graph, upper, options?.Seed ?? DefaultSeed, cancellationToken);
        if (!Graph.IsStable(set)) throw new UnreachableException("The search returned vertices that are joined.");
        return new StabilityResult
        {
            Lower = set.Length,
            Upper = upper,
            Bound = bound,
            Witness = [.. set.Select(v => v + Graph.FirstNumber)],
            Level = approximation.Level,
            Seconds = watch.Elapsed.TotalSeconds,
            SolveResult = result,
        };
    }

    /// <summary>
    /// Climbs a hierarchy from level 0 until Upper − Lower ≤ gap · max(1, Upper), a limit comes, or a level does not fit into memory.
    /// </summary>
    /// <param name="solver">The backend.</param>
    /// <param name="hierarchy">The approximation of each level, such as <c>Approximation.Parrilo</c>.</param>
    /// <param name="gap">At least 0.</param>
    /// <param name="maxLevel">The last level to try, at least 0.</param>
    /// <param name="options">As for <see cref="Solve"/>; the time limit is that of the whole climb.</param>
    /// <param name="progress">Receives the backend's progress; may be null.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The best proved bounds of all levels; <see cref="StabilityResult.Level"/> is that of the upper one.</returns>
    /// <exception cref="UnsupportedProgramException">Not even level 0 fits.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public StabilityResult Climb(
        IConicSolver solver,
        Func<int, Approximation> hierarchy,
        double gap = 0,
        int maxLevel = int.MaxValue,
        SolveOptions? options = null,
        IProgress<SolverProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(hierarchy);
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        ArgumentOutOfRangeException.ThrowIfNegative(maxLevel);
        var watch = Stopwatch.StartNew();
        options ??= SolveOptions.Default;
        StabilityResult best = Solve(solver, hierarchy(0), options, progress, cancellationToken);
        for (int level = 1; level <= maxLevel && best.Upper - best.Lower > gap * Math.Max(1, best.Upper); level++)
        {
            TimeSpan? left = options.TimeLimit - watch.Elapsed;
            if (left <= TimeSpan.Zero || !Fits(hierarchy(level))) break;
            StabilityResult next = Solve(solver, hierarchy(level), options with { TimeLimit = left }, progress, cancellationToken);
            StabilityResult wider = next.Lower > best.Lower ? next : best;
            best = (next.Bound < best.Bound ? next : best) with { Lower = wider.Lower, Witness = wider.Witness };
        }
        return best with { Seconds = watch.Elapsed.TotalSeconds };
    }

    private bool Fits(Approximation approximation) =>
        Reduced(approximation).SizeOf(Graph.VertexCount, Cone.CompletelyPositive).Fits;

    /// <summary>The approximation with the graph's automorphisms, for polynomial families above level 0 without a group of their own.</summary>
    private Approximation Reduced(Approximation approximation)
    {
        if (approximation is not PolynomialApproximation { Level: > 0, Symmetry: null } family) return approximation;
        int n = Graph.VertexCount;
        var adjacency = new double[n, n];
        foreach ((int i, int j) in Graph.Edges) adjacency[i, j] = adjacency[j, i] = 1;
        PermutationGroup group = PermutationGroup.AutomorphismsOf(adjacency);
        return group.Generators.IsEmpty ? approximation : family.WithSymmetry(group);
    }

    private double BoundOf(SolveResult result, Approximation approximation, CancellationToken cancellationToken)
    {
        if (approximation is ParriloApproximation { Level: 0, Gram: GramCone.PositiveSemidefinite })
            return StabilityBound.FromMatrix(Graph, DualMatrix(result));
        var options = new CertificationOptions { PrimalSide = false, CancellationToken = cancellationToken };
        return Math.Min(Graph.VertexCount, result.Certify(options).Upper ?? Graph.VertexCount);
    }

    private void RequireMemory()
    {
        long n = Graph.VertexCount, needed = n * (n + 1) / 2 * BytesPerEntry, available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > available)
            throw new UnsupportedProgramException(
                $"The program of a graph with {n} vertices needs about {needed >> 30} GiB of memory, of which there are {available >> 30}; use a subgraph.");
    }

    /// <summary>
    /// M of <see cref="StabilityBound"/>, off the diagonal, from the solver's dual. With X's multiplier y = S + N (S ⪰ 0, N ≥ 0), μ of the
    /// trace and ν of the edges, stationarity of the minimisation of −⟨E, X⟩ reads y = μI + ½V − E, V the symmetric matrix with ν on
    /// edges. So S − μI = ½V − N − E, and off the diagonal that is y − N.
    /// </summary>
    private static double[] DualMatrix(SolveResult result)
    {
        ConicProgram program = result.Plan.Approximated;
        ConeBlock block = program.Blocks[0];
        var matrix = new double[block.Rows];
        if (!result.HasDual || result.ApproximatedSolution.Y is not { } y)
        {
            Array.Fill(matrix, -1);
            return matrix;
        }
        block.Of(y).CopyTo(matrix);
        if (result.ApproximatedSolution.DualNonnegativePart is not { } nonnegative) return matrix;
        ReadOnlySpan<double> n = block.Of(nonnegative);
        for (int k = 0; k < matrix.Length; k++) matrix[k] -= n[k];
        return matrix;
    }
}

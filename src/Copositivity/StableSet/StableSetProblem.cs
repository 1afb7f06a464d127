using System.Collections.Immutable;
using System.Diagnostics;
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
    /// <param name="approximation">What stands for the completely positive cone; null for Parrilo's level 0, whose value is Schrijver's
    /// ϑ′.</param>
    /// <param name="options">Overrides of the backend's options; the seed also serves the search for a stable set.</param>
    /// <param name="progress">Receives the backend's progress; may be null.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>Proved bounds, also where the solver stopped early: they are then wider.</returns>
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
        RequireMemory();
        var watch = Stopwatch.StartNew();
        approximation ??= Approximation.Parrilo(0);
        SolveResult result = ToModel().Solve(solver, approximation, options, progress, cancellationToken);
        double bound = StabilityBound.FromMatrix(Graph, DualMatrix(result));
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

using Copositive.Modeling;

namespace Copositive.Copositivity;

/// <summary>
/// Bundfuss's and Dür's adaptive algorithm: both linear programs of a partition are solved, and the edges uv that hold the inner one back, uᵀMv ≈ 0 at its
/// multiplier or slack M, are bisected, the longest first.
/// </summary>
/// <remarks>Source: S. Bundfuss, M. Dür, An adaptive linear approximation algorithm for copositive programs, SIAM J. Optim. 20 (2009).</remarks>
internal sealed class PartitionRefinement(BoundingRun run, ConicProgram program, BoundingOptions options)
{
    private const double Activity = 1e-7;
    private const int EdgesPerRound = 8;

    public void Run()
    {
        ConeBlock[] blocks = [.. program.Blocks.Where(b => b.Cone is PolyhedralMatrixCone)];
        if (blocks is not [{ Cone: PolyhedralMatrixCone { Polyhedron: null } cone } block]) return;
        SimplicialPartition partition = SimplicialPartition.Whole(block.Order);
        for (int round = 0; round <= options.MaxRounds && !run.IsDone && !run.IsLate; round++)
        {
            run.Token.ThrowIfCancellationRequested();
            PartitionApproximation inner = Approximation.Partition(partition, ApproximationSide.Inner);
            if (!inner.SizeOf(block.Order, cone).Fits) return;
            SolveResult result = run.Solve(inner);
            if (run.IsDone || run.IsLate) return;
            run.Solve(Approximation.Partition(partition, ApproximationSide.Outer));
            if (run.IsDone) return;
            (int U, int V)[] edges = [.. Critical(result, block, partition).Take(EdgesPerRound)];
            if (edges.Length == 0) return;
            partition = partition.Bisect(edges);
        }
    }

    /// <summary>Edges whose row holds with equality, or all where there is no M to ask, the longest first.</summary>
    private IEnumerable<(int U, int V)> Critical(SolveResult result, ConeBlock block, SimplicialPartition partition)
    {
        double[]? values = block.Cone.Kind == ConeKind.CompletelyPositive ? result.Y : result.HasPoint ? program.Slack(result.X) : null;
        double[]? matrix = values is null ? null : block.Of(values.AsSpan()).ToArray();
        double scale = matrix is null ? 0 : matrix.Max(Math.Abs);
        return partition.Edges
            .Where(edge => matrix is null || Product(matrix, partition.Vertex(edge.U), partition.Vertex(edge.V)) <= Activity * scale)
            .OrderByDescending(edge => Length(partition.Vertex(edge.U), partition.Vertex(edge.V)));
    }

    private static double Product(double[] triangle, ReadOnlySpan<double> u, ReadOnlySpan<double> v)
    {
        double sum = 0;
        for (int j = 0, t = 0; j < u.Length; j++)
        {
            for (int i = 0; i <= j; i++, t++) sum += i == j ? triangle[t] * u[i] * v[i] : triangle[t] * (u[i] * v[j] + u[j] * v[i]);
        }
        return sum;
    }

    private static double Length(ReadOnlySpan<double> u, ReadOnlySpan<double> v)
    {
        double sum = 0;
        for (int i = 0; i < u.Length; i++) sum += (u[i] - v[i]) * (u[i] - v[i]);
        return sum;
    }
}

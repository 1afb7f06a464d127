namespace Copositive.Modeling;

/// <summary>Bundfuss's and Dür's polyhedral families; see <see cref="Approximation.Partition(SimplicialPartition, ApproximationSide)"/>.</summary>
public sealed record PartitionApproximation : GeneratorApproximation
{
    private const int MaxRounds = 24;
    private const int MaxCountedRounds = 10;
    private const int MaxCountedOrder = 40;

    internal PartitionApproximation(SimplicialPartition partition, ApproximationSide side) : base(0)
    {
        Partition = partition ?? throw new ArgumentNullException(nameof(partition));
        Side = side;
    }

    internal PartitionApproximation(int level, ApproximationSide side) : base(level) => Side = side;

    /// <inheritdoc/>
    public override string Family => "Partition";

    /// <inheritdoc/>
    public override ApproximationSide Side { get; }

    /// <summary>The partition; null where each block's standard simplex is bisected <see cref="Approximation.Level"/> times.</summary>
    public new SimplicialPartition? Partition { get; }

    /// <summary>The partition for blocks of an order.</summary>
    /// <exception cref="UnsupportedProgramException">The given partition is of another order, or there would be too many rounds.</exception>
    public SimplicialPartition PartitionFor(int order)
    {
        if (Partition is { } given)
        {
            return given.Order == order ? given : throw new UnsupportedProgramException(
                $"The partition is one of the simplex in R^{given.Order}, but a block has order {order}; use a partition of that order, or Approximation.Partition(level, side).");
        }
        if (Level > MaxRounds)
            throw new UnsupportedProgramException($"{Level} rounds of bisection make at least 2^{Level} simplices; use at most {MaxRounds}, or refine a partition where it matters.");
        return SimplicialPartition.Uniform(order, Level);
    }

    internal override IEnumerable<(double[] U, double[] V)> Generators(int order)
    {
        SimplicialPartition partition = PartitionFor(order);
        for (int v = 0; v < partition.VertexCount; v++)
        {
            double[] vertex = partition.Vertex(v).ToArray();
            yield return (vertex, vertex);
        }
        if (Side == ApproximationSide.Outer) yield break;
        foreach ((int u, int v) in partition.Edges) yield return (partition.Vertex(u).ToArray(), partition.Vertex(v).ToArray());
    }

    /// <summary>Small partitions are made and counted. Beyond, each of 2^level simplices has n + n(n − 1)/2 vertices and edges, most of them shared.</summary>
    internal override long CountGenerators(int order)
    {
        if (Partition is null && Level <= MaxCountedRounds && order <= MaxCountedOrder)
        {
            SimplicialPartition counted = SimplicialPartition.Uniform(order, Level);
            return Side == ApproximationSide.Outer ? counted.VertexCount : counted.VertexCount + counted.Edges.Length;
        }
        if (Partition is { } given) return Side == ApproximationSide.Outer ? given.VertexCount : given.VertexCount + given.Edges.Length;
        double simplices = Math.Pow(2, Math.Min(Level, 60));
        return ApproximationSize.Clamp(Side == ApproximationSide.Outer ? order + simplices : order + (order - 1) / 2.0 * order * simplices);
    }

    /// <summary>A vertex after k bisections has at most k + 1 coordinates that are not 0.</summary>
    private protected override double EntriesPerGenerator(int order)
    {
        double support = Partition is null ? Math.Min(order, Level + 2.0) : order;
        return support * (support + 1) / 2;
    }
}

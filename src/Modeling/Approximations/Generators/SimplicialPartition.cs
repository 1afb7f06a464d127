using System.Collections.Immutable;

namespace Copositive.Modeling;

/// <summary>
/// Simplices that together are the standard simplex {x ≥ 0 : eᵀx = 1} of R^n and overlap in faces only. Vertices are dyadic, so that nothing is
/// rounded. Immutable.
/// </summary>
public sealed class SimplicialPartition
{
    private readonly ImmutableArray<double[]> _vertices;

    private SimplicialPartition(int order, ImmutableArray<double[]> vertices, ImmutableArray<ImmutableArray<int>> simplices)
    {
        Order = order;
        _vertices = vertices;
        Simplices = simplices;
        var edges = new HashSet<(int, int)>();
        foreach (ImmutableArray<int> simplex in simplices)
        {
            for (int b = 1; b < simplex.Length; b++)
            {
                for (int a = 0; a < b; a++) edges.Add(Ordered(simplex[a], simplex[b]));
            }
        }
        Edges = [.. edges.Order()];
    }

    /// <summary>n.</summary>
    public int Order { get; }

    /// <summary>The number of vertices.</summary>
    public int VertexCount => _vertices.Length;

    /// <summary>The simplices, each by its n vertices.</summary>
    public ImmutableArray<ImmutableArray<int>> Simplices { get; }

    /// <summary>The edges of the simplices, each once, by vertices u &lt; v.</summary>
    public ImmutableArray<(int U, int V)> Edges { get; }

    /// <summary>A vertex: n coordinates that are at least 0 and sum to 1.</summary>
    public ReadOnlySpan<double> Vertex(int vertex) => _vertices[vertex];

    /// <summary>The standard simplex itself.</summary>
    /// <param name="order">n ≥ 1.</param>
    public static SimplicialPartition Whole(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        var vertices = ImmutableArray.CreateBuilder<double[]>();
        for (int i = 0; i < order; i++)
        {
            var vertex = new double[order];
            vertex[i] = 1;
            vertices.Add(vertex);
        }
        return new SimplicialPartition(order, vertices.ToImmutable(), [[.. Enumerable.Range(0, order)]]);
    }

    /// <summary>Every simplex bisected at a longest edge, round by round; an edge that several share is bisected in all of them.</summary>
    /// <param name="order">n ≥ 1.</param>
    /// <param name="rounds">≥ 0; each at least doubles the number of simplices where n ≥ 2.</param>
    public static SimplicialPartition Uniform(int order, int rounds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rounds);
        SimplicialPartition partition = Whole(order);
        for (int round = 0; round < rounds && order > 1; round++)
            partition = partition.Bisect([.. partition.Simplices.Select(partition.LongestEdge).Distinct().Order()]);
        return partition;
    }

    /// <summary>The partition with the given edges bisected at their midpoints, one after the other, in every simplex that has them.</summary>
    /// <param name="edges">Edges by their vertices; those that earlier ones removed are passed over.</param>
    /// <exception cref="ArgumentException">A pair is no edge of this partition.</exception>
    public SimplicialPartition Bisect(IReadOnlyList<(int U, int V)> edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        var vertices = _vertices.ToBuilder();
        var simplices = Simplices.ToList();
        foreach ((int u, int v) in edges)
        {
            if (Edges.BinarySearch(Ordered(u, v)) < 0) throw new ArgumentException($"({u}, {v}) is no edge of the partition.", nameof(edges));
            var middle = new double[Order];
            for (int i = 0; i < Order; i++) middle[i] = 0.5 * (_vertices[u][i] + _vertices[v][i]);
            int added = -1;
            for (int k = simplices.Count - 1; k >= 0; k--)
            {
                ImmutableArray<int> simplex = simplices[k];
                int atU = simplex.IndexOf(u), atV = simplex.IndexOf(v);
                if (atU < 0 || atV < 0) continue;
                if (added < 0)
                {
                    added = vertices.Count;
                    vertices.Add(middle);
                }
                simplices[k] = simplex.SetItem(atU, added);
                simplices.Add(simplex.SetItem(atV, added));
            }
        }
        return new SimplicialPartition(Order, vertices.ToImmutable(), [.. simplices]);
    }

    private (int U, int V) LongestEdge(ImmutableArray<int> simplex)
    {
        (int, int) longest = default;
        double length = -1;
        for (int b = 1; b < simplex.Length; b++)
        {
            for (int a = 0; a < b; a++)
            {
                double squared = 0;
                for (int i = 0; i < Order; i++)
                {
                    double difference = _vertices[simplex[a]][i] - _vertices[simplex[b]][i];
                    squared += difference * difference;
                }
                (int, int) edge = Ordered(simplex[a], simplex[b]);
                if (squared > length || (squared == length && edge.CompareTo(longest) < 0)) (length, longest) = (squared, edge);
            }
        }
        return longest;
    }

    private static (int U, int V) Ordered(int u, int v) => u < v ? (u, v) : (v, u);

    /// <inheritdoc/>
    public override string ToString() => $"{Simplices.Length} simplices with {VertexCount} vertices and {Edges.Length} edges in R^{Order}";
}

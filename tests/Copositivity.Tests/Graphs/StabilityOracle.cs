namespace Copositive.Copositivity.Tests.Graphs;

/// <summary>The stability number by branching on every vertex: in the set without its neighbours, or not in it.</summary>
internal static class StabilityOracle
{
    public static int Of(Graph graph)
    {
        var neighbours = new long[graph.VertexCount];
        foreach ((int i, int j) in graph.Edges)
        {
            neighbours[i] |= 1L << j;
            neighbours[j] |= 1L << i;
        }
        return Largest((1L << graph.VertexCount) - 1);

        int Largest(long available)
        {
            if (available == 0) return 0;
            int v = System.Numerics.BitOperations.TrailingZeroCount(available);
            long rest = available & ~(1L << v);
            int with = 1 + Largest(rest & ~neighbours[v]);
            return (rest & neighbours[v]) == 0 ? with : Math.Max(with, Largest(rest));
        }
    }
}

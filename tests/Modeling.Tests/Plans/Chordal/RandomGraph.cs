namespace Copositive.Modeling.Tests;

/// <summary>Seeded graphs as lists of smaller neighbours.</summary>
internal static class RandomGraph
{
    /// <summary>Every pair with the given chance.</summary>
    public static (int[] Starts, int[] Neighbours) Of(int n, double density, Random random) => From(n, (_, _) => random.NextDouble() < density);

    /// <summary>Pairs at most a width apart.</summary>
    public static (int[] Starts, int[] Neighbours) Band(int n, int width) => From(n, (i, j) => j - i <= width);

    /// <summary>The graph of a predicate on i &lt; j.</summary>
    public static (int[] Starts, int[] Neighbours) From(int n, Func<int, int, bool> isEdge)
    {
        var starts = new int[n + 1];
        var neighbours = new List<int>();
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < j; i++)
            {
                if (isEdge(i, j)) neighbours.Add(i);
            }
            starts[j + 1] = neighbours.Count;
        }
        return (starts, [.. neighbours]);
    }
}

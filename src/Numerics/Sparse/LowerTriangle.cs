namespace Copositive.Numerics;

/// <summary>The lower triangle, by columns, of a symmetric matrix whose upper triangle is given by columns.</summary>
internal sealed class LowerTriangle
{
    /// <summary>Lists the entries of each row of the upper triangle.</summary>
    public LowerTriangle(int[] upperStarts, int[] upperRows)
    {
        int n = upperStarts.Length - 1;
        Starts = new int[n + 1];
        foreach (int i in upperRows)
            Starts[i + 1]++;
        for (int i = 0; i < n; i++)
            Starts[i + 1] += Starts[i];
        int[] next = Starts.AsSpan(0, n).ToArray();
        Rows = new int[upperRows.Length];
        Entries = new int[upperRows.Length];
        for (int j = 0; j < n; j++)
            for (int k = upperStarts[j]; k < upperStarts[j + 1]; k++)
            {
                int target = next[upperRows[k]]++;
                Rows[target] = j;
                Entries[target] = k;
            }
    }

    /// <summary>Where each column begins.</summary>
    public int[] Starts { get; }

    /// <summary>Row indices, increasing within a column.</summary>
    public int[] Rows { get; }

    /// <summary>Where each entry stands in the upper triangle.</summary>
    public int[] Entries { get; }
}

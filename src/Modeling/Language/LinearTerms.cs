namespace Copositive.Modeling;

/// <summary>
/// The compiled form of an expression: entry e (column by column) is Constants[e] + Σ Values[k]·x[Columns[k]] over
/// Starts[e] ≤ k &lt; Starts[e+1]. Columns may repeat within an entry.
/// </summary>
internal sealed record LinearTerms(int[] Starts, int[] Columns, double[] Values, double[] Constants)
{
    public int Length => Constants.Length;
}

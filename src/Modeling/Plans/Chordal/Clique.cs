namespace Copositive.Modeling;

/// <summary>
/// A node of a clique tree: a set of vertices that are pairwise adjacent in a chordal graph. The separator is what it shares with its
/// parent; the residual, never empty, is the rest, and no clique nearer to the root holds a vertex of it.
/// </summary>
internal sealed class Clique
{
    /// <summary>A clique of its residual and separator, disjoint and ascending.</summary>
    /// <param name="residual">The vertices not shared with the parent.</param>
    /// <param name="separator">Those shared with it; empty for a root.</param>
    /// <param name="parent">The parent's number; −1 for a root.</param>
    public Clique(int[] residual, int[] separator, int parent)
    {
        Residual = residual;
        Separator = separator;
        Parent = parent;
        Members = [.. residual, .. separator];
        Array.Sort(Members);
    }

    /// <summary>All vertices, ascending.</summary>
    public int[] Members { get; }

    /// <summary>The vertices not shared with the parent, ascending.</summary>
    public int[] Residual { get; }

    /// <summary>The vertices shared with the parent, ascending.</summary>
    public int[] Separator { get; }

    /// <summary>The parent's number in the forest; −1 for a root.</summary>
    public int Parent { get; }

    /// <summary>The number of vertices.</summary>
    public int Order => Members.Length;
}

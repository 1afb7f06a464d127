namespace Copositive.Modeling;

/// <summary>
/// What a semidefinite block and the columns that tie blocks together cost an iterative backend, in units of an eigendecomposition's n³:
/// n³ + 30n² for a block of order n, since small ones run below full speed, and 20 for every entry of an overlap, which is a column of two
/// entries in every solve with the equations.
/// </summary>
internal static class ChordalCost
{
    private const double BlockOverhead = 30, OverlapEntry = 20;

    /// <summary>The cost of a block.</summary>
    public static double Block(int order) => order <= 1 ? order : (double)order * order * (order + BlockOverhead);

    /// <summary>The cost of an overlap of the given order.</summary>
    public static double Overlap(int order) => OverlapEntry * order * (order + 1) / 2;

    /// <summary>The cost of some cliques of a forest.</summary>
    public static double Of(ReadOnlySpan<Clique> cliques)
    {
        double sum = 0;
        foreach (Clique clique in cliques) sum += Block(clique.Order) + Overlap(clique.Separator.Length);
        return sum;
    }
}

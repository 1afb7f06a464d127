namespace Copositive.Modeling;

/// <summary>The pairs of vertices within a clique.</summary>
internal static class CliquePairs
{
    /// <summary>Whether no clique nearer to the root holds both of two members: not both are in the separator.</summary>
    public static bool IsOwned(Clique clique, int i, int j) =>
        Array.BinarySearch(clique.Separator, i) < 0 || Array.BinarySearch(clique.Separator, j) < 0;

    /// <summary>The places of some members of an ascending list in it.</summary>
    public static int[] Places(int[] some, int[] members) => Array.ConvertAll(some, v => Array.BinarySearch(members, v));
}

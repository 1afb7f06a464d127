namespace Copositive.Modeling;

/// <summary>The orbits of the monomials of one degree under a group that permutes the variables; each monomial its own where there is no group.</summary>
internal sealed class MonomialOrbits
{
    private readonly int[]? _orbitOf;
    private readonly int[]? _sizes;
    private readonly Monomials _monomials;

    public MonomialOrbits(Monomials monomials, PermutationGroup? group)
    {
        _monomials = monomials;
        Count = monomials.Count;
        if (group is null) return;
        var parent = new int[monomials.Count];
        for (int k = 0; k < parent.Length; k++) parent[k] = k;
        var image = new int[monomials.Degree];
        var tuple = new int[monomials.Degree];
        int rank = 0;
        do
        {
            foreach (var generator in group.Generators)
            {
                for (int k = 0; k < tuple.Length; k++) image[k] = generator[tuple[k]];
                Array.Sort(image);
                Union(parent, rank, monomials.Rank(image));
            }
            rank++;
        }
        while (monomials.MoveNext(tuple));

        // Roots are the least ranks of their orbits, so a monomial's root is numbered before it.
        _orbitOf = new int[parent.Length];
        var sizes = new List<int>();
        for (int k = 0; k < parent.Length; k++)
        {
            int root = Root(parent, k);
            if (root == k)
            {
                _orbitOf[k] = sizes.Count;
                sizes.Add(0);
            }
            else
            {
                _orbitOf[k] = _orbitOf[root];
            }
            sizes[_orbitOf[k]]++;
        }
        _sizes = [.. sizes];
        Count = _sizes.Length;
    }

    /// <summary>The number of orbits.</summary>
    public int Count { get; }

    /// <summary>The orbit of a monomial, given by its increasing tuple.</summary>
    public int Of(ReadOnlySpan<int> tuple) => _orbitOf is null ? _monomials.Rank(tuple) : _orbitOf[_monomials.Rank(tuple)];

    /// <summary>The number of monomials in an orbit.</summary>
    public int SizeOf(int orbit) => _sizes is null ? 1 : _sizes[orbit];

    /// <summary>The first member of each orbit, in the order of their numbers.</summary>
    public IEnumerable<int[]> Representatives()
    {
        var tuple = new int[_monomials.Degree];
        int next = 0;
        do
        {
            if (Of(tuple) != next) continue;
            next++;
            yield return (int[])tuple.Clone();
        }
        while (_monomials.MoveNext(tuple));
    }

    private static int Root(int[] parent, int k)
    {
        while (parent[k] != k) k = parent[k] = parent[parent[k]];
        return k;
    }

    private static void Union(int[] parent, int a, int b)
    {
        a = Root(parent, a);
        b = Root(parent, b);
        if (a < b) parent[b] = a;
        else parent[a] = b;
    }
}

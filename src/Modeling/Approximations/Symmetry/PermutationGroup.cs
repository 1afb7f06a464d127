using System.Collections.Immutable;

namespace Copositive.Modeling;

/// <summary>A group of permutations of 0 … n−1, given by generators. Immutable.</summary>
public sealed class PermutationGroup
{
    private PermutationGroup(int degree, ImmutableArray<ImmutableArray<int>> generators)
    {
        Degree = degree;
        Generators = generators;
        int[] orbits = Orbits();
        LongestOrbit = orbits.Length == 0 ? 1 : orbits.GroupBy(o => o).Max(o => o.Count());
    }

    /// <summary>n.</summary>
    public int Degree { get; }

    /// <summary>Permutations that generate the group: generator g sends i to g[i]. None for the trivial group.</summary>
    public ImmutableArray<ImmutableArray<int>> Generators { get; }

    /// <summary>The length of the longest orbit of points.</summary>
    public int LongestOrbit { get; }

    /// <summary>The group that some permutations generate.</summary>
    /// <param name="degree">n ≥ 1.</param>
    /// <param name="generators">Permutations of 0 … n−1; identities are dropped.</param>
    /// <exception cref="ArgumentException">A list is no permutation of 0 … n−1.</exception>
    public static PermutationGroup Generate(int degree, IEnumerable<IReadOnlyList<int>> generators)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        ArgumentNullException.ThrowIfNull(generators);
        var kept = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        foreach (IReadOnlyList<int> generator in generators)
        {
            var isSeen = new bool[degree];
            foreach (int image in generator)
            {
                if ((uint)image >= (uint)degree || isSeen[image])
                    throw new ArgumentException($"({string.Join(", ", generator)}) is no permutation of 0 to {degree - 1}.", nameof(generators));
                isSeen[image] = true;
            }
            if (generator.Count != degree)
                throw new ArgumentException($"({string.Join(", ", generator)}) has {generator.Count} entries; a permutation of 0 to {degree - 1} has {degree}.", nameof(generators));
            if (Enumerable.Range(0, degree).Any(i => generator[i] != i)) kept.Add([.. generator]);
        }
        return new PermutationGroup(degree, kept.ToImmutable());
    }

    /// <summary>
    /// The permutations σ with M_σ(i)σ(j) = M_ij, compared exactly: all of them, unless the search runs out of its budget, and then a
    /// subgroup, which is as valid a symmetry.
    /// </summary>
    /// <param name="matrix">A symmetric matrix without NaN.</param>
    /// <exception cref="ArgumentException">The matrix is not square and symmetric.</exception>
    public static PermutationGroup AutomorphismsOf(double[,] matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int n = matrix.GetLength(0);
        if (n != matrix.GetLength(1) || n == 0) throw new ArgumentException($"A {n}×{matrix.GetLength(1)} matrix is given; a square one is needed.", nameof(matrix));
        var colours = new Dictionary<double, int>();
        var coloured = new int[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                if (double.IsNaN(matrix[i, j]) || matrix[i, j] != matrix[j, i])
                    throw new ArgumentException($"Entries ({i}, {j}) and ({j}, {i}) are {matrix[i, j]} and {matrix[j, i]}; a symmetric matrix is needed.", nameof(matrix));
                if (!colours.TryGetValue(matrix[i, j], out coloured[i, j])) colours.Add(matrix[i, j], coloured[i, j] = colours.Count);
            }
        }
        return new PermutationGroup(n, AutomorphismSearch.Run(coloured));
    }

    /// <summary>
    /// Permutations of the rows and columns of a block of the copositive family under which the program is invariant, found from the data: for
    /// a copositive block those that permute its affine entries, for a completely positive block of single variables those that leave
    /// objective and constraints as they are.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="blockName">The block's name.</param>
    /// <exception cref="ArgumentException">There is no such block of the copositive family.</exception>
    public static PermutationGroup SymmetriesOf(ConicProgram program, string blockName)
    {
        ArgumentNullException.ThrowIfNull(program);
        ConeBlock block = program.Blocks.FirstOrDefault(b => b.Name == blockName && b.Cone is PolyhedralMatrixCone { Polyhedron: null })
            ?? throw new ArgumentException($"The program has no copositive or completely positive block over the orthant named '{blockName}'.", nameof(blockName));
        var candidates = AutomorphismSearch.Run(ProgramInvariance.Colour(program, block));
        return new PermutationGroup(block.Order, [.. candidates.Where(g => ProgramInvariance.Holds(program, block, g.AsSpan()))]);
    }

    /// <summary>For every point the least point of its orbit.</summary>
    public int[] Orbits()
    {
        var orbit = new int[Degree];
        for (int i = 0; i < Degree; i++) orbit[i] = i;
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (ImmutableArray<int> generator in Generators)
            {
                for (int i = 0; i < Degree; i++)
                {
                    int least = Math.Min(orbit[i], orbit[generator[i]]);
                    changed |= orbit[i] != orbit[generator[i]];
                    orbit[i] = orbit[generator[i]] = least;
                }
            }
        }
        return orbit;
    }

    /// <inheritdoc/>
    public override string ToString() => $"a group of permutations of {Degree} points with {Generators.Length} generators";
}

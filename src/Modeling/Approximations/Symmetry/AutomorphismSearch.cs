using System.Collections.Immutable;

namespace Copositive.Modeling;

/// <summary>
/// Automorphisms of a matrix of colours, by individualisation and refinement: points are coloured by what they see of the others until that settles,
/// one point of a class is singled out, and so on. A second copy follows with other choices; where both become discrete, the matching of
/// their colours is a candidate, which is checked entry by entry. From the deepest choice upwards, one automorphism is sought for each new
/// point that the chosen one may go to, which gives a strong generating set.
/// </summary>
/// <remarks>Source of the method: B. McKay, A. Piperno, Practical graph isomorphism II, J. Symb. Comput. 60 (2014); without its pruning by invariants of the tree.</remarks>
internal sealed class AutomorphismSearch
{
    private const int MaxRefinements = 20_000;

    private readonly int[,] _matrix;
    private readonly int _n;
    private int _refinements;

    private AutomorphismSearch(int[,] matrix)
    {
        _matrix = matrix;
        _n = matrix.GetLength(0);
    }

    public static ImmutableArray<ImmutableArray<int>> Run(int[,] matrix) => new AutomorphismSearch(matrix).Find();

    private ImmutableArray<ImmutableArray<int>> Find()
    {
        var found = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        var path = new List<int[]>();
        var chosen = new List<int>();
        var colours = new int[_n];
        Refine(colours, (int[])colours.Clone());
        while (Target(colours) is { } point)
        {
            path.Add((int[])colours.Clone());
            chosen.Add(point);
            Single(colours, point);
            Refine(colours, (int[])colours.Clone());
        }
        for (int depth = path.Count - 1; depth >= 0; depth--)
        {
            int[] before = path[depth];
            int point = chosen[depth];
            var reached = Reach(found, point);
            for (int other = 0; other < _n; other++)
            {
                if (before[other] != before[point] || reached[other]) continue;
                int[] left = (int[])before.Clone(), right = (int[])before.Clone();
                Single(left, point);
                Single(right, other);
                if (Match(left, right) is not { } automorphism) continue;
                found.Add([.. automorphism]);
                reached = Reach(found, point);
            }
        }
        return found.ToImmutable();
    }

    /// <summary>The points that the generators send a point to.</summary>
    private bool[] Reach(IEnumerable<ImmutableArray<int>> generators, int point)
    {
        var reached = new bool[_n];
        var queue = new Queue<int>([point]);
        reached[point] = true;
        while (queue.TryDequeue(out int at))
        {
            foreach (ImmutableArray<int> generator in generators)
            {
                if (reached[generator[at]]) continue;
                reached[generator[at]] = true;
                queue.Enqueue(generator[at]);
            }
        }
        return reached;
    }

    /// <summary>An automorphism that takes the left colours to the right ones; null where there is none or the budget is spent.</summary>
    private int[]? Match(int[] left, int[] right)
    {
        if (_refinements > MaxRefinements || !Refine(left, right)) return null;
        if (Target(left) is not { } point) return Check(left, right);
        for (int other = 0; other < _n; other++)
        {
            if (right[other] != left[point]) continue;
            int[] nextLeft = (int[])left.Clone(), nextRight = (int[])right.Clone();
            Single(nextLeft, point);
            Single(nextRight, other);
            if (Match(nextLeft, nextRight) is { } automorphism) return automorphism;
        }
        return null;
    }

    private int[]? Check(int[] left, int[] right)
    {
        var byColour = new int[_n];
        for (int i = 0; i < _n; i++) byColour[right[i]] = i;
        int[] image = Array.ConvertAll(left, colour => byColour[colour]);
        for (int i = 0; i < _n; i++)
        {
            for (int j = 0; j < _n; j++)
            {
                if (_matrix[i, j] != _matrix[image[i], image[j]]) return null;
            }
        }
        return image;
    }

    /// <summary>A point of the smallest class with more than one; null where all classes are single.</summary>
    private int? Target(int[] colours)
    {
        var sizes = new int[_n];
        foreach (int colour in colours) sizes[colour]++;
        int? best = null;
        for (int i = 0; i < _n; i++)
        {
            if (sizes[colours[i]] > 1 && (best is null || sizes[colours[i]] < sizes[colours[best.Value]])) best = i;
        }
        return best;
    }

    /// <summary>Gives a point a colour of its own, the highest of its class's; colours are ranks, each the number of points below its class.</summary>
    private static void Single(int[] colours, int point)
    {
        int size = 0;
        foreach (int colour in colours) size += colour == colours[point] ? 1 : 0;
        colours[point] += size - 1;
    }

    /// <summary>Refines two colourings alike until they settle; false where they come to differ.</summary>
    private bool Refine(int[] left, int[] right)
    {
        for (int classes = -1; ;)
        {
            _refinements++;
            (int Colour, ulong View)[] leftViews = Views(left), rightViews = Views(right);
            (int, ulong)[] leftSorted = [.. leftViews.Order()], rightSorted = [.. rightViews.Order()];
            if (!leftSorted.AsSpan().SequenceEqual(rightSorted)) return false;
            var ranks = new Dictionary<(int, ulong), int>();
            for (int k = 0; k < _n; k++) ranks.TryAdd(leftSorted[k], k);
            for (int i = 0; i < _n; i++)
            {
                left[i] = ranks[leftViews[i]];
                right[i] = ranks[rightViews[i]];
            }
            if (ranks.Count == classes || ranks.Count == _n) return true;
            classes = ranks.Count;
        }
    }

    /// <summary>A point's colour and a hash of the entries and colours that it sees, in no order.</summary>
    private (int Colour, ulong View)[] Views(int[] colours)
    {
        var views = new (int, ulong)[_n];
        for (int i = 0; i < _n; i++)
        {
            ulong view = Mix((ulong)_matrix[i, i]);
            for (int j = 0; j < _n; j++) view += j == i ? 0 : Mix(((ulong)(uint)_matrix[i, j] << 32) ^ (uint)colours[j]);
            views[i] = (colours[i], view);
        }
        return views;
    }

    /// <summary>SplitMix64's finaliser.</summary>
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

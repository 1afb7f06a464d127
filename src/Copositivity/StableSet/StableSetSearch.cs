namespace Copositive.Copositivity;

/// <summary>
/// A heuristic for large stable sets: greedy additions, plateau moves that swap one vertex for another with a short tabu on the one that
/// left, and a random push when stuck. Deterministic for a seed. In the manner of W. Pullan and H. Hoos, Dynamic local search for the
/// maximum clique problem, JAIR 25 (2006).
/// </summary>
internal sealed class StableSetSearch
{
    private const double Work = 3e7;
    private const int StepsPerVertex = 1500;
    private const int ShortestTabu = 7;

    private readonly int[][] _neighbours;
    private readonly Random _random;
    private readonly bool[] _inSet;
    private readonly int[] _conflicts;
    private readonly long[] _tabuUntil;
    private readonly int[] _candidates;
    private int _size;

    private StableSetSearch(Graph graph, int seed)
    {
        int n = graph.VertexCount;
        _neighbours = new int[n][];
        for (int v = 0; v < n; v++) _neighbours[v] = graph.Neighbours(v);
        _random = new Random(seed);
        _inSet = new bool[n];
        _conflicts = new int[n];
        _tabuUntil = new long[n];
        _candidates = new int[n];
    }

    /// <summary>A stable set, increasing.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="enough">The size at which to stop, such as a known upper bound.</param>
    /// <param name="seed">The seed of the random choices.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public static int[] Find(Graph graph, int enough, int seed, CancellationToken cancellationToken)
    {
        var search = new StableSetSearch(graph, seed);
        return search.Run(enough, cancellationToken);
    }

    private int[] Run(int enough, CancellationToken cancellationToken)
    {
        int n = _inSet.Length;
        int[] best = [];
        long steps = n == 0 ? 0 : (long)Math.Max(1000, Math.Min(Work / n, StepsPerVertex * (double)n));
        long stagnation = 0;
        for (long step = 1; step <= steps && best.Length < enough; step++)
        {
            if ((step & 255) == 0) cancellationToken.ThrowIfCancellationRequested();
            if (Choose(conflicts: 0, step) is { } free)
            {
                Add(free);
                if (_size > best.Length)
                {
                    best = Current();
                    stagnation = 0;
                }
            }
            else if (++stagnation % (4L * n) != 0 && Choose(conflicts: 1, step) is { } swap)
            {
                Swap(swap, step);
            }
            else
            {
                Swap(_random.Next(n), step);
            }
        }
        return best;
    }

    /// <summary>A random vertex outside the set with so many neighbours in it, not tabu where it would be a swap; of free ones, of least
    /// degree.</summary>
    private int? Choose(int conflicts, long step)
    {
        int count = 0, leastDegree = int.MaxValue;
        for (int v = 0; v < _inSet.Length; v++)
        {
            if (_inSet[v] || _conflicts[v] != conflicts || (conflicts > 0 && _tabuUntil[v] > step)) continue;
            if (conflicts == 0)
            {
                int degree = _neighbours[v].Length;
                if (degree > leastDegree) continue;
                if (degree < leastDegree) count = 0;
                leastDegree = degree;
            }
            _candidates[count++] = v;
        }
        return count == 0 ? null : _candidates[_random.Next(count)];
    }

    private void Add(int v)
    {
        _inSet[v] = true;
        _size++;
        foreach (int u in _neighbours[v]) _conflicts[u]++;
    }

    /// <summary>Puts a vertex into the set and its neighbours out of it.</summary>
    private void Swap(int v, long step)
    {
        if (_inSet[v]) return;
        foreach (int u in _neighbours[v])
        {
            if (!_inSet[u]) continue;
            _inSet[u] = false;
            _size--;
            _tabuUntil[u] = step + ShortestTabu + _random.Next(ShortestTabu);
            foreach (int w in _neighbours[u]) _conflicts[w]--;
        }
        Add(v);
    }

    private int[] Current()
    {
        var set = new int[_size];
        int k = 0;
        for (int v = 0; v < _inSet.Length; v++)
        {
            if (_inSet[v]) set[k++] = v;
        }
        return set;
    }
}

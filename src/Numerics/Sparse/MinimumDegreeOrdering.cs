namespace Copositive.Numerics;

/// <summary>
/// A fill-reducing order for the factorisation of a sparse symmetric matrix: approximate minimum degree (Amestoy, Davis and Duff,
/// "An approximate minimum degree ordering algorithm", SIAM J. Matrix Anal. Appl. 17, 1996).
/// </summary>
/// <remarks>
/// Elimination is simulated on the quotient graph: a live variable i has a list of elements (eliminated pivots, each standing for the clique
/// of its variables) and a list of variables, and its degree is bounded by the sum of |L_e \ L_p| over its elements. Indistinguishable
/// variables are merged, elements inside a new one are absorbed, and rows with more than max(16, 10√n) entries are left for the end.
/// </remarks>
public sealed class MinimumDegreeOrdering
{
    private readonly int _n;

    /// <summary>Adjacency lists: node i's is at [_start[i], +_length[i]), its first _elements[i] entries being elements.</summary>
    private int[] _lists, _spare;
    private int _used;
    private readonly int[] _start, _length, _elements;

    /// <summary>The number of variables a node stands for; 0 when merged or eliminated, negative while in the new element.</summary>
    private readonly int[] _weight;

    /// <summary>An approximate external degree for variables, |L_e| for elements.</summary>
    private readonly int[] _degree;

    /// <summary>Doubly linked lists of variables by degree.</summary>
    private readonly int[] _head, _next, _previous;

    /// <summary>For elements: 0 when absorbed, otherwise a stamp plus |L_e \ L_p|; for variables a plain stamp.</summary>
    private readonly long[] _mark;
    private long _stamp = 1;

    /// <summary>Hash buckets of the supervariable detection.</summary>
    private readonly int[] _bucket, _bucketNext, _hash;

    /// <summary>The variables merged into each node, as chains.</summary>
    private readonly int[] _memberNext, _memberLast;
    private readonly int[] _order;
    private int _ordered, _lowest;

    private MinimumDegreeOrdering(int n, ReadOnlySpan<int> columnStarts, ReadOnlySpan<int> rowIndices)
    {
        _n = n;
        _start = new int[n];
        _length = new int[n];
        _elements = new int[n];
        _weight = new int[n];
        _degree = new int[n];
        _head = new int[n + 1];
        _next = new int[n];
        _previous = new int[n];
        _mark = new long[n];
        _bucket = new int[n];
        _bucketNext = new int[n];
        _hash = new int[n];
        _memberNext = new int[n];
        _memberLast = new int[n];
        _order = new int[n];
        Array.Fill(_head, -1);
        Array.Fill(_bucket, -1);
        Array.Fill(_weight, 1);
        Array.Fill(_mark, 1);
        Array.Fill(_memberNext, -1);
        for (int i = 0; i < n; i++)
            _memberLast[i] = i;
        int nonzeros = BuildLists(columnStarts, rowIndices);
        int capacity = checked(nonzeros + nonzeros / 5 + 2 * n + 16);
        Array.Resize(ref _lists!, capacity);
        _spare = new int[capacity];
    }

    /// <summary>Orders a symmetric matrix by the pattern of its upper triangle.</summary>
    /// <param name="n">The order of the matrix.</param>
    /// <param name="columnStarts">Where each column begins in the row indices; n + 1 entries.</param>
    /// <param name="rowIndices">The rows of the entries; those on the diagonal do not matter, and an entry may stand on either side of it, but not on both.</param>
    /// <returns>A permutation: the k-th entry is the row and column to eliminate k-th.</returns>
    public static int[] Compute(int n, ReadOnlySpan<int> columnStarts, ReadOnlySpan<int> rowIndices)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        if (columnStarts.Length != n + 1 || columnStarts[n] > rowIndices.Length)
            throw new ArgumentException($"A matrix of order {n} needs {n + 1} column starts within its row indices.", nameof(columnStarts));
        return new MinimumDegreeOrdering(n, columnStarts, rowIndices).Run();
    }

    private int BuildLists(ReadOnlySpan<int> columnStarts, ReadOnlySpan<int> rowIndices)
    {
        for (int j = 0; j < _n; j++)
            for (int k = columnStarts[j]; k < columnStarts[j + 1]; k++)
            {
                int i = rowIndices[k];
                if ((uint)i >= (uint)_n)
                    throw new ArgumentException($"Column {j} has row {i}, outside a matrix of order {_n}.", nameof(rowIndices));
                if (i != j)
                {
                    _length[i]++;
                    _length[j]++;
                }
            }
        int total = 0;
        for (int i = 0; i < _n; i++)
        {
            _start[i] = total;
            total = checked(total + _length[i]);
            _length[i] = 0;
        }
        _lists = new int[total];
        for (int j = 0; j < _n; j++)
            for (int k = columnStarts[j]; k < columnStarts[j + 1]; k++)
            {
                int i = rowIndices[k];
                if (i != j)
                {
                    _lists[_start[i] + _length[i]++] = j;
                    _lists[_start[j] + _length[j]++] = i;
                }
            }
        _used = total;
        return total;
    }

    private int[] Run()
    {
        int dense = (int)Math.Max(16, 10 * Math.Sqrt(_n)), deferred = 0;
        for (int i = 0; i < _n; i++)
        {
            _degree[i] = _length[i];
            if (_degree[i] > dense)
            {
                _weight[i] = 0;
                _order[_n - 1 - deferred++] = i;
            }
        }
        for (int i = _n - 1; i >= 0; i--)
            if (_weight[i] != 0)
                Insert(i);
        int last = _n - deferred;
        while (_ordered < last)
            Eliminate(RemoveLowest(), last);
        return _order;
    }

    private void Eliminate(int pivot, int last)
    {
        Output(pivot);
        int elementStart = BuildElement(pivot, out int elementEnd, out int elementDegree);
        CountOutsideElement(elementStart, elementEnd);
        elementDegree = UpdateMembers(pivot, elementStart, elementEnd, elementDegree);
        _stamp += _n + 1L;
        MergeIndistinguishable(elementStart, elementEnd);
        _weight[pivot] = 0;
        int end = elementStart;
        for (int k = elementStart; k < elementEnd; k++)
        {
            int i = _lists[k];
            int weight = -_weight[i];
            if (weight <= 0)
                continue;
            _weight[i] = weight;
            _degree[i] = Math.Max(0, Math.Min(_degree[i] + elementDegree - weight, last - _ordered - weight));
            Insert(i);
            _lists[end++] = i;
        }
        _used = end;
        _start[pivot] = elementStart;
        _length[pivot] = end - elementStart;
        _elements[pivot] = 0;
        _degree[pivot] = elementDegree;
        _mark[pivot] = _length[pivot] == 0 ? 0 : 1;
    }

    /// <summary>
    /// Writes L_p, the live variables next to the pivot or in one of its elements, at the end of the lists; these elements are absorbed.
    /// Members' weights become negative.
    /// </summary>
    private int BuildElement(int pivot, out int end, out int degree)
    {
        _weight[pivot] = -_weight[pivot];
        int needed = _length[pivot] - _elements[pivot];
        for (int k = 0; k < _elements[pivot]; k++)
            needed += _length[_lists[_start[pivot] + k]];
        if (_used + Math.Min(needed, _n) > _lists.Length)
            Compact();
        int start = _used;
        end = start;
        degree = 0;
        int from = _start[pivot], elements = _elements[pivot], length = _length[pivot];
        for (int k = 0; k < elements; k++)
        {
            int e = _lists[from + k];
            Collect(_start[e], _length[e], ref end, ref degree);
            _mark[e] = 0;
            _length[e] = 0;
        }
        Collect(from + elements, length - elements, ref end, ref degree);
        _length[pivot] = 0;
        return start;
    }

    private void Collect(int from, int count, ref int end, ref int degree)
    {
        for (int k = from; k < from + count; k++)
        {
            int i = _lists[k], weight = _weight[i];
            if (weight <= 0)
                continue;
            _weight[i] = -weight;
            degree += weight;
            Remove(i);
            _lists[end++] = i;
        }
    }

    /// <summary>Leaves |L_e \ L_p| + stamp in the mark of every element e next to a member of L_p.</summary>
    private void CountOutsideElement(int start, int end)
    {
        for (int k = start; k < end; k++)
        {
            int i = _lists[k], weight = -_weight[i];
            for (int q = _start[i]; q < _start[i] + _elements[i]; q++)
            {
                int e = _lists[q];
                if (_mark[e] >= _stamp)
                    _mark[e] -= weight;
                else if (_mark[e] != 0)
                    _mark[e] = _degree[e] + _stamp - weight;
            }
        }
    }

    /// <summary>
    /// Shortens the lists of L_p's members, bounds their degrees outside L_p, and hashes them. A member left with nothing outside L_p is
    /// eliminated together with the pivot. Returns the degree of L_p after that.
    /// </summary>
    private int UpdateMembers(int pivot, int start, int end, int elementDegree)
    {
        for (int k = start; k < end; k++)
        {
            int i = _lists[k], from = _start[i], write = from, outside = 0;
            uint hash = 0;
            int elementsEnd = from + _elements[i], listEnd = from + _length[i];
            for (int q = from; q < elementsEnd; q++)
            {
                int e = _lists[q];
                if (_mark[e] == 0)
                    continue;
                int extra = (int)(_mark[e] - _stamp);
                if (extra == 0)
                {
                    _mark[e] = 0;
                    _length[e] = 0;
                    continue;
                }
                outside += extra;
                hash += (uint)e;
                _lists[write++] = e;
            }
            int kept = write - from;
            int variables = write;
            for (int q = elementsEnd; q < listEnd; q++)
            {
                int j = _lists[q];
                if (_weight[j] <= 0)
                    continue;
                outside += _weight[j];
                hash += (uint)j;
                _lists[write++] = j;
            }
            if (outside == 0)
            {
                int weight = -_weight[i];
                elementDegree -= weight;
                Output(i);
                _weight[i] = 0;
                _length[i] = 0;
                continue;
            }
            // The list lost at least the pivot or one of its elements, so there is room to put the new element first.
            _lists[write] = _lists[variables];
            _lists[variables] = _lists[from];
            _lists[from] = pivot;
            _elements[i] = kept + 1;
            _length[i] = write - from + 1;
            _degree[i] = Math.Min(_degree[i], outside);
            int bucket = (int)((hash + (uint)pivot) % (uint)_n);
            _hash[i] = bucket;
            _bucketNext[i] = _bucket[bucket];
            _bucket[bucket] = i;
        }
        return elementDegree;
    }

    /// <summary>Merges members of L_p that have the same lists: they stay indistinguishable to the end.</summary>
    private void MergeIndistinguishable(int start, int end)
    {
        for (int k = start; k < end; k++)
        {
            int i = _lists[k];
            if (_weight[i] == 0)
                continue;
            int first = _bucket[_hash[i]];
            _bucket[_hash[i]] = -1;
            for (; first != -1 && _bucketNext[first] != -1; first = _bucketNext[first])
            {
                int from = _start[first], length = _length[first], elements = _elements[first];
                for (int q = from + 1; q < from + length; q++)
                    _mark[_lists[q]] = _stamp;
                int before = first;
                for (int j = _bucketNext[first]; j != -1; j = _bucketNext[j])
                {
                    bool same = _length[j] == length && _elements[j] == elements;
                    for (int q = _start[j] + 1; same && q < _start[j] + length; q++)
                        same = _mark[_lists[q]] == _stamp;
                    if (!same)
                    {
                        before = j;
                        continue;
                    }
                    _weight[first] += _weight[j];
                    _weight[j] = 0;
                    _length[j] = 0;
                    _memberNext[_memberLast[first]] = j;
                    _memberLast[first] = _memberLast[j];
                    _bucketNext[before] = _bucketNext[j];
                }
                _stamp++;
            }
        }
    }

    private void Output(int node)
    {
        for (int i = node; i != -1; i = _memberNext[i])
            _order[_ordered++] = i;
    }

    private void Insert(int i)
    {
        int degree = _degree[i], first = _head[degree];
        _next[i] = first;
        _previous[i] = -1;
        if (first != -1)
            _previous[first] = i;
        _head[degree] = i;
        _lowest = Math.Min(_lowest, degree);
    }

    private void Remove(int i)
    {
        int next = _next[i], previous = _previous[i];
        if (next != -1)
            _previous[next] = previous;
        if (previous != -1)
            _next[previous] = next;
        else
            _head[_degree[i]] = next;
    }

    private int RemoveLowest()
    {
        while (_head[_lowest] == -1)
            _lowest++;
        int i = _head[_lowest];
        Remove(i);
        return i;
    }

    /// <summary>Copies the live lists together.</summary>
    private void Compact()
    {
        int write = 0;
        for (int i = 0; i < _n; i++)
        {
            int length = _length[i];
            if (length == 0)
                continue;
            _lists.AsSpan(_start[i], length).CopyTo(_spare.AsSpan(write));
            _start[i] = write;
            write += length;
        }
        (_lists, _spare) = (_spare, _lists);
        _used = write;
    }
}

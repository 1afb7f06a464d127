using System.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// A simple undirected graph: no loops, no parallel edges. Vertices are 0 … n−1 in code; <see cref="FirstNumber"/> tells how a file
/// numbered them. Adjacency is kept as rows of bits, n²/8 bytes. Immutable and safe to share between threads.
/// </summary>
public sealed class Graph
{
    /// <summary>The largest number of vertices, whose adjacency takes 50 MB; a program over X has twice 10⁸ entries there.</summary>
    public const int MaxVertices = 20000;

    private const int WordBits = 64;

    private readonly ulong[] _rows;
    private readonly int _wordsPerRow;

    /// <summary>The graph with the given edges.</summary>
    /// <param name="vertexCount">n, from 0 to <see cref="MaxVertices"/>.</param>
    /// <param name="edges">Pairs of different vertices; repetitions and both directions stand for one edge.</param>
    /// <param name="name">A name for reports.</param>
    /// <param name="firstNumber">The number of vertex 0 in reports: 1 where a file counts from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of vertices is out of its range.</exception>
    /// <exception cref="ArgumentException">An edge is a loop or leaves 0 … n−1.</exception>
    public Graph(int vertexCount, IEnumerable<(int I, int J)> edges, string name = "graph", int firstNumber = 0)
        : this(vertexCount, name, firstNumber)
    {
        ArgumentNullException.ThrowIfNull(edges);
        foreach ((int i, int j) in edges)
        {
            if ((uint)i >= (uint)vertexCount || (uint)j >= (uint)vertexCount)
                throw new ArgumentException($"Edge ({i}, {j}) leaves the vertices 0 to {vertexCount - 1}.", nameof(edges));
            if (i == j) throw new ArgumentException($"Edge ({i}, {j}) is a loop; the graph is simple.", nameof(edges));
            Set(i, j);
            Set(j, i);
        }
        EdgeCount = CountEdges();
    }

    private Graph(int vertexCount, string name, int firstNumber)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(vertexCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(vertexCount, MaxVertices);
        VertexCount = vertexCount;
        Name = name;
        FirstNumber = firstNumber;
        _wordsPerRow = (vertexCount + WordBits - 1) / WordBits;
        _rows = new ulong[vertexCount * _wordsPerRow];
    }

    /// <summary>A name for reports.</summary>
    public string Name { get; }

    /// <summary>n.</summary>
    public int VertexCount { get; }

    /// <summary>The number of edges.</summary>
    public int EdgeCount { get; private init; }

    /// <summary>The number that vertex 0 has in the file the graph came from, 0 or 1.</summary>
    public int FirstNumber { get; }

    /// <summary>The edges (i, j) with i &lt; j, in lexicographic order.</summary>
    public IEnumerable<(int I, int J)> Edges
    {
        get
        {
            for (int i = 0; i < VertexCount; i++)
            {
                for (int w = i / WordBits; w < _wordsPerRow; w++)
                {
                    ulong bits = _rows[i * _wordsPerRow + w];
                    if (w == i / WordBits) bits &= ulong.MaxValue << (i % WordBits);
                    for (; bits != 0; bits &= bits - 1) yield return (i, w * WordBits + BitOperations.TrailingZeroCount(bits));
                }
            }
        }
    }

    /// <summary>Whether i and j are joined; false for i = j.</summary>
    public bool HasEdge(int i, int j)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)i, (uint)VertexCount, nameof(i));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)j, (uint)VertexCount, nameof(j));
        return (_rows[i * _wordsPerRow + j / WordBits] >> (j % WordBits) & 1) != 0;
    }

    /// <summary>The vertices joined to i, increasing.</summary>
    public int[] Neighbours(int i)
    {
        var neighbours = new int[Degree(i)];
        int k = 0;
        for (int w = 0; w < _wordsPerRow; w++)
        {
            for (ulong bits = _rows[i * _wordsPerRow + w]; bits != 0; bits &= bits - 1)
                neighbours[k++] = w * WordBits + BitOperations.TrailingZeroCount(bits);
        }
        return neighbours;
    }

    /// <summary>The number of vertices joined to i.</summary>
    public int Degree(int i)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)i, (uint)VertexCount, nameof(i));
        int degree = 0;
        foreach (ulong word in _rows.AsSpan(i * _wordsPerRow, _wordsPerRow)) degree += BitOperations.PopCount(word);
        return degree;
    }

    /// <summary>The graph on the same vertices that joins exactly the pairs that this one does not.</summary>
    public Graph Complement()
    {
        int tail = VertexCount % WordBits;
        ulong lastWord = tail == 0 ? ulong.MaxValue : (1UL << tail) - 1;
        var complement = new Graph(VertexCount, $"complement of {Name}", FirstNumber)
        {
            EdgeCount = (int)((long)VertexCount * (VertexCount - 1) / 2 - EdgeCount),
        };
        for (int i = 0; i < VertexCount; i++)
        {
            for (int w = 0; w < _wordsPerRow; w++)
                complement._rows[i * _wordsPerRow + w] = ~_rows[i * _wordsPerRow + w] & (w == _wordsPerRow - 1 ? lastWord : ulong.MaxValue);
            complement._rows[i * _wordsPerRow + i / WordBits] &= ~(1UL << (i % WordBits));
        }
        return complement;
    }

    /// <summary>Whether the vertices are different and no two of them are joined.</summary>
    public bool IsStable(ReadOnlySpan<int> vertices)
    {
        for (int b = 0; b < vertices.Length; b++)
        {
            for (int a = 0; a < b; a++)
            {
                if (vertices[a] == vertices[b] || HasEdge(vertices[a], vertices[b])) return false;
            }
        }
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {VertexCount} vertices, {EdgeCount} edges";

    private void Set(int i, int j) => _rows[i * _wordsPerRow + j / WordBits] |= 1UL << (j % WordBits);

    private int CountEdges()
    {
        long twice = 0;
        foreach (ulong word in _rows) twice += BitOperations.PopCount(word);
        return (int)(twice / 2);
    }
}

using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// A face {QRQᵀ : R ⪰ 0} of the positive semidefinite matrices of order n. The sparse basis Q, n×r, is the identity on the free rows and
/// rational on the others, decided in exact arithmetic and then rounded. The orthonormal basis of the same face is better conditioned,
/// by up to
/// √n, and dense.
/// </summary>
internal sealed class FaceBasis
{
    /// <summary>Entries of an orthonormal basis that are nothing but rounding.</summary>
    private const double Negligible = 1e-16;

    private readonly (int Column, double Value)[][] _rows;
    private readonly int[] _free;
    private readonly bool _isOrthonormal;

    private FaceBasis((int, double)[][] rows, int[] free, bool isOrthonormal)
    {
        _isOrthonormal = isOrthonormal;
        _rows = rows;
        _free = free;
        NonzeroCount = rows.Sum(row => (long)row.Length);
    }

    /// <summary>n.</summary>
    public int Order => _rows.Length;

    /// <summary>r, the order of the face's own matrices; 0 for the face {0}.</summary>
    public int Rank => _free.Length;

    /// <summary>The entries of Q.</summary>
    public long NonzeroCount { get; }

    /// <summary>
    /// The matrices whose range is orthogonal to some vectors l: x_p = −Σ_{i≠p} l_i x_i / l_p for the pivot p of each. No vector
    /// has an entry at
    /// the pivot of an earlier one.
    /// </summary>
    /// <param name="order">n.</param>
    /// <param name="vectors">The vectors and their pivots.</param>
    /// <param name="budget">Counts the work.</param>
    /// <returns>The face; null if it costs too much or an entry is out of range.</returns>
    public static FaceBasis? Orthogonal(int order, IReadOnlyList<(int Pivot, Dictionary<int, BigRational> Vector)> vectors, ExactBudget budget)
    {
        var isPivot = new bool[order];
        foreach (var (pivot, _) in vectors) isPivot[pivot] = true;
        int[] free = [.. Enumerable.Range(0, order).Where(i => !isPivot[i])];
        var exact = new Dictionary<int, BigRational>[order];
        for (int k = 0; k < free.Length; k++) exact[free[k]] = new() { [k] = BigRational.One };
        for (int v = vectors.Count - 1; v >= 0; v--)
        {
            var (pivot, vector) = vectors[v];
            var row = exact[pivot] = [];
            BigRational scale = -(BigRational.One / vector[pivot]);
            foreach (var (i, value) in vector)
            {
                if (i != pivot && !ExactElimination.AddMultiple(row, exact[i], scale * value, budget)) return null;
            }
        }
        var rows = Array.ConvertAll(exact, row => row.OrderBy(e => e.Key).Select(e => (e.Key, e.Value.ToDouble())).ToArray());
        return rows.All(row => row.All(e => double.IsFinite(e.Item2))) ? new FaceBasis(rows, free, false) : null;
    }

    /// <summary>An orthonormal basis of the same face, by the Gram–Schmidt process, done twice.</summary>
    public FaceBasis Orthonormal()
    {
        var columns = new double[Rank][];
        for (int a = 0; a < columns.Length; a++) columns[a] = new double[Order];
        for (int i = 0; i < Order; i++)
        {
            foreach (var (a, value) in _rows[i]) columns[a][i] = value;
        }
        for (int b = 0; b < columns.Length; b++)
        {
            for (int pass = 0; pass < 2; pass++)
            {
                for (int a = 0; a < b; a++)
                    TensorPrimitives.MultiplyAdd(columns[a], -TensorPrimitives.Dot<double>(columns[a], columns[b]), columns[b], columns[b]);
            }
            TensorPrimitives.Divide(columns[b], TensorPrimitives.Norm<double>(columns[b]), columns[b]);
        }
        var rows = new (int, double)[Order][];
        for (int i = 0; i < Order; i++)
            rows[i] = [.. Enumerable.Range(0, Rank).Where(a => Math.Abs(columns[a][i]) > Negligible).Select(a => (a, columns[a][i]))];
        return new FaceBasis(rows, _free, true);
    }

    /// <summary>Adds v·(e_i e_jᵀ + e_j e_iᵀ), or v·e_i e_iᵀ, carried over as QᵀFQ, to a triangle.</summary>
    public void AddCompressed(int i, int j, double v, Action<int, double> add)
    {
        foreach (var (a, qa) in _rows[i])
        {
            foreach (var (b, qb) in _rows[j])
            {
                // Entry (a, b) of v q_i q_jᵀ, and for i ≠ j its transpose: off the diagonal each lands once in the upper triangle.
                if (i == j && a > b) continue;
                double value = v * qa * qb;
                add(SymmetricVector.Index(a, b), i != j && a == b ? 2 * value : value);
            }
        }
    }

    /// <summary>The number of entries that (i, j) gives by <see cref="AddCompressed"/>, at most.</summary>
    public long CompressedCount(int i, int j) => (long)_rows[i].Length * _rows[j].Length;

    /// <summary>Adds the entry (QRQᵀ)_ij as a combination of R's triangle.</summary>
    public void AddLifted(int i, int j, Action<int, double> add)
    {
        foreach (var (a, qa) in _rows[i])
        {
            foreach (var (b, qb) in _rows[j]) add(SymmetricVector.Index(a, b), qa * qb);
        }
    }

    /// <summary>QRQᵀ, triangles both.</summary>
    public double[] Lift(ReadOnlySpan<double> triangle)
    {
        int n = Order, r = Rank;
        var half = new double[n * r];
        for (int i = 0; i < n; i++)
        {
            foreach (var (a, qa) in _rows[i])
            {
                for (int b = 0; b < r; b++) half[i * r + b] += qa * triangle[SymmetricVector.Index(a, b)];
            }
        }
        var lifted = new double[SymmetricVector.Length(n)];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                double sum = 0;
                foreach (var (b, qb) in _rows[j]) sum += half[i * r + b] * qb;
                lifted[SymmetricVector.Index(i, j)] = sum;
            }
        }
        return lifted;
    }

    /// <summary>R of a matrix of the face; something near it for other matrices.</summary>
    public double[] Restrict(ReadOnlySpan<double> triangle)
    {
        if (_isOrthonormal) return Compress(triangle);
        var restricted = new double[SymmetricVector.Length(Rank)];
        for (int b = 0, k = 0; b < Rank; b++)
        {
            for (int a = 0; a <= b; a++, k++) restricted[k] = triangle[SymmetricVector.Index(_free[a], _free[b])];
        }
        return restricted;
    }

    /// <summary>QᵀMQ, triangles both.</summary>
    public double[] Compress(ReadOnlySpan<double> triangle)
    {
        var compressed = new double[SymmetricVector.Length(Rank)];
        for (int j = 0, k = 0; j < Order; j++)
        {
            for (int i = 0; i <= j; i++, k++)
            {
                if (triangle[k] != 0) AddCompressed(i, j, triangle[k], (at, value) => compressed[at] += value);
            }
        }
        return compressed;
    }
}

using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// The Schur matrix of an interior-point step: M_ab = ⟨A_a, X A_b W⟩ for sparse symmetric A_1, …, A_m, one a column, and dense symmetric X
/// and W of order n. With X the multiplier and W the inverse of the slack it is that of the HKM direction; with X = W the scaling point, that
/// of Nesterov and Todd's.
/// </summary>
/// <remarks>
/// <para>
/// An entry v of A_a off the diagonal, at (i, j), is α(e_ie_j' + e_je_i') with α = v, one on the diagonal the same with α = v/2. So entries
/// (i, j, α) of A_a and (k, l, β) of A_b add αβ(X_ik W_jl + X_il W_jk + X_jk W_il + X_jl W_ik). Matrices are taken from the fullest down; of
/// one with many entries X A_b W + W A_b X is formed once for all that are no fuller, or only those of its entries that the others have,
/// whichever is the least work (Fujisawa, Kojima and Nakata 1997, formulas F1, F2 and F3); among full matrices the inner products are a
/// product of matrices.
/// </para>
/// <para>
/// Of an ordered pair (a, b) that was seen from b, the entry [b, a] of the matrix is added to; <see cref="Symmetrize"/> puts both halves
/// together. Each pair is added by one thread in one order, so that results do not depend on the number of threads. Not safe for
/// concurrent use: keeps work space.
/// </para>
/// </remarks>
public sealed unsafe class SchurProducts
{
    /// <summary>
    /// Nanoseconds, about: a pair of entries, an entry of a formed matrix, the same against a full one, a term of a product of matrices; an
    /// entry of a factored matrix, a term of it, and an entry of its factors.
    /// </summary>
    private const double PairCost = 2.5, EntryCost = 1, FullEntryCost = 0.04, TermCost = 0.025, DotCost = 5, DotTermCost = 0.15, FactorCost = 2.5;

    /// <summary>
    /// Formed matrices are taken so many together against all full ones, by a product of matrices: as many as keep that from being held up
    /// by memory, as few as leave something to share.
    /// </summary>
    private const int LeastBatch = 8, MostBatch = 96, BatchPart = 8;

    /// <summary>A matrix is full with this part of its triangle, as long as all full ones together have no more entries than the last.</summary>
    private const double FullPart = 0.4;

    private const int LeastFullOrder = 6;

    private const long MostFullEntries = 40_000_000;

    /// <summary>With fewer matrices for each thread, or less work, they are not shared.</summary>
    private const int LeastShare = 4;

    private const double LeastSharedCost = 4e4;

    private readonly int _order, _mostUsed, _full, _batch;
    private readonly int[] _columns, _starts, _first, _second;
    private readonly double[] _factors;
    private readonly Formula[] _formulas;
    private readonly double[] _fullMatrices;
    private WorkSpace[] _spaces;
    private int _next;

    /// <summary>Arranges the matrices.</summary>
    /// <param name="columns">
    /// The upper triangles by columns (<see cref="SymmetricVector"/>), entries off the diagonal times √2, among other rows.
    /// </param>
    /// <param name="firstRow">The row of the first entry of the triangles.</param>
    /// <param name="order">n.</param>
    /// <exception cref="ArgumentException">The rows do not hold a triangle of this order.</exception>
    public SchurProducts(SparseMatrix columns, int firstRow, int order)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        int rows = SymmetricVector.Length(order);
        if (firstRow > columns.Rows - rows) throw new ArgumentException($"A triangle of order {order} has {rows} rows.", nameof(columns));
        _order = order;
        var entries = new int[columns.Columns];
        for (int j = 0; j < entries.Length; j++)
        {
            foreach (int row in columns.RowIndices[columns.ColumnStarts[j]..columns.ColumnStarts[j + 1]])
            {
                if (row >= firstRow && row < firstRow + rows) entries[j]++;
            }
        }
        // From the fullest down, and of equally full ones the last first: then most pairs fall below the diagonal.
        _columns = [.. Enumerable.Range(0, entries.Length).Where(j => entries[j] > 0).OrderByDescending(j => entries[j]).ThenByDescending(j => j)];
        _starts = new int[_columns.Length + 1];
        for (int r = 0; r < _columns.Length; r++) _starts[r + 1] = _starts[r] + entries[_columns[r]];
        int count = _starts[^1];
        (_first, _second, _factors) = (new int[count], new int[count], new double[count]);
        double offDiagonal = Math.Sqrt(0.5);
        for (int r = 0, t = 0; r < _columns.Length; r++)
        {
            // Rows increase within a column, and with them the column of the triangle.
            int j = 0;
            for (int k = columns.ColumnStarts[_columns[r]]; k < columns.ColumnStarts[_columns[r] + 1]; k++)
            {
                int row = columns.RowIndices[k] - firstRow;
                if (row < 0 || row >= rows) continue;
                while (SymmetricVector.Index(j, j) < row) j++;
                int i = row - SymmetricVector.Index(0, j);
                (_first[t], _second[t], _factors[t]) = (i, j, (i == j ? 0.5 : offDiagonal) * columns.Values[k]);
                t++;
            }
        }
        _formulas = new Formula[_columns.Length];
        _full = CountFull(order, rows);
        _batch = Math.Clamp(_full / BatchPart, LeastBatch, MostBatch);
        var places = new int[order];
        for (int r = 0; r < _columns.Length; r++)
        {
            double own = _starts[r + 1] - _starts[r], rest = count - _starts[r], ofFull = Math.Max(0, _starts[_full] - _starts[r]);
            int used = CountUsed(r, places);
            double formed = FormedCost(order, used, own, rest - ofFull, ofFull), factored = FactoredCost(order, used, rest), pairs = PairCost * own * rest;
            _formulas[r] = r < _full || formed <= Math.Min(factored, pairs) ? Formula.Product : factored < pairs ? Formula.Factors : Formula.Pairs;
            Cost += Math.Min(formed, Math.Min(factored, pairs));
            if (_formulas[r] != Formula.Pairs) _mostUsed = Math.Max(_mostUsed, used);
        }
        if (_full > 0) _mostUsed = order;
        _fullMatrices = new double[_full * rows];
        for (int r = 0; r < _full; r++)
        {
            for (int t = _starts[r]; t < _starts[r + 1]; t++) _fullMatrices[r * rows + SymmetricVector.Index(_first[t], _second[t])] = _factors[t];
        }
        _spaces = [new WorkSpace(order, _mostUsed, _full, _batch)];
    }

    /// <summary>About how many nanoseconds <see cref="AddTo"/> takes.</summary>
    public double Cost { get; }

    /// <summary>About what <see cref="Cost"/> would be, from the numbers of entries alone.</summary>
    /// <param name="order">n.</param>
    /// <param name="entries">The number of entries of each matrix; sorted on return.</param>
    public static double EstimateCost(int order, Span<int> entries)
    {
        double rest = 0, cost = 0;
        foreach (int own in entries) rest += own;
        entries.Sort();
        for (int r = entries.Length - 1; r >= 0; rest -= entries[r], r--)
        {
            double own = entries[r];
            double formed = FormedCost(order, Math.Min(order, 2 * entries[r]), own, IsFull(order, entries[r]) ? 0 : rest, IsFull(order, entries[r]) ? rest : 0);
            cost += Math.Min(formed, Math.Min(FactoredCost(order, Math.Min(order, 2 * entries[r]), rest), PairCost * own * rest));
        }
        return cost;
    }

    /// <summary>Adds M, each pair to one of its two places; see <see cref="Symmetrize"/>.</summary>
    /// <param name="matrix">m × m, row-major.</param>
    /// <param name="size">m.</param>
    /// <param name="x">X, row-major.</param>
    /// <param name="w">W, row-major.</param>
    /// <param name="team">The threads to use; null for the calling one alone.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void AddTo(Span<double> matrix, int size, ReadOnlySpan<double> x, ReadOnlySpan<double> w, WorkerTeam? team = null)
    {
        MatrixArguments.Check(nameof(matrix), matrix.Length, size, size, size);
        MatrixArguments.Check(nameof(x), x.Length, _order, _order, _order);
        MatrixArguments.Check(nameof(w), w.Length, _order, _order, _order);
        int threads = team?.Threads ?? 1;
        bool isShared = threads > 1 && Items >= LeastShare * threads && Cost >= LeastSharedCost;
        fixed (double* m = matrix, px = x, pw = w)
        {
            var body = new Rows(this, m, size, px, pw, isShared ? null : team);
            if (!isShared)
            {
                for (int item = 0; item < Items; item++) body.Do(item, _spaces[0]);
                return;
            }
            while (_spaces.Length < threads) _spaces = [.. _spaces, new WorkSpace(_order, _mostUsed, _full, _batch)];
            _next = 0;
            team!.Run(threads, body);
        }
    }

    /// <summary>Replaces a matrix whose parts above and below the diagonal add up to half of a symmetric one by the latter.</summary>
    /// <param name="matrix">m × m, row-major.</param>
    /// <param name="size">m.</param>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public static void Symmetrize(Span<double> matrix, int size)
    {
        MatrixArguments.Check(nameof(matrix), matrix.Length, size, size, size);
        const int tile = 32;
        for (int bottom = 0; bottom < size; bottom += tile)
        {
            for (int left = 0; left <= bottom; left += tile)
            {
                for (int i = bottom; i < Math.Min(size, bottom + tile); i++)
                {
                    for (int j = left; j < Math.Min(i, left + tile); j++)
                        matrix[i * size + j] = matrix[j * size + i] = matrix[i * size + j] + matrix[j * size + i];
                }
            }
        }
    }

    private static double FormedCost(int order, int used, double own, double rest, double full) =>
        TermCost * 2 * order * (order * (double)used + own) + EntryCost * (order * (double)order + rest) + FullEntryCost * full;

    private static double FactoredCost(int order, int used, double rest) =>
        FactorCost * order * (double)used + (DotCost + DotTermCost * 2 * used) * rest;

    private static bool IsFull(int order, int entries) => order >= LeastFullOrder && entries >= FullPart * SymmetricVector.Length(order);

    /// <summary>The number of full matrices, which come first; 0 where they are too few for a product of matrices, or too many to keep.</summary>
    private int CountFull(int order, int triangle)
    {
        int count = 0;
        while (count < _columns.Length && IsFull(order, _starts[count + 1] - _starts[count])) count++;
        return count >= LeastBatch && (long)count * triangle <= MostFullEntries ? count : 0;
    }

    /// <summary>The pieces of work: batches of full matrices, then single ones.</summary>
    private int Items => Batches + _columns.Length - _full;

    private int Batches => (_full + _batch - 1) / _batch;

    private int CountUsed(int r, int[] places)
    {
        int used = 0;
        for (int t = _starts[r]; t < _starts[r + 1]; t++)
        {
            if (places[_first[t]]++ == 0) used++;
            if (places[_second[t]]++ == 0) used++;
        }
        Array.Clear(places);
        return used;
    }

    /// <summary>For one entry of A_b on the diagonal: β(e_ke_k' · 2)/2, with rows k of X and W.</summary>
    private void AddPairs(int r, Span<double> row, double factor, ReadOnlySpan<double> xk, ReadOnlySpan<double> wk)
    {
        ReadOnlySpan<int> first = _first, second = _second;
        ReadOnlySpan<double> factors = _factors;
        for (int q = r; q < _columns.Length; q++)
        {
            double sum = 0;
            for (int t = _starts[q]; t < _starts[q + 1]; t++)
            {
                int i = first[t], j = second[t];
                sum += factors[t] * (xk[i] * wk[j] + xk[j] * wk[i]);
            }
            row[_columns[q]] += factor * sum;
        }
    }

    private void AddPairs(
        int r, Span<double> row, double factor, ReadOnlySpan<double> xk, ReadOnlySpan<double> xl, ReadOnlySpan<double> wk, ReadOnlySpan<double> wl)
    {
        ReadOnlySpan<int> first = _first, second = _second;
        ReadOnlySpan<double> factors = _factors;
        for (int q = r; q < _columns.Length; q++)
        {
            double sum = 0;
            for (int t = _starts[q]; t < _starts[q + 1]; t++)
            {
                int i = first[t], j = second[t];
                sum += factors[t] * (xk[i] * wl[j] + xl[i] * wk[j] + xk[j] * wl[i] + xl[j] * wk[i]);
            }
            row[_columns[q]] += factor * sum;
        }
    }

    /// <summary>The work space's product ← X A_b W + W A_b X, from the rows of X and of A_b W that A_b meets.</summary>
    private void Form(int r, ReadOnlySpan<double> x, ReadOnlySpan<double> w, WorkSpace space, WorkerTeam? team)
    {
        int n = _order, used = Factor(r, x, w, space);
        Gemm.MultiplyAdd(n, n, used, 1, space.Left, n, true, space.Right, n, false, 0, space.Product, n, team);
        SymmetricVector.AddTransposed(space.Product, n);
    }

    /// <summary>Left and right ← the rows of X and of A_b W that A_b meets; returns their number.</summary>
    private int Factor(int r, ReadOnlySpan<double> x, ReadOnlySpan<double> w, WorkSpace space)
    {
        int n = _order, used = 0;
        Array.Clear(space.Places);
        for (int t = _starts[r]; t < _starts[r + 1]; t++)
        {
            Use(_first[t], x);
            Use(_second[t], x);
        }
        space.Right.AsSpan(0, used * n).Clear();
        for (int t = _starts[r]; t < _starts[r + 1]; t++)
        {
            AddRow(_first[t], w.Slice(_second[t] * n, n), _factors[t]);
            AddRow(_second[t], w.Slice(_first[t] * n, n), _factors[t]);
        }
        return used;

        void Use(int i, ReadOnlySpan<double> rows)
        {
            if (space.Places[i] > 0) return;
            rows.Slice(i * n, n).CopyTo(space.Left.AsSpan(used * n, n));
            space.Places[i] = ++used;
        }

        void AddRow(int i, ReadOnlySpan<double> from, double factor)
        {
            Span<double> to = space.Right.AsSpan((space.Places[i] - 1) * n, n);
            TensorPrimitives.MultiplyAdd(from, factor, to, to);
        }
    }

    /// <summary>
    /// Adds the inner products with matrices from the q-th on, of which only the entries needed are formed: with columns l_i of the left and
    /// r_j of the right factor, entry (i, j) of the product is l_i'r_j + l_j'r_i, a single product of (l_i, r_i) and (r_j, l_j).
    /// </summary>
    private void AddFactored(int q, Span<double> row, int used, WorkSpace space)
    {
        int n = _order, length = 2 * used;
        double[] one = space.One, other = space.Other;
        for (int u = 0; u < used; u++)
        {
            ReadOnlySpan<double> left = space.Left.AsSpan(u * n, n), right = space.Right.AsSpan(u * n, n);
            for (int i = 0, at = u; i < n; i++, at += length)
            {
                one[at] = other[at + used] = left[i];
                one[at + used] = other[at] = right[i];
            }
        }
        for (; q < _columns.Length; q++)
        {
            double sum = 0;
            for (int t = _starts[q]; t < _starts[q + 1]; t++)
            {
                ReadOnlySpan<double> a = one.AsSpan(_first[t] * length, length), b = other.AsSpan(_second[t] * length, length);
                sum += _factors[t] * TensorPrimitives.Dot(a, b);
            }
            row[_columns[q]] += sum;
        }
    }

    /// <summary>The same for a full matrix.</summary>
    private void FormFull(int r, ReadOnlySpan<double> x, ReadOnlySpan<double> w, WorkSpace space, WorkerTeam? team)
    {
        int n = _order, triangle = SymmetricVector.Length(n);
        SymmetricVector.Unpack(_fullMatrices.AsSpan(r * triangle, triangle), space.Left, n, 1);
        for (int i = 0; i < n; i++) space.Left[i * n + i] *= 2;
        Gemm.MultiplyAdd(n, n, n, 1, space.Left, n, false, w, n, false, 0, space.Right, n, team);
        Gemm.MultiplyAdd(n, n, n, 1, x, n, false, space.Right, n, false, 0, space.Product, n, team);
        SymmetricVector.AddTransposed(space.Product, n);
    }

    /// <summary>Adds the inner products of the work space's product with matrices from the q-th on.</summary>
    private void AddFormed(int q, Span<double> row, WorkSpace space)
    {
        ReadOnlySpan<int> first = _first, second = _second;
        ReadOnlySpan<double> factors = _factors, product = space.Product;
        for (; q < _columns.Length; q++)
        {
            double sum = 0;
            for (int t = _starts[q]; t < _starts[q + 1]; t++) sum += factors[t] * product[first[t] * _order + second[t]];
            row[_columns[q]] += sum;
        }
    }

    /// <summary>What one thread works in.</summary>
    private sealed class WorkSpace(int order, int used, int full, int batch)
    {
        public readonly double[] Product = new double[used > 0 ? order * order : 0];
        public readonly double[] Triangles = new double[full > 0 ? batch * SymmetricVector.Length(order) : 0];
        public readonly double[] Sums = new double[batch * full];
        public readonly double[] Left = new double[used * order], Right = new double[used * order];
        public readonly double[] One = new double[2 * used * order], Other = new double[2 * used * order];
        public readonly int[] Places = new int[order];
    }

    /// <summary>How the inner products of a matrix with those that are no fuller are computed.</summary>
    private enum Formula : byte
    {
        /// <summary>From pairs of entries.</summary>
        Pairs,

        /// <summary>Only the entries that others need of X A_b W + W A_b X.</summary>
        Factors,

        /// <summary>From X A_b W + W A_b X.</summary>
        Product,
    }

    /// <summary>Rows of M, taken in turn by whichever thread is free.</summary>
    private readonly struct Rows(SchurProducts own, double* matrix, int size, double* x, double* w, WorkerTeam? team) : IParallelBody
    {
        public void Run(int part)
        {
            int items = own.Items;
            for (int item = Interlocked.Increment(ref own._next) - 1; item < items; item = Interlocked.Increment(ref own._next) - 1)
                Do(item, own._spaces[part]);
        }

        public void Do(int item, WorkSpace space)
        {
            if (item < own.Batches) AddBatch(item * own._batch, space);
            else Add(own._full + item - own.Batches, space);
        }

        private Span<double> RowOf(int r) => new(matrix + (nint)own._columns[r] * size, size);

        /// <summary>Full matrices from the given one on: all inner products with full ones by a single product of matrices.</summary>
        private void AddBatch(int first, WorkSpace space)
        {
            int n = own._order, triangle = SymmetricVector.Length(n), count = Math.Min(own._batch, own._full - first), later = own._full - first;
            for (int b = 0; b < count; b++)
            {
                own.FormFull(first + b, new ReadOnlySpan<double>(x, n * n), new ReadOnlySpan<double>(w, n * n), space, team);
                SymmetricVector.Pack(space.Product, space.Triangles.AsSpan(b * triangle, triangle), n, 1);
                own.AddFormed(own._full, RowOf(first + b), space);
            }
            Gemm.MultiplyAdd(
                count, later, triangle, 1, space.Triangles, triangle, false, own._fullMatrices.AsSpan(first * triangle), triangle, true, 0, space.Sums,
                later, team);
            for (int b = 0; b < count; b++)
            {
                Span<double> row = RowOf(first + b);
                for (int q = b; q < later; q++) row[own._columns[first + q]] += space.Sums[b * later + q];
            }
        }

        private void Add(int r, WorkSpace space)
        {
            int n = own._order;
            Span<double> row = RowOf(r);
            ReadOnlySpan<double> xs = new(x, n * n), ws = new(w, n * n);
            if (own._formulas[r] == Formula.Product)
            {
                own.Form(r, xs, ws, space, team);
                own.AddFormed(r, row, space);
                return;
            }
            if (own._formulas[r] == Formula.Factors)
            {
                own.AddFactored(r, row, own.Factor(r, xs, ws, space), space);
                return;
            }
            for (int t = own._starts[r]; t < own._starts[r + 1]; t++)
            {
                int k = own._first[t] * n, l = own._second[t] * n;
                if (k == l) own.AddPairs(r, row, 2 * own._factors[t], xs.Slice(k, n), ws.Slice(k, n));
                else own.AddPairs(r, row, own._factors[t], xs.Slice(k, n), xs.Slice(l, n), ws.Slice(k, n), ws.Slice(l, n));
            }
        }
    }
}

using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>
/// The places of the sparse reduced system [M A_r'; A_r −H_r]: columns that meet in a cone, or in a row of an orthant, meet in M; equality
/// rows, and rows of orthants with so many entries that they would fill M, are kept as rows A_r of their own.
/// </summary>
internal sealed class ReducedPattern
{
    /// <summary>Programs with fewer columns, or with more of the places of M filled, are left to dense matrices.</summary>
    private const int LeastColumns = 120;

    private const double MostFilled = 0.25, FactorPart = 0.3;

    /// <summary>A row of an orthant with more entries than this is kept.</summary>
    private const int MostRowEntries = 40;

    private ReducedPattern(int columns, int[] keptRows, SparseMatrix upper, SparseLdlSymbolic symbolic)
    {
        (Columns, KeptRows, Upper, Symbolic) = (columns, keptRows, upper, symbolic);
    }

    /// <summary>The columns of the program.</summary>
    public int Columns { get; }

    /// <summary>The rows A_r, increasing.</summary>
    public int[] KeptRows { get; }

    /// <summary>The upper triangle; its values mean nothing.</summary>
    public SparseMatrix Upper { get; }

    /// <summary>The analysis of its factorisation.</summary>
    public SparseLdlSymbolic Symbolic { get; }

    /// <summary>The pattern where sparse factors pay; null elsewhere.</summary>
    public static ReducedPattern? Where(ConicProgram program)
    {
        int n = program.Columns;
        if (n < LeastColumns) return null;
        SparseMatrix a = program.A;
        ReadOnlySpan<int> starts = a.RowStarts, columns = a.ColumnIndices;
        double places = program.P?.NonzeroCount ?? 0, limit = MostFilled * n * n;
        List<int> kept = [];
        List<int[]> cliques = [];
        foreach (ConeBlock block in program.Blocks)
        {
            if (IsByRow(block))
            {
                for (int i = block.Start; i < block.End; i++)
                {
                    double entries = starts[i + 1] - starts[i];
                    if (IsKept(block, (int)entries)) kept.Add(i);
                    places += IsKept(block, (int)entries) ? entries : entries * (entries + 1) / 2;
                }
            }
            else
            {
                int[] clique = BlockColumns.Of(a, block).Indices;
                cliques.Add(clique);
                places += clique.Length * (clique.Length + 1.0) / 2;
            }
            if (places > limit) return null;
        }
        var pattern = new PlaceList(n + kept.Count, (int)places);
        foreach (int[] clique in cliques) pattern.AddClique(clique);
        foreach (ConeBlock block in program.Blocks)
        {
            for (int i = block.Start; IsByRow(block) && i < block.End; i++)
            {
                ReadOnlySpan<int> row = columns[starts[i]..starts[i + 1]];
                if (!IsKept(block, row.Length)) pattern.AddClique(row);
            }
        }
        for (int k = 0; k < kept.Count; k++) pattern.AddColumn(n + k, columns[starts[kept[k]]..starts[kept[k] + 1]]);
        if (program.P is { } p)
        {
            for (int j = 0; j < n; j++) pattern.AddColumn(j, p.RowIndices[p.ColumnStarts[j]..p.ColumnStarts[j + 1]]);
        }
        SparseMatrix upper = pattern.ToMatrix();
        var signs = new int[upper.Columns];
        for (int j = 0; j < signs.Length; j++) signs[j] = j < n ? 1 : -1;
        SparseLdlSymbolic symbolic = SparseLdlSymbolic.Analyze(upper, signs);
        double equalities = kept.Count, dense = n * (double)n * n / 6 + equalities * n * n / 2;
        return symbolic.Multiplications <= FactorPart * dense ? new ReducedPattern(n, [.. kept], upper, symbolic) : null;
    }

    /// <summary>Whether the rows of a block are taken one by one.</summary>
    public static bool IsByRow(ConeBlock block) => block.Cone.Kind is ConeKind.Zero or ConeKind.Nonnegative;

    /// <summary>Whether such a row, of so many entries, is kept.</summary>
    public static bool IsKept(ConeBlock block, int entries) => block.Cone.Kind == ConeKind.Zero || entries > MostRowEntries;

    /// <summary>The places in <see cref="Upper"/> of all pairs of columns, (0,0), (0,1), (1,1), (0,2), …</summary>
    /// <param name="columns">Increasing.</param>
    public int[] PlacesOf(ReadOnlySpan<int> columns)
    {
        var places = new int[columns.Length * (columns.Length + 1) / 2];
        for (int j = 0, t = 0; j < columns.Length; j++) t += PlacesInColumn(columns[j], columns[..(j + 1)], places.AsSpan(t));
        return places;
    }

    /// <summary>The places of rows, increasing, in one column; returns their count.</summary>
    public int PlacesInColumn(int column, ReadOnlySpan<int> rows, Span<int> places)
    {
        int at = Upper.ColumnStarts[column];
        for (int i = 0; i < rows.Length; i++)
        {
            while (Upper.RowIndices[at] < rows[i]) at++;
            places[i] = at;
        }
        return rows.Length;
    }

    /// <summary>Collects places, some of them more than once.</summary>
    private sealed class PlaceList(int order, int capacity)
    {
        private readonly List<long> _keys = new(capacity + order);

        public void AddClique(ReadOnlySpan<int> columns)
        {
            for (int j = 0; j < columns.Length; j++) AddColumn(columns[j], columns[..(j + 1)]);
        }

        public void AddColumn(int column, ReadOnlySpan<int> rows)
        {
            foreach (int row in rows) _keys.Add((long)column * order + row);
        }

        /// <summary>The places, with the diagonal.</summary>
        public SparseMatrix ToMatrix()
        {
            for (int j = 0; j < order; j++) _keys.Add((long)j * order + j);
            _keys.Sort();
            var starts = new int[order + 1];
            List<int> rows = [];
            for (int k = 0; k < _keys.Count; k++)
            {
                if (k > 0 && _keys[k] == _keys[k - 1]) continue;
                rows.Add((int)(_keys[k] % order));
                starts[(int)(_keys[k] / order) + 1] = rows.Count;
            }
            for (int j = 1; j <= order; j++) starts[j] = Math.Max(starts[j], starts[j - 1]);
            return SparseMatrix.FromColumns(order, order, starts, [.. rows], new double[rows.Count]);
        }
    }
}

using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>
/// The program with doubly nonnegative and S + N blocks written out, without any arithmetic on its numbers: s ∈ DNN becomes s ∈ PSD and
/// s_ij ≥ 0 for i &lt; j; s ∈ SPN becomes s − N ∈ PSD and N_ij ≥ 0 for new columns N_ij, i &lt; j. Each such block keeps its rows and is followed by
/// the nonnegative ones. (The plan of a solver may round; this may not.)
/// </summary>
internal sealed class SummandExpansion
{
    private readonly int[] _starts;
    private readonly int[] _blocks;
    private readonly int[] _summandColumns;

    public SummandExpansion(ConicProgram source)
    {
        var blocks = new List<ConeBlock>();
        _starts = new int[source.Blocks.Length];
        _blocks = new int[source.Blocks.Length];
        _summandColumns = new int[source.Blocks.Length];
        int rows = 0, columns = source.Columns;
        for (var k = 0; k < source.Blocks.Length; k++)
        {
            var block = source.Blocks[k];
            _starts[k] = rows;
            _blocks[k] = blocks.Count;
            _summandColumns[k] = columns;
            var cone = block.Cone.Kind is ConeKind.DoublyNonnegative or ConeKind.Spn ? Cone.PositiveSemidefinite : block.Cone;
            blocks.Add(new ConeBlock(cone, rows, block.Rows, block.Name));
            rows += block.Rows;
            if (!HasSummand(block)) continue;
            var pairs = block.Rows - block.Order;
            blocks.Add(new ConeBlock(Cone.Nonnegative, rows, pairs, block.Cone.Kind == ConeKind.Spn ? $"{block.Name}: N ≥ 0" : $"{block.Name} ≥ 0"));
            rows += pairs;
            if (block.Cone.Kind == ConeKind.Spn) columns += pairs;
        }

        Program = blocks.Count == source.Blocks.Length && blocks.SequenceEqual(source.Blocks) ? source : Expand(source, blocks, rows, columns);
    }

    /// <summary>The program written out; the source itself where there is nothing to write out.</summary>
    public ConicProgram Program { get; }

    /// <summary>Whether a block has off-diagonal entries with a nonnegative summand, in itself or in its dual.</summary>
    public static bool HasSummand(ConeBlock block) => block.Cone.Kind is ConeKind.DoublyNonnegative or ConeKind.Spn && block.Order > 1;

    /// <summary>The first row of a source block's copy; its nonnegative rows follow the copy.</summary>
    public int StartOf(int block) => _starts[block];

    /// <summary>The first column N of an S + N block.</summary>
    public int SummandColumnOf(int block) => _summandColumns[block];

    private ConicProgram Expand(ConicProgram source, List<ConeBlock> blocks, int rows, int columns)
    {
        // A source row's copy, and for entries of doubly nonnegative blocks off the diagonal the nonnegative row beside it.
        var copy = new int[source.Rows];
        var second = new int[source.Rows];
        Array.Fill(second, -1);
        List<int> rowIndices = [], columnIndices = [];
        List<double> values = [];
        for (var k = 0; k < source.Blocks.Length; k++)
        {
            var block = source.Blocks[k];
            for (var t = 0; t < block.Rows; t++) copy[block.Start + t] = _starts[k] + t;
            if (!HasSummand(block)) continue;
            var pair = 0;
            for (int j = 0, t = 0; j < block.Order; j++, t++)
            {
                for (var i = 0; i < j; i++, t++, pair++)
                {
                    var row = _starts[k] + block.Rows + pair;
                    if (block.Cone.Kind == ConeKind.DoublyNonnegative)
                    {
                        second[block.Start + t] = row;
                        continue;
                    }

                    Add(_starts[k] + t, _summandColumns[k] + pair, 1);
                    Add(row, _summandColumns[k] + pair, -1);
                }
            }
        }

        var rightHandSide = new double[rows];
        for (var i = 0; i < source.Rows; i++)
        {
            rightHandSide[copy[i]] = source.B[i];
            if (second[i] >= 0) rightHandSide[second[i]] = source.B[i];
        }

        for (var j = 0; j < source.Columns; j++)
        {
            for (var k = source.A.ColumnStarts[j]; k < source.A.ColumnStarts[j + 1]; k++)
            {
                var row = source.A.RowIndices[k];
                Add(copy[row], j, source.A.Values[k]);
                if (second[row] >= 0) Add(second[row], j, source.A.Values[k]);
            }
        }

        var linear = new double[columns];
        source.C.CopyTo(linear);
        var assumptions = source.Assumptions.Select(a => a.Kind == AssumptionKind.Trace ? a with { Block = _blocks[a.Block] } : a);
        return new ConicProgram(
            source.Name, source.Sense, Widen(source.P, columns), linear, source.C0,
            SparseMatrix.FromTriplets(rows, columns, rowIndices.ToArray(), columnIndices.ToArray(), values.ToArray()),
            rightHandSide, blocks, Names(source, columns), source.IntegerColumns, assumptions);

        void Add(int row, int column, double value)
        {
            rowIndices.Add(row);
            columnIndices.Add(column);
            values.Add(value);
        }
    }

    private static SparseMatrix? Widen(SparseMatrix? p, int columns)
    {
        if (p is null || p.Columns == columns) return p;
        var starts = new int[columns + 1];
        p.ColumnStarts.CopyTo(starts);
        Array.Fill(starts, p.NonzeroCount, p.Columns + 1, columns - p.Columns);
        return SparseMatrix.FromColumns(columns, columns, starts, p.RowIndices.ToArray(), p.Values.ToArray());
    }

    private static List<string>? Names(ConicProgram source, int columns)
    {
        if (source.ColumnNames is null) return null;
        var names = new List<string>(columns);
        for (var j = 0; j < columns; j++) names.Add(j < source.Columns ? source.ColumnName(j) : $"N[{j - source.Columns}]");
        return names;
    }
}

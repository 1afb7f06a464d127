using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>What stays of a program from which rows and columns are taken, and the numbering before and after.</summary>
internal sealed class ProgramReduction
{
    private readonly ConicProgram _source;
    private readonly int[] _newColumn;

    /// <summary>Chooses what stays.</summary>
    /// <param name="source">The program.</param>
    /// <param name="rowStays">Whether a row stays; rows of cones that are no products stay together.</param>
    /// <param name="columnStays">Whether a column stays.</param>
    public ProgramReduction(ConicProgram source, bool[] rowStays, bool[] columnStays)
    {
        _source = source;
        Rows = Indices(rowStays);
        Columns = Indices(columnStays);
        _newColumn = Places(Columns, source.Columns);
    }

    /// <summary>The rows that stay.</summary>
    public int[] Rows { get; }

    /// <summary>The columns that stay.</summary>
    public int[] Columns { get; }

    /// <summary>The program of the rows and columns that stay.</summary>
    /// <param name="a">The matrix over the source's rows and columns, perhaps changed.</param>
    /// <param name="b">The right-hand side over the source's rows.</param>
    /// <param name="c">The costs over the source's columns.</param>
    /// <param name="constant">The objective's constant.</param>
    public ConicProgram Target(SparseMatrix a, ReadOnlySpan<double> b, ReadOnlySpan<double> c, double constant)
    {
        (List<ConeBlock> blocks, int[] newBlock) = KeptBlocks();
        var rightHandSide = new double[Rows.Length];
        for (int k = 0; k < Rows.Length; k++) rightHandSide[k] = b[Rows[k]];
        var costs = new double[Columns.Length];
        for (int k = 0; k < Columns.Length; k++) costs[k] = c[Columns[k]];
        return new ConicProgram(
            _source.Name,
            _source.Sense,
            _source.P is null ? null : Part(_source.P, Columns, Columns),
            costs,
            constant,
            Part(a, Rows, Columns),
            rightHandSide,
            blocks,
            _source.ColumnNames is null ? null : Array.ConvertAll(Columns, _source.ColumnName),
            _source.IntegerColumns.Where(j => _newColumn[j] >= 0).Select(j => _newColumn[j]),
            Assumptions(newBlock));
    }

    /// <summary>The program of the rows and columns that stay, with the source's data.</summary>
    public ConicProgram Target() => Target(_source.A, _source.B, _source.C, _source.C0);

    private (List<ConeBlock> Blocks, int[] NewBlock) KeptBlocks()
    {
        var blocks = new List<ConeBlock>();
        var newBlock = new int[_source.Blocks.Length];
        int start = 0, next = 0;
        for (int k = 0; k < newBlock.Length; k++)
        {
            ConeBlock block = _source.Blocks[k];
            int kept = 0;
            for (; next < Rows.Length && Rows[next] < block.End; next++) kept++;
            newBlock[k] = -1;
            if (kept == 0 && block.Rows > 0) continue;
            newBlock[k] = blocks.Count;
            blocks.Add(block with { Start = start, Rows = kept });
            start += kept;
        }
        return (blocks, newBlock);
    }

    /// <summary>Assumptions in the new numbering; a trace bound leaves with its block.</summary>
    private IEnumerable<Assumption> Assumptions(int[] newBlock)
    {
        foreach (Assumption assumption in _source.Assumptions)
        {
            if (assumption.Kind != AssumptionKind.Trace)
                yield return assumption with { Columns = [.. assumption.Columns.Where(j => _newColumn[j] >= 0).Select(j => _newColumn[j])] };
            else if (newBlock[assumption.Block] >= 0)
                yield return assumption with { Block = newBlock[assumption.Block] };
        }
    }

    private static int[] Indices(bool[] stays)
    {
        var kept = new List<int>(stays.Length);
        for (int k = 0; k < stays.Length; k++)
        {
            if (stays[k]) kept.Add(k);
        }
        return [.. kept];
    }

    private static int[] Places(int[] kept, int count)
    {
        var place = new int[count];
        Array.Fill(place, -1);
        for (int k = 0; k < kept.Length; k++) place[kept[k]] = k;
        return place;
    }

    private static SparseMatrix Part(SparseMatrix matrix, int[] rows, int[] columns)
    {
        int[] place = Places(rows, matrix.Rows);
        var starts = new int[columns.Length + 1];
        var indices = new List<int>(matrix.NonzeroCount);
        var values = new List<double>(matrix.NonzeroCount);
        for (int j = 0; j < columns.Length; j++)
        {
            for (int k = matrix.ColumnStarts[columns[j]]; k < matrix.ColumnStarts[columns[j] + 1]; k++)
            {
                if (place[matrix.RowIndices[k]] is not (>= 0 and var row)) continue;
                indices.Add(row);
                values.Add(matrix.Values[k]);
            }
            starts[j + 1] = indices.Count;
        }
        return SparseMatrix.FromColumns(rows.Length, columns.Length, starts, [.. indices], [.. values]);
    }
}

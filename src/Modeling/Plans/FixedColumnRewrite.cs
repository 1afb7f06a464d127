using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// An equality row with one entry, a·x_j = β, fixes x_j = β/a: column and row leave the program. Where several rows speak of one column,
/// the first is used and the others stay, as conditions on constants. An integer column is fixed only at an integer. Left alone are
/// programs whose columns would all go, since backends expect at least one, and those whose data would overflow.
/// </summary>
internal sealed class FixedColumnRewrite : IRewrite
{
    public string Name => "fixed columns";

    public RewriteStep? Apply(ConicProgram program, SolverCapabilities capabilities)
    {
        int[] fixingRow = FixingRows(program);
        int count = fixingRow.Count(row => row >= 0);
        if (count == 0 || count == program.Columns) return null;

        var values = new double[program.Columns];
        for (int j = 0; j < values.Length; j++)
        {
            if (fixingRow[j] >= 0) values[j] = program.B[fixingRow[j]] / Entry(program.A, fixingRow[j], j);
        }
        if (!double.IsFinite(program.Evaluate(values)) || !AllFinite(program.Slack(values))) return null;
        int[] columns = Kept(Array.ConvertAll(fixingRow, row => row < 0));
        var rowIsKept = new bool[program.Rows];
        Array.Fill(rowIsKept, true);
        foreach (int row in fixingRow)
        {
            if (row >= 0) rowIsKept[row] = false;
        }
        int[] rows = Kept(rowIsKept);

        // With x = (kept z, fixed f): ½xᵀPx + cᵀx + c₀ = ½zᵀP_zz z + (c_z + P_zf f)ᵀz + const, and s = (b − A_f f) − A_z z.
        double[] b = program.Slack(values);
        var gradient = program.C.ToArray();
        program.P?.MultiplySymmetric(values, gradient, alpha: 1, beta: 1);
        if (!AllFinite(gradient)) return null;
        (List<ConeBlock> blocks, int[] newBlock) = KeptBlocks(program, rowIsKept);
        int[] newColumn = Places(columns, program.Columns);
        var target = new ConicProgram(
            program.Name,
            program.Sense,
            program.P is null ? null : Part(program.P, columns, columns),
            Array.ConvertAll(columns, j => gradient[j]),
            program.Evaluate(values),
            Part(program.A, rows, columns),
            Array.ConvertAll(rows, i => b[i]),
            blocks,
            program.ColumnNames is null ? null : Array.ConvertAll(columns, program.ColumnName),
            program.IntegerColumns.Where(j => newColumn[j] >= 0).Select(j => newColumn[j]),
            program.Assumptions.Select(assumption => Carry(assumption, newColumn, newBlock)));
        return new FixedColumnStep(program, target, $"{Name}: {count} column(s) fixed by equality rows taken out", values, fixingRow, columns, rows);
    }

    private static int[] FixingRows(ConicProgram program)
    {
        var entries = new int[program.Rows];
        foreach (int row in program.A.RowIndices) entries[row]++;
        var isCandidate = new bool[program.Rows];
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone.Kind != ConeKind.Zero) continue;
            for (int row = block.Start; row < block.End; row++) isCandidate[row] = entries[row] == 1;
        }
        var fixing = new int[program.Columns];
        for (int j = 0; j < fixing.Length; j++)
        {
            fixing[j] = -1;
            for (int k = program.A.ColumnStarts[j]; k < program.A.ColumnStarts[j + 1] && fixing[j] < 0; k++)
            {
                int row = program.A.RowIndices[k];
                if (isCandidate[row] && double.IsFinite(program.B[row] / program.A.Values[k])) fixing[j] = row;
            }
        }
        foreach (int j in program.IntegerColumns)
        {
            if (fixing[j] >= 0 && !double.IsInteger(program.B[fixing[j]] / Entry(program.A, fixing[j], j))) fixing[j] = -1;
        }
        return fixing;
    }

    private static (List<ConeBlock> Blocks, int[] NewBlock) KeptBlocks(ConicProgram program, bool[] rowIsKept)
    {
        var blocks = new List<ConeBlock>();
        var newBlock = new int[program.Blocks.Length];
        int start = 0;
        for (int k = 0; k < newBlock.Length; k++)
        {
            ConeBlock block = program.Blocks[k];
            int kept = 0;
            for (int row = block.Start; row < block.End; row++) kept += rowIsKept[row] ? 1 : 0;
            newBlock[k] = -1;
            if (kept == 0 && block.Rows > 0) continue;
            newBlock[k] = blocks.Count;
            blocks.Add(block with { Start = start, Rows = kept });
            start += kept;
        }
        return (blocks, newBlock);
    }

    /// <summary>An assumption in the new numbering. A matrix block loses no row, so a trace always keeps its block.</summary>
    private static Assumption Carry(Assumption assumption, int[] newColumn, int[] newBlock) => assumption.Kind == AssumptionKind.Trace
        ? assumption with { Block = newBlock[assumption.Block] }
        : assumption with { Columns = [.. assumption.Columns.Where(j => newColumn[j] >= 0).Select(j => newColumn[j])] };

    private static double Entry(SparseMatrix a, int row, int column)
    {
        int start = a.ColumnStarts[column], count = a.ColumnStarts[column + 1] - start;
        return a.Values[start + a.RowIndices.Slice(start, count).BinarySearch(row)];
    }

    private static bool AllFinite(double[] values) => Array.TrueForAll(values, double.IsFinite);

    private static int[] Kept(bool[] isKept)
    {
        var kept = new List<int>();
        for (int k = 0; k < isKept.Length; k++)
        {
            if (isKept[k]) kept.Add(k);
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
        var indices = new List<int>();
        var values = new List<double>();
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

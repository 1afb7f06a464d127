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
            if (fixingRow[j] >= 0) values[j] = program.B[fixingRow[j]] / program.A.Entry(fixingRow[j], j);
        }
        if (!double.IsFinite(program.Evaluate(values)) || !ProgramData.AllFinite(program.Slack(values))) return null;
        bool[] rowStays = ProgramData.All(program.Rows);
        foreach (int row in fixingRow)
        {
            if (row >= 0) rowStays[row] = false;
        }

        // With x = (kept z, fixed f): ½xᵀPx + cᵀx + c₀ = ½zᵀP_zz z + (c_z + P_zf f)ᵀz + const, and s = (b − A_f f) − A_z z.
        double[] b = program.Slack(values);
        var gradient = program.C.ToArray();
        program.P?.MultiplySymmetric(values, gradient, alpha: 1, beta: 1);
        if (!ProgramData.AllFinite(gradient)) return null;
        ProgramData.ClearCancelled(b, ProgramData.Magnitudes(program.B, program.A, values));
        ProgramData.ClearCancelled(gradient, ProgramData.Magnitudes(program.C, program.P, values, isSymmetric: true));
        var kept = new ProgramReduction(program, rowStays, Array.ConvertAll(fixingRow, row => row < 0));
        ConicProgram target = kept.Target(program.A, b, gradient, program.Evaluate(values));
        return new ReductionStep(program, target, $"{Name}: {count} column(s) fixed by equality rows taken out", kept, fixingRow);
    }

    private static int[] FixingRows(ConicProgram program)
    {
        int[] entries = program.RowCounts();
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
            if (fixing[j] >= 0 && !double.IsInteger(program.B[fixing[j]] / program.A.Entry(fixing[j], j))) fixing[j] = -1;
        }
        return fixing;
    }
}

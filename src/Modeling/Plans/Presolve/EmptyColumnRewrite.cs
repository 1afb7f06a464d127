namespace Copositive.Modeling;

/// <summary>
/// A column without entries and cost is free to be 0 and leaves. One with a cost makes a feasible program unbounded; whether this one is
/// feasible only a solve can tell, so it stays, and the backend decides.
/// </summary>
internal sealed class EmptyColumnRewrite : IRewrite
{
    public string Name => "empty columns";

    public RewriteStep? Apply(ConicProgram program, SolverCapabilities capabilities)
    {
        bool[] isQuadratic = program.QuadraticColumns();
        var stays = new bool[program.Columns];
        int count = 0;
        for (int j = 0; j < stays.Length; j++)
        {
            stays[j] = program.A.ColumnStarts[j] < program.A.ColumnStarts[j + 1] || program.C[j] != 0 || isQuadratic[j];
            if (!stays[j]) count++;
        }
        if (count == 0 || count == program.Columns) return null;
        var kept = new ProgramReduction(program, ProgramData.All(program.Rows), stays);
        return new ReductionStep(program, kept.Target(), $"{Name}: {count} column(s) without entries set to 0", kept);
    }
}

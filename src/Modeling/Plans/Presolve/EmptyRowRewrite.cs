namespace Copositive.Modeling;

/// <summary>
/// Rows of equality and nonnegative blocks without entries say 0 = β or β ≥ 0. Where they hold they leave, with multiplier 0; where one is
/// broken the program is infeasible, by the ray y = −sign(β) on that row. A violation too small to be told from the rounding of data of
/// its size (1e-9 of max|b|) is left to the backend.
/// </summary>
internal sealed class EmptyRowRewrite : IRewrite
{
    private const double Doubt = 1e-9;

    public string Name => "empty rows";

    public RewriteStep? Apply(ConicProgram program, SolverCapabilities capabilities)
    {
        int[] entries = program.RowCounts();
        bool[] stays = ProgramData.All(program.Rows);
        double doubt = Doubt * (1 + Optimality.MaxAbs(program.B));
        int count = 0;
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone.Kind is not (ConeKind.Zero or ConeKind.Nonnegative)) continue;
            for (int row = block.Start; row < block.End; row++)
            {
                if (entries[row] > 0) continue;
                double violation = block.Cone.Kind == ConeKind.Zero ? Math.Abs(program.B[row]) : -program.B[row];
                if (violation > doubt)
                {
                    var ray = new double[program.Rows];
                    ray[row] = -Math.Sign(program.B[row]);
                    if (InfeasibleStep.Create(program, ray, $"'{block.Name}' has a row that no point meets") is { } end) return end;
                }
                if (violation > 0) continue;
                stays[row] = false;
                count++;
            }
        }
        if (count == 0 || count == program.Rows) return null;
        var kept = new ProgramReduction(program, stays, ProgramData.All(program.Columns));
        return new ReductionStep(program, kept.Target(), $"{Name}: {count} row(s) without entries taken out", kept);
    }
}

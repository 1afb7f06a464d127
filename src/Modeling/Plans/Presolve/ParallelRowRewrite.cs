namespace Copositive.Modeling;

/// <summary>
/// Of rows that are multiples σp of one row p, the equality or the tightest bound on either side stays; the others leave with multiplier
/// 0. Where an equality contradicts another row, or an upper bound a lower one, the program is infeasible: y = 1 on a row β − aᵀx ≥ 0 and
/// −σ on the row p of a = σp give Aᵀy = 0 and ⟨b, y⟩ = β − σβ_p &lt; 0. Contradictions within 1e-9 of max|b| are left to the backend.
/// </summary>
internal sealed class ParallelRowRewrite : IRewrite
{
    private const double Doubt = 1e-9, Rounding = 1e-14;

    public string Name => "parallel rows";

    public RewriteStep? Apply(ConicProgram program, SolverCapabilities capabilities)
    {
        ConeKind[] kinds = program.RowKinds();
        var groups = new ParallelRows(program, kinds);
        int[] equality = NoRows(program.Rows), upper = NoRows(program.Rows), lower = NoRows(program.Rows);
        double doubt = Doubt * (1 + Optimality.MaxAbs(program.B));

        // Bounds are those of the leader p: pᵀx = β/σ, ≤ β/σ for σ > 0, ≥ β/σ for σ < 0.
        double Bound(int row) => program.B[row] / groups.Factor(row);
        for (int row = 0; row < kinds.Length; row++)
        {
            int p = groups.LeaderOf(row);
            if (kinds[row] == ConeKind.Zero) equality[p] = equality[p] < 0 ? row : equality[p];
            else if (kinds[row] != ConeKind.Nonnegative) continue;
            else if (groups.Factor(row) > 0) upper[p] = upper[p] < 0 || Bound(row) < Bound(upper[p]) ? row : upper[p];
            else lower[p] = lower[p] < 0 || Bound(row) > Bound(lower[p]) ? row : lower[p];
        }
        bool[] stays = ProgramData.All(program.Rows);
        int count = 0;
        for (int row = 0; row < kinds.Length; row++)
        {
            int p = groups.LeaderOf(row);
            if (kinds[row] is not (ConeKind.Zero or ConeKind.Nonnegative)) continue;
            int other = equality[p] >= 0 ? equality[p] : groups.Factor(row) > 0 ? lower[p] : upper[p];
            if (other >= 0 && other != row && Violation(row, other) > doubt && Contradiction(row, other) is { } end) return end;
            stays[row] = equality[p] >= 0 ? row == equality[p] || Violation(row, equality[p]) > Rounding * Math.Abs(program.B[row])
                : row == upper[p] || row == lower[p];
            if (!stays[row]) count++;
        }
        if (count == 0) return null;
        var kept = new ProgramReduction(program, stays, ProgramData.All(program.Columns));
        return new ReductionStep(program, kept.Target(), $"{Name}: {count} row(s) implied by a multiple of theirs taken out", kept);

        double Relative(int row, int other) => groups.Factor(row) / groups.Factor(other);

        double Violation(int row, int other)
        {
            double excess = Relative(row, other) * program.B[other] - program.B[row];
            return kinds[row] == ConeKind.Zero ? Math.Abs(excess) : excess;
        }

        InfeasibleStep? Contradiction(int row, int other)
        {
            double factor = Relative(row, other);
            var ray = new double[program.Rows];
            ray[row] = factor * program.B[other] > program.B[row] ? 1 : -1;
            ray[other] = -factor * ray[row];
            return InfeasibleStep.Create(program, ray, $"'{NameOf(program, row)}' and '{NameOf(program, other)}' have rows that contradict each other");
        }
    }

    private static string NameOf(ConicProgram program, int row) => program.Blocks.First(block => row < block.End).Name;

    private static int[] NoRows(int count)
    {
        var rows = new int[count];
        Array.Fill(rows, -1);
        return rows;
    }
}

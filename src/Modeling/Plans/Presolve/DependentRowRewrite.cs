using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Equality rows that are combinations a_r = Σ λ_k a_k of others: one whose right-hand side is the same combination leaves with multiplier 0.
/// One whose right-hand side differs makes the program infeasible, by y_r = ∓1 and y_k = ±λ_k, provided that this ray holds on the data;
/// differences between 1e-11 and 1e-7 of the terms are left to the backend. Dependence is judged in floating point, see
/// <see cref="DependentVectors"/>.
/// </summary>
internal sealed class DependentRowRewrite : IRewrite
{
    private const double Agreement = 1e-11, Contradiction = 1e-7;

    public string Name => "dependent equality rows";

    public RewriteStep? Apply(ConicProgram program, SolverCapabilities capabilities)
    {
        ConeKind[] kinds = program.RowKinds();
        var isEquality = Array.ConvertAll(kinds, kind => kind == ConeKind.Zero);
        if (!isEquality.Contains(true)) return null;
        SparseMatrix rows = program.A.Transpose();
        for (int row = 0; row < isEquality.Length; row++) isEquality[row] &= rows.ColumnStarts[row] < rows.ColumnStarts[row + 1];
        bool[] stays = ProgramData.All(program.Rows);
        int count = 0;
        foreach (var (row, others, coefficients) in
            DependentVectors.Find(rows.ColumnStarts, rows.RowIndices, rows.Values, program.Columns, isEquality))
        {
            double value = 0, terms = Math.Abs(program.B[row]);
            for (int k = 0; k < others.Length; k++)
            {
                double term = coefficients[k] * program.B[others[k]];
                value += term;
                terms = Math.Max(terms, Math.Abs(term));
            }
            double difference = program.B[row] - value;
            if (Math.Abs(difference) > Contradiction * terms)
            {
                var ray = new double[program.Rows];
                ray[row] = -Math.Sign(difference);
                for (int k = 0; k < others.Length; k++) ray[others[k]] = Math.Sign(difference) * coefficients[k];
                if (InfeasibleStep.Create(program, ray, "equality rows contradict each other") is { } end) return end;
            }
            if (Math.Abs(difference) > Agreement * terms) continue;
            stays[row] = false;
            count++;
        }
        if (count == 0) return null;
        var kept = new ProgramReduction(program, stays, ProgramData.All(program.Columns));
        return new ReductionStep(program, kept.Target(), $"{Name}: {count} row(s) that follow from others taken out", kept);
    }
}

using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Equality rows that are combinations a_r = Σ λ_k a_k of others: one whose right-hand side is the same combination leaves with
/// multiplier 0.
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
        bool[] stays = ProgramData.All(program.Rows);
        int count = 0;
        foreach (DependentVectors.Dependence dependence in Dependences(program))
        {
            double difference = dependence.Difference(program.B, out double terms);
            if (Math.Abs(difference) > Contradiction * terms)
            {
                double[] ray = Combination(program, dependence, -Math.Sign(difference));
                if (InfeasibleStep.Create(program, ray, "equality rows contradict each other") is { } end) return end;
            }
            if (Math.Abs(difference) > Agreement * terms) continue;
            stays[dependence.Vector] = false;
            count++;
        }
        if (count == 0) return null;
        var kept = new ProgramReduction(program, stays, ProgramData.All(program.Columns));
        return new ReductionStep(program, kept.Target(), $"{Name}: {count} row(s) that follow from others taken out", kept);
    }

    /// <summary>Combinations y of equality rows with AᵀWy = 0 and ⟨b, y⟩ = 0.</summary>
    public static IEnumerable<double[]> IdleCombinations(ConicProgram program)
    {
        foreach (DependentVectors.Dependence dependence in Dependences(program))
        {
            if (Math.Abs(dependence.Difference(program.B, out double terms)) <= Agreement * terms)
                yield return Combination(program, dependence, 1);
        }
    }

    private static double[] Combination(ConicProgram program, DependentVectors.Dependence dependence, double factor)
    {
        var y = new double[program.Rows];
        y[dependence.Vector] = factor;
        for (int k = 0; k < dependence.Others.Length; k++) y[dependence.Others[k]] = -factor * dependence.Coefficients[k];
        return y;
    }

    private static List<DependentVectors.Dependence> Dependences(ConicProgram program)
    {
        bool[] isEquality = Array.ConvertAll(program.RowKinds(), kind => kind == ConeKind.Zero);
        if (!isEquality.Contains(true)) return [];
        SparseMatrix rows = program.A.Transpose();
        for (int row = 0; row < isEquality.Length; row++) isEquality[row] &= rows.ColumnStarts[row] < rows.ColumnStarts[row + 1];
        return DependentVectors.Find(rows.ColumnStarts, rows.RowIndices, rows.Values, program.Columns, isEquality);
    }
}

using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Columns that are combinations A_j = Σ λ_k A_k, c_j = Σ λ_k c_k of others, and are in no quadratic term: along the direction
/// x_j = 1, x_k = −λ_k nothing changes, so x_j = 0 loses nothing. Where only the costs differ, the program is unbounded if it is feasible,
/// which the backend decides. Integer columns are neither taken out nor used.
/// </summary>
internal sealed class DependentColumnRewrite : IRewrite
{
    private const double Agreement = 1e-11;

    public string Name => "dependent columns";

    public RewriteStep? Apply(ConicProgram program, SolverCapabilities capabilities)
    {
        bool[] stays = ProgramData.All(program.Columns);
        int count = 0;
        foreach (DependentVectors.Dependence dependence in Dependences(program))
        {
            stays[dependence.Vector] = false;
            count++;
        }
        if (count == 0) return null;
        var kept = new ProgramReduction(program, ProgramData.All(program.Rows), stays);
        return new ReductionStep(program, kept.Target(), $"{Name}: {count} column(s) that others stand for set to 0", kept);
    }

    /// <summary>Directions d along which no row, cost or quadratic term changes.</summary>
    public static IEnumerable<double[]> IdleDirections(ConicProgram program)
    {
        foreach (var (column, others, coefficients) in Dependences(program))
        {
            var direction = new double[program.Columns];
            direction[column] = 1;
            for (int k = 0; k < others.Length; k++) direction[others[k]] = -coefficients[k];
            yield return direction;
        }
    }

    private static IEnumerable<DependentVectors.Dependence> Dependences(ConicProgram program)
    {
        SparseMatrix a = program.A;
        bool[] isCandidate = Array.ConvertAll(program.QuadraticColumns(), quadratic => !quadratic);
        foreach (int j in program.IntegerColumns) isCandidate[j] = false;
        for (int j = 0; j < isCandidate.Length; j++) isCandidate[j] &= a.ColumnStarts[j] < a.ColumnStarts[j + 1];
        foreach (DependentVectors.Dependence dependence in
            DependentVectors.Find(a.ColumnStarts, a.RowIndices, a.Values, program.Rows, isCandidate))
        {
            if (Math.Abs(dependence.Difference(program.C, out double terms)) <= Agreement * terms) yield return dependence;
        }
    }
}

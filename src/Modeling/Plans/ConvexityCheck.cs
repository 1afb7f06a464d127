using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Refuses quadratic objectives that are not convex, for which no backend's "optimal" would mean anything. P is brought to unit diagonal
/// and factored as LDLᵀ with a diagonal raised by <see cref="Allowance"/>, which covers the rounding of a P that is positive semidefinite
/// as stated; a pivot that is not positive then shows a direction of negative curvature.
/// </summary>
public static class ConvexityCheck
{
    /// <summary>What the smallest eigenvalue of P, scaled to unit diagonal, may fall below zero by.</summary>
    public const double Allowance = 1e-9;

    /// <summary>Throws unless the stored minimisation's objective is convex.</summary>
    /// <param name="program">The program; one with a linear objective passes at once.</param>
    /// <exception cref="UnsupportedProgramException">The objective is not convex (for a maximisation: not concave).</exception>
    public static void Require(ConicProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (program.P is not { } p) return;
        var scale = new double[p.Columns];
        for (int j = 0; j < scale.Length; j++)
        {
            // Rows increase within a column of the upper triangle, so that a diagonal entry is the last.
            int last = p.ColumnStarts[j + 1] - 1;
            double diagonal = last >= p.ColumnStarts[j] && p.RowIndices[last] == j ? p.Values[last] : 0;
            if (diagonal < 0) throw Refusal(program, $"the curvature along '{program.ColumnName(j)}' alone has the wrong sign");
            scale[j] = diagonal > 0 ? 1 / Math.Sqrt(diagonal) : 0;
        }
        bool hasProducts = false;
        for (int j = 0; j < scale.Length; j++)
        {
            for (int k = p.ColumnStarts[j]; k < p.ColumnStarts[j + 1]; k++)
            {
                int i = p.RowIndices[k];
                if (i == j || p.Values[k] == 0) continue;
                hasProducts = true;
                if (scale[i] == 0 || scale[j] == 0)
                    throw Refusal(program, $"'{program.ColumnName(i)}'·'{program.ColumnName(j)}' occurs without the squares of both");
            }
        }
        if (!hasProducts) return;

        SparseMatrix scaled = WithUnitDiagonal(p, scale);
        var signs = new int[scale.Length];
        Array.Fill(signs, 1);
        SparseLdl factor = SparseLdl.Analyze(scaled, signs);
        factor.Refactor(scaled.Values);
        if (factor.RegularizedPivots > 0) throw Refusal(program, "its quadratic part has a direction of the wrong curvature");
    }

    private static SparseMatrix WithUnitDiagonal(SparseMatrix p, double[] scale)
    {
        var triplets = new TripletList();
        for (int j = 0; j < scale.Length; j++)
        {
            triplets.Add(j, j, 1 + Allowance);
            for (int k = p.ColumnStarts[j]; k < p.ColumnStarts[j + 1]; k++)
            {
                int i = p.RowIndices[k];
                if (i != j) triplets.Add(i, j, scale[i] * p.Values[k] * scale[j]);
            }
        }
        return triplets.ToMatrix(scale.Length, scale.Length);
    }

    private static UnsupportedProgramException Refusal(ConicProgram program, string reason) => program.Sense == ObjectiveSense.Minimize
        ? new($"The objective to be minimised is not convex: {reason}. Convex quadratics are supported; a nonconvex one may be stated over the completely positive cone.")
        : new($"The objective to be maximised is not concave: {reason}. Concave quadratics are supported; another one may be stated over the completely positive cone.");
}

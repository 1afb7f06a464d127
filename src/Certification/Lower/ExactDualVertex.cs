using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>
/// An exactly feasible rational dual of a linear program next to a given one: multipliers of inequalities that nearly vanish are made to, and
/// stationarity, c + Aᵀy = 0, is solved exactly for the correction of the others. Then c₀ − bᵀy is a lower bound without any premise.
/// </summary>
internal sealed class ExactDualVertex(CertifiedProgram form)
{
    /// <summary>Exact elimination of larger systems would take longer than a bound is worth.</summary>
    private const int MaxEquations = 400, MaxUnknowns = 1200;

    private static readonly double[] Nearness = [1e-7, 1e-9, 1e-5, 1e-11];

    /// <summary>The bound, rounded down; null where no such dual was found.</summary>
    public double? Find(double[] y)
    {
        if (form.Program.Columns > MaxEquations) return null;
        double scale = 1;
        foreach (var value in y) scale = Math.Max(scale, Math.Abs(value));
        foreach (var nearness in Nearness)
        {
            if (Correct(y, nearness * scale) is { } bound) return bound;
        }

        return null;
    }

    private double? Correct(double[] y, double tolerance)
    {
        var program = form.Program;
        var free = new List<int>();
        var exact = new BigRational[program.Rows];
        for (var i = 0; i < program.Rows; i++)
        {
            if (form.KindOfRow[i] != ConeKind.Zero && !(y[i] > tolerance)) continue;
            exact[i] = BigRational.FromDouble(y[i]);
            free.Add(i);
        }

        if (free.Count > MaxUnknowns) return null;
        var matrix = new BigRational[program.Columns, free.Count];
        var rest = new BigRational[program.Columns];
        for (var j = 0; j < program.Columns; j++) rest[j] = -BigRational.FromDouble(program.C[j]);
        for (var u = 0; u < free.Count; u++)
        {
            for (var k = form.Rows.ColumnStarts[free[u]]; k < form.Rows.ColumnStarts[free[u] + 1]; k++)
            {
                var value = BigRational.FromDouble(form.Rows.Values[k]);
                matrix[form.Rows.RowIndices[k], u] = value;
                rest[form.Rows.RowIndices[k]] -= value * exact[free[u]];
            }
        }

        if (ExactLinearSystem.Solve(matrix, rest) is not { } correction) return null;
        var bound = BigRational.FromDouble(program.C0);
        for (var u = 0; u < free.Count; u++)
        {
            var i = free[u];
            exact[i] += correction[u];
            if (form.KindOfRow[i] != ConeKind.Zero && exact[i].Sign < 0) return null;
            bound -= BigRational.FromDouble(program.B[i]) * exact[i];
        }

        return bound.ToDoubleDown();
    }
}

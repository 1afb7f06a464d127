using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>
/// An exactly feasible rational point of a program over equations and inequalities next to a given one, for programs whose feasible set has no
/// interior or whose optimum lies in a corner: the inequalities that nearly hold with equality are made to, and the linear system that they
/// form with the equations is solved exactly for the correction.
/// </summary>
internal sealed class ExactVertex(CertifiedProgram form)
{
    /// <summary>Exact elimination of larger systems would take longer than a bound is worth.</summary>
    private const int MaxEquations = 400, MaxUnknowns = 1200;

    private static readonly double[] Nearness = [1e-7, 1e-9, 1e-5, 1e-11];

    /// <summary>Whether the program is one of equations and inequalities in continuous columns with a linear objective.</summary>
    public static bool Applies(ConicProgram program) => program.IntegerColumns.IsEmpty && IsLinear(program);

    /// <summary>Whether the program is one of equations and inequalities with a linear objective.</summary>
    public static bool IsLinear(ConicProgram program) =>
        program.P is null && program.Blocks.All(b => b.Cone.Kind is ConeKind.Zero or ConeKind.Nonnegative);

    /// <summary>The objective of the exact point, rounded up, with the point rounded; null where none was found.</summary>
    public (double Value, double[] Point, double Radius)? Find(double[] x)
    {
        double[] slack = form.Program.Slack(x);
        double scale = 1;
        foreach (double value in x) scale = Math.Max(scale, Math.Abs(value));
        foreach (double nearness in Nearness)
        {
            if (Correct(x, slack, nearness * scale) is { } found) return found;
        }

        return null;
    }

    private (double Value, double[] Point, double Radius)? Correct(double[] x, double[] slack, double tolerance)
    {
        ConicProgram program = form.Program;
        int n = program.Columns;
        var exact = Array.ConvertAll(x, BigRational.FromDouble);
        // Bounds that nearly hold, a x_j ≤ b, put the column there; a column is put once.
        var isPut = new bool[n];
        var equations = new List<int>();
        for (var i = 0; i < program.Rows; i++)
        {
            var isEquation = form.KindOfRow[i] == ConeKind.Zero;
            if (!isEquation && !(Math.Abs(slack[i]) <= tolerance)) continue;
            int start = form.Rows.ColumnStarts[i], length = form.Rows.ColumnStarts[i + 1] - start;
            if (length == 0) continue;
            if (length > 1)
            {
                equations.Add(i);
                continue;
            }

            var column = form.Rows.RowIndices[start];
            if (isPut[column]) continue;
            isPut[column] = true;
            exact[column] = BigRational.FromDouble(program.B[i]) / BigRational.FromDouble(form.Rows.Values[start]);
        }

        var unknowns = new int[n];
        Array.Fill(unknowns, -1);
        var free = new List<int>();
        foreach (var i in equations)
        {
            for (var k = form.Rows.ColumnStarts[i]; k < form.Rows.ColumnStarts[i + 1]; k++)
            {
                var column = form.Rows.RowIndices[k];
                if (isPut[column] || unknowns[column] >= 0) continue;
                unknowns[column] = free.Count;
                free.Add(column);
            }
        }

        if (equations.Count > MaxEquations || free.Count > MaxUnknowns) return null;
        var matrix = new BigRational[equations.Count, free.Count];
        var rest = new BigRational[equations.Count];
        for (var q = 0; q < equations.Count; q++)
        {
            rest[q] = Slack(equations[q], exact);
            for (var k = form.Rows.ColumnStarts[equations[q]]; k < form.Rows.ColumnStarts[equations[q] + 1]; k++)
            {
                var column = unknowns[form.Rows.RowIndices[k]];
                if (column >= 0) matrix[q, column] = BigRational.FromDouble(form.Rows.Values[k]);
            }
        }

        if (ExactLinearSystem.Solve(matrix, rest) is not { } correction) return null;
        for (var u = 0; u < free.Count; u++) exact[free[u]] += correction[u];
        for (var i = 0; i < program.Rows; i++)
        {
            var sign = Slack(i, exact).Sign;
            if (form.KindOfRow[i] == ConeKind.Zero ? sign != 0 : sign < 0) return null;
        }

        var value = BigRational.FromDouble(program.C0);
        for (var j = 0; j < n; j++)
            if (program.C[j] != 0) value += BigRational.FromDouble(program.C[j]) * exact[j];
        var point = Array.ConvertAll(exact, entry => entry.ToDouble());
        // Each entry is rounded to nearest, so by at most half the gap above it.
        double squared = 0;
        foreach (var entry in point) squared = Rounded.AddUp(squared, Rounded.MultiplyUp(Math.BitIncrement(Math.Abs(entry)) - Math.Abs(entry), 1));
        return (value.ToDoubleUp(), point, squared);
    }

    private BigRational Slack(int row, BigRational[] x)
    {
        var slack = BigRational.FromDouble(form.Program.B[row]);
        for (var k = form.Rows.ColumnStarts[row]; k < form.Rows.ColumnStarts[row + 1]; k++)
        {
            var entry = x[form.Rows.RowIndices[k]];
            if (!entry.IsZero) slack -= BigRational.FromDouble(form.Rows.Values[k]) * entry;
        }

        return slack;
    }
}

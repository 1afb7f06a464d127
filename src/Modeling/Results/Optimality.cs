namespace Copositive.Modeling;

/// <summary>Recomputes what a solution claims, from the program's own data.</summary>
public static class Optimality
{
    /// <summary>The six errors of a point and dual.</summary>
    /// <param name="program">A program over cones whose distance can be computed (not the copositive family).</param>
    /// <param name="solution">A solution with point and dual.</param>
    /// <returns>The errors; null if the solution lacks a point or a dual.</returns>
    public static OptimalityErrors? Errors(ConicProgram program, ConicSolution solution)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(solution);
        if (solution.X is not { } x || solution.Y is not { } y) return null;
        double[] s = program.Slack(x);
        double equality = 0, primalCone = 0, dualCone = 0;
        foreach (ConeBlock block in program.Blocks)
        {
            double primal = Distance(block, s, solution);
            if (block.Cone.Kind == ConeKind.Zero) equality += primal * primal;
            else primalCone += primal * primal;
            double dual = DualDistance(block, y, solution);
            dualCone += dual * dual;
        }
        double stationarity = 0;
        foreach (double r in program.DualResidual(x, y)) stationarity += r * r;
        double scaleB = 1 + MaxAbs(program.B), scaleC = 1 + MaxAbs(program.C);
        double p = program.Evaluate(x), d = DualObjective(program, x, y), scale = 1 + Math.Abs(p) + Math.Abs(d);
        return new OptimalityErrors(
            Math.Sqrt(equality) / scaleB, Math.Sqrt(primalCone) / scaleB, Math.Sqrt(stationarity) / scaleC, Math.Sqrt(dualCone) / scaleC,
            Math.Abs(p - d) / scale, Math.Abs(Inner(program, s, y)) / scale);
    }

    /// <summary>The distance of a block's slack to its cone.</summary>
    public static double Distance(ConeBlock block, ReadOnlySpan<double> slack, ConicSolution solution)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(solution);
        ReadOnlySpan<double> split = block.Cone.Kind == ConeKind.Spn && solution.SlackNonnegativePart is { } n ? block.Of(n.AsSpan()) : default;
        return ConeDistance.Of(block.Cone, block.Of(slack), split);
    }

    /// <summary>The distance of a block's dual to the dual cone.</summary>
    public static double DualDistance(ConeBlock block, ReadOnlySpan<double> y, ConicSolution solution)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(solution);
        ReadOnlySpan<double> split = block.Cone.Kind == ConeKind.DoublyNonnegative && solution.DualNonnegativePart is { } n ? block.Of(n.AsSpan()) : default;
        return ConeDistance.OfDual(block.Cone, block.Of(y), split);
    }

    /// <summary>d = c₀ − ½xᵀPx − ⟨b, y⟩, the dual objective in the stored (minimisation) sense.</summary>
    public static double DualObjective(ConicProgram program, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ArgumentNullException.ThrowIfNull(program);
        double value = program.C0 - Inner(program, program.B, y);
        if (program.P is null) return value;
        var px = new double[program.Columns];
        program.P.MultiplySymmetric(x, px);
        double quadratic = 0;
        for (int j = 0; j < px.Length; j++) quadratic += x[j] * px[j];
        return value - 0.5 * quadratic;
    }

    /// <summary>⟨u, v⟩ over all rows, off-diagonal entries of matrix blocks counted twice.</summary>
    public static double Inner(ConicProgram program, ReadOnlySpan<double> u, ReadOnlySpan<double> v)
    {
        ArgumentNullException.ThrowIfNull(program);
        ReadOnlySpan<double> w = program.RowWeights;
        double sum = 0;
        for (int i = 0; i < w.Length; i++) sum += w[i] * u[i] * v[i];
        return sum;
    }

    internal static double MaxAbs(ReadOnlySpan<double> values)
    {
        double max = 0;
        foreach (double v in values) max = Math.Max(max, Math.Abs(v));
        return max;
    }
}

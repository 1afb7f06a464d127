using Copositive.Modeling;

namespace Copositive.Conformance;

/// <summary>
/// The errors of a solution, written down once more from their definitions over dense arrays, with <see cref="DenseCones"/> for the
/// distances, and nothing of the product but the program's numbers.
/// </summary>
internal sealed class Oracle
{
    private readonly ConicProgram _program;
    private readonly double[,] _a;
    private readonly double[,] _p;
    private readonly double[] _w;

    public Oracle(ConicProgram program)
    {
        _program = program;
        _a = new double[program.Rows, program.Columns];
        _p = new double[program.Columns, program.Columns];
        _w = new double[program.Rows];
        for (int j = 0; j < program.Columns; j++)
        {
            for (int k = program.A.ColumnStarts[j]; k < program.A.ColumnStarts[j + 1]; k++) _a[program.A.RowIndices[k], j] = program.A.Values[k];
            if (program.P is not { } p) continue;
            for (int k = p.ColumnStarts[j]; k < p.ColumnStarts[j + 1]; k++) _p[p.RowIndices[k], j] = _p[j, p.RowIndices[k]] = p.Values[k];
        }
        Array.Fill(_w, 1);
        foreach (ConeBlock block in program.Blocks.Where(block => block.Cone.IsMatrixCone))
        {
            foreach ((int i, int j, int place) in DenseCones.Places(block.Rows)) _w[block.Start + place] = i == j ? 1 : 2;
        }
    }

    /// <summary>e1 to e6 of a point and dual.</summary>
    public double[] Errors(ConicSolution solution)
    {
        double[] x = solution.X!, y = solution.Y!, c = _program.C.ToArray(), b = _program.B.ToArray();
        double[] px = Times(_p, x), s = Minus(b, Times(_a, x)), residual = new double[c.Length];
        double[] aty = TransposeTimes(y);
        for (int j = 0; j < c.Length; j++) residual[j] = c[j] + px[j] + aty[j];
        double equality = DistanceToCone(s, solution, zero: true), primal = DistanceToCone(s, solution, zero: false);
        double p = 0.5 * Dot(x, px) + Dot(c, x) + _program.C0, d = _program.C0 - 0.5 * Dot(x, px) - Inner(b, y);
        double scaleB = 1 + Largest(b), scaleC = 1 + Largest(c), scale = 1 + Math.Abs(p) + Math.Abs(d);
        return
        [
            equality / scaleB, primal / scaleB, Norm(residual) / scaleC, DistanceToDual(solution) / scaleC,
            Math.Abs(p - d) / scale, Math.Abs(Inner(s, y)) / scale,
        ];
    }

    /// <summary>The largest violation of y ∈ K*, AᵀWy = 0, ⟨b, y⟩ = −1 by a Farkas ray, relative to its size.</summary>
    public double InfeasibilityError(ConicSolution solution)
    {
        double[] y = solution.Y!;
        double violation = Math.Max(DistanceToDual(solution), Norm(TransposeTimes(y))) / Math.Max(1, Norm(y));
        return Math.Max(Math.Abs(Inner(_program.B.ToArray(), y) + 1), violation);
    }

    /// <summary>The largest violation of −Ad ∈ K, Pd = 0, ⟨c, d⟩ = −1 by a direction, relative to its size.</summary>
    public double UnboundednessError(ConicSolution solution)
    {
        double[] d = solution.X!, s = Minus(new double[_program.Rows], Times(_a, d));
        double distance = Math.Max(DistanceToCone(s, solution, zero: true), DistanceToCone(s, solution, zero: false));
        double violation = Math.Max(distance, Norm(Times(_p, d))) / Math.Max(1, Norm(d));
        return Math.Max(Math.Abs(Dot(_program.C.ToArray(), d) + 1), violation);
    }

    private double DistanceToCone(double[] s, ConicSolution solution, bool zero) => Norm(_program.Blocks
        .Where(block => block.Cone.Kind == ConeKind.Zero == zero)
        .Select(block => DenseCones.Distance(block.Cone.Kind, Part(s, block), solution.SlackNonnegativePart is { } n ? Part(n, block) : null)));

    private double DistanceToDual(ConicSolution solution) => Norm(_program.Blocks
        .Where(block => block.Cone.Kind != ConeKind.Zero)
        .Select(block => DenseCones.Distance(
            DenseCones.Dual(block.Cone.Kind), Part(solution.Y!, block), solution.DualNonnegativePart is { } n ? Part(n, block) : null)));

    private static double[] Part(double[] v, ConeBlock block) => v[block.Start..block.End];

    private static double[] Times(double[,] a, double[] x)
    {
        var y = new double[a.GetLength(0)];
        for (int i = 0; i < y.Length; i++)
        {
            for (int j = 0; j < x.Length; j++) y[i] += a[i, j] * x[j];
        }
        return y;
    }

    private double[] TransposeTimes(double[] y)
    {
        var x = new double[_program.Columns];
        for (int i = 0; i < y.Length; i++)
        {
            for (int j = 0; j < x.Length; j++) x[j] += _a[i, j] * _w[i] * y[i];
        }
        return x;
    }

    private double Inner(double[] u, double[] v) => _w.Zip(u, v).Sum(t => t.First * t.Second * t.Third);

    private static double[] Minus(double[] u, double[] v) => [.. u.Zip(v, (s, t) => s - t)];

    private static double Dot(double[] u, double[] v) => u.Zip(v, (s, t) => s * t).Sum();

    private static double Norm(IEnumerable<double> v) => Math.Sqrt(v.Sum(t => t * t));

    private static double Largest(double[] v) => v.Length == 0 ? 0 : v.Max(Math.Abs);
}

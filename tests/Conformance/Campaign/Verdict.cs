using System.Globalization;
using Copositive.Modeling;

namespace Copositive.Conformance;

/// <summary>Judges a result by what is known of the instance, with <see cref="Oracle"/> for all that is recomputed.</summary>
internal static class Verdict
{
    /// <summary>The largest of the six errors allowed of an optimal result.</summary>
    private const double ErrorTolerance = 1e-6;

    /// <summary>The largest violation of a ray, relative to its size.</summary>
    private const double RayTolerance = 1e-7;

    private const double RelativeRounding = 1e-14;

    /// <summary>What is wrong with the result; null if nothing is.</summary>
    public static string? Fault(RandomInstance instance, SolveResult result)
    {
        Termination termination = result.Termination;
        bool right = instance.Right.Contains(termination);
        if (!right && !RandomInstance.Undecided.Contains(termination)) return $"{termination}, which is wrong. {result.Message}";
        var oracle = new Oracle(instance.Program);
        switch (termination)
        {
            case Termination.Infeasible:
                return Above(RayTolerance, oracle.InfeasibilityError(result.Solution), "the infeasibility ray's violation");
            case Termination.Unbounded:
                return Above(RayTolerance, oracle.UnboundednessError(result.Solution), "the direction's violation");
        }
        if (result.X is null || result.Y is null) return right ? $"{termination} without a point and a dual" : null;
        ConicSolution split = result.Solution with
        {
            DualNonnegativePart = NonnegativePart(result.Solution.DualNonnegativePart),
            SlackNonnegativePart = NonnegativePart(result.Solution.SlackNonnegativePart),
        };
        double[] errors = oracle.Errors(split), claimed = result.Errors!.Value.ToArray();
        double rounding = 1e-9 + RelativeRounding * Magnitude(instance.Program, result.X, result.Y);
        for (int k = 0; k < errors.Length; k++)
        {
            if (termination == Termination.Optimal && Above(ErrorTolerance, errors[k], $"e{k + 1}") is { } fault) return fault;
            if (Above(2 * claimed[k] + rounding, errors[k], $"e{k + 1}, reported as {claimed[k]:E1},") is { } understated) return understated;
        }
        if (termination != Termination.Optimal || instance.Value is not { } value) return null;
        (double below, double above) = instance.Point is null
            ? (1e-5 * (1 + Math.Abs(value)), 1e-5 * (1 + Math.Abs(value)))
            : Allowances(instance, result.X, value);
        double found = instance.Program.Evaluate(result.X);
        return found >= value - below && found <= value + above
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"objective {found:R} is not in [{value - below:R}, {value + above:R}]");
    }

    /// <summary>
    /// How far f(x) may lie from the optimal value f* when no error exceeds ε. For the optimal x*, y*, with s = b − Ax and r = c + Px + AᵀWy,
    /// f(x) ≥ f* + ⟨y*, s⟩ ≥ f* − ‖y*‖ dist(s, K), and f* ≥ f(x) + r'(x* − x) − ⟨y, s⟩ + ⟨y, s*⟩ for every y, where the last
    /// term is at least −‖s*‖ dist(y, K*).
    /// </summary>
    private static (double Below, double Above) Allowances(RandomInstance instance, double[] x, double value)
    {
        const double rounding = 1e-12;
        ConicProgram program = instance.Program;
        double[] slack = program.Slack(instance.Point!);
        double distance = Norm([.. x.Zip(instance.Point!, (s, t) => s - t)]);
        double primal = 1 + Largest(program.B), dual = 1 + Largest(program.C);
        double terms = instance.Point!.Zip(program.C.ToArray(), (s, t) => Math.Abs(s * t)).Sum() + (1 + Largest(program.C)) * distance;
        double size = 1 + 2 * Math.Abs(value), weighted = Math.Sqrt(2);
        double below = ErrorTolerance * 2 * primal * weighted * Norm(instance.Dual!) + rounding * (1 + terms);
        double above = ErrorTolerance * (dual * (distance + weighted * Norm(slack)) + size) + rounding * (1 + terms);
        return (below, above);
    }

    /// <summary>The size of the terms that cancel in the errors of a point and dual.</summary>
    private static double Magnitude(ConicProgram program, double[] x, double[] y)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++) sum += Math.Abs(program.B[i] * y[i]);
        for (int j = 0; j < x.Length; j++)
        {
            sum += Math.Abs(program.C[j] * x[j]);
            for (int k = program.A.ColumnStarts[j]; k < program.A.ColumnStarts[j + 1]; k++)
                sum += Math.Abs(program.A.Values[k] * x[j]) * (1 + Math.Abs(y[program.A.RowIndices[k]])) + Math.Abs(program.A.Values[k] * y[program.A.RowIndices[k]]);
        }
        return sum;
    }

    /// <summary>A split of a matrix into S + N is judged with N ≥ 0 exact and the rest left to S.</summary>
    private static double[]? NonnegativePart(double[]? v) => v is null ? null : Array.ConvertAll(v, t => Math.Max(0, t));

    private static double Norm(double[] v) => Math.Sqrt(v.Sum(t => t * t));

    private static double Largest(ReadOnlySpan<double> v)
    {
        double largest = 0;
        foreach (double t in v) largest = Math.Max(largest, Math.Abs(t));
        return largest;
    }

    private static string? Above(double tolerance, double error, string name) => error <= tolerance
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{name} is {error:E1}, above {tolerance:E1}");
}

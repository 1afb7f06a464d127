using System.Diagnostics;
using System.Globalization;
using Copositive.Modeling;

namespace Copositive.Conformance;

/// <summary>What one backend made of one problem: a word for the matrix, and what is wrong with it, if anything.</summary>
internal sealed record Cell(string Text, string? Fault, double Seconds)
{
    /// <summary>The relative deviation allowed of an objective value, beside the rounding of a published one.</summary>
    public const double ValueTolerance = 1e-5;

    /// <summary>The largest of the six errors, and of a ray's violations relative to its size, allowed of an answer.</summary>
    public const double ErrorTolerance = 1e-6;

    /// <summary>Solves, or sees the refusal, and judges.</summary>
    public static Cell Run(Backend backend, ConformanceCase problem)
    {
        var watch = Stopwatch.StartNew();
        ConicProgram program = problem.Read();
        if (!backend.Takes(problem)) return Refusal(backend, problem, program) with { Seconds = watch.Elapsed.TotalSeconds };
        try
        {
            SolveResult result = program.Solve(backend.Solver);
            string text = result.PrimalObjective is { } value
                ? string.Create(CultureInfo.InvariantCulture, $"{result.Termination} {value:G9}")
                : $"{result.Termination}";
            return new Cell(text, Judge(problem, program, result), watch.Elapsed.TotalSeconds);
        }
        catch (UnsupportedProgramException e)
        {
            return new Cell("refused", $"refused, but the backend should take it: {e.Message}", watch.Elapsed.TotalSeconds);
        }
    }

    private static string? Judge(ConformanceCase problem, ConicProgram program, SolveResult result)
    {
        if (!problem.Expected.Acceptable.Any(status => Meets(status, result.Termination)))
            return $"ended as {result.Termination}, expected {string.Join(" or ", problem.Expected.Acceptable)}. {result.Message}";
        var oracle = new Oracle(program);
        switch (result.Termination)
        {
            case Termination.Infeasible:
                return result.X is not null || result.Y is null ? "an infeasible result has a ray y and no x"
                    : Within(oracle.InfeasibilityError(result.Solution), "the infeasibility ray's violation");
            case Termination.Unbounded:
                return result.X is null || result.Y is not null ? "an unbounded result has a direction x and no y"
                    : Within(oracle.UnboundednessError(result.Solution), "the direction's violation");
        }
        if (problem.Expected.Objective is { } expected && result.PrimalObjective is { } value)
        {
            double allowed = Math.Max(ValueTolerance * Math.Max(1, Math.Abs(expected)), problem.Expected.ObjectiveTolerance ?? 0);
            if (!(Math.Abs(value - expected) <= allowed))
                return string.Create(CultureInfo.InvariantCulture, $"objective {value:R}, expected {expected:R} within {allowed:E1}");
        }
        if (result.Termination != Termination.Optimal) return null;
        if (result.X is null || result.Y is null) return "an optimal result has a point and a dual";
        double[] errors = oracle.Errors(result.Solution), claimed = result.Errors!.Value.ToArray();
        for (int k = 0; k < errors.Length; k++)
        {
            if (Within(errors[k], $"e{k + 1}") is { } fault) return fault;
            if (Within(Math.Abs(errors[k] - claimed[k]), $"the difference of e{k + 1} to the library's own") is { } difference) return difference;
        }
        return null;
    }

    /// <summary>The error must name a constraint and its cone as stated, the solver, what it supports, and what to do instead.</summary>
    private static Cell Refusal(Backend backend, ConformanceCase problem, ConicProgram program)
    {
        try
        {
            SolveResult result = program.Solve(backend.Solver);
            return new Cell($"{result.Termination}", "solved a problem that the backend is not known to take; list its cones in Backend", 0);
        }
        catch (UnsupportedProgramException e)
        {
            string text = "refused";
            if (!e.Message.Contains($"'{backend.Key}'", StringComparison.Ordinal)) return new Cell(text, $"does not name the solver: {e.Message}", 0);
            foreach (ConeKind kind in backend.Solver.Capabilities.Cones)
            {
                if (!e.Message.Contains($"{kind}", StringComparison.Ordinal)) return new Cell(text, $"does not name the supported {kind}: {e.Message}", 0);
            }
            if (!e.Message.Contains("Use ", StringComparison.Ordinal) && !e.Message.Contains("would fit", StringComparison.Ordinal))
                return new Cell(text, $"names no alternative: {e.Message}", 0);
            bool names = program.Blocks.Any(block => e.Message.Contains($"'{block.Name}'", StringComparison.Ordinal)
                && e.Message.Contains($"cone {block.Cone.Symbol},", StringComparison.Ordinal));
            bool quadratic = problem.Expected.IsQuadratic && e.Message.Contains("quadratic", StringComparison.Ordinal);
            return new Cell(text, names || quadratic ? null : $"names no constraint of the program with its cone: {e.Message}", 0);
        }
    }

    private static bool Meets(string status, Termination termination) => status switch
    {
        "Optimal" => termination == Termination.Optimal,
        "Infeasible" => termination == Termination.Infeasible,
        "Unbounded" => termination == Termination.Unbounded,
        "AlmostOptimal" or "AlmostInfeasible" => termination is Termination.IllPosed or Termination.Inaccurate,
        "IterationLimit" => termination == Termination.Limit,
        "SlowProgress" or "NumericalError" => termination is Termination.Inaccurate or Termination.IllPosed or Termination.Failed,
        _ => false,
    };

    private static string? Within(double error, string name) => error <= ErrorTolerance
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"{name} is {error:E1}, above {ErrorTolerance:E1}");
}

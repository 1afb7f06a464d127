using Copositive.Copositivity;
using Copositive.Modeling;

namespace Copositive.Benchmarks.Solvers;

/// <summary>
/// Measures SCS in one form in this process: a small problem first, then the tolerances around the goal's error, then more runs with the
/// one found.
/// </summary>
internal static class ScsMeasurement
{
    /// <summary>The form with free variables and slacks in the cones: the program as it is.</summary>
    public const string Slack = "slack";

    /// <summary>The form with variables in the cones and equations.</summary>
    public const string Standard = "standard";

    /// <summary>All forms, in the order in which they are tried: the slower form of many stops at the time of the other.</summary>
    public static readonly string[] Forms = [Slack, Standard];

    private const double WarmUpTolerance = 1e-3;
    private const int Unbounded = -1, Infeasible = -2, Solved = 1, SolvedInaccurate = 2, Failed = -4;

    /// <summary>Measures.</summary>
    public static Measurement Run(Instance instance, WorkerRequest request)
    {
        Measurement Failure(string status, string reason) => Measurement.Absent(request.Source.Name, request.Solver,
            reason) with { Status = status, Form = request.Form };
        if (ScsLibrary.TryLoad(request.Library, out string? absence) is not { } library) return Failure(Measurement.Unavailable, absence!);
        Goal goal = request.ToGoal();
        IScsForm form;
        try
        {
            form = Create(request.Form!, instance.Program);
        }
        catch (UnsupportedProgramException exception)
        {
            return Failure("unsupported", exception.Message);
        }
        library.Solve(Create(request.Form!, new ThetaProblem(GraphFamilies.Paley(29)).ToProgram()).Problem, WarmUpTolerance, goal.TimeLimit);

        var memory = new ResidentMemory();
        double[] tolerances = ToleranceSearch.Around(goal.Error);
        int start = Array.IndexOf(tolerances, goal.Error);
        if (request.FirstTolerance is { } first) (tolerances, start) = ([.. tolerances.Where(tolerance => tolerance <= first)], 0);
        Attempt found = ToleranceSearch.Run(
            tolerances, start, goal, tolerance => Try(library, form, instance.Program, tolerance, goal));
        double? megabytes = memory.Megabytes();
        double seconds = found.Seconds;
        if (found.Reaches(goal) && seconds < 5)
            seconds = Averages.Median(
                [seconds, .. Enumerable.Range(0, seconds < 0.2 ? 4 : 2)
                    .Select(_ => library.Solve(form.Problem, found.Tolerance, goal.TimeLimit).Seconds)]);
        return found.ToMeasurement(request.Source.Name, request.Solver, goal) with
        {
            Seconds = seconds,
            Megabytes = megabytes,
            Threads = request.Threads,
            Form = request.Form,
        };
    }

    private static IScsForm Create(string form, ConicProgram program) => form == Slack ? new SlackForm(program) : new StandardForm(program);

    private static Attempt Try(ScsLibrary library, IScsForm form, ConicProgram program, double tolerance, Goal goal)
    {
        ScsAnswer answer = library.Solve(form.Problem, tolerance, goal.TimeLimit);
        var attempt = new Attempt
        {
            Claim = ClaimOf(answer.Status, form.IsDual),
            Tolerance = tolerance,
            Seconds = answer.Seconds,
            Iterations = answer.Iterations,
            Note = answer.Status == Solved ? null : $"SCS ended with status {answer.Status}",
        };
        if (attempt.Claim is Claim.Infeasible or Claim.Unbounded or Claim.Failed) return attempt;
        return form.MapBack(answer).Select(point => attempt.With(program, point.X, point.Y)).MinBy(candidate => candidate.Error)!;
    }

    /// <summary>Inaccurate answers of SCS are those of a limit; its iterations are not limited here, so the time was.</summary>
    internal static Claim ClaimOf(int status, bool isDual) => status switch
    {
        Solved => Claim.Solved,
        SolvedInaccurate => Claim.Limit,
        Infeasible => isDual ? Claim.Unbounded : Claim.Infeasible,
        Unbounded => isDual ? Claim.Infeasible : Claim.Unbounded,
        <= Failed and > -6 => Claim.Failed,
        _ => Claim.Limit,
    };
}

using Copositive.Modeling;

namespace Copositive.Benchmarks.Solvers;

/// <summary>One run of a peer at one tolerance.</summary>
internal sealed record Attempt
{
    /// <summary>What the peer says.</summary>
    public required Claim Claim { get; init; }

    /// <summary>Its tolerance.</summary>
    public required double Tolerance { get; init; }

    /// <summary>The time.</summary>
    public double Seconds { get; init; }

    /// <summary>The largest of the six errors recomputed on the program; infinite where there is no point and dual.</summary>
    public double Error { get; init; } = double.PositiveInfinity;

    /// <summary>The primal objective; null where there is no point.</summary>
    public double? Objective { get; init; }

    /// <summary>Iterations as the peer counts them.</summary>
    public int? Iterations { get; init; }

    /// <summary>Peak resident memory in MB; null where it was not measured.</summary>
    public double? Megabytes { get; init; }

    /// <summary>A remark.</summary>
    public string? Note { get; init; }

    /// <summary>The same with the errors of a point and dual of the program.</summary>
    public Attempt With(ConicProgram program, double[] x, double[] y)
    {
        OptimalityErrors? errors = x.All(double.IsFinite) && y.All(double.IsFinite)
            ? Optimality.Errors(program, new ConicSolution { Termination = Termination.Optimal, X = x, Y = y })
            : null;
        return errors is { } e ? this with { Error = e.Max, Objective = program.Sign * program.Evaluate(x) } : this;
    }

    /// <summary>Whether the goal is reached.</summary>
    public bool Reaches(Goal goal) => Error <= goal.Error;

    /// <summary>As a measurement.</summary>
    public Measurement ToMeasurement(string instance, string solver, Goal goal) => new()
    {
        Instance = instance,
        Solver = solver,
        Status = Claim switch
        {
            Claim.Infeasible => "infeasible",
            Claim.Unbounded => "unbounded",
            _ when Reaches(goal) => Measurement.Optimal,
            Claim.Limit => Measurement.Limit,
            Claim.Failed => "failed",
            _ => "inaccurate",
        },
        Seconds = Seconds,
        Error = double.IsFinite(Error) && Claim is not (Claim.Infeasible or Claim.Unbounded) ? Error : null,
        Objective = Claim is Claim.Infeasible or Claim.Unbounded ? null : Objective,
        Iterations = Iterations,
        Megabytes = Megabytes,
        Tolerance = Tolerance,
        Note = Note,
    };
}

using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;
using Microsoft.Extensions.Logging;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>One solve: paths, one after the other, until one ends at a solution or a ray.</summary>
internal sealed class InteriorPointRun : IDisposable
{
    private const string TimePassed = "The time limit passed.", StepsDone = "The iteration limit came first.";

    /// <summary>Where the least error is below this, there is a solution, and rays are not looked for.</summary>
    private const double Undecided = 1e-4;

    /// <summary>The weight of ½‖x‖² in the last attempt; what it adds to the errors is of its size.</summary>
    private const double Ridge = 1e-9;

    private readonly ConicProgram _program;
    private readonly ILogger _logger;
    private readonly CancellationToken _cancellation;
    private readonly RunClock _clock;
    private readonly int _stepLimit, _passes;
    private readonly ScaledProgram _scaled;
    private readonly RunRecord _record;
    private readonly ReducedPattern? _pattern;
    private readonly WarmStart? _start;
    private readonly WorkerTeam? _team;
    private int _steps;

    public InteriorPointRun(
        ConicProgram program, InteriorPointOptions options, SolveOptions overrides, ILogger logger, IProgress<SolverProgress>? progress,
        CancellationToken cancellation)
    {
        (_program, _logger, _cancellation) = (program, logger, cancellation);
        _pattern = ReducedPattern.Where(program);
        PathEstimate estimate = PathEstimate.Of(program, _pattern);
        estimate.Require(options.MemoryLimit, program);
        _clock = new RunClock(overrides.TimeLimit ?? options.TimeLimit);
        _stepLimit = overrides.IterationLimit ?? options.IterationLimit;
        _passes = options.ScalingPasses;
        _scaled = new ScaledProgram(program, _passes, 1);
        _record = new RunRecord(program, _scaled, overrides.Tolerance ?? options.Tolerance, _clock, progress);
        _start = overrides.WarmStart;
        int threads = overrides.Threads ?? options.Threads ?? estimate.Threads;
        if (threads > 1) _team = new WorkerTeam(threads);
    }

    /// <inheritdoc/>
    public void Dispose() => _team?.Dispose();

    public ConicSolution Solve()
    {
        bool hasMatrices = _program.Blocks.Any(block => block.Cone.Kind == ConeKind.PositiveSemidefinite);
        if (_start is not null && Follow(_scaled, MatrixDirection.Hkm, _start) is { } warm) return warm;
        if (Follow(_scaled, hasMatrices ? MatrixDirection.Hkm : MatrixDirection.NesterovTodd, null) is { } answer) return answer;
        if (hasMatrices && Follow(_scaled, MatrixDirection.NesterovTodd, null) is { } second) return second;
        // Where the solutions are an unbounded set, paths run away along it until rounding is all that is left. The ridge that holds them would
        // also hold points that run away because there is no solution.
        if (_record.Best.Error <= Undecided && _record.IsConvincing && Follow(_scaled.WithRidge(Ridge), MatrixDirection.NesterovTodd, null) is { } third) return third;
        if (_record.Best.Error > Undecided && FindRayApart() is { } apart) return Log(apart);
        return Finish(StalledTermination(), "Progress ended short of the tolerance.");
    }

    /// <summary>
    /// A ray of the constraints alone, or of the objective with the constraints' directions alone: where both sides are at fault, or a quadratic
    /// objective is, the path of the whole program may end at neither.
    /// </summary>
    private ConicSolution? FindRayApart()
    {
        var search = new RaySearch(_scaled);
        ConicProgram constraints = RayPrograms.Constraints(_program);
        if (Follow(constraints) is { } feasibility && search.FindInfeasibility(Scaled(feasibility.Dual)) is { } y)
            return new ConicSolution { Termination = Termination.Infeasible, Y = y, Iterations = _steps };
        if (Follow(RayPrograms.Directions(_program)) is { } directions)
        {
            var d = new double[_program.Columns];
            _scaled.ScalePoint(directions.Point, d);
            if (search.FindUnboundedness(d) is { } ray) return new ConicSolution { Termination = Termination.Unbounded, X = ray, Iterations = _steps };
        }
        return null;

        double[] Scaled(double[] dual)
        {
            var scaled = new double[_program.Rows];
            _scaled.ScaleDual(dual, scaled);
            return scaled;
        }
    }

    /// <summary>Where the path of another program ends, in its units; null where a limit comes first.</summary>
    private (double[] Point, double[] Dual)? Follow(ConicProgram program)
    {
        if (_clock.IsOver || _steps >= _stepLimit) return null;
        const double enough = 1e-9;
        var scaled = new ScaledProgram(program, _passes, 1);
        var errors = new PointErrors(program);
        double[] x = new double[program.Columns], y = new double[program.Rows], s = new double[program.Rows];
        var path = new HomogeneousPath(scaled, MatrixDirection.NesterovTodd, ReducedPattern.Where(program), _team);
        path.Run(_stepLimit - _steps, () =>
        {
            _cancellation.ThrowIfCancellationRequested();
            scaled.UnscalePoint(path.Point, x);
            scaled.UnscaleDual(path.Dual, y);
            scaled.UnscaleSlack(path.Slack, s);
            OptimalityErrors now = errors.Measure(x, y, s);
            return _clock.IsOver || now.Max <= enough ? null : now;
        });
        _steps += path.Steps;
        return (x, y);
    }

    /// <summary>The answer where a path ends at one, or a limit comes.</summary>
    private ConicSolution? Follow(ScaledProgram scaled, MatrixDirection direction, WarmStart? start)
    {
        var path = new HomogeneousPath(scaled, direction, _pattern, _team);
        InteriorPointLog.Started(_logger, _program.Name, _program.Columns, _program.Rows, _program.Blocks.Length, direction, path.Description);
        if (start is not null && !TryStart(path, start)) return null;
        int before = _steps;
        path.Run(_stepLimit - before, () =>
        {
            _cancellation.ThrowIfCancellationRequested();
            _record.Measure(_scaled, before + path.Steps, path.Point, path.Dual, path.Slack);
            OptimalityErrors errors = _record.Errors;
            InteriorPointLog.Stepped(
                _logger, path.Steps, errors.Equality, errors.PrimalCone, errors.Stationarity, errors.Gap, errors.Complementarity);
            return _record.IsOptimal || _clock.IsOver ? null : errors;
        });
        _steps += path.Steps;
        if (_record.IsOptimal) return Finish(Termination.Optimal, null);
        if ((_record.Best.Error > Undecided || path.TendsToRay) && FindRay(path) is { } ray) return Log(ray);
        if (_clock.IsOver) return Finish(Termination.Limit, TimePassed);
        return _steps >= _stepLimit ? Finish(Termination.Limit, StepsDone) : null;
    }

    /// <summary>Moves the start of a path to a point and dual; false when they are too far from any solution to serve.</summary>
    private bool TryStart(HomogeneousPath path, WarmStart start)
    {
        const double far = 1, least = 1e-3;
        double[] x = new double[_program.Columns], y = new double[_program.Rows], s = (double[])_scaled.B.Clone();
        if (start.X is { } point) _scaled.ScalePoint(point, x);
        if (start.Y is { } dual) _scaled.ScaleDual(dual, y);
        _scaled.A.Multiply(x, s, -1, 1);
        double[] slack = new double[s.Length], inner = new double[s.Length];
        var cones = new ProductProjection(_program, _team);
        cones.Project(s, slack);
        cones.Project(y, inner);
        foreach (ConeBlock block in _program.Blocks)
        {
            if (block.Cone.Kind == ConeKind.Zero) block.Of((ReadOnlySpan<double>)y).CopyTo(block.Of(inner.AsSpan()));
        }
        _record.Measure(_scaled, 0, x, inner, slack);
        double error = _record.Errors.Max;
        if (!(error < far)) return false;
        path.StartAt(x, slack, inner, Math.Max(least, Math.Sqrt(error)));
        return true;
    }

    private ConicSolution? FindRay(HomogeneousPath path)
    {
        var search = new RaySearch(_scaled);
        if (search.FindInfeasibility(path.Dual) is { } y)
            return new ConicSolution { Termination = Termination.Infeasible, Y = y, Iterations = _steps };
        if (search.FindUnboundedness(path.Point) is { } d)
            return new ConicSolution { Termination = Termination.Unbounded, X = d, Iterations = _steps };
        if (search.FindInconsistency() is { } r)
            return new ConicSolution { Termination = Termination.Infeasible, Y = r, Iterations = _steps };
        if (search.FindFreeDescent() is { } descent)
            return new ConicSolution { Termination = Termination.Unbounded, X = descent, Iterations = _steps };
        return null;
    }

    private Termination StalledTermination()
    {
        const double undecided = 1e-2;
        return _record.Best.Error <= _record.Tolerance || _record.Best.Error > undecided ? Termination.IllPosed : Termination.Inaccurate;
    }

    private ConicSolution Finish(Termination termination, string? message)
    {
        BestPoint best = _record.Best;
        bool hasPoint = double.IsFinite(best.Error);
        return Log(new ConicSolution
        {
            Termination = hasPoint ? termination : Termination.Failed,
            X = hasPoint ? best.X : null,
            Y = hasPoint ? best.Y : null,
            Iterations = _steps,
            Tolerance = _record.Tolerance,
            Message = hasPoint ? message : "The numbers overflowed.",
        });
    }

    private ConicSolution Log(ConicSolution solution)
    {
        InteriorPointLog.Ended(
            _logger, _program.Name, solution.Termination, solution.Iterations, _record.Best.Error, _clock.Elapsed.TotalSeconds);
        return solution;
    }
}

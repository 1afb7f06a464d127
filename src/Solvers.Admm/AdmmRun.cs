using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;
using Copositive.Solvers.InteriorPoint;
using Microsoft.Extensions.Logging;

namespace Copositive.Solvers.Admm;

/// <summary>One solve: the state and work space of the iteration, and the decisions at each step.</summary>
internal sealed class AdmmRun : IDisposable
{
    private const int InexactLimit = 2;

    private const string TimePassed = "The time limit passed.", IterationsDone = "The iteration limit came first.";

    /// <summary>By then ADMM has found the balance of point and dual from which the method of multipliers starts.</summary>
    private const int MultipliersStart = 12;

    private readonly ConicProgram _program;
    private readonly AdmmOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationToken _cancellation;
    private readonly RunClock _clock;
    private readonly int _iterationLimit;
    private readonly WorkerTeam? _team;
    private readonly double _tolerance;
    private readonly IProgress<SolverProgress>? _progress;
    private readonly SafeguardedAcceleration _acceleration;
    private readonly NewtonIteration _newton;
    private readonly RayChecks _rays;
    private readonly RescalingSchedule _rescaling = new();
    private readonly PathSchedule _path;

    private ScaledProgram _scaled;
    private AdmmRecord _record;
    private SplittingMap _map;
    private PenaltyBalance _balance = new();
    private double[] _state = [], _residual = [], _step = [], _image = [], _fallback = [], _direction = [];
    private bool _balancesErrors, _isExact = true, _isWarm, _multipliers;
    private int _otherNewtonSteps, _otherKrylovSteps;

    public AdmmRun(
        ConicProgram program, AdmmOptions options, SolveOptions overrides, ILogger logger, IProgress<SolverProgress>? progress, CancellationToken cancellation)
    {
        _program = program;
        _options = options;
        _logger = logger;
        _cancellation = cancellation;
        _clock = new RunClock(overrides.TimeLimit ?? options.TimeLimit);
        _iterationLimit = overrides.IterationLimit ?? options.IterationLimit;
        int threads = overrides.Threads ?? options.Threads ?? ThreadCount.For(program);
        if (threads > 1) _team = new WorkerTeam(threads);
        _scaled = new ScaledProgram(program, options.ScalingPasses, options.EqualityStiffness);
        (_tolerance, _progress) = (overrides.Tolerance ?? options.Tolerance, progress);
        _record = CreateRecord();
        _acceleration = new SafeguardedAcceleration(options);
        _newton = new NewtonIteration(_scaled, options, logger, _team);
        _rays = new RayChecks(program);
        _path = new PathSchedule(_scaled);
        _multipliers = options.Newton && AugmentedLagrangian.Serves(_scaled);
        _map = CreateMap(options.Penalty);
        Start(overrides.WarmStart);
    }

    /// <inheritdoc/>
    public void Dispose() => _team?.Dispose();

    public ConicSolution Solve()
    {
        int iteration = 0, inexact = 0;
        if (_options.Newton && !_isWarm && FollowDirectPath() is { } answer) return answer;
        for (; iteration < _iterationLimit; iteration++)
        {
            _cancellation.ThrowIfCancellationRequested();
            _map.Evaluate(_state, _residual, new ProjectionMode(_newton.UsesDerivative(iteration)));
            double residual = EuclideanNorm.Of(_residual);
            _record.Measure(_scaled, iteration, residual, _map.Penalty, _map.Point, _map.Dual, _map.Slack);
            if (!_record.IsOptimal) _record.MeasureDistances(_scaled, _map, _residual, iteration);
            if (_record.IsOptimal) return Finish(Termination.Optimal, iteration + 1, null);
            if (_clock.IsOver) return Finish(Termination.Limit, iteration + 1, TimePassed);
            inexact = _map.IsExact ? 0 : inexact + 1;
            if (inexact > InexactLimit)
            {
                inexact = 0;
                ProjectAll();
                continue;
            }
            if (!double.IsFinite(residual) && !_newton.IsPending && !_acceleration.IsPending && _isExact)
            {
                ProjectAll();
                continue;
            }
            if (!double.IsFinite(residual) && !_newton.IsPending && !_acceleration.IsPending)
                return Finish(Termination.Failed, iteration + 1, "The iterates overflowed.");

            bool isNewton = _newton.IsDue(iteration);
            if (_newton.IsPending)
            {
                NewtonVerdict verdict = _newton.Judge(residual, iteration);
                isNewton = verdict == NewtonVerdict.Accept;
                if (!isNewton && verdict != NewtonVerdict.Keep)
                {
                    if (!_newton.TryAdjust(verdict, iteration, _residual, _state)) _fallback.CopyTo(_state, 0);
                    continue;
                }
                _acceleration.Clear();
            }
            else if (_acceleration.Rejects(residual))
            {
                _fallback.CopyTo(_state, 0);
                continue;
            }
            _acceleration.Accept(residual);
            if (_rays.IsDue(iteration) && _rays.Find(_scaled, _map, _residual, _record.Best.Error, iteration + 1) is { } ray) return Finish(ray);
            if (_options.Newton && _path.IsDue(iteration, _record.Best.Error, _record.Tolerance))
            {
                if (FollowPath(iteration) is { } end) return Finish(end);
                continue;
            }
            if (_multipliers && iteration >= MultipliersStart)
            {
                iteration += FollowMultipliers(iteration);
                if (_record.IsOptimal) return Finish(Termination.Optimal, iteration + 1, null);
                continue;
            }
            if (_record.HasStalled(iteration)) return Finish(StalledTermination(), iteration + 1, "Progress ended short of the tolerance.");

            TensorPrimitives.Multiply(_residual, _options.OverRelaxation, _step);
            TensorPrimitives.Add(_state, _step, _image);
            if (!isNewton && (TryRescale(iteration) || TryChangePenalty())) continue;

            _acceleration.Push(_step, _image);
            if (isNewton && _newton.TryPropose(_map, iteration, _state, _residual, _direction))
            {
                _acceleration.TryExtrapolate(_image, _fallback);
                _direction.CopyTo(_state, 0);
                continue;
            }
            _image.CopyTo(_fallback, 0);
            if (iteration >= _options.AndersonStart) _acceleration.Advance(_image, _step, _state, _direction);
            else _image.CopyTo(_state, 0);
        }
        return Finish(Termination.Limit, iteration, IterationsDone);
    }

    private AdmmRecord CreateRecord() => new(_program, _scaled, _tolerance, _clock, _logger, _progress, _team);

    /// <summary>A map of the scaled program, with work space and memory for its states.</summary>
    private SplittingMap CreateMap(double penalty)
    {
        AffinePart affine;
        try
        {
            affine = AffinePart.Create(_scaled, _options.ProximalWeight, _isExact, _team);
        }
        catch (OverflowException) when (_isExact)
        {
            // Equalities and columns that depend on each other up to rounding.
            _isExact = false;
            affine = AffinePart.Create(_scaled, _options.ProximalWeight, _isExact, _team);
        }
        AdmmLog.Started(_logger, _program.Name, _program.Columns, _program.Rows, _program.Blocks.Length, affine.Step.Description);
        var map = new SplittingMap(_scaled, affine, penalty, _team);
        _acceleration.Clear();
        _newton.Restart(_scaled);
        _rays.Restart();
        if (map.Dimension == _state.Length) return map;
        int dimension = map.Dimension;
        _acceleration.Resize(dimension);
        _newton.Resize(dimension);
        _state = new double[dimension];
        _residual = new double[dimension];
        _step = new double[dimension];
        _image = new double[dimension];
        _fallback = new double[dimension];
        _direction = new double[dimension];
        return map;
    }

    /// <summary>Goes on with equalities and bounds projected, where the x-step does not find a point that meets them.</summary>
    private void ProjectAll()
    {
        _isExact = false;
        double[] x = _map.Point.ToArray(), y = _map.Dual.ToArray();
        _map = CreateMap(_map.Penalty);
        if (double.IsFinite(EuclideanNorm.Of(x)) && double.IsFinite(EuclideanNorm.Of(y))) _map.StateOf(x, y, _state);
        else Array.Clear(_state);
        _acceleration.Restart();
    }

    private bool TryRescale(int iteration)
    {
        BestPoint best = _record.Best;
        if (!_rescaling.IsDue(iteration, best.LastProgress, best.Error)) return false;
        if (!_rescaling.IsSlow(iteration, best.Error, _record.Tolerance)) return false;
        _balancesErrors = !_balancesErrors;
        if (ConeBalance.Refine(_scaled, _map.Slack, _map.Dual) is not { } factors) return false;
        // The point, slack and dual of the last evaluation go on in the new scaling.
        _scaled = new ScaledProgram(_program, _options.ScalingPasses, _options.EqualityStiffness, factors);
        _map = CreateMap(1);
        Continue(_record.X, _record.Y);
        _balance = new PenaltyBalance();
        return true;
    }

    /// <summary>
    /// The answer where an interior-point path from the start is the shorter way, and gets there or takes all the time. Elsewhere nothing
    /// of it is kept: ADMM and its rays decide what the program is, and points near the end of a path that has none would mislead them.
    /// </summary>
    private ConicSolution? FollowDirectPath()
    {
        if (!new DirectPathEstimate(_scaled).FavoursPath) return null;
        var path = new HomogeneousPath(_scaled, MatrixDirection.Hkm, null, _team);
        path.Run(_iterationLimit, () =>
        {
            _cancellation.ThrowIfCancellationRequested();
            _record.Measure(_scaled, path.Steps, 0, _map.Penalty, path.Point, path.Dual, path.Slack);
            return _record.IsOptimal || _clock.IsOver ? null : _record.Errors;
        });
        AdmmLog.FollowedPath(_logger, path.Steps, _record.Best.Error);
        _otherNewtonSteps += path.Steps;
        if (_record.IsOptimal) return Finish(Termination.Optimal, path.Steps, null);
        if (_clock.IsOver) return Finish(Termination.Limit, path.Steps, TimePassed);
        if (path.Steps >= _iterationLimit) return Finish(Termination.Limit, path.Steps, IterationsDone);
        _record = CreateRecord();
        return null;
    }

    /// <summary>
    /// Follows the central path; where that leaves a better point, ADMM goes on from it. A ray that the path tends to is returned.
    /// </summary>
    private ConicSolution? FollowPath(int iteration)
    {
        double before = _record.Best.Error;
        var path = new HomogeneousPath(_scaled, MatrixDirection.NesterovTodd, null, _team);
        path.Run(_iterationLimit, () =>
        {
            _cancellation.ThrowIfCancellationRequested();
            _record.Measure(_scaled, iteration, 0, _map.Penalty, path.Point, path.Dual, path.Slack);
            return _clock.IsOver || _record.IsOptimal ? null : _record.Errors;
        });
        _otherNewtonSteps += path.Steps;
        _acceleration.Restart();
        if (_record.Best.Error > _record.Tolerance && path.TendsToRay && _rays.Find(_scaled, iteration + 1, path.Dual, path.Point) is { } ray) return ray;
        if (!(_record.Best.Error < before)) return null;
        Continue(_record.Best.X, _record.Best.Y);
        _acceleration.Clear();
        return null;
    }

    /// <summary>
    /// Goes on by the method of multipliers, once; where that leaves a better point, ADMM goes on from it. Returns the projections done.
    /// </summary>
    private int FollowMultipliers(int iteration)
    {
        _multipliers = false;
        double before = _record.Best.Error;
        var phase = new AugmentedLagrangian(_scaled, _team);
        phase.Run(_map.Point, _map.Dual, AugmentedLagrangian.PenaltyGrowth * _map.Penalty, _record.Tolerance, () =>
        {
            _cancellation.ThrowIfCancellationRequested();
            _record.Measure(_scaled, iteration + phase.Projections, 0, phase.Penalty, phase.Point, phase.Dual, phase.Slack);
            return _clock.IsOver || iteration + 1 + phase.Projections >= _iterationLimit ? null : _record.Errors;
        });
        AdmmLog.Multiplied(_logger, iteration, phase.Steps, phase.KrylovSteps, phase.Projections, phase.Penalty, _record.Best.Error);
        _otherNewtonSteps += phase.Steps;
        _otherKrylovSteps += phase.KrylovSteps;
        _acceleration.Restart();
        if (_record.Best.Error < before)
        {
            Continue(_record.Best.X, _record.Best.Y);
            _acceleration.Clear();
        }
        return phase.Projections;
    }

    private void Start(WarmStart? start)
    {
        if (start is null || (start.X is null && start.Y is null)) return;
        _isWarm = true;
        Continue(start.X ?? [], start.Y ?? []);
        if (start.X is not null && start.Y is not null) _newton.StartWarm();
    }

    /// <summary>Sets the state from a point and a dual in the units of the program as given; an empty one stands for 0.</summary>
    private void Continue(ReadOnlySpan<double> point, ReadOnlySpan<double> dual)
    {
        double[] x = new double[_program.Columns], y = new double[_program.Rows];
        if (!point.IsEmpty) _scaled.ScalePoint(point, x);
        if (!dual.IsEmpty) _scaled.ScaleDual(dual, y);
        _map.StateOf(x, y, _state);
    }

    private bool TryChangePenalty()
    {
        if (!_options.AdaptivePenalty) return false;
        OptimalityErrors errors = _record.Errors;
        double penalty = _balancesErrors
            ? _balance.Next(_map.Penalty, Math.Max(errors.Equality, errors.PrimalCone), errors.Stationarity)
            : _balance.Next(_map.Penalty, _map.PrimalResidual, _map.DualResidual);
        if (penalty == _map.Penalty) return false;
        try
        {
            _map.ChangePenalty(penalty, _image);
        }
        catch (OverflowException) when (_isExact)
        {
            ProjectAll();
            return true;
        }
        _image.CopyTo(_state, 0);
        _acceleration.Clear();
        return true;
    }

    private Termination StalledTermination()
    {
        const double farAway = 1e3, undecided = 1e-2;
        if (_record.Best.Error <= _record.Tolerance) return Termination.IllPosed;
        bool diverges = EuclideanNorm.Of(_map.Point) > farAway || EuclideanNorm.Of(_map.Dual) > farAway;
        return diverges && _record.Best.Error > undecided ? Termination.IllPosed : Termination.Inaccurate;
    }

    private ConicSolution Finish(Termination termination, int iterations, string? message)
    {
        BestPoint best = _record.Best;
        bool hasPoint = double.IsFinite(best.Error) && termination != Termination.Failed;
        return Finish(new ConicSolution
        {
            Termination = termination,
            X = hasPoint ? best.X : null,
            Y = hasPoint ? best.Y : null,
            Iterations = iterations,
            Tolerance = _record.Tolerance,
            Message = message,
        });
    }

    private ConicSolution Finish(ConicSolution solution)
    {
        AdmmLog.Ended(
            _logger, _program.Name, solution.Termination, solution.Iterations, _newton.Accepted + _otherNewtonSteps,
            _newton.KrylovSteps + _otherKrylovSteps, _record.Best.Error,
            _clock.Elapsed.TotalSeconds);
        return solution;
    }
}

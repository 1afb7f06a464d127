using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;
using Microsoft.Extensions.Logging;

namespace Copositive.Solvers.Admm;

/// <summary>One solve: the state and work space of the iteration, and the decisions at each step.</summary>
internal sealed class AdmmRun : IDisposable
{
    private const int RayInterval = 25, FirstRescaling = 60, InexactLimit = 2;
    private const double RescalingGrowth = 3;

    private readonly ConicProgram _program;
    private readonly AdmmOptions _options;
    private readonly ILogger _logger;
    private readonly IProgress<SolverProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly RunClock _clock;
    private readonly double _tolerance;
    private readonly int _iterationLimit;
    private readonly WorkerTeam? _team;

    private ScaledProgram _scaled;
    private SplittingMap _map;
    private PenaltyBalance _balance = new();
    private readonly NewtonSchedule _schedule;
    private readonly PathSchedule _path;
    private readonly PointErrors _errors;
    private readonly BestPoint _best;
    private AndersonAcceleration? _anderson;
    private double[] _state = [], _residual = [], _step = [], _image = [], _fallback = [], _direction = [];
    private readonly double[] _x, _y, _s;
    private NewtonTrial _trial = new(0);
    private Gmres? _gmres;
    private ActiveSetStep? _activeSet;
    private RaySearch? _rays;
    private OptimalityErrors _lastErrors;
    private double _allowedGrowth, _errorAtRescaling = double.PositiveInfinity;
    private bool _balancesErrors, _isLongJump, _isExact = true;
    private double _jumpLimit = 100;
    private int _newtonSteps, _krylovSteps, _nextRayCheck = RayInterval, _nextRescaling = FirstRescaling, _lastRescaling;

    public AdmmRun(
        ConicProgram program, AdmmOptions options, SolveOptions overrides, ILogger logger, IProgress<SolverProgress>? progress, CancellationToken cancellation)
    {
        _program = program;
        _options = options;
        _logger = logger;
        _progress = progress;
        _cancellation = cancellation;
        _clock = new RunClock(overrides.TimeLimit ?? options.TimeLimit);
        _tolerance = overrides.Tolerance ?? options.Tolerance;
        _iterationLimit = overrides.IterationLimit ?? options.IterationLimit;
        int threads = overrides.Threads ?? options.Threads ?? ThreadCount.For(program);
        if (threads > 1) _team = new WorkerTeam(threads);
        _scaled = new ScaledProgram(program, options.ScalingPasses, options.EqualityStiffness);
        _map = CreateMap(options.Penalty);
        _schedule = ActiveSetStep.Serves(program) ? NewtonSchedule.ForDirectSteps() : NewtonSchedule.ForKrylovSteps();
        _path = new PathSchedule(_scaled);
        _errors = new PointErrors(program);
        _best = new BestPoint(program.Columns, program.Rows);
        _x = new double[program.Columns];
        _y = new double[program.Rows];
        _s = new double[program.Rows];
        Start(overrides.WarmStart);
    }

    /// <inheritdoc/>
    public void Dispose() => _team?.Dispose();

    public ConicSolution Solve()
    {
        double accepted = double.PositiveInfinity;
        bool isAccelerated = false;
        bool isDirect = ActiveSetStep.Serves(_program);
        int iteration = 0, inexact = 0;
        for (; iteration < _iterationLimit; iteration++)
        {
            _cancellation.ThrowIfCancellationRequested();
            bool derivativeFollows = _options.Newton && !isDirect && (_trial.IsOpen || _schedule.IsDue(iteration));
            _map.Evaluate(_state, _residual, new ProjectionMode(derivativeFollows));
            double residual = EuclideanNorm.Of(_residual);
            Measure(iteration, residual, _map.Point, _map.Dual, _map.Slack);
            if (IsOptimal()) return Finish(Termination.Optimal, iteration + 1, null);
            if (_clock.IsOver) return Finish(Termination.Limit, iteration + 1, "The time limit passed.");
            inexact = _map.IsExact ? 0 : inexact + 1;
            if (inexact > InexactLimit)
            {
                inexact = 0;
                ProjectAll();
                (isAccelerated, accepted) = (false, double.PositiveInfinity);
                continue;
            }
            if (!double.IsFinite(residual) && !_trial.IsOpen && !isAccelerated)
                return Finish(Termination.Failed, iteration + 1, "The iterates overflowed.");

            bool newton;
            if (_trial.IsOpen)
            {
                NewtonVerdict verdict = _trial.Judge(residual);
                if (verdict is NewtonVerdict.Relax or NewtonVerdict.Damp or NewtonVerdict.Reject)
                {
                    Retry(verdict, iteration);
                    continue;
                }
                _anderson?.Clear();
                newton = verdict == NewtonVerdict.Accept;
                if (newton) _schedule.Accept();
                else _schedule.Postpone(iteration);
            }
            else
            {
                newton = _options.Newton && _schedule.IsDue(iteration);
                if (isAccelerated && !(residual <= _allowedGrowth * accepted))
                {
                    isAccelerated = false;
                    _anderson!.Clear();
                    if (_isLongJump) _jumpLimit = Math.Max(_jumpLimit / 4, 10);
                    _fallback.CopyTo(_state, 0);
                    continue;
                }
            }
            if (isAccelerated && _isLongJump) _jumpLimit *= 2;
            accepted = residual;
            isAccelerated = false;
            if (iteration >= _nextRayCheck && FindRay(iteration + 1) is { } ray) return ray;
            if (_options.Newton && _path.IsDue(iteration, _best.Error, _tolerance))
            {
                if (FollowPath(iteration) is { } end) return end;
                accepted = double.PositiveInfinity;
                continue;
            }
            if (HasStalled(iteration)) return Finish(StalledTermination(), iteration + 1, "Progress ended short of the tolerance.");

            TensorPrimitives.Multiply(_residual, _options.OverRelaxation, _step);
            TensorPrimitives.Add(_state, _step, _image);
            if (!newton && (TryRescale(iteration) || TryChangePenalty())) continue;

            _anderson?.Push(_step, _image);
            if (newton && TryNewtonCandidate(iteration, residual))
            {
                _image.CopyTo(_fallback, 0);
                TryExtrapolate(_fallback);
                _direction.CopyTo(_state, 0);
                continue;
            }
            _image.CopyTo(_state, 0);
            if (iteration < _options.AndersonStart) continue;
            _image.CopyTo(_fallback, 0);
            isAccelerated = TryExtrapolate(_state);
            if (isAccelerated) _allowedGrowth = AllowedGrowth();
        }
        return Finish(Termination.Limit, iteration, "The iteration limit came first.");
    }

    /// <summary>A map of the scaled program, with work space and memory for its states.</summary>
    private SplittingMap CreateMap(double penalty)
    {
        var affine = AffinePart.Create(_scaled, _options.ProximalWeight, _isExact, _team);
        AdmmLog.Started(_logger, _program.Name, _program.Columns, _program.Rows, _program.Blocks.Length, affine.Step.Description);
        var map = new SplittingMap(_scaled, affine, penalty, _team);
        _anderson?.Clear();
        _activeSet = null;
        _rays = null;
        _trial.Close();
        if (map.Dimension == _state.Length) return map;
        int dimension = map.Dimension;
        _anderson = _options.AndersonMemory > 0 && dimension > 0 ? new AndersonAcceleration(dimension, _options.AndersonMemory) : null;
        _gmres = null;
        _trial = new NewtonTrial(dimension);
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
        _map.StateOf(x, y, _state);
    }

    private bool TryRescale(int iteration)
    {
        if (iteration < _nextRescaling) return false;
        _nextRescaling = (int)(RescalingGrowth * iteration);
        bool isSlow = IsSlow(iteration);
        _errorAtRescaling = _best.Error;
        _lastRescaling = iteration;
        if (!isSlow) return false;
        _balancesErrors = !_balancesErrors;
        if (ConeBalance.Refine(_scaled, _map.Slack, _map.Dual) is not { } factors) return false;
        // The point, slack and dual of the last evaluation go on in the new scaling.
        var scaled = new ScaledProgram(_program, _options.ScalingPasses, _options.EqualityStiffness, factors);
        double[] x = new double[_program.Columns], y = new double[_program.Rows];
        scaled.ScalePoint(_x, x);
        scaled.ScaleDual(_y, y);
        _scaled = scaled;
        _map = CreateMap(1);
        _map.StateOf(x, y, _state);
        _balance = new PenaltyBalance();
        return true;
    }

    /// <summary>
    /// Whether the errors, falling as since the last look, would take more than twice the iterations done to reach the tolerance.
    /// </summary>
    private bool IsSlow(int iteration)
    {
        if (iteration < 2 * FirstRescaling) return false;
        double pace = Math.Log(_errorAtRescaling / _best.Error) / (iteration - _lastRescaling);
        return !(Math.Log(_best.Error / _tolerance) <= 2 * iteration * pace);
    }

    /// <summary>
    /// Follows the central path; where that leaves a better point, ADMM goes on from it. A ray that the path tends to is returned.
    /// </summary>
    private ConicSolution? FollowPath(int iteration)
    {
        double before = _best.Error;
        var path = new CentralPath(_scaled);
        path.Run(_tolerance, () =>
        {
            _cancellation.ThrowIfCancellationRequested();
            Measure(iteration, 0, path.Point, path.Dual, path.Slack);
            return _clock.IsOver ? null : _lastErrors;
        });
        _newtonSteps += path.Steps;
        if (_best.Error > _tolerance && path.TendsToRay && FindRay(iteration + 1, path.Dual, path.Point) is { } ray) return ray;
        if (!(_best.Error < before)) return null;
        double[] x = new double[_program.Columns], y = new double[_program.Rows];
        _scaled.ScalePoint(_best.X, x);
        _scaled.ScaleDual(_best.Y, y);
        _map.StateOf(x, y, _state);
        _anderson?.Clear();
        return null;
    }

    /// <summary>Replaces the image, which the argument holds, by the accelerated point; leaves it where there is none.</summary>
    private bool TryExtrapolate(double[] image)
    {
        if (_anderson is not { Count: >= 2 }) return false;
        if (_anderson.TryExtrapolate(image) && IsFinite(image)) return true;
        _image.CopyTo(image, 0);
        return false;
    }

    /// <summary>
    /// Where T is locally a translation, differences of residuals are rounding errors and the extrapolation is arbitrarily long along the
    /// translation without reducing the residual; so a long jump has to pay.
    /// </summary>
    private double AllowedGrowth()
    {
        const double longJump = 10, steady = 1 + 1e-6;
        TensorPrimitives.Subtract(_state, _image, _direction);
        double length = EuclideanNorm.Of(_direction), step = EuclideanNorm.Of(_step);
        _isLongJump = length > longJump * step;
        if (!_isLongJump) return _options.AndersonGrowth;
        if (length > _jumpLimit * step)
        {
            TensorPrimitives.MultiplyAdd(_direction, _jumpLimit * step / length, _image, _state);
        }
        return steady;
    }

    private void Start(WarmStart? start)
    {
        if (start is null || (start.X is null && start.Y is null)) return;
        double[] x = new double[_program.Columns], y = new double[_program.Rows];
        if (start.X is not null) _scaled.ScalePoint(start.X, x);
        if (start.Y is not null) _scaled.ScaleDual(start.Y, y);
        _map.StateOf(x, y, _state);
        if (start.X is not null && start.Y is not null) _schedule.StartWarm();
    }

    private void Measure(int iteration, double residual, ReadOnlySpan<double> point, ReadOnlySpan<double> dual, ReadOnlySpan<double> slack)
    {
        _scaled.UnscalePoint(point, _x);
        _scaled.UnscaleDual(dual, _y);
        _scaled.UnscaleSlack(slack, _s);
        _lastErrors = _errors.Measure(_x, _y, _s);
        _best.Offer(_x, _y, _lastErrors, iteration);
        if (_logger.IsEnabled(LogLevel.Trace))
        {
            AdmmLog.Iterated(
                _logger, iteration, _lastErrors.Equality, _lastErrors.PrimalCone, _lastErrors.Stationarity, _lastErrors.Gap,
                _lastErrors.Complementarity, residual, _map.Penalty);
        }
        if (_progress is not null && _clock.TryReport(out TimeSpan elapsed))
        {
            _progress.Report(new SolverProgress(
                iteration, _errors.PrimalObjective, _errors.DualObjective, Math.Max(_lastErrors.Equality, _lastErrors.PrimalCone),
                _lastErrors.Stationarity, elapsed));
        }
    }

    private bool TryChangePenalty()
    {
        if (!_options.AdaptivePenalty) return false;
        double penalty = _balancesErrors
            ? _balance.Next(_map.Penalty, Math.Max(_lastErrors.Equality, _lastErrors.PrimalCone), _lastErrors.Stationarity)
            : _balance.Next(_map.Penalty, _map.PrimalResidual, _map.DualResidual);
        if (penalty == _map.Penalty) return false;
        _map.ChangePenalty(penalty, _image);
        _image.CopyTo(_state, 0);
        _anderson?.Clear();
        return true;
    }

    /// <summary>Makes the next state of a trial, or goes back to where it began.</summary>
    private void Retry(NewtonVerdict verdict, int iteration)
    {
        if (verdict == NewtonVerdict.Damp)
        {
            _gmres!.Shift(_trial.Mu, _direction);
            TensorPrimitives.Add(_trial.Base, _direction, _state);
            if (IsFinite(_state)) return;
            _trial.Close();
        }
        if (verdict == NewtonVerdict.Relax)
        {
            TensorPrimitives.MultiplyAdd(_residual, _options.OverRelaxation, _state, _state);
            return;
        }
        _schedule.Postpone(iteration);
        _fallback.CopyTo(_state, 0);
    }

    /// <summary>Opens a trial and leaves the candidate's state in the direction's place.</summary>
    private bool TryNewtonCandidate(int iteration, double residual)
    {
        const double forcing = 0.1, usable = 0.7;
        if (ActiveSetStep.Serves(_program))
        {
            _activeSet ??= new ActiveSetStep(_scaled);
            _activeSet.Solve(_map, _direction);
            if (IsFinite(_direction))
            {
                _trial.Open(_state, residual, 0, canAdapt: false);
                return true;
            }
            _schedule.Postpone(iteration);
            return false;
        }
        _gmres ??= new Gmres(_map.Dimension, _options.KrylovLimit, _team);
        double mu = Math.Min(1, 0.1 * Math.Sqrt(residual));
        double relative = _gmres.Solve(_map, mu, _residual, forcing, _direction);
        _krylovSteps += _gmres.Steps;
        AdmmLog.Directed(_logger, iteration, _gmres.Steps, relative);
        if (relative < usable)
        {
            TensorPrimitives.Add(_state, _direction, _direction);
            if (IsFinite(_direction))
            {
                _trial.Open(_state, residual, mu, canAdapt: true);
                return true;
            }
        }
        _schedule.Postpone(iteration);
        return false;
    }

    private static bool IsFinite(double[] v) => double.IsFinite(EuclideanNorm.Of(v));

    private ConicSolution? FindRay(int iterations)
    {
        _nextRayCheck = iterations + Math.Max(RayInterval, iterations / 4);
        if (_best.Error < 1e-4) return null;
        double[] dual = new double[_program.Rows], point = new double[_program.Columns];
        _map.Displace(_residual, dual, point);
        return FindRay(iterations, dual, point) ?? FindRay(iterations, _map.Dual, _map.Point);
    }

    private ConicSolution? FindRay(int iterations, ReadOnlySpan<double> dual, ReadOnlySpan<double> point)
    {
        bool isFirst = _rays is null;
        _rays ??= new RaySearch(_scaled);
        if ((_rays.FindInfeasibility(dual) ?? (isFirst ? _rays.FindInconsistency() : null)) is { } y)
            return Finish(new ConicSolution { Termination = Termination.Infeasible, Y = y, Iterations = iterations });
        if (_rays.FindUnboundedness(point) is { } d)
            return Finish(new ConicSolution { Termination = Termination.Unbounded, X = d, Iterations = iterations });
        return null;
    }

    private bool IsOptimal() =>
        _best.Error <= _tolerance && (_best.Error <= 1e-2 * _tolerance || Posedness.IsConvincing(_scaled, _best.X, _best.Y));

    private bool HasStalled(int iteration) => iteration - _best.LastProgress > Math.Max(3000, _best.LastProgress / 2);

    private Termination StalledTermination()
    {
        const double farAway = 1e3, undecided = 1e-2;
        if (_best.Error <= _tolerance) return Termination.IllPosed;
        bool diverges = EuclideanNorm.Of(_map.Point) > farAway || EuclideanNorm.Of(_map.Dual) > farAway;
        return diverges && _best.Error > undecided ? Termination.IllPosed : Termination.Inaccurate;
    }

    private ConicSolution Finish(Termination termination, int iterations, string? message)
    {
        bool hasPoint = double.IsFinite(_best.Error) && termination != Termination.Failed;
        return Finish(new ConicSolution
        {
            Termination = termination,
            X = hasPoint ? _best.X : null,
            Y = hasPoint ? _best.Y : null,
            Iterations = iterations,
            Tolerance = _tolerance,
            Message = message,
        });
    }

    private ConicSolution Finish(ConicSolution solution)
    {
        AdmmLog.Ended(
            _logger, _program.Name, solution.Termination, solution.Iterations, _schedule.Accepted + _newtonSteps, _krylovSteps, _best.Error, _clock.Elapsed.TotalSeconds);
        return solution;
    }
}

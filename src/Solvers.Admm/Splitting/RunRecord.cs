using Copositive.Modeling;
using Copositive.Numerics;
using Microsoft.Extensions.Logging;

namespace Copositive.Solvers.Admm;

/// <summary>Measures every point of a solve on the program as given, keeps the best one, and reports.</summary>
internal sealed class RunRecord
{
    private readonly ILogger _logger;
    private readonly IProgress<SolverProgress>? _progress;
    private readonly RunClock _clock;
    private readonly PointErrors _measure;
    private readonly AffinePair _pair;
    private readonly Posedness _posedness;
    private readonly double[] _x, _y, _s, _stationary;
    private readonly RemainingTime _remaining;

    /// <param name="program">The program as given.</param>
    /// <param name="scaled">Its first scaling.</param>
    /// <param name="tolerance">The error allowed at optimality.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="logger">Receives every point measured.</param>
    /// <param name="progress">Receives throttled reports; may be null.</param>
    /// <param name="team">The threads that share projections; null for the calling one.</param>
    public RunRecord(
        ConicProgram program, ScaledProgram scaled, double tolerance, RunClock clock, ILogger logger, IProgress<SolverProgress>? progress,
        WorkerTeam? team)
    {
        Tolerance = tolerance;
        _remaining = new RemainingTime(tolerance);
        _clock = clock;
        _logger = logger;
        _progress = progress;
        _measure = new PointErrors(program);
        _posedness = new Posedness(scaled);
        Best = new BestPoint(program.Columns, program.Rows);
        _x = new double[program.Columns];
        _y = new double[program.Rows];
        _s = new double[program.Rows];
        _stationary = new double[program.Rows];
        _pair = new AffinePair(program, _measure, tolerance, team);
    }

    /// <summary>The error allowed at optimality.</summary>
    public double Tolerance { get; }

    public BestPoint Best { get; }

    /// <summary>The errors of the last point.</summary>
    public OptimalityErrors Errors { get; private set; }

    /// <summary>The last point, in the units of the program as given.</summary>
    public ReadOnlySpan<double> X => _x;

    /// <summary>Its dual.</summary>
    public ReadOnlySpan<double> Y => _y;

    /// <summary>Measures a scaled point with its dual and an element of K near its slack.</summary>
    public void Measure(
        ScaledProgram scaled, int iteration, double residual, double penalty, ReadOnlySpan<double> point, ReadOnlySpan<double> dual, ReadOnlySpan<double> slack)
    {
        scaled.UnscalePoint(point, _x);
        scaled.UnscaleDual(dual, _y);
        scaled.UnscaleSlack(slack, _s);
        Errors = _measure.Measure(_x, _y, _s);
        if (Best.Offer(_x, _y, Errors, iteration)) _posedness.Record(_s, _y, Best.Error);
        if (_logger.IsEnabled(LogLevel.Trace))
        {
            AdmmLog.Iterated(
                _logger, iteration, Errors.Equality, Errors.PrimalCone, Errors.Stationarity, Errors.Gap, Errors.Complementarity, residual, penalty);
        }
        if (_progress is not null && _clock.TryReport(out TimeSpan elapsed))
        {
            TimeSpan? remaining = _remaining.Estimate(elapsed, Best.Error);
            _progress.Report(new SolverProgress(
                iteration, _measure.PrimalObjective, _measure.DualObjective, Math.Max(Errors.Equality, Errors.PrimalCone), Errors.Stationarity, elapsed,
                remaining));
        }
    }

    /// <summary>Measures the last point of a map with its distances to the cones, where they may decide.</summary>
    /// <param name="scaled">The scaled program.</param>
    /// <param name="map">The map, evaluated at that point.</param>
    /// <param name="residual">T(v) − v.</param>
    /// <param name="iteration">The iteration.</param>
    public void MeasureDistances(ScaledProgram scaled, SplittingMap map, ReadOnlySpan<double> residual, int iteration)
    {
        if (!_pair.IsDue(Errors, iteration)) return;
        map.AffineDual(residual, _stationary);
        scaled.UnscaleDual(_stationary, _stationary);
        if (_pair.Measure(Best, iteration, Errors, _x, _y, _stationary, _s)) _posedness.Record(_s, _y, Best.Error);
    }

    /// <summary>Whether the best point meets the tolerance and is no near-certificate of an ill-posed program.</summary>
    public bool IsOptimal => Best.Error <= Tolerance && _posedness.IsConvincing(Best.X, Best.Y, Best.Error);

    public bool HasStalled(int iteration) => iteration - Best.LastProgress > Math.Max(3000, Best.LastProgress / 2);
}

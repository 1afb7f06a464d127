using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;
using Microsoft.Extensions.Logging;

namespace Copositive.Solvers.Admm;

/// <summary>The record of an ADMM run, which also offers affine pairs and logs iterations.</summary>
internal sealed class AdmmRecord : RunRecord
{
    private readonly ILogger _logger;
    private readonly AffinePair _pair;
    private readonly double[] _stationary;

    /// <param name="program">The program as given.</param>
    /// <param name="scaled">Its first scaling.</param>
    /// <param name="tolerance">The error allowed at optimality.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="logger">Receives every iteration.</param>
    /// <param name="progress">Receives throttled reports; may be null.</param>
    /// <param name="team">The threads that share projections; null for the calling one.</param>
    public AdmmRecord(
        ConicProgram program, ScaledProgram scaled, double tolerance, RunClock clock, ILogger logger, IProgress<SolverProgress>? progress,
        WorkerTeam? team) : base(program, scaled, tolerance, clock, progress)
    {
        _logger = logger;
        _stationary = new double[program.Rows];
        _pair = new AffinePair(program, Meter, tolerance, team);
    }

    /// <summary>Measures a scaled point with its dual and an element of K near its slack, and logs.</summary>
    /// <param name="scaled">The scaled program.</param>
    /// <param name="iteration">The iteration.</param>
    /// <param name="residual">‖T(v) − v‖; 0 where the point comes from another method.</param>
    /// <param name="penalty">ρ.</param>
    /// <param name="point">x̂.</param>
    /// <param name="dual">ŷ ∈ K*.</param>
    /// <param name="slack">ŝ ∈ K.</param>
    public void Measure(
        ScaledProgram scaled, int iteration, double residual, double penalty, ReadOnlySpan<double> point, ReadOnlySpan<double> dual,
        ReadOnlySpan<double> slack)
    {
        Measure(scaled, iteration, point, dual, slack);
        if (!_logger.IsEnabled(LogLevel.Trace)) return;
        AdmmLog.Iterated(
            _logger, iteration, Errors.Equality, Errors.PrimalCone, Errors.Stationarity, Errors.Gap, Errors.Complementarity, residual, penalty);
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
        if (_pair.Measure(Best, iteration, Errors, X, Y, _stationary, Slack)) Settle();
    }
}

using Copositive.Modeling;

namespace Copositive.Solvers.Common;

/// <summary>Measures every point of a solve on the program as given, keeps the best one, and reports.</summary>
internal class RunRecord
{
    private readonly IProgress<SolverProgress>? _progress;
    private readonly RunClock _clock;
    private readonly Posedness _posedness;
    private readonly double[] _x, _y, _s;
    private readonly RemainingTime _remaining;

    /// <param name="program">The program as given.</param>
    /// <param name="scaled">Its first scaling.</param>
    /// <param name="tolerance">The error allowed at optimality.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="progress">Receives throttled reports; may be null.</param>
    public RunRecord(ConicProgram program, ScaledProgram scaled, double tolerance, RunClock clock, IProgress<SolverProgress>? progress)
    {
        Tolerance = tolerance;
        _remaining = new RemainingTime(tolerance);
        _clock = clock;
        _progress = progress;
        Meter = new PointErrors(program);
        _posedness = new Posedness(scaled);
        Best = new BestPoint(program.Columns, program.Rows);
        _x = new double[program.Columns];
        _y = new double[program.Rows];
        _s = new double[program.Rows];
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

    /// <summary>The element of K near its slack.</summary>
    public ReadOnlySpan<double> Slack => _s;

    /// <summary>Whether the best point meets the tolerance and is no near-certificate of an ill-posed program.</summary>
    public bool IsOptimal => Best.Error <= Tolerance && IsConvincing;

    /// <summary>Whether nothing about the best point hints at an ill-posed program.</summary>
    public bool IsConvincing => _posedness.IsConvincing(Best.X, Best.Y, Best.Error);

    /// <summary>Measures points of the program as given.</summary>
    protected PointErrors Meter { get; }

    /// <summary>Measures a scaled point with its dual and an element of K near its slack.</summary>
    /// <param name="scaled">The scaled program.</param>
    /// <param name="iteration">The iteration.</param>
    /// <param name="point">x̂.</param>
    /// <param name="dual">ŷ ∈ K*.</param>
    /// <param name="slack">ŝ ∈ K.</param>
    public void Measure(ScaledProgram scaled, int iteration, ReadOnlySpan<double> point, ReadOnlySpan<double> dual, ReadOnlySpan<double> slack)
    {
        scaled.UnscalePoint(point, _x);
        scaled.UnscaleDual(dual, _y);
        scaled.UnscaleSlack(slack, _s);
        Errors = Meter.Measure(_x, _y, _s);
        if (Best.Offer(_x, _y, Errors, iteration)) Settle();
        if (_progress is null || !_clock.TryReport(out TimeSpan elapsed)) return;
        TimeSpan? remaining = _remaining.Estimate(elapsed, Best.Error);
        _progress.Report(new SolverProgress(
            iteration, Meter.PrimalObjective, Meter.DualObjective, Math.Max(Errors.Equality, Errors.PrimalCone), Errors.Stationarity, elapsed,
            remaining));
    }

    public bool HasStalled(int iteration) => iteration - Best.LastProgress > Math.Max(3000, Best.LastProgress / 2);

    /// <summary>Takes note that the last point, or one with its dual and slack, is the best.</summary>
    protected void Settle() => _posedness.Record(_s, _y, Best.Error);
}

using System.Collections.Immutable;
using System.Diagnostics;
using Copositive.Certification;
using Copositive.Modeling;

namespace Copositive.Copositivity;

/// <summary>The state of one call of a <see cref="BoundingService"/>: the best bounds, the clock, the record.</summary>
internal sealed class BoundingRun(
    ConicProgram program, IConicSolver solver, BoundingOptions options, IProgress<BoundingStep>? progress, CancellationToken cancellationToken)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly ImmutableArray<BoundingStep>.Builder _steps = ImmutableArray.CreateBuilder<BoundingStep>();
    private double? _lower;
    private double? _upper;
    private Approximation? _lowerBy;
    private Approximation? _upperBy;
    private SolveResult? _lowerResult;
    private SolveResult? _upperResult;
    private bool _isInfeasible;
    private bool _isUnbounded;
    private ImmutableArray<double>? _witness;

    /// <summary>Whether nothing more is to be gained.</summary>
    public bool IsDone => _isInfeasible || _isUnbounded || _lower >= options.Target || _upper < options.Target
        || (_lower is { } lower && _upper is { } upper && upper - lower <= options.Gap * Math.Max(1, Math.Abs(upper)));

    /// <summary>Whether the time is up.</summary>
    public bool IsLate => options.TimeLimit is { } limit && _watch.Elapsed >= limit;

    /// <summary>Cancels the work.</summary>
    public CancellationToken Token => cancellationToken;

    /// <summary>Solves an approximation and keeps what its certified bounds improve.</summary>
    /// <param name="approximation">What stands for the copositive family.</param>
    /// <param name="isCertified">Whether the result is certified; false for steps on the way to one that is.</param>
    public SolveResult Solve(Approximation approximation, bool isCertified = true)
    {
        SolveResult result = program.Solve(solver, approximation, Within(), cancellationToken: cancellationToken);
        if (isCertified) Keep(result, approximation);
        Note(result, approximation);
        return result;
    }

    /// <summary>Certifies a result.</summary>
    public void Keep(SolveResult result, Approximation approximation)
    {
        TimeSpan? left = options.TimeLimit - _watch.Elapsed;
        CertifiedInterval interval = result.Certify(new CertificationOptions
        {
            CancellationToken = cancellationToken,
            TimeLimit = left is { } time ? (time > LeastTime ? time : LeastTime) : null,
        });
        _isInfeasible |= interval.IsProvedInfeasible;
        _isUnbounded |= interval.IsProvedUnbounded;
        bool isMinimisation = program.Sense == ObjectiveSense.Minimize;
        if (interval.Lower is { } lower && !(lower <= _lower))
        {
            (_lower, _lowerBy, _lowerResult) = (lower, approximation, result);
            if (!isMinimisation) _witness = WitnessOf(interval);
        }
        if (interval.Upper is { } upper && !(upper >= _upper))
        {
            (_upper, _upperBy, _upperResult) = (upper, approximation, result);
            if (isMinimisation) _witness = WitnessOf(interval);
        }
    }

    /// <summary>What was found.</summary>
    public BoundingResult Result(string reason) => new()
    {
        Lower = _isInfeasible || _isUnbounded ? null : _lower,
        Upper = _isInfeasible || _isUnbounded ? null : _upper,
        LowerBy = _lowerBy,
        UpperBy = _upperBy,
        LowerResult = _lowerResult,
        UpperResult = _upperResult,
        IsClosed = IsDone,
        IsProvedInfeasible = _isInfeasible,
        IsProvedUnbounded = _isUnbounded,
        Witness = _witness,
        Steps = _steps.ToImmutable(),
        Reason = reason,
    };

    private static TimeSpan LeastTime { get; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The witness in the stated program's own columns, which an approximation keeps first.</summary>
    private ImmutableArray<double>? WitnessOf(CertifiedInterval interval) =>
        interval.Witness is { } witness && witness.Length >= program.Columns ? witness[..program.Columns] : null;

    private SolveOptions? Within()
    {
        if (options.TimeLimit is not { } limit) return options.SolveOptions;
        TimeSpan left = limit - _watch.Elapsed;
        if (left < LeastTime) left = LeastTime;
        SolveOptions solve = options.SolveOptions ?? SolveOptions.Default;
        return solve with { TimeLimit = solve.TimeLimit < left ? solve.TimeLimit : left };
    }

    private void Note(SolveResult result, Approximation approximation)
    {
        var step = new BoundingStep(approximation, result.Termination, _lower, _upper, _watch.Elapsed);
        _steps.Add(step);
        progress?.Report(step);
    }
}

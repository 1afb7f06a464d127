using System.Diagnostics;
using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>One solve of a quadratic assignment problem's bounds.</summary>
internal sealed class QuadraticAssignmentRun : IDisposable
{
    private const int FirstCheck = 25;

    /// <summary>The residual below which the relaxation's objective is taken for its value.</summary>
    private const double SettledResidual = 1e-5;

    private readonly QuadraticAssignmentProblem _problem;
    private readonly QuadraticAssignmentOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly WorkerTeam? _team;
    private double _bound = double.NegativeInfinity;

    public QuadraticAssignmentRun(QuadraticAssignmentProblem problem, QuadraticAssignmentOptions options, CancellationToken cancellation)
    {
        _problem = problem;
        _options = options;
        _cancellation = cancellation;
        if (options.Threads > 1) _team = new WorkerTeam(options.Threads);
    }

    /// <inheritdoc/>
    public void Dispose() => _team?.Dispose();

    public QuadraticAssignmentResult Solve()
    {
        int[] permutation = AssignmentSearch.Find(_problem, _options.Seed, _cancellation);
        double upper = _problem.Cost(permutation);
        var splitting = new FaceSplitting(_problem, _team);
        int order = 1 + _problem.Size * _problem.Size, nextCheck = FirstCheck;
        var matrix = new double[order * order];
        _bound = QuadraticAssignmentBound.FromMatrix(_problem, matrix, _team);
        while (splitting.Iterations < _options.IterationLimit && !IsProved(upper) && !(_watch.Elapsed >= _options.TimeLimit))
        {
            _cancellation.ThrowIfCancellationRequested();
            splitting.Iterate(_cancellation);
            if (splitting.Iterations < nextCheck) continue;
            nextCheck = splitting.Iterations + Math.Max(FirstCheck, splitting.Iterations / 8);
            Improve(splitting, matrix);
            double gap = Math.Abs(splitting.Objective - _bound);
            if (splitting.Residual <= SettledResidual && gap <= _options.Tolerance * (1 + Math.Abs(_bound))) break;
        }
        if (!IsProved(upper)) Improve(splitting, matrix);
        return new QuadraticAssignmentResult
        {
            Lower = Math.Min(RoundedUp(_bound), upper),
            Upper = upper,
            Bound = _bound,
            Permutation = [.. permutation],
            RelaxationEstimate = splitting.Objective,
            Iterations = splitting.Iterations,
            Seconds = _watch.Elapsed.TotalSeconds,
        };
    }

    private void Improve(FaceSplitting splitting, double[] matrix)
    {
        splitting.CopyMultiplier(matrix);
        _bound = Math.Max(_bound, QuadraticAssignmentBound.FromMatrix(_problem, matrix, _team));
    }

    private bool IsProved(double upper) => !_options.ContinuesAfterProof && RoundedUp(_bound) >= upper;

    /// <summary>The least multiple of the cost step that is not below; a bound so large that steps are not resolved stays.</summary>
    private double RoundedUp(double bound)
    {
        double step = _problem.CostStep;
        return step > 0 && double.IsFinite(bound) ? Math.Ceiling(bound / step) * step : bound;
    }
}

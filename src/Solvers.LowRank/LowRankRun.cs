using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;
using Microsoft.Extensions.Logging;

namespace Copositive.Solvers.LowRank;

/// <summary>One solve: sweeps, then minimisations at growing rank until the dual matrix is proved semidefinite.</summary>
internal sealed class LowRankRun
{
    private const int SweepLimit = 400, RoundLimit = 20, MostEscapes = 8;

    /// <summary>Sweeps end where one lowers the value by no more than this part; directions with less of the length are dropped then.</summary>
    private const double SweepFall = 1e-5, RankPart = 1e-3;

    private const double GradientGoal = 1e-9, EscapeLength = 0.1;

    private readonly ConicProgram _program;
    private readonly DiagonalProgram _diagonal;
    private readonly ILogger _logger;
    private readonly IProgress<SolverProgress>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly RunClock _clock;
    private readonly PointErrors _meter;
    private readonly double _tolerance;
    private readonly int _iterationLimit, _seed;
    private readonly double[] _x, _y, _lambda, _factor;
    private int _iterations;

    public LowRankRun(
        ConicProgram program, DiagonalProgram diagonal, LowRankOptions options, SolveOptions overrides, ILogger logger,
        IProgress<SolverProgress>? progress, CancellationToken cancellation)
    {
        (_program, _diagonal, _logger, _progress, _cancellation) = (program, diagonal, logger, progress, cancellation);
        _clock = new RunClock(overrides.TimeLimit ?? options.TimeLimit);
        _tolerance = overrides.Tolerance ?? options.Tolerance;
        _iterationLimit = overrides.IterationLimit ?? options.IterationLimit;
        _seed = overrides.Seed ?? options.Seed;
        _meter = new PointErrors(program);
        (_x, _y) = (new double[program.Columns], new double[program.Rows]);
        (_lambda, _factor) = (new double[diagonal.Order], new double[diagonal.Order * diagonal.Order]);
    }

    private bool IsOver => _clock.IsOver || _iterations >= _iterationLimit;

    public ConicSolution Solve()
    {
        int n = _diagonal.Order, rank = Math.Min(n, (int)Math.Ceiling(Math.Sqrt(2.0 * n)) + 1);
        var function = new SphereProduct(_diagonal.Matrix, rank);
        double[] w = Start(function);
        Sweep(function, w, SweepLimit);
        LowRankLog.Swept(_logger, _program.Name, n, _iterations, rank);
        Termination termination = Termination.Inaccurate;
        for (int round = 0; round < RoundLimit; round++)
        {
            if (round == 0) (function, w) = Truncate(w, rank);
            var region = new TrustRegion(function);
            region.Run(w, GradientGoal * Math.Sqrt(n), Math.Max(0, _iterationLimit - _iterations), Pause);
            _iterations += region.Steps;
            bool isProved = TryProve(function, w, out double shift);
            LowRankLog.Minimized(_logger, function.Rank, region.Steps, region.GradientNorm, isProved ? "proved optimal" : "a saddle");
            OptimalityErrors errors = Measure(function, w, shift, isProved);
            if (errors.Max <= _tolerance) termination = Termination.Optimal;
            else if (IsOver) termination = Termination.Limit;
            if (isProved || IsOver) return Finish(termination, errors);
            (function, w) = Escape(function, w);
            Sweep(function, w, 10);
        }
        return Finish(termination, Measure(function, w, LeastShift(function, w), true));
    }

    private bool Pause()
    {
        _cancellation.ThrowIfCancellationRequested();
        return _clock.IsOver;
    }

    private double[] Start(SphereProduct function)
    {
        var random = new Random(_seed);
        var w = new double[function.Order * function.Rank];
        for (int k = 0; k < w.Length; k++) w[k] = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
        function.Normalize(w);
        return w;
    }

    private void Sweep(SphereProduct function, double[] w, int limit)
    {
        double value = Math.Abs(function.Value(w));
        for (int sweep = 0; sweep < limit && !IsOver; sweep++, _iterations++)
        {
            _cancellation.ThrowIfCancellationRequested();
            double fall = function.Sweep(w);
            value += fall;
            if (fall <= SweepFall * value) return;
        }
    }

    /// <summary>W in the directions that hold nearly all of its length.</summary>
    private (SphereProduct Function, double[] W) Truncate(double[] w, int rank)
    {
        int n = _diagonal.Order;
        double[] gram = new double[rank * rank], values = new double[rank], vectors = new double[rank * rank];
        Gemm.SyrkLower(rank, n, 1, w, rank, true, 0, gram, rank);
        SymmetricVector.MirrorLower(gram, rank);
        new SymmetricEigensolver(rank).Decompose(gram, values, vectors);
        int kept = values.Count(value => value > RankPart * values[^1]);
        var turned = new double[n * kept];
        // The eigenvectors of the largest eigenvalues are the last rows.
        Gemm.MultiplyAdd(n, kept, rank, 1, w, rank, false, vectors.AsSpan((rank - kept) * rank), rank, true, 0, turned, kept);
        var function = new SphereProduct(_diagonal.Matrix, kept);
        function.Normalize(turned);
        return (function, turned);
    }

    /// <summary>Whether M + Diag(λ + shift) is positive definite for a shift that the tolerance has room for.</summary>
    private bool TryProve(SphereProduct function, double[] w, out double shift)
    {
        function.Gradient(w, new double[w.Length]);
        function.Lambda.CopyTo(_lambda, 0);
        double sum = 0;
        foreach (double lambda in _lambda) sum += Math.Abs(lambda);
        shift = 0.2 * _tolerance * sum / _lambda.Length + 1e-14;
        FillDual(shift);
        return DenseCholesky.TryFactor(_factor, _lambda.Length);
    }

    /// <summary>The matrix M + Diag(λ + shift), in the factor's place.</summary>
    private void FillDual(double shift)
    {
        int n = _diagonal.Order;
        SparseMatrix m = _diagonal.Matrix;
        Array.Clear(_factor);
        for (int j = 0; j < n; j++)
        {
            for (int k = m.ColumnStarts[j]; k < m.ColumnStarts[j + 1]; k++) _factor[j * n + m.RowIndices[k]] = m.Values[k];
            _factor[j * n + j] = _lambda[j] + shift;
        }
    }

    /// <summary>What the smallest eigenvalue lacks.</summary>
    private double LeastShift(SphereProduct function, double[] w)
    {
        TryProve(function, w, out _);
        FillDual(0);
        var values = new double[_diagonal.Order];
        new SymmetricEigensolver(_diagonal.Order).Values(_factor, values);
        return Math.Max(0, -values[0]) * (1 + 1e-12) + 1e-14;
    }

    /// <summary>W with further columns along the eigenvectors of negative eigenvalues, in which f falls to second order.</summary>
    private (SphereProduct Function, double[] W) Escape(SphereProduct function, double[] w)
    {
        int n = _diagonal.Order, rank = function.Rank;
        FillDual(0);
        double[] values = new double[n], vectors = new double[n * n];
        new SymmetricEigensolver(n).Decompose(_factor, values, vectors);
        int more = Math.Max(1, Math.Min(MostEscapes, values.Count(value => value < 0.1 * values[0])));
        var wider = new double[n * (rank + more)];
        for (int i = 0; i < n; i++)
        {
            w.AsSpan(i * rank, rank).CopyTo(wider.AsSpan(i * (rank + more)));
            for (int e = 0; e < more; e++) wider[i * (rank + more) + rank + e] = EscapeLength * Math.Sqrt(n) * vectors[e * n + i];
        }
        var next = new SphereProduct(_diagonal.Matrix, rank + more);
        next.Normalize(wider);
        return (next, wider);
    }

    private OptimalityErrors Measure(SphereProduct function, double[] w, double shift, bool isProved)
    {
        if (!isProved && IsOver) shift = LeastShift(function, w);
        double[] lambda = Array.ConvertAll(_lambda, t => t + shift);
        _diagonal.Point(lambda, _x);
        _diagonal.Dual(w, function.Rank, null, _y);
        OptimalityErrors errors = _meter.Measure(_x, _y, _program.Slack(_x));
        if (_progress is not null && _clock.TryReport(out TimeSpan elapsed))
        {
            _progress.Report(new SolverProgress(
                _iterations, _meter.PrimalObjective, _meter.DualObjective, errors.PrimalCone, errors.Stationarity, elapsed));
        }
        return errors;
    }

    private ConicSolution Finish(Termination termination, OptimalityErrors errors)
    {
        LowRankLog.Ended(_logger, _program.Name, termination, _iterations, errors.Max, _clock.Elapsed.TotalSeconds);
        return new ConicSolution
        {
            Termination = termination,
            X = _x,
            Y = _y,
            Iterations = _iterations,
            Tolerance = _tolerance,
            Message = termination switch
            {
                Termination.Optimal => null,
                Termination.Limit => _clock.IsOver ? "The time limit passed." : "The iteration limit came first.",
                _ => "Progress ended short of the tolerance.",
            },
        };
    }
}

using System.Diagnostics;
using System.Numerics;
using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>One run of the exact search of a standard quadratic problem.</summary>
internal sealed class StandardQuadraticSearch
{
    /// <summary>The share of the time that is spent on the gap asked for; the rest goes to wider ones, which are proved faster.</summary>
    private const double MainShare = 0.7;

    private readonly double[,] _q;
    private readonly int _n;
    private readonly StandardQuadraticOptions _options;
    private readonly IProgress<(double Lower, double Upper)>? _progress;
    private readonly CancellationToken _token;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly SimplexDescent _descent;
    private double[] _x = [];
    private double _upper = double.PositiveInfinity;
    private double _lower = double.PositiveInfinity;
    private long _nodes;

    public StandardQuadraticSearch(
        double[,] q, StandardQuadraticOptions options, IProgress<(double Lower, double Upper)>? progress, CancellationToken token)
    {
        (_q, _n, _options, _progress, _token) = (q, q.GetLength(0), options, progress, token);
        var triangle = new double[SymmetricVector.Length(_n)];
        for (int j = 0, t = 0; j < _n; j++)
        {
            // The least entry bounds the minimum from below.
            for (int i = 0; i <= j; i++, t++) _lower = Math.Min(_lower, triangle[t] = q[i, j]);
        }
        _descent = new SimplexDescent(triangle);
    }

    private double Scale => Math.Max(1, Math.Abs(_upper));

    private bool IsClosed => _upper - _lower <= _options.Gap * Scale;

    public StandardQuadraticResult Run()
    {
        foreach (double[] start in Starts()) Descend(start);
        Report();
        bool isLate = false;
        while (!IsClosed && !isLate) isLate = !Attempt(0.9 * _options.Gap * Scale, MainShare);
        // Late: wider slacks, from wide to narrow, as far as the rest of the time goes.
        for (double slack = 0.25 * (_upper - _lower); isLate && slack > _options.Gap * Scale; slack /= 4)
        {
            while (true)
            {
                double before = _upper;
                if (!Attempt(slack, 1)) return Result();
                if (_upper >= before) break;
            }
        }
        return Result();
    }

    private StandardQuadraticResult Result() => new()
    {
        Lower = Math.Min(_lower, _upper),
        Upper = _upper,
        X = [.. _x],
        IsClosed = IsClosed,
        Nodes = _nodes,
        Seconds = _watch.Elapsed.TotalSeconds,
    };

    /// <summary>Decides Q − tE for t = upper − slack; improves the lower bound or the point. False when time ran out.</summary>
    private bool Attempt(double slack, double share)
    {
        TimeSpan? left = _options.TimeLimit is { } limit ? share * limit - _watch.Elapsed : null;
        if (left <= TimeSpan.Zero) return false;
        var clock = new DecisionClock(left, _token);
        double t = Short(_upper - slack, slack);
        BigInteger[]? violation = CopositivityDecision.FindViolation(Shifted(t), clock);
        _nodes += clock.Nodes;
        if (violation is not null)
        {
            BigInteger sum = 0;
            foreach (BigInteger entry in violation) sum += entry;
            double[] start = Array.ConvertAll(violation, entry => new BigRational(entry, sum).ToDouble());
            double before = _upper;
            Descend(start);
            Offer(start);
            // A violation is below t, and so is its rounded point, up to rounding that the slack covers.
            if (_upper >= before) throw new UnreachableException("A violation brought no better point.");
            Report();
            return true;
        }
        if (clock.IsLate) return false;
        _lower = Math.Max(_lower, t);
        Report();
        return true;
    }

    /// <summary>A number with few digits within a tenth of the slack below one: short numbers make the whole-number arithmetic fast.</summary>
    private static double Short(double value, double slack)
    {
        double unit = Math.ScaleB(1, Math.ILogB(slack) - 4);
        return Math.Floor(value / unit) * unit;
    }

    private IntegerMatrix Shifted(double t)
    {
        BigRational shift = BigRational.FromDouble(t);
        var m = new BigRational[_n, _n];
        for (int i = 0; i < _n; i++)
        {
            for (int j = 0; j <= i; j++) m[i, j] = m[j, i] = BigRational.FromDouble(_q[i, j]) - shift;
        }
        return IntegerMatrix.From(m);
    }

    private void Descend(double[] start) => Offer(_descent.From(start).X);

    /// <summary>Evaluates a point exactly and keeps it if it is the best.</summary>
    private void Offer(double[] x)
    {
        int[] support = [.. Enumerable.Range(0, _n).Where(i => x[i] > 0)];
        BigRational sum = BigRational.Zero, value = BigRational.Zero;
        foreach (int i in support) sum += BigRational.FromDouble(x[i]);
        if (sum.IsZero) return;
        var form = new ExactSum();
        foreach (int i in support)
        {
            form.Clear();
            foreach (int j in support) form.AddProduct(_q[i, j], x[j]);
            value += form.ToRational() * BigRational.FromDouble(x[i]);
        }
        double exact = (value / (sum * sum)).ToDoubleUp();
        if (!(exact < _upper)) return;
        _upper = exact;
        _x = (double[])x.Clone();
    }

    private void Report() => _progress?.Report((_lower, _upper));

    private IEnumerable<double[]> Starts()
    {
        for (int i = 0; i < _n; i++)
        {
            var vertex = new double[_n];
            vertex[i] = 1;
            yield return vertex;
        }
        var random = new Random(_options.Seed);
        for (int k = 0; k < 2 * _n + 20; k++)
        {
            if (_options.TimeLimit is { } limit && _watch.Elapsed > 0.2 * limit) yield break;
            _token.ThrowIfCancellationRequested();
            var point = new double[_n];
            for (int i = 0; i < _n; i++) point[i] = -Math.Log(1 - random.NextDouble());
            yield return point;
        }
    }
}

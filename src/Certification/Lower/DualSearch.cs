using Copositive.Modeling;

namespace Copositive.Certification;

/// <summary>
/// Looks for a dual vector near the solver's whose proof by <see cref="DualProof"/> succeeds and is sharp. Everything here is plain
/// floating point: the proof judges whatever is found.
/// </summary>
/// <remarks>
/// A solver's dual is a little outside the cone and a little off stationarity. Alternating projections between the affine set of exact
/// stationarity and the points of K* with margin ε find a point that stays in K* when the residual is removed, if there is a strictly
/// feasible one; ε runs from tiny to large. A point found with a large margin is then moved back towards the solver's as far as its proof holds.
/// </remarks>
internal sealed class DualSearch
{
    private static readonly double[] Margins = [1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1];

    private readonly CertifiedProgram _form;
    private readonly ConicProgram _program;
    private readonly DualProof _proof;
    private readonly ConeInterior _interior;
    private readonly CertificationOptions _options;
    private double[] _point = [];
    private ProvedBound _best;
    private double _estimate;

    public DualSearch(CertifiedProgram form, ConeProof cones, ConeInterior interior, CertificationOptions options)
    {
        _form = form;
        _program = form.Program;
        _proof = new DualProof(form, cones);
        _interior = interior;
        _options = options;
    }

    /// <summary>The best lower bound found from a point and dual vector of any quality.</summary>
    public ProvedBound Find(double[] x, double[] y)
    {
        if (!ConvexityProof.IsPositiveSemidefinite(_program.P))
            return new ProvedBound(double.NegativeInfinity, 0, "the quadratic objective is not proved to be convex");
        _point = x;
        _best = new ProvedBound(double.NegativeInfinity, 0, null);
        string? firstFailure = null;
        var inside = (double[])y.Clone();
        _interior.Project(_program, inside, 0);
        _estimate = Estimate(inside);
        foreach (var mode in new[] { DualMode.FreeColumns, DualMode.AllColumns, DualMode.Support })
        {
            var start = mode == DualMode.Support ? Supported(inside) : inside;
            var attempt = Try(start, mode);
            firstFailure ??= attempt.Failure;
            if (IsSharp()) break;
            Try(Simplified(start), mode);
            if (IsSharp()) break;
            Repair(start, mode);
            if (IsSharp()) break;
        }

        return double.IsNegativeInfinity(_best.Value)
            ? new ProvedBound(double.NegativeInfinity, 0, firstFailure ?? "no dual vector could be proved feasible")
            : _best;
    }

    private bool IsSharp() => _best.Value >= _estimate - _options.Sharpness * (1 + Math.Abs(_estimate));

    private double Estimate(double[] y)
    {
        var value = _program.C0;
        if (_program.P is not null) value -= _program.Evaluate(_point) - _program.C0 - Dot(_program.C, _point);
        for (var i = 0; i < y.Length; i++) value -= _form.Weights[i] * _program.B[i] * y[i];
        return value;
    }

    private ProvedBound Try(double[] y, DualMode mode)
    {
        var bound = _proof.Bound(_point, y, mode);
        if (bound.IsProved && bound.Value > _best.Value) _best = bound;
        return bound;
    }

    private void Repair(double[] start, DualMode mode)
    {
        var affine = Stationarity(start, mode);
        var scale = Scale(start);
        var origin = (double[])start.Clone();
        affine.Project(origin);
        if (Try(origin, mode).IsProved && IsSharp()) return;
        foreach (var margin in Margins)
        {
            var y = (double[])start.Clone();
            var found = false;
            for (var iteration = 1; iteration <= _options.RepairIterations && !found; iteration++)
            {
                _interior.Project(_program, y, margin * scale);
                if (mode == DualMode.Support) KeepSupport(start, y);
                affine.Project(y);
                if (!AllFinite(y)) return;
                if ((iteration & (iteration - 1)) == 0 || iteration == _options.RepairIterations) found = Try(y, mode).IsProved;
            }

            if (!found) continue;
            if (!IsSharp()) Approach(origin, y, mode);
            return;
        }
    }

    /// <summary>Tries points between the solver's dual and the one with a proof, from the solver's side.</summary>
    private void Approach(double[] origin, double[] proved, DualMode mode)
    {
        var between = new double[origin.Length];
        foreach (var share in new[] { 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 0.3 })
        {
            for (var i = 0; i < between.Length; i++) between[i] = (1 - share) * origin[i] + share * proved[i];
            if (Try(between, mode).IsProved) return;
        }
    }

    private AffineSet Stationarity(double[] start, DualMode mode)
    {
        var columns = new List<int>();
        for (var j = 0; j < _program.Columns; j++)
        {
            var interval = _form.Bounds.Columns[j];
            if (mode == DualMode.AllColumns ? interval.Lower < interval.Upper : _proof.IsFree(j)) columns.Add(j);
        }

        var target = _program.C.ToArray();
        _program.P?.MultiplySymmetric(_point, target, alpha: 1, beta: 1);
        for (var j = 0; j < target.Length; j++) target[j] = -target[j];
        return new AffineSet(_program.A, [.. columns], _proof.CorrectionWeights(mode == DualMode.Support ? start : null), target);
    }

    /// <summary>The dual with multipliers of nonnegative rows that are tiny, or whose row has slack to spare, set to zero.</summary>
    private double[] Supported(double[] y)
    {
        var supported = (double[])y.Clone();
        var slack = _program.Slack(_point);
        var scale = Scale(y);
        for (var i = 0; i < y.Length; i++)
        {
            if (_form.KindOfRow[i] != ConeKind.Nonnegative) continue;
            if (!(y[i] > 1e-6 * scale) || (slack[i] > 1e-6 && slack[i] > y[i])) supported[i] = 0;
        }

        return supported;
    }

    private void KeepSupport(double[] support, double[] y)
    {
        for (var i = 0; i < y.Length; i++)
            if (_form.KindOfRow[i] == ConeKind.Nonnegative && support[i] == 0) y[i] = 0;
    }

    /// <summary>Multiples of 2⁻²⁰: where the exact dual is such a number, its proof needs no correction.</summary>
    private static double[] Simplified(double[] y)
    {
        const double unit = 1 << 20;
        var simple = new double[y.Length];
        for (var i = 0; i < y.Length; i++) simple[i] = Math.Abs(y[i]) < 1e9 ? Math.Round(y[i] * unit) / unit : y[i];
        return simple;
    }

    private double Scale(double[] y)
    {
        double largest = 0;
        for (var i = 0; i < y.Length; i++)
            if (_form.KindOfRow[i] != ConeKind.Zero) largest = Math.Max(largest, Math.Abs(y[i]));
        return largest > 0 && double.IsFinite(largest) ? largest : 1;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static bool AllFinite(double[] y)
    {
        foreach (var value in y)
            if (!double.IsFinite(value)) return false;
        return true;
    }
}

using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>
/// Looks for a dual vector near the solver's whose proof by <see cref="DualProof"/> succeeds and is sharp. Everything here is plain
/// floating point: the proof judges whatever is found.
/// </summary>
/// <remarks>
/// A solver's dual is a little outside the cone and a little off stationarity. Douglas–Rachford splitting between the affine set L of exact
/// stationarity and the points of K* with margin ε finds a point that stays in K* when the residual is removed, if there is a strictly
/// feasible one; ε runs from tiny to large. A point found with a large margin is then moved back towards the solver's as far as its proof holds.
/// With a quadratic objective x̂ takes part: stationarity is that of the pair v = (y, x̂), c + [A; P]ᵀ diag(W, I) v = 0.
/// </remarks>
internal sealed class DualSearch
{
    private static readonly double[] Margins = [1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1];

    private readonly CertifiedProgram _form;
    private readonly ConicProgram _program;
    private readonly DualProof _proof;
    private readonly ConeInterior _interior = new();
    private readonly SearchBudget _work;
    private readonly SparseMatrix _stationarity;
    private ProvedBound _best;
    private double _estimate;

    public DualSearch(CertifiedProgram form, SearchBudget work)
    {
        _form = form;
        _program = form.Program;
        _proof = new DualProof(form, new ConeProof());
        _work = work;
        _stationarity = form.Quadratic is null ? _program.A : Stack(_program.A, form.Quadratic);
    }

    /// <summary>The best lower bound found from a point and dual vector of any quality.</summary>
    public ProvedBound Find(double[] x, double[] y)
    {
        if (!ConvexityProof.IsPositiveSemidefinite(_program.P))
            return new ProvedBound(double.NegativeInfinity, 0, "the quadratic objective is not proved to be convex");
        _best = new ProvedBound(double.NegativeInfinity, 0, null);
        string? firstFailure = null;
        double[] inside = [.. y, .. _form.Quadratic is null ? [] : x];
        MoveInside(inside, 0);
        _estimate = Estimate(inside);
        foreach (var mode in Modes())
        {
            var start = mode == DualMode.Support ? Supported(inside, x) : inside;
            var attempt = Try(start, mode);
            firstFailure ??= attempt.Failure;
            if (IsSharp()) break;
            Try(Simplified(start), mode);
            if (IsSharp()) break;
            if (mode == DualMode.FreeColumns) TryVertex(y);
            if (IsSharp()) break;
            Repair(start, mode);
            if (IsSharp()) break;
        }

        // A dual beyond repair may hide that a plain one has a proof.
        if (double.IsNegativeInfinity(_best.Value)) Repair(new double[inside.Length], DualMode.FreeColumns);
        return double.IsNegativeInfinity(_best.Value)
            ? new ProvedBound(double.NegativeInfinity, 0, $"{firstFailure} (and no strictly feasible dual vector was found near the solver's)")
            : _best;
    }

    /// <summary>The exact corner next to the dual, where all is linear.</summary>
    private void TryVertex(double[] y)
    {
        if (!ExactVertex.IsLinear(_program) || new ExactDualVertex(_form).Find(y) is not { } bound || !(bound > _best.Value)) return;
        _best = new ProvedBound(bound, 0, null);
    }

    /// <summary>The modes that differ for this program.</summary>
    private IEnumerable<DualMode> Modes()
    {
        yield return DualMode.FreeColumns;
        var hasBounded = false;
        for (var j = 0; j < _program.Columns; j++) hasBounded |= !_proof.IsFree(j);
        if (hasBounded) yield return DualMode.AllColumns;
        if (_form.KindOfRow.Contains(ConeKind.Nonnegative)) yield return DualMode.Support;
    }

    private bool IsSharp() => _work.IsSharp(_estimate - _best.Value, _estimate);

    /// <summary>c₀ − ½x̂ᵀPx̂ − ⟨b, y⟩.</summary>
    private double Estimate(ReadOnlySpan<double> v)
    {
        var value = _program.C0;
        if (_form.Quadratic is not null)
        {
            var x = v[_program.Rows..];
            value -= _program.Evaluate(x) - _program.C0;
            for (var j = 0; j < x.Length; j++) value += _program.C[j] * x[j];
        }

        for (var i = 0; i < _program.Rows; i++) value -= _form.Weights[i] * _program.B[i] * v[i];
        return value;
    }

    private ProvedBound Try(double[] v, DualMode mode)
    {
        var bound = _proof.Bound(v.AsSpan(_program.Rows), v.AsSpan(0, _program.Rows), mode);
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
        var reflected = new double[start.Length];
        foreach (var margin in Margins)
        {
            double[] z = (double[])start.Clone(), y = (double[])origin.Clone();
            var found = false;
            for (var iteration = 1; iteration <= _work.Options.RepairIterations && !found && _work.Allows(); iteration++)
            {
                // Douglas–Rachford: with y = P_L z, z ← z + P_K(2y − z) − y.
                for (var i = 0; i < z.Length; i++) reflected[i] = 2 * y[i] - z[i];
                MoveInside(reflected, margin * scale);
                if (mode == DualMode.Support) KeepSupport(start, reflected);
                for (var i = 0; i < z.Length; i++) z[i] += reflected[i] - y[i];
                z.CopyTo(y, 0);
                affine.Project(y);
                if (!AllFinite(y)) return;
                if ((iteration & (iteration - 1)) == 0 || iteration == _work.Options.RepairIterations) found = Try(y, mode).IsProved;
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
        for (var j = 0; j < target.Length; j++) target[j] = -target[j];
        var weights = _proof.CorrectionWeights(mode == DualMode.Support ? start.AsSpan(0, _program.Rows) : null);
        if (_form.Quadratic is not null) weights = [.. weights, .. Enumerable.Repeat(1.0, _program.Columns)];
        return new AffineSet(_stationarity, [.. columns], weights, target);
    }

    private void MoveInside(Span<double> v, double margin) => _interior.Project(_program, v[.._program.Rows], margin);

    /// <summary>The dual with multipliers of nonnegative rows that are tiny, or whose row has slack to spare, set to zero.</summary>
    private double[] Supported(double[] y, double[] x)
    {
        var supported = (double[])y.Clone();
        var slack = _program.Slack(x);
        var scale = Scale(y);
        for (var i = 0; i < _program.Rows; i++)
        {
            if (_form.KindOfRow[i] != ConeKind.Nonnegative) continue;
            if (!(y[i] > 1e-6 * scale) || (slack[i] > 1e-6 && slack[i] > y[i])) supported[i] = 0;
        }

        return supported;
    }

    private void KeepSupport(double[] support, double[] y)
    {
        for (var i = 0; i < _program.Rows; i++)
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
        for (var i = 0; i < _program.Rows; i++)
            if (_form.KindOfRow[i] != ConeKind.Zero) largest = Math.Max(largest, Math.Abs(y[i]));
        return largest > 0 && double.IsFinite(largest) ? largest : 1;
    }

    /// <summary>[A; P], one matrix above the other.</summary>
    private static SparseMatrix Stack(SparseMatrix upper, SparseMatrix lower)
    {
        var starts = new int[upper.Columns + 1];
        var rows = new int[upper.NonzeroCount + lower.NonzeroCount];
        var values = new double[rows.Length];
        var at = 0;
        for (var j = 0; j < upper.Columns; j++)
        {
            for (var k = upper.ColumnStarts[j]; k < upper.ColumnStarts[j + 1]; k++, at++) (rows[at], values[at]) = (upper.RowIndices[k], upper.Values[k]);
            for (var k = lower.ColumnStarts[j]; k < lower.ColumnStarts[j + 1]; k++, at++)
                (rows[at], values[at]) = (upper.Rows + lower.RowIndices[k], lower.Values[k]);
            starts[j + 1] = at;
        }

        return SparseMatrix.FromColumns(upper.Rows + lower.Rows, upper.Columns, starts, rows, values);
    }

    private static bool AllFinite(double[] y)
    {
        foreach (var value in y)
            if (!double.IsFinite(value)) return false;
        return true;
    }
}

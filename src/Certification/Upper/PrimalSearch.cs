using Copositive.Modeling;

namespace Copositive.Certification;

/// <summary>
/// Looks for a point near the solver's whose proof of feasibility by <see cref="PrimalProof"/> succeeds with a sharp objective. Everything here
/// is plain floating point: the proof judges whatever is found.
/// </summary>
/// <remarks>
/// Douglas–Rachford splitting between the slacks L = {b − Ax} and the points of K with margin ε, for ε from tiny to large; the equality rows
/// are then met to rounding. A point found with a large margin is moved back towards the solver's as far as its proof holds.
/// </remarks>
internal sealed class PrimalSearch
{
    private const int MaxIterations = 300;

    private static readonly double[] Margins = [1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1, 1e2];

    private readonly CertifiedProgram _form;
    private readonly ConicProgram _program;
    private readonly PrimalProof _proof;
    private readonly ConeInterior _interior = new();
    private readonly SearchBudget _work;
    private readonly WeightedGram _columns;
    private readonly AffineSet _equalities;
    private readonly int[] _moving;
    private ProvedBound _best;
    private double _estimate;

    public PrimalSearch(CertifiedProgram form, SearchBudget work)
    {
        _form = form;
        _program = form.Program;
        _proof = new PrimalProof(form, new ConeProof());
        _work = work;
        var moving = new List<int>();
        for (var j = 0; j < _program.Columns; j++)
            if (_proof.ColumnWeights[j] > 0) moving.Add(j);
        _moving = [.. moving];
        _columns = new WeightedGram(_program.A, _moving, form.Weights);
        _equalities = new AffineSet(form.Rows, _proof.Equalities, _proof.ColumnWeights, _program.B.ToArray());
    }

    /// <summary>The point of the best bound found; null where there is none.</summary>
    public double[]? Witness { get; private set; }

    /// <summary>How far the exactly feasible point may be from the witness.</summary>
    public double WitnessRadius { get; private set; }

    /// <summary>The best upper bound found from a point of any quality.</summary>
    public ProvedBound Find(double[] x)
    {
        _best = new ProvedBound(double.PositiveInfinity, 0, null);
        var start = (double[])x.Clone();
        _proof.Settle(start);
        _estimate = _program.Evaluate(start);
        var first = Try(start);
        if (!IsSharp()) Try(Simplified(start));
        if (!IsSharp()) TryVertex(start);
        if (!IsSharp()) Repair(start);
        return double.IsPositiveInfinity(_best.Value)
            ? first with { Failure = $"{first.Failure} (and no strictly feasible point was found near the solver's)" }
            : _best;
    }

    private bool IsSharp() => _work.IsSharp(_best.Value - _estimate, _estimate);

    private ProvedBound Try(double[] x)
    {
        var bound = _proof.Bound(x);
        if (!bound.IsProved || !(bound.Value < _best.Value)) return bound;
        _best = bound;
        Witness = (double[])x.Clone();
        WitnessRadius = _proof.Radius;
        return bound;
    }

    /// <summary>The exact corner next to the point, where all is linear.</summary>
    private void TryVertex(double[] start)
    {
        if (!ExactVertex.Applies(_program) || new ExactVertex(_form).Find(start) is not { } vertex || !(vertex.Value < _best.Value)) return;
        _best = new ProvedBound(vertex.Value, 0, null);
        Witness = vertex.Point;
        WitnessRadius = vertex.Radius;
    }

    private void Repair(double[] start)
    {
        var scale = Scale(start);
        var origin = (double[])start.Clone();
        _equalities.Project(origin);
        if (Try(origin).IsProved && IsSharp()) return;
        double[] slack = new double[_program.Rows], z = new double[_program.Rows];
        foreach (var margin in Margins)
        {
            var x = (double[])start.Clone();
            _program.B.CopyTo(slack);
            _program.A.Multiply(x, slack, alpha: -1, beta: 1);
            slack.CopyTo(z, 0);
            var found = false;
            for (var iteration = 1; iteration <= _work.Options.RepairIterations && !found && _work.Allows(); iteration++)
            {
                MoveInside(x, slack, z, margin * scale);
                foreach (var value in x)
                    if (!double.IsFinite(value)) return;
                if ((iteration & (iteration - 1)) != 0 && iteration != _work.Options.RepairIterations) continue;
                var trial = (double[])x.Clone();
                _equalities.Project(trial);
                found = Try(trial).IsProved;
                if (found) x = trial;
            }

            if (!found) continue;
            if (!IsSharp()) Approach(origin, x);
            return;
        }
    }

    /// <summary>
    /// One step of Douglas–Rachford towards the slacks in K with the margin: with s = P_L z = b − Ax, z ← z + P_K(2s − z) − s. The step
    /// leaves x at the fit of the slacks to the new z.
    /// </summary>
    private void MoveInside(double[] x, double[] slack, double[] z, double margin)
    {
        var reflected = new double[z.Length];
        for (var i = 0; i < z.Length; i++) reflected[i] = 2 * slack[i] - z[i];
        _interior.Project(_program, reflected, margin);
        for (var i = 0; i < z.Length; i++)
        {
            if (_form.KindOfRow[i] == ConeKind.Zero) reflected[i] = 0;
            z[i] += reflected[i] - slack[i];
        }

        Fit(x, slack, z);
    }

    /// <summary>Moves x so that b − Ax fits z in the W-norm, and recomputes the slacks.</summary>
    private void Fit(double[] x, double[] slack, double[] z)
    {
        var weighted = new double[z.Length];
        for (var i = 0; i < z.Length; i++) weighted[i] = _form.Weights[i] * (slack[i] - z[i]);
        var rhs = new double[_moving.Length];
        for (var q = 0; q < rhs.Length; q++)
        {
            for (var k = _program.A.ColumnStarts[_moving[q]]; k < _program.A.ColumnStarts[_moving[q] + 1]; k++)
                rhs[q] += _program.A.Values[k] * weighted[_program.A.RowIndices[k]];
        }

        var step = _columns.Solve(rhs, MaxIterations);
        for (var q = 0; q < step.Length; q++) x[_moving[q]] += step[q];
        _program.B.CopyTo(slack);
        _program.A.Multiply(x, slack, alpha: -1, beta: 1);
    }

    /// <summary>Tries points between the solver's and the one with a proof, from the solver's side.</summary>
    private void Approach(double[] origin, double[] proved)
    {
        var between = new double[origin.Length];
        foreach (var share in new[] { 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 0.3 })
        {
            for (var j = 0; j < between.Length; j++) between[j] = (1 - share) * origin[j] + share * proved[j];
            _proof.Settle(between);
            if (Try(between).IsProved) return;
        }
    }

    /// <summary>Multiples of 2⁻²⁰: where the exact point is such a number, its proof needs no correction.</summary>
    private double[] Simplified(double[] x)
    {
        const double unit = 1 << 20;
        var simple = new double[x.Length];
        for (var j = 0; j < x.Length; j++) simple[j] = Math.Abs(x[j]) < 1e9 ? Math.Round(x[j] * unit) / unit : x[j];
        _proof.Settle(simple);
        return simple;
    }

    private double Scale(double[] x)
    {
        double largest = 0;
        foreach (var value in _program.Slack(x)) largest = Math.Max(largest, Math.Abs(value));
        return largest > 0 && double.IsFinite(largest) ? largest : 1;
    }
}

using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>
/// The lower bound that a dual vector proves. For any x̂, any y ∈ K* and r = c + Px̂ + AᵀWy, P positive semidefinite,
/// p* ≥ c₀ − ½x̂ᵀPx̂ − ⟨b, y⟩ + Σ_j min {r_j x_j : l_j ≤ x_j ≤ u_j}.
/// </summary>
/// <remarks>
/// <para>The vector given is changed by an amount that is enclosed, not computed, so that the residuals of columns without bounds vanish
/// exactly. A column that has a row to itself has its residual absorbed by that row's multiplier, as an interval. The others, F, share
/// the correction δ of least norm with A_FᵀWδ = −r_F: ‖δ‖_W ≤ D by <see cref="WeightedGram"/>, which moves each block of y by at most D, each
/// other residual by at most ‖A_j‖_W D, and ⟨b, y⟩ by at most ‖b‖_W D over the rows that F touches.</para>
/// <para>A block that then lacks μe for membership in K* costs μ·max⟨e, s⟩, because ⟨y, s⟩ ≥ −μ⟨e, s⟩ (for matrices: Jansson, Chaykin,
/// Keil 2008); without a bound of ⟨e, s⟩ there is no bound.</para>
/// </remarks>
internal sealed class DualProof
{
    private readonly CertifiedProgram _form;
    private readonly ConicProgram _program;
    private readonly ConeProof _cones;
    private readonly List<int>[] _ownRows;
    private readonly bool[] _isTouched;
    private readonly int[] _shared;
    private readonly ExactSum _sum = new();
    private readonly double[] _fullWeights;
    private readonly WeightedGram _fullGram;

    public DualProof(CertifiedProgram form, ConeProof cones)
    {
        _form = form;
        _program = form.Program;
        _cones = cones;
        _ownRows = new List<int>[_program.Columns];
        for (var i = 0; i < _program.Rows; i++)
        {
            var at = form.Rows.ColumnStarts[i];
            if (form.Rows.ColumnStarts[i + 1] - at != 1 || form.Rows.Values[at] == 0 || !form.IsUsable[i]) continue; // stored zeros absorb nothing
            (_ownRows[form.Rows.RowIndices[at]] ??= []).Add(i);
        }

        var shared = new List<int>();
        for (var j = 0; j < _program.Columns; j++)
            if (IsFree(j) && _ownRows[j] is null) shared.Add(j);
        _shared = [.. shared];
        _isTouched = new bool[_program.Rows];
        foreach (var j in _shared)
            for (var k = _program.A.ColumnStarts[j]; k < _program.A.ColumnStarts[j + 1]; k++) _isTouched[_program.A.RowIndices[k]] = true;
        _fullWeights = CorrectionWeights(null);
        _fullGram = new WeightedGram(_program.A, _shared, _fullWeights);
    }

    /// <summary>Whether a column lacks a bound on some side.</summary>
    public bool IsFree(int column) => !_form.Bounds.Columns[column].IsFinite;

    /// <summary>Whether a column has a row to itself whose multiplier can absorb its residual.</summary>
    public bool HasOwnRow(int column) => _ownRows[column] is not null;

    /// <summary>W on the rows that a correction may use, 0 elsewhere: on cones without proofs and, given a support, on zeros of nonnegative rows.</summary>
    public double[] CorrectionWeights(ReadOnlySpan<double> support)
    {
        var weights = new double[_program.Rows];
        for (var i = 0; i < weights.Length; i++)
        {
            var usable = _form.IsUsable[i] && (support.IsEmpty || _form.KindOfRow[i] != ConeKind.Nonnegative || support[i] != 0);
            weights[i] = usable ? _form.Weights[i] : 0;
        }

        return weights;
    }

    /// <summary>The bound that (x̂, y) proves.</summary>
    /// <param name="x">x̂; entries that are not finite count as 0. May be empty where P = 0.</param>
    /// <param name="y">The multipliers; entries that are not finite, and those of unusable cones, count as 0.</param>
    /// <param name="mode">Which residuals to make zero.</param>
    public ProvedBound Bound(ReadOnlySpan<double> x, ReadOnlySpan<double> y, DualMode mode)
    {
        double[] point = Sanitize(x, null), dual = Sanitize(y, _form.IsUsable);
        var residuals = Residuals(point, dual);
        var weights = mode == DualMode.Support ? CorrectionWeights(dual) : _fullWeights;
        var gram = mode == DualMode.Support ? new WeightedGram(_program.A, _shared, weights) : _fullGram;
        var sizes = new double[_shared.Length];
        for (var q = 0; q < _shared.Length; q++) sizes[q] = residuals[_shared[q]].Magnitude;
        var radius = gram.CorrectionBound(sizes, q => ExactResidual(_shared[q], point, dual));
        if (double.IsPositiveInfinity(radius)) return None(WhyNoCorrection(sizes));

        var correction = new Correction(radius, weights, _isTouched);
        var multipliers = new Interval[dual.Length];
        for (var i = 0; i < dual.Length; i++) multipliers[i] = dual[i];
        var total = new Interval(_program.C0) - _form.HalfQuadraticForm(point);
        ulong premises = 0;
        for (var j = 0; j < residuals.Length; j++)
        {
            var isFree = IsFree(j);
            if (isFree && !HasOwnRow(j)) continue; // exactly zero after the correction
            var residual = correction.Widen(residuals[j], correction.Norm(_program.A, j));
            if (residual.Lower == 0 && residual.Upper == 0) continue;
            var interval = _form.Bounds.Columns[j];
            if (interval.Lower < interval.Upper && HasOwnRow(j) && (isFree || mode == DualMode.AllColumns)
                && TryAbsorb(j, residual, multipliers, isFree)) continue;
            total += new Interval(LeastProduct(residual, interval));
            premises |= residual.Lower >= 0 ? _form.Bounds.Columns.LowerPremises(j)
                : residual.Upper <= 0 ? _form.Bounds.Columns.UpperPremises(j) : _form.Bounds.Columns.Premises(j);
            if (double.IsNegativeInfinity(total.Lower)) return None(WhyNoColumnBound(j));
        }

        total -= InnerProductWithB(multipliers, correction);
        var penalty = Penalty(multipliers, correction, ref premises, out var failure);
        if (failure is not null) return None(failure);
        var value = Rounded.SubtractDown(total.Lower, penalty);
        return double.IsFinite(value) ? new ProvedBound(value, premises, null) : None("the numbers of the dual vector overflow");
    }

    /// <summary>A copy with finite entries of moderate size. Any vector may stand for the one given: the bound is proved for the copy.</summary>
    private static double[] Sanitize(ReadOnlySpan<double> vector, bool[]? isUsable)
    {
        const double limit = 1e300;
        var copy = new double[vector.Length];
        for (var i = 0; i < copy.Length; i++)
            if (double.IsFinite(vector[i]) && (isUsable is null || isUsable[i])) copy[i] = Math.Clamp(vector[i], -limit, limit);
        return copy;
    }

    private static ProvedBound None(string reason) => new(double.NegativeInfinity, 0, reason);

    private Interval[] Residuals(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var residuals = new Interval[_program.Columns];
        for (var j = 0; j < residuals.Length; j++)
        {
            SumResidual(j, x, y);
            residuals[j] = _sum.ToInterval();
        }

        return residuals;
    }

    private BigRational ExactResidual(int column, double[] x, double[] y)
    {
        SumResidual(column, x, y);
        return _sum.ToRational();
    }

    private void SumResidual(int column, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var a = _program.A;
        _sum.Clear();
        _sum.Add(_program.C[column]);
        for (var k = a.ColumnStarts[column]; k < a.ColumnStarts[column + 1]; k++)
        {
            var i = a.RowIndices[k];
            _sum.AddProduct(a.Values[k], _form.Weights[i] * y[i]); // W is 1 or 2: exact
        }

        _form.AddQuadraticProduct(column, x, _sum);
    }

    /// <summary>min {r x : r in the residual, x in the interval}, rounded down.</summary>
    private static double LeastProduct(Interval residual, Interval x)
    {
        var atLower = residual.Lower >= 0 ? Ends(residual, x.Lower) : double.PositiveInfinity;
        var atUpper = residual.Upper <= 0 ? Ends(residual, x.Upper) : double.PositiveInfinity;
        if (residual.Lower >= 0 || residual.Upper <= 0) return Math.Min(atLower, atUpper);
        return Math.Min(Ends(residual, x.Lower), Ends(residual, x.Upper));

        static double Ends(Interval r, double x) => double.IsInfinity(x)
            ? double.NegativeInfinity
            : Math.Min(Rounded.MultiplyDown(r.Lower, x), Rounded.MultiplyDown(r.Upper, x));
    }

    /// <summary>
    /// Moves the multiplier of one of the column's own rows by −r/(w a). First choice a free multiplier, then a nonnegative one that stays
    /// so, then one inside a larger cone; a nonnegative one that becomes negative only where nothing else is left.
    /// </summary>
    private bool TryAbsorb(int column, Interval residual, Interval[] multipliers, bool isNeeded)
    {
        int best = -1, bestRank = int.MaxValue;
        Interval bestValue = default;
        foreach (var i in _ownRows[column])
        {
            var entry = new Interval(_form.Rows.Values[_form.Rows.ColumnStarts[i]]) * _form.Weights[i];
            var value = multipliers[i] - residual / entry;
            if (!value.IsFinite) continue;
            var rank = _form.KindOfRow[i] switch
            {
                ConeKind.Zero => 0,
                ConeKind.Nonnegative => value.Lower >= 0 ? 1 : 3,
                _ => 2,
            };
            var isBetter = rank < bestRank || (rank == bestRank && _form.KindOfRow[i] == ConeKind.Nonnegative && value.Lower > bestValue.Lower);
            if (isBetter) (best, bestRank, bestValue) = (i, rank, value);
        }

        if (best < 0 || (bestRank == 3 && !isNeeded)) return false;
        multipliers[best] = bestValue;
        return true;
    }

    private Interval InnerProductWithB(Interval[] multipliers, Correction correction)
    {
        _sum.Clear();
        Interval rest = 0;
        double squares = 0;
        var b = _program.B;
        for (var i = 0; i < multipliers.Length; i++)
        {
            if (b[i] == 0) continue;
            var weighted = new Interval(_form.Weights[i]) * b[i];
            if (multipliers[i].Lower == multipliers[i].Upper && weighted.Lower == weighted.Upper) _sum.AddProduct(weighted.Lower, multipliers[i].Lower);
            else rest += weighted * multipliers[i];
            if (correction.Moves(i)) squares = Rounded.AddUp(squares, (weighted * b[i]).Upper);
        }

        return correction.Widen(_sum.ToInterval() + rest, Rounded.SqrtUp(squares));
    }

    private double Penalty(Interval[] multipliers, Correction correction, ref ulong premises, out string? failure)
    {
        double penalty = 0;
        failure = null;
        foreach (var block in _program.Blocks)
        {
            if (block.Rows == 0 || block.Cone.Kind == ConeKind.Zero || !_form.IsUsable[block.Start]) continue;
            if (block.Cone.Kind == ConeKind.Nonnegative)
            {
                for (var i = block.Start; i < block.End; i++)
                {
                    var deficit = Math.Max(0, Rounded.SubtractUp(correction.Moves(i) ? correction.Radius : 0, multipliers[i].Lower));
                    if (deficit > 0 && !Pay(deficit, i, ref penalty, ref premises))
                        failure = $"the multiplier of row {i - block.Start} of '{block.Name}' is negative by {deficit:g2} and its slack has no bound";
                }
            }
            else
            {
                var moved = false;
                for (var i = block.Start; i < block.End; i++) moved |= correction.Moves(i);
                var deficit = _cones.Deficit(block.Cone, multipliers.AsSpan(block.Start, block.Rows), moved ? correction.Radius : 0);
                if (deficit > 0 && !Pay(deficit, block.Start, ref penalty, ref premises)) failure = WhyNoMembership(block, deficit);
            }

            if (failure is not null) return penalty;
        }

        return penalty;
    }

    private bool Pay(double deficit, int row, ref double penalty, ref ulong premises)
    {
        var size = _form.Bounds.Size(row);
        if (double.IsPositiveInfinity(size) || double.IsPositiveInfinity(deficit)) return false;
        penalty = Rounded.AddUp(penalty, Rounded.MultiplyUp(deficit, Math.Max(0, size)));
        premises |= _form.Bounds.SizePremises(row);
        return true;
    }

    private string WhyNoCorrection(double[] sizes)
    {
        var worst = 0;
        for (var q = 1; q < sizes.Length; q++)
            if (sizes[q] > sizes[worst]) worst = q;
        foreach (var block in _program.Blocks)
        {
            if (block.Rows > 0 && !_form.IsUsable[block.Start])
                return $"column '{_program.ColumnName(_shared[worst])}' has no a-priori bound, and the multipliers of '{block.Name}', in the cone {block.Cone.Symbol}, take no part in proofs yet";
        }

        return $"column '{_program.ColumnName(_shared[worst])}' has no a-priori bound and its dual residual ({sizes[worst]:g2}) could not be removed exactly, "
            + "because the columns without bounds are not proved independent; bound them by constraints or by an assumption";
    }

    private string WhyNoColumnBound(int column)
        => $"column '{_program.ColumnName(column)}' has no a-priori bound and its dual residual cannot be made zero; bound it by constraints or by an assumption";

    private static string WhyNoMembership(ConeBlock block, double deficit)
        => block.Cone.Kind == ConeKind.PositiveSemidefinite
            ? $"the dual matrix of '{block.Name}' is short of being positive semidefinite by {deficit:g2} and the trace of its slack has no bound; assume one for '{block.Name}'"
            : $"the multiplier of '{block.Name}' is outside the dual cone by {deficit:g2} and its slack has no bound";
}

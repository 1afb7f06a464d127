using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>
/// The upper bound that a point proves: an exactly feasible point lies within a proved distance of it, and the objective of that point is
/// enclosed.
/// </summary>
/// <remarks>
/// Equality rows E are never met in floats. The correction δ of least norm with A_E δ = b_E − A_E x has ‖δ‖ ≤ D by
/// <see cref="WeightedGram"/>, moves the slack of a block k by at most ‖A_k‖_{F,W} D, and the objective by at most
/// ‖c + Px‖D + ½‖P‖_F D². Columns that must be integer, and those that an equality row of their own fixes at a double, do not move.
/// </remarks>
internal sealed class PrimalProof
{
    private readonly CertifiedProgram _form;
    private readonly ConicProgram _program;
    private readonly ConeProof _cones;
    private readonly ExactSum _sum = new();
    private readonly double[] _columnWeights;
    private readonly double[] _fixedValues;
    private readonly bool[] _isTouched;
    private readonly int[] _equalities;
    private readonly WeightedGram _gram;
    private readonly string? _obstacle;

    public PrimalProof(CertifiedProgram form, ConeProof cones)
    {
        _form = form;
        _program = form.Program;
        _cones = cones;
        _columnWeights = new double[_program.Columns];
        _fixedValues = new double[_program.Columns];
        Array.Fill(_columnWeights, 1);
        Array.Fill(_fixedValues, double.NaN);
        foreach (var j in _program.IntegerColumns) _columnWeights[j] = 0;
        foreach (var block in _program.Blocks)
        {
            if (block.Cone.Kind == ConeKind.Zero) FixColumns(block);
            if (block.Rows > 0 && !form.IsUsable[block.Start])
                _obstacle ??= $"'{block.Name}' is in the cone {block.Cone.Symbol}, in which no membership can be proved yet";
        }

        var equalities = new List<int>();
        _isTouched = new bool[_program.Columns];
        for (var i = 0; i < _program.Rows; i++)
        {
            if (form.KindOfRow[i] != ConeKind.Zero) continue;
            equalities.Add(i);
            for (var k = form.Rows.ColumnStarts[i]; k < form.Rows.ColumnStarts[i + 1]; k++) _isTouched[form.Rows.RowIndices[k]] = true;
        }

        _equalities = [.. equalities];
        _gram = new WeightedGram(form.Rows, _equalities, _columnWeights);
    }

    /// <summary>The equality rows.</summary>
    public int[] Equalities => _equalities;

    /// <summary>1 on the columns that may move, 0 on fixed and integer ones.</summary>
    public double[] ColumnWeights => _columnWeights;

    /// <summary>The distance D of the last proved point to an exactly feasible one.</summary>
    public double Radius { get; private set; }

    /// <summary>Puts fixed columns at their values and integer columns at the nearest integers.</summary>
    public void Settle(Span<double> x)
    {
        foreach (var j in _program.IntegerColumns) x[j] = Math.Round(x[j]);
        for (var j = 0; j < x.Length; j++)
            if (!double.IsNaN(_fixedValues[j])) x[j] = _fixedValues[j];
    }

    /// <summary>The bound that a point proves.</summary>
    /// <param name="x">The point, settled; a NaN or an infinity fails.</param>
    public ProvedBound Bound(ReadOnlySpan<double> x)
    {
        if (_obstacle is not null) return None(_obstacle);
        foreach (var entry in x)
            if (!(Math.Abs(entry) <= 1e300)) return None("the point has entries that are no finite numbers");
        foreach (var j in _program.IntegerColumns)
            if (x[j] != Math.Floor(x[j])) return None($"column '{_program.ColumnName(j)}' is not an integer");

        var sizes = new double[_equalities.Length];
        var point = x.ToArray();
        for (var q = 0; q < sizes.Length; q++) sizes[q] = Slack(_equalities[q], point).Magnitude;
        var radius = _gram.CorrectionBound(sizes, q => ExactSlack(_equalities[q], point));
        if (double.IsPositiveInfinity(radius)) return None(WhyNoCorrection(sizes));
        var correction = new Correction(radius, _columnWeights, _isTouched);
        if (WhyInfeasible(x, correction) is { } reason) return None(reason);
        var value = Objective(x, correction);
        if (!double.IsFinite(value)) return None("the objective of the point overflows");
        Radius = radius;
        return new ProvedBound(value, 0, null);
    }

    private static ProvedBound None(string reason) => new(double.PositiveInfinity, 0, reason);

    /// <summary>Equality rows with one column, a x_j = b, fix it where b/a is a double.</summary>
    private void FixColumns(ConeBlock block)
    {
        for (var i = block.Start; i < block.End; i++)
        {
            var at = _form.Rows.ColumnStarts[i];
            if (_form.Rows.ColumnStarts[i + 1] - at != 1) continue;
            var quotient = _program.B[i] / _form.Rows.Values[at];
            if (!double.IsFinite(quotient) || new Interval(quotient) * _form.Rows.Values[at] != new Interval(_program.B[i])) continue;
            var column = _form.Rows.RowIndices[at];
            _columnWeights[column] = 0;
            _fixedValues[column] = quotient;
        }
    }

    private Interval Slack(int row, ReadOnlySpan<double> x)
    {
        SumSlack(row, x);
        return _sum.ToInterval();
    }

    private BigRational ExactSlack(int row, double[] x)
    {
        SumSlack(row, x);
        return _sum.ToRational();
    }

    private void SumSlack(int row, ReadOnlySpan<double> x)
    {
        _sum.Clear();
        _sum.Add(_program.B[row]);
        for (var k = _form.Rows.ColumnStarts[row]; k < _form.Rows.ColumnStarts[row + 1]; k++)
            _sum.AddProduct(-_form.Rows.Values[k], x[_form.Rows.RowIndices[k]]);
    }

    private string? WhyInfeasible(ReadOnlySpan<double> x, Correction correction)
    {
        foreach (var block in _program.Blocks)
        {
            if (block.Rows == 0 || block.Cone.Kind == ConeKind.Zero) continue;
            var slack = new Interval[block.Rows];
            double squares = 0;
            for (var i = 0; i < slack.Length; i++)
            {
                var row = block.Start + i;
                slack[i] = Slack(row, x);
                var norm = correction.Norm(_form.Rows, row);
                if (block.Cone.Kind == ConeKind.Nonnegative)
                {
                    var least = correction.Widen(slack[i], norm).Lower;
                    if (!(least >= 0)) return $"row {i} of '{block.Name}' is violated by {-least:g2}";
                }

                squares = Rounded.AddUp(squares, Rounded.MultiplyUp(_form.Weights[row], Rounded.MultiplyUp(norm, norm)));
            }

            if (block.Cone.Kind == ConeKind.Nonnegative) continue;
            var radius = squares == 0 ? 0 : Rounded.MultiplyUp(Rounded.SqrtUp(squares), correction.Radius);
            var deficit = _cones.Deficit(block.Cone, slack, radius);
            if (!(deficit <= 0)) return $"the slack of '{block.Name}' is not proved to be in {block.Cone.Symbol}; it lacks {deficit:g2}";
        }

        return null;
    }

    private double Objective(ReadOnlySpan<double> x, Correction correction)
    {
        _sum.Clear();
        _sum.Add(_program.C0);
        for (var j = 0; j < x.Length; j++) _sum.AddProduct(_program.C[j], x[j]);
        var value = _sum.ToInterval() + _form.HalfQuadraticForm(x);
        if (correction.Radius == 0) return value.Upper;

        double gradient = 0;
        for (var j = 0; j < x.Length; j++)
        {
            if (!correction.Moves(j)) continue;
            var slope = (new Interval(_program.C[j]) + _form.QuadraticProduct(j, x, _sum)).Magnitude;
            gradient = Rounded.AddUp(gradient, Rounded.MultiplyUp(slope, slope));
        }

        var result = Rounded.AddUp(value.Upper, Rounded.MultiplyUp(Rounded.SqrtUp(gradient), correction.Radius));
        if (_form.Quadratic is null) return result;
        double frobenius = 0;
        foreach (var entry in _form.Quadratic.Values) frobenius = Rounded.AddUp(frobenius, Rounded.MultiplyUp(entry, entry));
        var curvature = Rounded.MultiplyUp(0.5 * Rounded.SqrtUp(frobenius), Rounded.MultiplyUp(correction.Radius, correction.Radius));
        return Rounded.AddUp(result, Rounded.AddUp(curvature, double.Epsilon)); // halving may round below the normal range
    }

    private string WhyNoCorrection(double[] sizes)
    {
        var worst = 0;
        for (var q = 1; q < sizes.Length; q++)
            if (sizes[q] > sizes[worst]) worst = q;
        var row = _equalities[worst];
        var name = "";
        foreach (var block in _program.Blocks)
            if (row >= block.Start && row < block.End) name = block.Name;
        return $"the equality rows are not proved independent, so that the error {sizes[worst]:g2} of '{name}' could not be removed exactly";
    }
}

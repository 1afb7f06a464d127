using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>An affine function Σ f_j x_j + f₀ whose coefficients are known within intervals, over few columns.</summary>
internal sealed class LinearForm
{
    private readonly SortedDictionary<int, Interval> _coefficients = [];

    /// <summary>f₀.</summary>
    public Interval Constant { get; private set; } = 0;

    /// <summary>The columns with a coefficient, ascending, and the coefficients.</summary>
    public IReadOnlyDictionary<int, Interval> Coefficients => _coefficients;

    /// <summary>Adds factor·(b_row − A_row x), the slack of a row.</summary>
    /// <param name="rows">Aᵀ, whose columns are the rows of A.</param>
    /// <param name="rightHandSide">b.</param>
    /// <param name="row">The row.</param>
    /// <param name="factor">The factor.</param>
    public void AddSlack(SparseMatrix rows, ReadOnlySpan<double> rightHandSide, int row, double factor)
    {
        Constant += new Interval(factor) * rightHandSide[row];
        for (var k = rows.ColumnStarts[row]; k < rows.ColumnStarts[row + 1]; k++)
        {
            var column = rows.RowIndices[k];
            var term = -(new Interval(factor) * rows.Values[k]);
            _coefficients[column] = _coefficients.TryGetValue(column, out var old) ? old + term : term;
        }
    }

    /// <summary>The largest value over the columns' intervals, rounded up, and the premises used; +∞ where there is none.</summary>
    public (double Value, ulong Premises) Maximum(BoundedColumns columns)
    {
        var value = Constant.Upper;
        ulong premises = 0;
        foreach (var (column, coefficient) in _coefficients)
        {
            if (coefficient.Lower == 0 && coefficient.Upper == 0) continue;
            var term = coefficient * columns[column];
            if (double.IsPositiveInfinity(term.Upper)) return (double.PositiveInfinity, 0);
            value = Rounded.AddUp(value, term.Upper);
            premises |= coefficient.Lower >= 0 ? columns.UpperPremises(column)
                : coefficient.Upper <= 0 ? columns.LowerPremises(column)
                : columns.Premises(column);
        }

        return (value, premises);
    }

    /// <summary>A copy.</summary>
    public LinearForm Clone()
    {
        var copy = new LinearForm { Constant = Constant };
        foreach (var (column, coefficient) in _coefficients) copy._coefficients.Add(column, coefficient);
        return copy;
    }
}

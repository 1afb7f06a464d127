using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>An unknown change δ of a vector over rows: ‖δ‖_ω ≤ Radius, and δ_i = 0 except on rows that are touched and have ω_i > 0.</summary>
internal readonly struct Correction
{
    private readonly double[] _weights;
    private readonly bool[] _isTouched;

    public Correction(double radius, double[] weights, bool[] isTouched)
    {
        Radius = radius;
        _weights = weights;
        _isTouched = isTouched;
    }

    /// <summary>A bound of ‖δ‖_ω; 0 where nothing changes.</summary>
    public double Radius { get; }

    /// <summary>Whether the row may change.</summary>
    public bool Moves(int row) => Radius > 0 && _isTouched[row] && _weights[row] > 0;

    /// <summary>‖M_j‖_ω over the rows that may change, rounded up: the most that M_jᵀ diag(ω) δ changes for ‖δ‖_ω ≤ 1.</summary>
    public double Norm(SparseMatrix matrix, int column)
    {
        if (Radius == 0) return 0;
        double squares = 0;
        for (var k = matrix.ColumnStarts[column]; k < matrix.ColumnStarts[column + 1]; k++)
        {
            var row = matrix.RowIndices[k];
            if (!Moves(row)) continue;
            var entry = Math.Abs(matrix.Values[k]);
            squares = Rounded.AddUp(squares, Rounded.MultiplyUp(_weights[row], Rounded.MultiplyUp(entry, entry)));
        }

        return Rounded.SqrtUp(squares);
    }

    /// <summary>The interval, widened by norm·Radius on both sides.</summary>
    public Interval Widen(Interval value, double norm)
    {
        if (norm == 0 || Radius == 0) return value;
        var change = Rounded.MultiplyUp(norm, Radius);
        return new(Rounded.SubtractDown(value.Lower, change), Rounded.AddUp(value.Upper, change));
    }
}

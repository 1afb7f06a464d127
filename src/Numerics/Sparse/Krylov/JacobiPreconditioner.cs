using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// The inverse of the diagonal's absolute values, positive definite for every matrix; rows whose diagonal is missing, zero, below
/// 2⁻¹⁰²⁴ or not finite are left alone. Safe for concurrent use between calls of <see cref="Refactor"/>.
/// </summary>
public sealed class JacobiPreconditioner : ILinearOperator
{
    private readonly int _entries;
    private readonly int[] _diagonals;
    private readonly double[] _inverses;

    /// <summary>Takes the diagonal of a symmetric matrix.</summary>
    /// <param name="upper">The upper triangle.</param>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    public JacobiPreconditioner(SparseMatrix upper)
    {
        ArgumentNullException.ThrowIfNull(upper);
        if (upper.Rows != upper.Columns)
            throw new ArgumentException($"A symmetric matrix is square; this is {upper.Rows} × {upper.Columns}.", nameof(upper));
        _entries = upper.NonzeroCount;
        _diagonals = new int[upper.Columns];
        _inverses = new double[upper.Columns];
        for (int j = 0; j < _diagonals.Length; j++)
        {
            int start = upper.ColumnStarts[j], place = upper.RowIndices[start..upper.ColumnStarts[j + 1]].BinarySearch(j);
            _diagonals[j] = place < 0 ? -1 : start + place;
        }
        Refactor(upper.Values);
    }

    /// <inheritdoc/>
    public int Order => _diagonals.Length;

    /// <summary>Takes new values of the matrix.</summary>
    /// <param name="values">In the order of the matrix given at first.</param>
    /// <exception cref="ArgumentException">The number of values differs.</exception>
    public void Refactor(ReadOnlySpan<double> values)
    {
        if (values.Length != _entries)
            throw new ArgumentException($"The matrix has {_entries} entries; got {values.Length} values.", nameof(values));
        for (int j = 0; j < _inverses.Length; j++)
        {
            double inverse = _diagonals[j] < 0 ? 0 : 1 / Math.Abs(values[_diagonals[j]]);
            _inverses[j] = inverse > 0 && double.IsFinite(inverse) ? inverse : 1;
        }
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y) => TensorPrimitives.Multiply(x, _inverses, y);
}

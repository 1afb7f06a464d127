using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// The inverse of the diagonal's absolute values, positive definite for every matrix; rows whose diagonal is zero or missing are left
/// alone. Safe for concurrent use between calls of <see cref="Refactor"/>.
/// </summary>
public sealed class JacobiPreconditioner : ILinearOperator
{
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
    public void Refactor(ReadOnlySpan<double> values)
    {
        for (int j = 0; j < _inverses.Length; j++)
        {
            double size = _diagonals[j] < 0 ? 0 : Math.Abs(values[_diagonals[j]]);
            _inverses[j] = size > 0 ? 1 / size : 1;
        }
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y) => TensorPrimitives.Multiply(x, _inverses, y);
}

namespace Copositive.Numerics;

/// <content>
/// Products with vectors. Every entry of a result starts as β times its old value and receives its terms in increasing order of the index
/// summed over, whichever way the matrix is passed through, so that results depend neither on the threads nor on whether the row form
/// exists. Only products of 0 with entries that are NaN or infinite may or may not be left out.
/// </content>
public sealed partial class SparseMatrix
{
    /// <summary>y ← α·A·x + β·y.</summary>
    /// <param name="x">Length <see cref="Columns"/>.</param>
    /// <param name="y">Length <see cref="Rows"/>; must not overlap x.</param>
    /// <param name="alpha">α, default 1.</param>
    /// <param name="beta">β, default 0; with 0 the old content of y is ignored, NaN included.</param>
    /// <param name="team">The threads that share the rows; null for the calling thread. More than one thread makes the row form.</param>
    /// <remarks>
    /// Once the row form exists (<see cref="Transpose"/> makes it) the product runs by rows where these are long or equally long, up to
    /// twice as fast.
    /// </remarks>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void Multiply(ReadOnlySpan<double> x, Span<double> y, double alpha = 1, double beta = 0, WorkerTeam? team = null)
    {
        CheckLength(x.Length, Columns, nameof(x));
        CheckLength(y.Length, Rows, nameof(y));
        if ((_transpose is not null && _isFasterByRows) || team is { Threads: > 1 })
        {
            Transpose().MultiplyColumns(x, y, alpha, beta, team);
            return;
        }
        ScaleInPlace(y, beta);
        int[] starts = _columnStarts, rows = _rowIndices;
        double[] values = _values;
        for (int j = 0; j < x.Length; j++)
        {
            double t = alpha * x[j];
            if (t == 0) continue;
            for (int k = starts[j]; k < starts[j + 1]; k++) y[rows[k]] += values[k] * t;
        }
    }

    /// <summary>x ← α·Aᵀ·y + β·x.</summary>
    /// <param name="y">Length <see cref="Rows"/>.</param>
    /// <param name="x">Length <see cref="Columns"/>; must not overlap y.</param>
    /// <param name="alpha">α, default 1.</param>
    /// <param name="beta">β, default 0; with 0 the old content of x is ignored, NaN included.</param>
    /// <param name="team">The threads that share the columns; null for the calling thread.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void TransposeMultiply(ReadOnlySpan<double> y, Span<double> x, double alpha = 1, double beta = 0, WorkerTeam? team = null)
    {
        CheckLength(y.Length, Rows, nameof(y));
        CheckLength(x.Length, Columns, nameof(x));
        MultiplyColumns(y, x, alpha, beta, team);
    }

    /// <summary>
    /// y ← α·M·x + β·y where this matrix is the upper triangle of the symmetric M (row ≤ column).
    /// </summary>
    /// <param name="x">Length <see cref="Columns"/>.</param>
    /// <param name="y">The same length; must not overlap x.</param>
    /// <param name="alpha">α, default 1.</param>
    /// <param name="beta">β, default 0; with 0 the old content of y is ignored, NaN included.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void MultiplySymmetric(ReadOnlySpan<double> x, Span<double> y, double alpha = 1, double beta = 0)
    {
        CheckLength(x.Length, Columns, nameof(x));
        CheckLength(y.Length, Rows, nameof(y));
        ScaleInPlace(y, beta);
        for (int j = 0; j < x.Length; j++)
        {
            double sum = 0, t = alpha * x[j];
            for (int k = _columnStarts[j]; k < _columnStarts[j + 1]; k++)
            {
                int i = _rowIndices[k];
                if (i == j)
                {
                    sum += _values[k] * x[j];
                    continue;
                }
                y[i] += _values[k] * t;
                sum += _values[k] * x[i];
            }
            y[j] += alpha * sum;
        }
    }

    /// <summary>Y ← α·A·X + β·Y for several vectors at once, the columns of X and Y. Makes the row form.</summary>
    /// <param name="x">X, row-major, <see cref="Columns"/> × <paramref name="count"/>.</param>
    /// <param name="count">The number of vectors.</param>
    /// <param name="y">Y, row-major, <see cref="Rows"/> × <paramref name="count"/>; must not overlap X.</param>
    /// <param name="alpha">α, default 1.</param>
    /// <param name="beta">β, default 0; with 0 the old content of Y is ignored, NaN included.</param>
    /// <param name="team">The threads that share the rows; null for the calling thread.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public void MultiplyBlock(
        ReadOnlySpan<double> x, int count, Span<double> y, double alpha = 1, double beta = 0, WorkerTeam? team = null) =>
        Transpose().TransposeMultiplyBlock(x, count, y, alpha, beta, team);

    /// <summary>X ← α·Aᵀ·Y + β·X for several vectors at once, the columns of X and Y.</summary>
    /// <param name="y">Y, row-major, <see cref="Rows"/> × <paramref name="count"/>.</param>
    /// <param name="count">The number of vectors.</param>
    /// <param name="x">X, row-major, <see cref="Columns"/> × <paramref name="count"/>; must not overlap Y.</param>
    /// <param name="alpha">α, default 1.</param>
    /// <param name="beta">β, default 0; with 0 the old content of X is ignored, NaN included.</param>
    /// <param name="team">The threads that share the columns; null for the calling thread.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public unsafe void TransposeMultiplyBlock(
        ReadOnlySpan<double> y, int count, Span<double> x, double alpha = 1, double beta = 0, WorkerTeam? team = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        CheckLength(y.Length, (long)Rows * count, nameof(y));
        CheckLength(x.Length, (long)Columns * count, nameof(x));
        fixed (int* starts = _columnStarts, indices = _rowIndices)
        fixed (double* values = _values, from = y, to = x)
            new CompressedBlockProduct(starts, indices, values, Columns, count, from, to, alpha, beta, team?.Threads ?? 1).Run(team);
    }

    private unsafe void MultiplyColumns(ReadOnlySpan<double> y, Span<double> x, double alpha, double beta, WorkerTeam? team)
    {
        fixed (int* starts = _columnStarts, indices = _rowIndices)
        fixed (double* values = _values, from = y, to = x)
            new CompressedProduct(starts, indices, values, Columns, from, to, alpha, beta, team?.Threads ?? 1).Run(team);
    }

    private static void ScaleInPlace(Span<double> y, double beta)
    {
        if (beta == 0) y.Clear();
        else if (beta != 1)
        {
            for (int i = 0; i < y.Length; i++) y[i] *= beta;
        }
    }
}

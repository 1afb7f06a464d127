namespace Copositive.Numerics;

public sealed unsafe partial class DenseQr
{
    /// <summary>
    /// Overwrites the first n rows of B by a least-squares solution, min ‖AX − B‖ column by column; what follows them in Q's coordinates,
    /// with the norm of the residual, is left in the other rows. With pivoting and Rank &lt; n it is the basic solution, zero in the
    /// columns of A beyond the rank.
    /// </summary>
    /// <param name="b">B, m × <paramref name="columns"/>; needs max(m, n) rows to take X.</param>
    /// <param name="ldb">The distance between B's rows, at least <paramref name="columns"/>.</param>
    /// <param name="columns">The number of right-hand sides.</param>
    /// <param name="cancellation">Looked at between blocks.</param>
    /// <exception cref="InvalidOperationException">
    /// There is no factorisation, or one without pivoting of a matrix of Rank &lt; n.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The number of columns is negative, the row distance shorter than a row, or the span too short.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; B is partly overwritten.</exception>
    public void SolveLeastSquares(Span<double> b, int ldb, int columns, CancellationToken cancellation = default)
    {
        CheckFactored();
        if (Rank < Columns && !_isPivoted)
            throw new InvalidOperationException(
                $"The matrix has {Columns} columns and rank {Rank}: least squares needs a factorisation with pivoting.");
        MatrixArguments.Check(nameof(b), b.Length, Math.Max(Rows, Columns), columns, ldb);
        fixed (double* x = b)
        {
            _q.Apply(transposed: true, x, ldb, columns, _team, cancellation);
            BlockedTriangularSolve.Run(Upper(Rank, x, ldb, columns).Transposed(), _team, cancellation);
            for (int i = Rank; i < Columns; i++)
                new Span<double>(x + i * (nint)ldb, columns).Clear();
            Permute(x, ldb, columns, transposed: false);
        }
        GC.KeepAlive(_matrix);
    }

    /// <summary>Overwrites the first m rows of B by the solution of A'X = B of the least norm, column by column.</summary>
    /// <param name="b">B in the first n of m ≥ n rows.</param>
    /// <param name="ldb">The distance between B's rows, at least <paramref name="columns"/>.</param>
    /// <param name="columns">The number of right-hand sides.</param>
    /// <param name="cancellation">Looked at between blocks.</param>
    /// <exception cref="InvalidOperationException">There is no factorisation, or the matrix has Rank &lt; n.</exception>
    /// <exception cref="ArgumentException">
    /// The number of columns is negative, the row distance shorter than a row, or the span too short.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; B is partly overwritten.</exception>
    public void SolveLeastNorm(Span<double> b, int ldb, int columns, CancellationToken cancellation = default)
    {
        CheckFactored();
        if (Rank < Columns)
            throw new InvalidOperationException(
                $"The matrix has {Columns} columns and rank {Rank}: its transpose's equations need full rank.");
        MatrixArguments.Check(nameof(b), b.Length, Rows, columns, ldb);
        fixed (double* x = b)
        {
            Permute(x, ldb, columns, transposed: true);
            BlockedTriangularSolve.Run(Upper(Columns, x, ldb, columns), _team, cancellation);
            for (int i = Columns; i < Rows; i++)
                new Span<double>(x + i * (nint)ldb, columns).Clear();
            _q.Apply(transposed: false, x, ldb, columns, _team, cancellation);
        }
        GC.KeepAlive(_matrix);
    }

    /// <summary>R'X = B for R's leading block; transposed it is RX = B.</summary>
    private TriangularSystem Upper(int order, double* x, nint stride, int columns)
    {
        TriangularSystem system = TriangularSystem.Lower(order, _matrix.Pointer, Stride, x, stride, columns);
        (system.TRow, system.TColumn) = (system.TColumn, system.TRow);
        return system;
    }

    /// <summary>X ← PX, or P'X, by the exchanges of which P is the product.</summary>
    private void Permute(double* x, nint stride, int columns, bool transposed)
    {
        for (int step = 0; step < _q.Count; step++)
        {
            int k = transposed ? step : _q.Count - 1 - step, other = _exchanges[k];
            if (other == k)
                continue;
            double* p = x + k * stride, q = x + other * stride;
            for (int c = 0; c < columns; c++)
                (p[c], q[c]) = (q[c], p[c]);
        }
    }
}

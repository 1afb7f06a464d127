using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

/// <summary>
/// The factorisation P'AP = LDL' of a dense symmetric indefinite matrix with Bunch–Kaufman pivoting (Bunch and Kaufman 1977; Golub and
/// Van Loan, §4.4): L unit lower triangular, D of blocks of order 1 and 2. Work space is allocated once, n² + 67n doubles; not thread-safe.
/// </summary>
/// <remarks>
/// The inertia (the numbers of positive, negative and zero eigenvalues) is D's, by Sylvester's law; it is that of a matrix within a small
/// multiple of n u ‖A‖ of A, so that eigenvalues of that size may count as either sign. With a team, results may depend on its number of
/// threads by rounding, never on the schedule.
/// </remarks>
public sealed unsafe class DenseLdl
{
    private readonly LdlStorage _storage;
    private readonly WorkerTeam? _team;
    private bool _isFactored;

    /// <summary>Allocates the work space.</summary>
    /// <param name="order">n, the order of the matrices.</param>
    /// <param name="team">The threads to use; null for the calling one alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative or above 16 384.</exception>
    public DenseLdl(int order, WorkerTeam? team = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 16_384);
        _storage = new LdlStorage(order);
        _team = team;
    }

    /// <summary>n, the order of the matrices.</summary>
    public int Order => _storage.Order;

    /// <summary>The number of positive eigenvalues of the last matrix factored (Sylvester's law of inertia, up to rounding).</summary>
    public int PositiveEigenvalues { get; private set; }

    /// <summary>The number of negative eigenvalues of the last matrix factored.</summary>
    public int NegativeEigenvalues { get; private set; }

    /// <summary>The number of pivots of the last matrix factored that are exactly zero.</summary>
    public int ZeroEigenvalues { get; private set; }

    /// <summary>Factors a matrix.</summary>
    /// <param name="matrix">n² entries, row-major; only those on and below the diagonal are read.</param>
    /// <param name="cancellation">Looked at between panels.</param>
    /// <returns>
    /// False when no solves are possible: a pivot is zero (then the inertia is that of D all the same), or an entry is or becomes NaN or
    /// infinite (then all three numbers of eigenvalues are 0).
    /// </returns>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; there is no factorisation to solve with.</exception>
    public bool TryFactor(ReadOnlySpan<double> matrix, CancellationToken cancellation = default)
    {
        int n = Order;
        MatrixArguments.Check(nameof(matrix), matrix.Length, n, n, n);
        _isFactored = false;
        PositiveEigenvalues = NegativeEigenvalues = ZeroEigenvalues = 0;
        for (int i = 0; i < n; i++)
            matrix.Slice(i * n, i + 1).CopyTo(new Span<double>(_storage.Matrix + (nint)i * _storage.Stride, i + 1));
        for (int first = 0, width; first < n; first += width)
        {
            cancellation.ThrowIfCancellationRequested();
            width = EliminatePanel(first);
            if (width == 0)
                return false;
            UpdateRest(first, width);
        }
        CountEigenvalues();
        _isFactored = ZeroEigenvalues == 0;
        GC.KeepAlive(_storage);
        return _isFactored;
    }

    /// <summary>Overwrites b with A⁻¹b.</summary>
    /// <param name="b">n entries.</param>
    /// <exception cref="InvalidOperationException">The last <see cref="TryFactor"/> did not return true, or there was none.</exception>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public void SolveInPlace(Span<double> b)
    {
        CheckFactored();
        MatrixArguments.Check(nameof(b), b.Length, Order, 1, 1);
        fixed (double* x = b)
        {
            Exchange(x, 1, 1, forward: true);
            TriangularVectorSolve.Lower(Order, _storage.Matrix, _storage.Stride, transposed: false, unit: true, x);
            DivideByD(x, 1, 1);
            TriangularVectorSolve.Lower(Order, _storage.Matrix, _storage.Stride, transposed: true, unit: true, x);
            Exchange(x, 1, 1, forward: false);
        }
        GC.KeepAlive(_storage);
    }

    /// <summary>Overwrites B with A⁻¹B for several right-hand sides.</summary>
    /// <param name="b">B, n × <paramref name="columns"/>, row-major.</param>
    /// <param name="ldb">The distance between B's rows, at least <paramref name="columns"/>.</param>
    /// <param name="columns">The number of right-hand sides.</param>
    /// <param name="cancellation">Looked at between blocks.</param>
    /// <exception cref="InvalidOperationException">The last <see cref="TryFactor"/> did not return true, or there was none.</exception>
    /// <exception cref="ArgumentException">
    /// The number of columns is negative, the row distance shorter than a row, or the span too short.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; B is partly overwritten.</exception>
    public void SolveInPlace(Span<double> b, int ldb, int columns, CancellationToken cancellation = default)
    {
        CheckFactored();
        MatrixArguments.Check(nameof(b), b.Length, Order, columns, ldb);
        fixed (double* x = b)
        {
            var system = TriangularSystem.Lower(Order, _storage.Matrix, _storage.Stride, x, ldb, columns, hasUnitDiagonal: true);
            Exchange(x, ldb, columns, forward: true);
            BlockedTriangularSolve.Run(in system, _team, cancellation);
            DivideByD(x, ldb, columns);
            BlockedTriangularSolve.Run(system.Transposed(), _team, cancellation);
            Exchange(x, ldb, columns, forward: false);
        }
        GC.KeepAlive(_storage);
    }

    private void CheckFactored()
    {
        if (!_isFactored)
            throw new InvalidOperationException("There is no factorisation to solve with: TryFactor must have returned true.");
    }

    private int EliminatePanel(int first) =>
        Vector512.IsHardwareAccelerated ? BunchKaufmanPanel<Lanes512<double>, Vector512<double>>.Eliminate(_storage, first)
        : Vector256.IsHardwareAccelerated ? BunchKaufmanPanel<Lanes256<double>, Vector256<double>>.Eliminate(_storage, first)
        : Vector128.IsHardwareAccelerated ? BunchKaufmanPanel<Lanes128<double>, Vector128<double>>.Eliminate(_storage, first)
        : BunchKaufmanPanel<LanesScalar<double>, double>.Eliminate(_storage, first);

    /// <summary>Subtracts the panel's L D L' from what is right of it.</summary>
    private void UpdateRest(int first, int width)
    {
        nint stride = _storage.Stride;
        int start = first + width, rest = Order - start;
        Gemm.MultiplyAdd(
            GemmRegion.Lower, rest, rest, width, -1, _storage.PanelOfL + start, 1, stride, _storage.PanelOfLD + start, stride, 1,
            1, _storage.Matrix + start * (stride + 1), stride, _team);
    }

    private void CountEigenvalues()
    {
        for (int k = 0; k < Order; k++)
        {
            double d = _storage.Diagonal[k];
            if (_storage.OffDiagonal[k] != 0)
            {
                // The determinant of a block of order 2 is negative by the pivot rule.
                PositiveEigenvalues++;
                NegativeEigenvalues++;
                k++;
            }
            else if (d > 0)
                PositiveEigenvalues++;
            else if (d < 0)
                NegativeEigenvalues++;
            else
                ZeroEigenvalues++;
        }
    }

    /// <summary>X ← P'X, or PX backwards.</summary>
    private void Exchange(double* x, nint stride, int columns, bool forward)
    {
        int n = Order;
        for (int step = 0; step < n; step++)
        {
            int k = forward ? step : n - 1 - step, other = _storage.Exchanges[k];
            if (other == k)
                continue;
            double* p = x + k * stride, q = x + other * stride;
            for (int j = 0; j < columns; j++)
                (p[j], q[j]) = (q[j], p[j]);
        }
    }

    /// <summary>X ← D⁻¹X; for the blocks of order 2 see the panel's division.</summary>
    private void DivideByD(double* x, nint stride, int columns)
    {
        for (int k = 0; k < Order; k++)
        {
            double* row = x + k * stride, next = row + stride;
            double d = _storage.Diagonal[k], e = _storage.OffDiagonal[k];
            if (e == 0)
            {
                for (int j = 0; j < columns; j++)
                    row[j] /= d;
                continue;
            }
            double p = d / e, q = _storage.Diagonal[k + 1] / e, determinant = p * q - 1;
            for (int j = 0; j < columns; j++)
            {
                double y = row[j] / e, z = next[j] / e;
                row[j] = (q * y - z) / determinant;
                next[j] = (p * z - y) / determinant;
            }
            k++;
        }
    }
}

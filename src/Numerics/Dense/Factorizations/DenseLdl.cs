using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// The factorisation P'AP = LDL' of a dense symmetric indefinite matrix with Bunch–Kaufman pivoting (Bunch and Kaufman 1977; Golub and
/// Van Loan, §4.4): L unit lower triangular, D of blocks of order 1 and 2. Work space is allocated once; not thread-safe.
/// </summary>
public sealed class DenseLdl
{
    /// <summary>(1 + √17)/8 balances the growth of a step with a pivot of order 1 against that of two.</summary>
    private const double GrowthBalance = 0.6403882032022076;

    private readonly double[] _factor;
    private readonly int[] _permutation;
    private readonly bool[] _startsPair;
    private readonly double[] _work, _first, _second;
    private bool _isFactored;

    /// <summary>Allocates the work space.</summary>
    /// <param name="order">n, the order of the matrices.</param>
    public DenseLdl(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 16_384);
        Order = order;
        _factor = new double[order * order];
        _permutation = new int[order];
        _startsPair = new bool[order];
        _work = new double[order];
        _first = new double[order];
        _second = new double[order];
    }

    /// <summary>n, the order of the matrices.</summary>
    public int Order { get; }

    /// <summary>The number of positive eigenvalues of the last matrix factored (Sylvester's law of inertia, up to rounding).</summary>
    public int PositiveEigenvalues { get; private set; }

    /// <summary>The number of negative eigenvalues of the last matrix factored.</summary>
    public int NegativeEigenvalues { get; private set; }

    /// <summary>Factors a matrix.</summary>
    /// <param name="matrix">n² entries, row-major; only those on and below the diagonal are read.</param>
    /// <returns>False when the matrix is singular to working precision (a pivot is zero or not finite): no solves are possible.</returns>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public bool TryFactor(ReadOnlySpan<double> matrix)
    {
        int n = Order;
        if (matrix.Length < n * n)
            throw new ArgumentException($"A matrix of order {n} has {n * n} entries; the span has {matrix.Length}.", nameof(matrix));
        matrix[..(n * n)].CopyTo(_factor);
        PositiveEigenvalues = NegativeEigenvalues = 0;
        _isFactored = false;
        Array.Clear(_startsPair);
        for (int i = 0; i < n; i++)
            _permutation[i] = i;
        for (int k = 0; k < n;)
        {
            bool pair = ChoosePivot(k);
            if (!(pair ? TryEliminatePair(k) : TryEliminate(k)))
                return false;
            k += pair ? 2 : 1;
        }
        _isFactored = true;
        return true;
    }

    /// <summary>Overwrites b with A⁻¹b.</summary>
    /// <param name="b">n entries.</param>
    /// <exception cref="InvalidOperationException">The last <see cref="TryFactor"/> did not return true, or there was none.</exception>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public void SolveInPlace(Span<double> b)
    {
        int n = Order;
        if (!_isFactored)
            throw new InvalidOperationException("There is no factorisation to solve with: TryFactor must have returned true.");
        if (b.Length < n)
            throw new ArgumentException($"The right-hand side needs {n} entries; the span has {b.Length}.", nameof(b));
        Span<double> x = _work;
        for (int i = 0; i < n; i++)
            x[i] = b[_permutation[i]];
        for (int i = 0; i < n; i++)
        {
            int end = i > 0 && _startsPair[i - 1] ? i - 1 : i;
            x[i] -= TensorPrimitives.Dot(_factor.AsSpan(i * n, end), x[..end]);
        }
        for (int k = 0; k < n; k++)
        {
            double d = _factor[k * n + k];
            if (!_startsPair[k])
                x[k] /= d;
            else
            {
                double e = _factor[(k + 1) * n + k], f = _factor[(k + 1) * n + k + 1];
                (x[k], x[k + 1]) = SolvePair(d, e, f, x[k], x[k + 1]);
                k++;
            }
        }
        for (int i = n - 1; i > 0; i--)
        {
            int end = _startsPair[i - 1] ? i - 1 : i;
            TensorPrimitives.MultiplyAdd(_factor.AsSpan(i * n, end), -x[i], x[..end], x[..end]);
        }
        for (int i = 0; i < n; i++)
            b[_permutation[i]] = x[i];
    }

    /// <summary>Brings the next pivot to row k (or rows k, k+1, returning true).</summary>
    private bool ChoosePivot(int k)
    {
        int n = Order;
        double[] a = _factor;
        double diagonal = Math.Abs(a[k * n + k]);
        int row = LargestInColumn(k, k + 1, n, k, out double largest);
        if (largest == 0 || diagonal >= GrowthBalance * largest)
            return false;
        double rowLargest = 0;
        for (int j = k; j < row; j++)
            rowLargest = Math.Max(rowLargest, Math.Abs(a[row * n + j]));
        LargestInColumn(row, row + 1, n, row, out double below);
        rowLargest = Math.Max(rowLargest, below);
        if (diagonal * (rowLargest / largest) >= GrowthBalance * largest)
            return false;
        if (Math.Abs(a[row * n + row]) >= GrowthBalance * rowLargest)
        {
            Exchange(k, row);
            return false;
        }
        Exchange(k + 1, row);
        return true;
    }

    private int LargestInColumn(int column, int start, int end, int fallback, out double largest)
    {
        largest = 0;
        int place = fallback;
        for (int i = start; i < end; i++)
        {
            double value = Math.Abs(_factor[i * Order + column]);
            if (value > largest || double.IsNaN(value))
            {
                largest = value;
                place = i;
            }
        }
        return place;
    }

    /// <summary>Exchanges rows and columns p &lt; q of the lower triangle, L's finished part included.</summary>
    private void Exchange(int p, int q)
    {
        if (p == q)
            return;
        int n = Order;
        double[] a = _factor;
        (_permutation[p], _permutation[q]) = (_permutation[q], _permutation[p]);
        for (int j = 0; j < p; j++)
            (a[p * n + j], a[q * n + j]) = (a[q * n + j], a[p * n + j]);
        (a[p * n + p], a[q * n + q]) = (a[q * n + q], a[p * n + p]);
        for (int i = p + 1; i < q; i++)
            (a[i * n + p], a[q * n + i]) = (a[q * n + i], a[i * n + p]);
        for (int i = q + 1; i < n; i++)
            (a[i * n + p], a[i * n + q]) = (a[i * n + q], a[i * n + p]);
    }

    private bool TryEliminate(int k)
    {
        int n = Order;
        double[] a = _factor;
        double pivot = a[k * n + k];
        if (pivot == 0 || !double.IsFinite(pivot))
            return false;
        if (pivot > 0)
            PositiveEigenvalues++;
        else
            NegativeEigenvalues++;
        for (int i = k + 1; i < n; i++)
            _first[i] = a[i * n + k];
        for (int i = k + 1; i < n; i++)
        {
            double l = _first[i] / pivot;
            if (l != 0)
            {
                Span<double> row = a.AsSpan(i * n + k + 1, i - k);
                TensorPrimitives.MultiplyAdd(_first.AsSpan(k + 1, i - k), -l, row, row);
            }
            a[i * n + k] = l;
        }
        return true;
    }

    private bool TryEliminatePair(int k)
    {
        int n = Order;
        double[] a = _factor;
        double d = a[k * n + k], e = a[(k + 1) * n + k], f = a[(k + 1) * n + k + 1];
        if (e == 0 || !double.IsFinite(d) || !double.IsFinite(e) || !double.IsFinite(f))
            return false;
        _startsPair[k] = true;
        PositiveEigenvalues++;
        NegativeEigenvalues++;
        for (int i = k + 2; i < n; i++)
            (_first[i], _second[i]) = (a[i * n + k], a[i * n + k + 1]);
        for (int i = k + 2; i < n; i++)
        {
            (double l0, double l1) = SolvePair(d, e, f, _first[i], _second[i]);
            Span<double> row = a.AsSpan(i * n + k + 2, i - k - 1);
            TensorPrimitives.MultiplyAdd(_first.AsSpan(k + 2, i - k - 1), -l0, row, row);
            TensorPrimitives.MultiplyAdd(_second.AsSpan(k + 2, i - k - 1), -l1, row, row);
            a[i * n + k] = l0;
            a[i * n + k + 1] = l1;
        }
        return true;
    }

    /// <summary>
    /// Solves [d e; e f] x = r. Divided by e first: the pivot rule makes |df| &lt; e², so that the determinant (d/e)(f/e) − 1 has no overflow
    /// and no cancellation.
    /// </summary>
    private static (double X0, double X1) SolvePair(double d, double e, double f, double r0, double r1)
    {
        double p = d / e, q = f / e, determinant = p * q - 1;
        r0 /= e;
        r1 /= e;
        return ((q * r0 - r1) / determinant, (p * r1 - r0) / determinant);
    }
}

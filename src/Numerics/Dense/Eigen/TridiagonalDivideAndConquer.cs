using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric tridiagonal matrix by divide and conquer: T = diag(T₁, T₂) + ρvv' with v at the cut; the
/// halves' eigenvectors turn it into a diagonal matrix plus a rank-one one, whose eigenvectors are multiplied into theirs
/// (Cuppen 1981; Gu and Eisenstat 1995; LAPACK's dstedc).
/// </summary>
internal sealed unsafe class TridiagonalDivideAndConquer
{
    /// <summary>Up to this order the QL iteration is faster.</summary>
    private const int LeafOrder = 28;

    private readonly int _order, _stride;
    private readonly AlignedBuffer _vectors, _rotations;
    private readonly AlignedBuffer _z, _poles, _weights, _roots, _exactWeights, _scratch;
    private readonly AlignedBuffer _differences, _secularVectors, _gathered;
    private readonly int[] _final;
    private readonly double[] _values;
    private readonly RankOneDeflation _deflation;

    /// <summary>Allocates the work space: about 4n² doubles.</summary>
    public TridiagonalDivideAndConquer(int order)
    {
        _order = order;
        _stride = (order + 7) / 8 * 8;
        _vectors = new AlignedBuffer(checked(order * _stride));
        _rotations = new AlignedBuffer(2 * order);
        int work = order > LeafOrder ? order : 0, matrix = checked(work * _stride);
        _z = new AlignedBuffer(work);
        _poles = new AlignedBuffer(work);
        _weights = new AlignedBuffer(work);
        _roots = new AlignedBuffer(work);
        _exactWeights = new AlignedBuffer(work);
        _scratch = new AlignedBuffer(work);
        _differences = new AlignedBuffer(matrix);
        _secularVectors = new AlignedBuffer(matrix);
        _gathered = new AlignedBuffer(matrix);
        _final = new int[order];
        _values = new double[order];
        _deflation = new RankOneDeflation(work);
    }

    /// <summary>The first row of <see cref="Row"/> that the last solve formed.</summary>
    public int First { get; private set; }

    /// <summary>The end of these rows.</summary>
    public int End { get; private set; }

    /// <summary>The unit eigenvector of the k-th eigenvalue, <see cref="First"/> ≤ k &lt; <see cref="End"/>.</summary>
    public ReadOnlySpan<double> Row(int k) => new(_vectors.Pointer + (nint)k * _stride, _order);

    /// <summary>Solves for a matrix scaled to entries near 1.</summary>
    /// <param name="d">The diagonal; on return the eigenvalues, ascending.</param>
    /// <param name="e">Entries (i+1, i), n places; destroyed.</param>
    /// <param name="selection">The eigenvectors to form.</param>
    public void Solve(double* d, double* e, EigenvectorSelection selection)
    {
        _vectors.Span.Clear();
        (First, End) = (0, _order);
        if (_order == 0)
            return;
        Solve(_order, d, e, _vectors.Pointer, selection);
        GC.KeepAlive(this);
    }

    private void Solve(int n, double* d, double* e, double* q, EigenvectorSelection selection)
    {
        if (n <= LeafOrder)
        {
            SolveLeaf(n, d, e, q);
            if (selection == EigenvectorSelection.SmallerSign)
                Select(n, d);
            return;
        }
        int n1 = n / 2, n2 = n - n1;
        double cut = e[n1 - 1];
        d[n1 - 1] -= Math.Abs(cut);
        d[n1] -= Math.Abs(cut);
        Solve(n1, d, e, q, EigenvectorSelection.All);
        Solve(n2, d + n1, e + n1, q + (nint)n1 * _stride + n1, EigenvectorSelection.All);
        Merge(n1, n, d, cut, q, selection);
    }

    /// <summary>Rotations may run over columns beyond the leaf's, up to a multiple of 8: its rows are zero there.</summary>
    private void SolveLeaf(int n, double* d, double* e, double* q)
    {
        for (int i = 0; i < n; i++)
            q[i * (nint)_stride + i] = 1;
        long offset = (q - _vectors.Pointer) % _stride;
        int length = (int)Math.Min(_stride - offset, (n + 7) / 8 * 8);
        TridiagonalQl.Diagonalize(n, d, e, q, _stride, length, _rotations.Pointer);
        for (int i = 0; i < n - 1; i++)
        {
            int smallest = i;
            for (int j = i + 1; j < n; j++)
                if (d[j] < d[smallest])
                    smallest = j;
            if (smallest == i)
                continue;
            (d[i], d[smallest]) = (d[smallest], d[i]);
            double* x = q + i * (nint)_stride, y = q + smallest * (nint)_stride;
            for (int r = 0; r < n; r++)
                (x[r], y[r]) = (y[r], x[r]);
        }
    }

    private void Select(int n, double* d)
    {
        int negative = 0;
        while (negative < n && d[negative] < 0)
            negative++;
        int positive = negative;
        while (positive < n && d[positive] == 0)
            positive++;
        (First, End) = n - positive <= negative ? (positive, n) : (0, negative);
    }

    private void Merge(int n1, int n, double* d, double cut, double* q, EigenvectorSelection selection)
    {
        // v = (e_{n1−1}, sign(cut) e_{n1}); z = Qv/√2 has norm 1.
        double* z = _z.Pointer;
        double rootHalf = Math.Sqrt(0.5), second = cut < 0 ? -rootHalf : rootHalf;
        for (int i = 0; i < n; i++)
            z[i] = i < n1 ? rootHalf * q[i * (nint)_stride + n1 - 1] : second * q[i * (nint)_stride + n1];
        double rho = 2 * Math.Abs(cut);
        _deflation.Deflate(n1, n, d, z, rho, q, _stride);
        int changed = _deflation.ChangedCount;
        for (int k = 0; k < changed; k++)
        {
            _poles.Pointer[k] = d[_deflation.Changed[k]];
            _weights.Pointer[k] = z[_deflation.Changed[k]];
        }
        fixed (int* order = _deflation.ByKind)
        {
            var problem = new SecularProblem
            {
                Count = changed,
                Rho = rho,
                Poles = _poles.Pointer,
                Weights = _weights.Pointer,
                Roots = _roots.Pointer,
                ExactWeights = _exactWeights.Pointer,
                Differences = _differences.Pointer,
                Stride = _stride,
                Order = order,
                Vectors = _secularVectors.Pointer,
            };
            FindRoots(ref problem);
            MergeValues(n, d);
            int first = 0, end = n;
            if (selection == EigenvectorSelection.SmallerSign)
            {
                Select(n, d);
                (first, end) = (First, End);
            }
            (problem.First, problem.End) = WantedRoots(first, end);
            MakeVectors(ref problem);
            MultiplyVectors(n1, n, q, problem.First, problem.End, first, end);
        }
    }

    /// <summary>Writes the eigenvalues, ascending, over d; final[k] is a root's number, or that of a kept row plus the number of roots.</summary>
    private void MergeValues(int n, double* d)
    {
        int changed = _deflation.ChangedCount, a = 0, b = 0;
        double* roots = _roots.Pointer;
        for (int k = 0; k < n; k++)
        {
            bool takeRoot = b == n - changed || (a < changed && roots[a] <= d[_deflation.Kept[b]]);
            _values[k] = takeRoot ? roots[a] : d[_deflation.Kept[b]];
            _final[k] = takeRoot ? a++ : changed + b++;
        }
        _values.AsSpan(0, n).CopyTo(new Span<double>(d, n));
    }

    private (int First, int End) WantedRoots(int first, int end)
    {
        int changed = _deflation.ChangedCount, low = changed, high = 0;
        for (int k = first; k < end; k++)
            if (_final[k] < changed)
            {
                low = Math.Min(low, _final[k]);
                high = Math.Max(high, _final[k] + 1);
            }
        return low < high ? (low, high) : (0, 0);
    }

    /// <summary>The rows first … end − 1 of the new Q: products of the secular vectors with the changed rows, and the kept rows.</summary>
    private void MultiplyVectors(int n1, int n, double* q, int firstRoot, int endRoot, int first, int end)
    {
        int n2 = n - n1, changed = _deflation.ChangedCount, kept = _deflation.KeptCount;
        int top = _deflation.KindCounts[RankOneDeflation.Top], mixed = _deflation.KindCounts[RankOneDeflation.Mixed];
        int upper = top + mixed, lower = changed - top;
        double* gatheredUpper = _gathered.Pointer, gatheredLower = gatheredUpper + (nint)upper * n1;
        for (int k = 0; k < upper; k++)
            Copy(q + _deflation.Changed[_deflation.ByKind[k]] * (nint)_stride, gatheredUpper + (nint)k * n1, n1);
        for (int k = 0; k < lower; k++)
            Copy(q + _deflation.Changed[_deflation.ByKind[top + k]] * (nint)_stride + n1, gatheredLower + (nint)k * n2, n2);
        // The differences are used up, so their space takes the products, and below them the kept rows.
        double* product = _differences.Pointer;
        int roots = endRoot - firstRoot;
        Gemm.MultiplyAdd(GemmRegion.Full, roots, n1, upper, 1, _secularVectors.Pointer, _stride, 1, gatheredUpper, n1, 1, 0, product, _stride);
        Gemm.MultiplyAdd(GemmRegion.Full, roots, n2, lower, 1, _secularVectors.Pointer + top, _stride, 1, gatheredLower, n2, 1, 0, product + n1, _stride);
        for (int k = 0; k < kept; k++)
            Copy(q + _deflation.Kept[k] * (nint)_stride, product + (nint)(roots + k) * _stride, n);
        for (int k = first; k < end; k++)
        {
            int row = _final[k] < changed ? _final[k] - firstRoot : _final[k] - changed + roots;
            Copy(product + (nint)row * _stride, q + (nint)k * _stride, n);
        }
    }

    private static void Copy(double* source, double* target, int length) =>
        new ReadOnlySpan<double>(source, length).CopyTo(new Span<double>(target, length));

    private static void FindRoots(ref SecularProblem problem)
    {
        if (Vector512.IsHardwareAccelerated)
            SecularKernel<Lanes512<double>, Vector512<double>>.FindRoots(ref problem);
        else if (Vector256.IsHardwareAccelerated)
            SecularKernel<Lanes256<double>, Vector256<double>>.FindRoots(ref problem);
        else if (Vector128.IsHardwareAccelerated)
            SecularKernel<Lanes128<double>, Vector128<double>>.FindRoots(ref problem);
        else
            SecularKernel<LanesScalar<double>, double>.FindRoots(ref problem);
    }

    private void MakeVectors(ref SecularProblem problem)
    {
        if (Vector512.IsHardwareAccelerated)
            SecularKernel<Lanes512<double>, Vector512<double>>.MakeVectors(ref problem, _scratch.Pointer);
        else if (Vector256.IsHardwareAccelerated)
            SecularKernel<Lanes256<double>, Vector256<double>>.MakeVectors(ref problem, _scratch.Pointer);
        else if (Vector128.IsHardwareAccelerated)
            SecularKernel<Lanes128<double>, Vector128<double>>.MakeVectors(ref problem, _scratch.Pointer);
        else
            SecularKernel<LanesScalar<double>, double>.MakeVectors(ref problem, _scratch.Pointer);
    }
}

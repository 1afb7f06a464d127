using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// Projection of symmetric matrices of one order onto the positive semidefinite cone in the Frobenius norm: with X = Σ λ_k v_k v_k',
/// the nearest point is Σ max(λ_k, 0) v_k v_k' (Higham 1988). Work space is allocated once; not thread-safe: one projector a thread.
/// </summary>
/// <remarks>
/// Only the eigenvectors of the sign with fewer eigenvalues are formed, and the result is rebuilt from them: as Σ_{λ&gt;0} λvv', or as
/// X + Σ_{λ&lt;0} |λ|vv'. For a given number of threads the results are the same bit by bit on one machine.
/// </remarks>
public sealed unsafe class PsdProjector
{
    private readonly SymmetricEigensolver _eigensolver;
    private readonly WorkerTeam? _team;
    private readonly AlignedBuffer _matrix, _vectors;
    private readonly double[] _values;
    private Work _work;
    private bool _hasAllVectors;

    /// <summary>Allocates the work space, about 7n² doubles.</summary>
    /// <param name="order">n, the order of the matrices.</param>
    /// <param name="team">The threads that share the work where the order makes it pay; null for the calling thread alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative or above 16 384.</exception>
    public PsdProjector(int order, WorkerTeam? team = null)
    {
        _eigensolver = new SymmetricEigensolver(order, team);
        _team = team;
        Order = order;
        _matrix = new AlignedBuffer(order * order);
        _vectors = new AlignedBuffer(order * order);
        _values = new double[order];
    }

    /// <summary>n, the order of the matrices.</summary>
    public int Order { get; }

    /// <summary>The eigenvalues of the last matrix projected, ascending.</summary>
    public ReadOnlySpan<double> Eigenvalues => _values;

    /// <summary>The rank of the last projection: the number of positive eigenvalues.</summary>
    public int Rank { get; private set; }

    /// <summary>The smallest eigenvalue of the last matrix projected; +∞ at order 0.</summary>
    public double MinEigenvalue => Order == 0 ? double.PositiveInfinity : _values[0];

    /// <summary>
    /// The unit eigenvectors of the last matrix, row k that of the k-th eigenvalue, if all were formed; else empty. The span is the work
    /// space: the next projection overwrites it.
    /// </summary>
    public ReadOnlySpan<double> Eigenvectors
    {
        get
        {
            if (!_hasAllVectors)
                return default;
            for (int k = _work.First; k < _work.First + _work.Count; k++)
                Eigenvector(k);
            return _vectors.Span[..(Order * Order)];
        }
    }

    /// <summary>
    /// The unit eigenvector of an eigenvalue other than zero of the last matrix projected, or an empty span: those of one sign were formed. It is
    /// normalised in place, since rebuilding from it has scaled it by √|λ|.
    /// </summary>
    internal ReadOnlySpan<double> Eigenvector(int index)
    {
        if (index < _work.First || index >= _work.First + _work.Count)
            return default;
        Span<double> row = _vectors.Span.Slice(index * Order, Order);
        TensorPrimitives.Divide(row, TensorPrimitives.Norm<double>(row), row);
        return row;
    }

    /// <summary>Projects X, given as a triangle.</summary>
    /// <param name="triangle">X in the layout of <see cref="SymmetricVector"/>.</param>
    /// <param name="result">Receives the projection in the same layout and scaling; may be the same span as the triangle.</param>
    /// <param name="offDiagonalScale">
    /// The factor that the triangle's off-diagonal entries carry: 1 when they are the matrix's, √2 in the orthonormal scaling.
    /// </param>
    /// <param name="cancellation">Checked many times in the course of the work; the result is then unspecified.</param>
    /// <returns>‖X − Π(X)‖_F, the distance of X to the cone.</returns>
    /// <exception cref="ArgumentException">A span is too short, the factor is not positive, or an entry is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public double Project(
        ReadOnlySpan<double> triangle, Span<double> result, double offDiagonalScale, CancellationToken cancellation = default) =>
        Project(triangle, result, offDiagonalScale, false, cancellation);

    /// <summary>Projects X, given as a triangle, and forms all its eigenvectors if asked, which takes up to twice as long.</summary>
    /// <param name="triangle">X in the layout of <see cref="SymmetricVector"/>.</param>
    /// <param name="result">Receives the projection in the same layout and scaling; may be the same span as the triangle.</param>
    /// <param name="offDiagonalScale">The factor that the triangle's off-diagonal entries carry.</param>
    /// <param name="formsAllVectors">Whether <see cref="Eigenvectors"/> are wanted.</param>
    /// <param name="cancellation">Checked many times in the course of the work; the result is then unspecified.</param>
    /// <returns>‖X − Π(X)‖_F, the distance of X to the cone.</returns>
    /// <exception cref="ArgumentException">A span is too short, the factor is not positive, or an entry is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public double Project(
        ReadOnlySpan<double> triangle, Span<double> result, double offDiagonalScale, bool formsAllVectors,
        CancellationToken cancellation = default)
    {
        int n = Order, length = SymmetricVector.Length(n);
        CheckArguments(triangle.Length, result.Length, offDiagonalScale);
        fixed (double* source = triangle, target = result)
        {
            Unpack(source, offDiagonalScale);
            double distance = Decompose(_matrix.Span, formsAllVectors, out bool isChanged, cancellation);
            if (!isChanged)
                triangle[..length].CopyTo(result);
            else
            {
                Rebuild();
                _work.Triangle = target;
                _work.OffDiagonalScale = offDiagonalScale;
                Share(Stage.Pack);
            }
            GC.KeepAlive(this);
            return distance;
        }
    }

    /// <summary>Finds all eigenvalues and eigenvectors of X without projecting it.</summary>
    /// <param name="triangle">X in the layout of <see cref="SymmetricVector"/>.</param>
    /// <param name="offDiagonalScale">The factor that the triangle's off-diagonal entries carry.</param>
    /// <param name="cancellation">Checked many times in the course of the work.</param>
    /// <exception cref="ArgumentException">The span is too short, the factor is not positive, or an entry is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public void Decompose(ReadOnlySpan<double> triangle, double offDiagonalScale, CancellationToken cancellation = default)
    {
        CheckArguments(triangle.Length, triangle.Length, offDiagonalScale);
        fixed (double* source = triangle) Unpack(source, offDiagonalScale);
        Decompose(_matrix.Span, true, out _, cancellation);
        GC.KeepAlive(this);
    }

    /// <summary>Projects X, given as a square matrix, in place.</summary>
    /// <param name="matrix">n² entries, row-major, symmetric; receives the projection, symmetric to the bit.</param>
    /// <param name="cancellation">Checked many times in the course of the work; the result is then unspecified.</param>
    /// <returns>‖X − Π(X)‖_F, the distance of X to the cone.</returns>
    /// <exception cref="ArgumentException">The span is too short, or an entry is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public double ProjectMatrix(Span<double> matrix, CancellationToken cancellation = default)
    {
        fixed (double* target = matrix)
        {
            _work = new Work { Matrix = target };
            double distance = Decompose(matrix, false, out bool isChanged, cancellation);
            if (isChanged)
            {
                Rebuild();
                Share(Stage.Mirror);
            }
            GC.KeepAlive(this);
            return distance;
        }
    }

    private void CheckArguments(int triangleLength, int resultLength, double offDiagonalScale)
    {
        int length = SymmetricVector.Length(Order);
        if (!(offDiagonalScale > 0) || !double.IsFinite(offDiagonalScale))
            throw new ArgumentOutOfRangeException(
                nameof(offDiagonalScale), offDiagonalScale, "The factor of the off-diagonal entries must be positive and finite.");
        if (triangleLength < length || resultLength < length)
            throw new ArgumentException(
                $"A triangle of order {Order} has {length} entries; the spans have {triangleLength} and {resultLength}.");
    }

    private void Unpack(double* triangle, double offDiagonalScale)
    {
        _work = new Work { Triangle = triangle, Matrix = _matrix.Pointer, OffDiagonalScale = 1 / offDiagonalScale };
        Share(Stage.Unpack);
        Share(Stage.Mirror);
    }

    /// <summary>Finds the eigenvectors to rebuild from; returns the distance to the cone.</summary>
    private double Decompose(ReadOnlySpan<double> matrix, bool formsAll, out bool isChanged, CancellationToken cancellation)
    {
        int n = Order, negative = 0;
        _hasAllVectors = false;
        EigenvectorSelection selection = formsAll ? EigenvectorSelection.All : EigenvectorSelection.SmallerSign;
        _eigensolver.DecomposePart(matrix, _values, _vectors.Span, selection, cancellation);
        (int first, int end) = EigenvectorSelection.SmallerSign.Of(_values);
        _hasAllVectors = formsAll;
        while (negative < n && _values[negative] < 0)
            negative++;
        Rank = n - negative;
        while (Rank > 0 && _values[n - Rank] == 0)
            Rank--;
        isChanged = negative > 0;
        (_work.First, _work.Count, _work.AddsToMatrix) = (first, end - first, Rank > negative);
        return EuclideanNorm.Of(_values.AsSpan(0, negative));
    }

    /// <summary>The lower triangle of [X +] Σ |λ_k| v_k v_k' over the eigenvectors formed.</summary>
    private void Rebuild()
    {
        Share(Stage.Scale);
        Share(Stage.Multiply);
    }

    private void Share(Stage stage)
    {
        if (_team is not null && Order >= TeamThreshold.RebuiltOrder)
            _team.Run(_team.Threads, new StagePart(this, stage, _team.Threads));
        else
            RunPart(stage, 0, 1);
    }

    private void RunPart(Stage stage, int part, int parts)
    {
        int n = Order;
        (int from, int end) = stage == Stage.Scale ? Partition.Of(_work.Count, part, parts) : Partition.OfLowerTriangle(n, part, parts);
        var matrix = new Span<double>(_work.Matrix, n * n);
        var triangle = new Span<double>(_work.Triangle, SymmetricVector.Length(n));
        switch (stage)
        {
            case Stage.Unpack:
                SymmetricVector.UnpackRows(triangle, matrix, n, _work.OffDiagonalScale, from, end);
                break;
            case Stage.Mirror:
                SymmetricVector.MirrorLower(matrix, n, from, end);
                break;
            case Stage.Scale:
                for (int k = _work.First + from; k < _work.First + end; k++)
                {
                    Span<double> row = _vectors.Span.Slice(k * n, n);
                    TensorPrimitives.Multiply(row, Math.Sqrt(Math.Abs(_values[k])), row);
                }
                break;
            case Stage.Multiply:
                MultiplyRows(from, end);
                break;
            default:
                SymmetricVector.PackRows(matrix, triangle, n, _work.OffDiagonalScale, from, end);
                break;
        }
    }

    /// <summary>Rows from … end − 1 of the lower triangle: the block left of the diagonal one, and that one's lower triangle.</summary>
    private void MultiplyRows(int from, int end)
    {
        int n = Order, rows = end - from, count = _work.Count;
        double beta = _work.AddsToMatrix ? 1 : 0;
        double* vectors = _vectors.Pointer + (nint)_work.First * n, target = _work.Matrix + (nint)from * n;
        Gemm.MultiplyAdd(GemmRegion.Full, rows, from, count, 1, vectors + from, 1, n, vectors, n, 1, beta, target, n);
        Gemm.MultiplyAdd(GemmRegion.Lower, rows, rows, count, 1, vectors + from, 1, n, vectors + from, n, 1, beta, target + from, n);
    }

    /// <summary>What the parts of a team do together.</summary>
    private enum Stage
    {
        Unpack,
        Mirror,
        Scale,
        Multiply,
        Pack,
    }

    /// <summary>The operands of the stages; the range of eigenvectors formed, and whether their sum is added to X.</summary>
    private struct Work
    {
        public double* Triangle, Matrix;
        public double OffDiagonalScale;
        public int First, Count;
        public bool AddsToMatrix;
    }

    private readonly struct StagePart(PsdProjector projector, Stage stage, int parts) : IParallelBody
    {
        public void Run(int part) => projector.RunPart(stage, part, parts);
    }
}

using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

/// <summary>
/// Reduces a symmetric matrix A to tridiagonal form, Q'AQ = T, by Householder reflections in panels (Dongarra, Sorensen and Hammarling,
/// "Block reduction of matrices to condensed forms", 1989), and applies Q to eigenvectors of T.
/// </summary>
/// <remarks>
/// Column j's reflector H = I − τ vv' has v = 0 on rows ≤ j and v = 1 on row j+1; v is left in row j of the work matrix.
/// Within a panel the pending updates A − VW' − WV' are applied to a column only when it is reached; after it, to all the rest at once.
/// The work matrix and all vectors are padded with zeros to a multiple of 8, so the kernels have no remainder loops.
/// </remarks>
internal sealed unsafe class TridiagonalReduction
{
    private readonly int _order, _padded, _stride, _panel;
    private readonly AlignedBuffer _work, _left, _right, _vectors;
    private readonly BlockReflector _reflector;

    /// <summary>Allocates the work space for matrices of the given order.</summary>
    public TridiagonalReduction(int order)
    {
        _order = order;
        _padded = (order + 7) / 8 * 8;
        _stride = _padded % 64 == 0 ? _padded + 8 : _padded;
        _panel = order <= 800 ? 16 : 32;
        _work = new AlignedBuffer(checked(_stride * _padded));
        _left = new AlignedBuffer(2 * _panel * _padded);
        _right = new AlignedBuffer(2 * _panel * _padded);
        _vectors = new AlignedBuffer(2 * _padded);
        Diagonal = new double[order];
        OffDiagonal = new double[order];
        Tau = new double[order];
        _reflector = new BlockReflector(order);
    }

    /// <summary>The diagonal of T.</summary>
    public double[] Diagonal { get; }

    /// <summary>Entries (j+1, j) of T; the last is zero.</summary>
    public double[] OffDiagonal { get; }

    /// <summary>The factors τ of the reflections.</summary>
    public double[] Tau { get; }

    /// <summary>Reduces the scaled matrix.</summary>
    /// <param name="matrix">Row-major, symmetric; all of it is read.</param>
    /// <param name="scale">Brings the entries near 1, so that no square overflows or vanishes.</param>
    public void Reduce(ReadOnlySpan<double> matrix, BinaryScale scale)
    {
        Span<double> work = _work.Span;
        work.Clear();
        for (int i = 0; i < _order; i++)
            scale.Apply(matrix.Slice(i * _order, _order), work.Slice(i * _stride, _order));
        _left.Span.Clear();
        _right.Span.Clear();
        _vectors.Span.Clear();
        fixed (double* diagonal = Diagonal, offDiagonal = OffDiagonal, tau = Tau)
        {
            for (int start = 0; start < _order; start += _panel)
            {
                int columns = Math.Min(_panel, _order - start);
                var panel = new TridiagonalPanel
                {
                    Order = _order,
                    Padded = _padded,
                    Stride = _stride,
                    Start = start,
                    Columns = columns,
                    A = _work.Pointer,
                    Left = _left.Pointer,
                    Right = _right.Pointer,
                    V = _vectors.Pointer,
                    Y = _vectors.Pointer + _padded,
                    Diagonal = diagonal,
                    OffDiagonal = offDiagonal,
                    Tau = tau,
                };
                if (Vector512.IsHardwareAccelerated)
                    TridiagonalPanelKernel<Lanes512<double>, Vector512<double>>.Run(ref panel);
                else if (Vector256.IsHardwareAccelerated)
                    TridiagonalPanelKernel<Lanes256<double>, Vector256<double>>.Run(ref panel);
                else if (Vector128.IsHardwareAccelerated)
                    TridiagonalPanelKernel<Lanes128<double>, Vector128<double>>.Run(ref panel);
                else
                    TridiagonalPanelKernel<LanesScalar<double>, double>.Run(ref panel);
                int next = start + columns;
                if (next < _order)
                    Gemm.MultiplyAdd(
                        GemmRegion.UpperTiles, _padded - next, _padded - next, 2 * columns, -1,
                        _left.Pointer + next, 1, _padded, _right.Pointer + next, _padded, 1,
                        1, _work.Pointer + (nint)next * _stride + next, _stride);
            }
        }
        GC.KeepAlive(_vectors);
    }

    /// <summary>Replaces each row z of the matrix (count × order, eigenvectors of T) by (Qz)'.</summary>
    public void ApplyTo(double* rows, int count)
    {
        fixed (double* tau = Tau)
            _reflector.Apply(_order, _work.Pointer, _stride, tau, rows, count);
        GC.KeepAlive(_work);
    }
}

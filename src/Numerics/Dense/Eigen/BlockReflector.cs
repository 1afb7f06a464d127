namespace Copositive.Numerics;

/// <summary>
/// Applies a product of Householder reflections to vectors in blocks: H₁⋯H_b = I − VTV' with T upper triangular (Schreiber and Van Loan,
/// "A storage-efficient WY representation", 1989), so that the work is matrix products.
/// </summary>
internal sealed unsafe class BlockReflector
{
    private readonly int _block;
    private readonly AlignedBuffer _v, _t, _gram;
    private AlignedBuffer _coefficients = new(0), _scaled = new(0);

    /// <summary>Allocates the work space for reflections of the given order.</summary>
    public BlockReflector(int order)
    {
        _block = order < 500 ? 24 : order < 1200 ? 48 : 72;
        _v = new AlignedBuffer(_block * order);
        _t = new AlignedBuffer(_block * _block);
        _gram = new AlignedBuffer(_block * _block);
    }

    /// <summary>
    /// Replaces each row z by H₀H₁⋯H_{n−2} z, where H_j has its vector in row j of <paramref name="vectors"/>, on columns j+1 … n−1.
    /// </summary>
    /// <param name="n">The order.</param>
    /// <param name="vectors">The reflectors' rows.</param>
    /// <param name="stride">The distance between them.</param>
    /// <param name="tau">Their factors.</param>
    /// <param name="rows">The vectors z, n apart.</param>
    /// <param name="count">The number of z.</param>
    public void Apply(int n, double* vectors, nint stride, double* tau, double* rows, int count)
    {
        if (count == 0 || n < 2)
            return;
        if (_coefficients.Length < count * _block)
        {
            _coefficients = new AlignedBuffer(count * _block);
            _scaled = new AlignedBuffer(count * _block);
        }
        double* v = _v.Pointer, t = _t.Pointer, coefficients = _coefficients.Pointer, scaled = _scaled.Pointer;
        for (int start = (n - 2) / _block * _block; start >= 0; start -= _block)
        {
            int b = Math.Min(_block, n - 1 - start), length = n - start - 1;
            for (int q = 0; q < b; q++)
            {
                var target = new Span<double>(v + q * length, length);
                target[..q].Clear();
                new ReadOnlySpan<double>(vectors + (start + q) * stride + start + 1 + q, length - q).CopyTo(target[q..]);
            }
            MakeTriangle(b, length, tau + start);
            Gemm.MultiplyAdd(GemmRegion.Full, count, b, length, 1, rows + start + 1, n, 1, v, 1, length, 0, coefficients, b);
            Gemm.MultiplyAdd(GemmRegion.Full, count, b, b, 1, coefficients, b, 1, t, 1, b, 0, scaled, b);
            Gemm.MultiplyAdd(GemmRegion.Full, count, length, b, -1, scaled, b, 1, v, length, 1, 1, rows + start + 1, n);
        }
        GC.KeepAlive(this);
    }

    /// <summary>T's columns: T_ii = τ_i and T_{0..i−1, i} = −τ_i T (V'v_i).</summary>
    private void MakeTriangle(int b, int length, double* tau)
    {
        double* t = _t.Pointer, gram = _gram.Pointer;
        Gemm.MultiplyAdd(GemmRegion.Full, b, b, length, 1, _v.Pointer, length, 1, _v.Pointer, 1, length, 0, gram, b);
        _t.Span.Clear();
        for (int i = 0; i < b; i++)
        {
            for (int k = 0; k < i; k++)
            {
                double sum = 0;
                for (int l = k; l < i; l++)
                    sum += t[k * b + l] * gram[i * b + l];
                t[k * b + i] = -tau[i] * sum;
            }
            t[i * b + i] = tau[i];
        }
    }
}

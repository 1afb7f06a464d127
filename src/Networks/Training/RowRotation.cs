using System.Numerics.Tensors;

namespace Copositive.Networks;

/// <summary>
/// The Householder QR factorisation of the n×m matrix of atoms, m &lt; n: QᵀA is upper triangular, so only its first m rows, and those of QᵀY,
/// take part in a least-squares problem over the atoms.
/// </summary>
internal sealed class RowRotation
{
    private readonly int _m, _n, _c;
    private readonly double[]?[] _reflectors;

    /// <summary>QᵀY without its first m rows: column q at q·(n − m).</summary>
    private readonly double[] _rest;

    /// <summary>Factors, and replaces both matrices by the first m rows of QᵀA and QᵀY.</summary>
    /// <param name="atoms">m columns of n entries, one after the other; then of m entries.</param>
    /// <param name="y">c columns of n entries; then of m entries.</param>
    /// <param name="m">The number of atoms.</param>
    /// <param name="n">The number of rows.</param>
    /// <param name="c">The number of columns of Y.</param>
    public RowRotation(ref double[] atoms, ref double[] y, int m, int n, int c)
    {
        (_m, _n, _c) = (m, n, c);
        _reflectors = new double[]?[m];
        for (var k = 0; k < m; k++)
        {
            var pivot = atoms.AsSpan(k * n + k, n - k);
            var norm = TensorPrimitives.Norm<double>(pivot);
            if (norm == 0) continue;
            var h = pivot.ToArray();
            h[0] += Math.CopySign(norm, h[0]);
            TensorPrimitives.Divide(h, TensorPrimitives.Norm<double>(h), h);
            _reflectors[k] = h;
            for (var j = k; j < m; j++) Reflect(atoms.AsSpan(j * n + k, n - k), h);
            for (var q = 0; q < c; q++) Reflect(y.AsSpan(q * n + k, n - k), h);
        }

        var (triangle, target) = (new double[m * m], new double[c * m]);
        _rest = new double[c * (n - m)];
        for (var j = 0; j < m; j++) atoms.AsSpan(j * n, j + 1).CopyTo(triangle.AsSpan(j * m)); // below the diagonal there is only rounding
        for (var q = 0; q < c; q++)
        {
            y.AsSpan(q * n, m).CopyTo(target.AsSpan(q * m));
            y.AsSpan(q * n + m, n - m).CopyTo(_rest.AsSpan(q * (n - m)));
        }

        (atoms, y) = (triangle, target);
    }

    /// <summary>Q applied to a point of the small problem, completed by the part of Y that no atom reaches.</summary>
    /// <param name="point">c columns of m entries.</param>
    /// <returns>c columns of n entries.</returns>
    public double[] Back(double[] point)
    {
        var columns = new double[_c * _n];
        for (var q = 0; q < _c; q++)
        {
            point.AsSpan(q * _m, _m).CopyTo(columns.AsSpan(q * _n));
            _rest.AsSpan(q * (_n - _m), _n - _m).CopyTo(columns.AsSpan(q * _n + _m));
            for (var k = _m - 1; k >= 0; k--)
                if (_reflectors[k] is { } h) Reflect(columns.AsSpan(q * _n + k, _n - k), h);
        }

        return columns;
    }

    private static void Reflect(Span<double> vector, ReadOnlySpan<double> h)
        => TensorPrimitives.MultiplyAdd(h, -2 * TensorPrimitives.Dot(h, vector), vector, vector);
}

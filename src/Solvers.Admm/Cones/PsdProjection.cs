using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// With W = Σ λ_k v_k v_k', Π(W) = Σ max(λ_k, 0) v_k v_k', rebuilt from the sign with fewer eigenvalues. Its derivative along H is
/// V'(Ω ∘ (VHV'))V for V of rows v_k, where Ω is 1 on pairs of positive eigenvalues, 0 on pairs of others, and λ_a/(λ_a − λ_n) on mixed
/// pairs (Sun and Sun 2002). Only the k rows V_a of the smaller side enter: with U = V_a H and half weight on pairs within the side,
/// Y = V_a'((Ω ∘ UV')V) gives the derivative Y + Y'; for the negative side it is H − Y − Y'. That is 8n²k operations.
/// </summary>
internal sealed class PsdProjection : ConeProjection
{
    private static readonly double Root2 = Math.Sqrt(2);

    private readonly int _order;
    private readonly SymmetricEigensolver _eigensolver;
    private readonly double[] _matrix, _vectors, _values, _scaled;
    private double[]? _product, _coefficients;
    private int _negative;

    public PsdProjection(int start, int rows) : base(start, rows)
    {
        _order = SymmetricVector.OrderOf(rows);
        _eigensolver = new SymmetricEigensolver(_order);
        _matrix = new double[_order * _order];
        _vectors = new double[_order * _order];
        _values = new double[_order];
        _scaled = new double[_order * _order];
    }

    public override double Cost => 10.0 * _order * _order * _order;

    public override void Project(ReadOnlySpan<double> w, Span<double> s)
    {
        int n = _order;
        SymmetricVector.Unpack(w, _matrix, n, 1 / Root2);
        _eigensolver.Decompose(_matrix, _values, _vectors);
        _negative = 0;
        while (_negative < n && _values[_negative] <= 0) _negative++;
        if (_negative == 0) w.CopyTo(s);
        else if (_negative == n) s.Clear();
        else
        {
            bool positiveSide = n - _negative <= _negative;
            if (positiveSide) Rebuild(_negative, n - _negative, 0);
            else Rebuild(0, _negative, 1);
            SymmetricVector.Pack(_matrix, s, n, Root2);
        }
    }

    public override void Derivative(ReadOnlySpan<double> dw, Span<double> ds)
    {
        int n = _order, positive = n - _negative;
        if (_negative == 0)
        {
            dw.CopyTo(ds);
            return;
        }
        if (positive == 0)
        {
            ds.Clear();
            return;
        }
        bool positiveSide = positive <= _negative;
        int first = positiveSide ? _negative : 0, count = positiveSide ? positive : _negative;
        _product ??= new double[n * n];
        _coefficients ??= new double[n * n];
        SymmetricVector.Unpack(dw, _matrix, n, 1 / Root2);
        ReadOnlySpan<double> side = _vectors.AsSpan(first * n, count * n);
        Gemm.MultiplyAdd(count, n, n, 1, side, n, false, _matrix, n, false, 0, _product, n);
        Gemm.MultiplyAdd(count, n, n, 1, _product, n, false, _vectors, n, true, 0, _coefficients, n);
        for (int k = 0; k < count; k++) WeighRow(first, count, k);
        Gemm.MultiplyAdd(count, n, n, 1, _coefficients, n, false, _vectors, n, false, 0, _product, n);
        Gemm.MultiplyAdd(n, n, count, 1, side, n, true, _product, n, false, 0, _matrix, n);
        PackSymmetrized(dw, ds, positiveSide);
    }

    /// <summary>Row k of the coefficients, of eigenvalue first + k, is weighed by Ω.</summary>
    private void WeighRow(int first, int count, int k)
    {
        double value = _values[first + k];
        for (int j = 0; j < _order; j++)
        {
            bool within = j >= first && j < first + count;
            _coefficients![k * _order + j] *= within ? 0.5 : value / (value - _values[j]);
        }
    }

    private void PackSymmetrized(ReadOnlySpan<double> dw, Span<double> ds, bool positiveSide)
    {
        int n = _order, at = 0;
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i <= j; i++, at++)
            {
                double sum = _matrix[j * n + i] + _matrix[i * n + j];
                if (i < j) sum *= Root2;
                ds[at] = positiveSide ? sum : dw[at] - sum;
            }
        }
    }

    /// <summary>Lower triangle of the matrix ← beta · matrix + Σ |λ_k| v_k v_k'.</summary>
    private void Rebuild(int first, int count, double beta)
    {
        int n = _order;
        for (int k = 0; k < count; k++)
            TensorPrimitives.Multiply(_vectors.AsSpan((first + k) * n, n), Math.Sqrt(Math.Abs(_values[first + k])), _scaled.AsSpan(k * n, n));
        Gemm.SyrkLower(n, count, 1, _scaled, n, true, beta, _matrix, n);
    }
}

using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// With W = Σ λ_k v_k v_k', Π(W) = Σ max(λ_k, 0) v_k v_k', rebuilt from the sign with fewer eigenvalues; the derivative is that of
/// <see cref="PsdProjectionDerivative"/>.
/// </summary>
internal sealed class PsdProjection : ConeProjection
{
    /// <summary>Threads that share the work on a smaller matrix gain nothing.</summary>
    public const int LeastOrderForTeam = 120;

    private static readonly double Root2 = Math.Sqrt(2);

    private readonly int _order;
    private readonly SymmetricEigensolver _eigensolver;
    private readonly WorkerTeam? _team;
    private readonly double[] _matrix, _vectors, _values, _scaled;
    private PsdProjectionDerivative? _derivative;

    /// <param name="start">The first row.</param>
    /// <param name="rows">n(n+1)/2 for matrices of order n.</param>
    /// <param name="team">The threads that share the work on one matrix; null for the calling one.</param>
    public PsdProjection(int start, int rows, WorkerTeam? team = null) : base(start, rows)
    {
        _order = SymmetricVector.OrderOf(rows);
        _team = team;
        _eigensolver = new SymmetricEigensolver(_order, team);
        _matrix = new double[_order * _order];
        _vectors = new double[_order * _order];
        _values = new double[_order];
        _scaled = new double[_order * _order];
    }

    public override void Project(ReadOnlySpan<double> w, Span<double> s)
    {
        int n = _order;
        SymmetricVector.Unpack(w, _matrix, n, 1 / Root2);
        _eigensolver.Decompose(_matrix, _values, _vectors);
        int negative = 0;
        while (negative < n && _values[negative] <= 0) negative++;
        if (negative == 0) w.CopyTo(s);
        else if (negative == n) s.Clear();
        else
        {
            bool positiveSide = n - negative <= negative;
            if (positiveSide) Rebuild(negative, n - negative, 0);
            else Rebuild(0, negative, 1);
            SymmetricVector.Pack(_matrix, s, n, Root2);
        }
    }

    public override void Derivative(ReadOnlySpan<double> dw, Span<double> ds)
    {
        _derivative ??= new PsdProjectionDerivative(_order, _team);
        _derivative.Apply(_values, _vectors, dw, ds, Root2);
    }

    /// <summary>Lower triangle of the matrix ← beta · matrix + Σ |λ_k| v_k v_k'.</summary>
    private void Rebuild(int first, int count, double beta)
    {
        int n = _order;
        for (int k = 0; k < count; k++)
            TensorPrimitives.Multiply(_vectors.AsSpan((first + k) * n, n), Math.Sqrt(Math.Abs(_values[first + k])),
                _scaled.AsSpan(k * n, n));
        Gemm.SyrkLower(n, count, 1, _scaled, n, true, beta, _matrix, n, _team);
    }
}

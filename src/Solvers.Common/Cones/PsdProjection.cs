using Copositive.Numerics;

namespace Copositive.Solvers.Common;

/// <summary>
/// With W = Σ λ_k v_k v_k', Π(W) = Σ max(λ_k, 0) v_k v_k', rebuilt from the sign with fewer eigenvalues; the derivative is that of
/// <see cref="PsdProjectionDerivative{T}"/>.
/// </summary>
/// <remarks>
/// The projection needs the eigenvectors of one sign, and only approximate ones where a tolerance is given (<see cref="PartialPsdProjector"/>,
/// from order 100 on and while that sign has at most n/10 eigenvalues; each starts from the vectors of the last, so that its value depends
/// on the projections before, and is the same from run to run). The derivative needs those of both signs, because its factors λ_a/(λ_a −
/// λ_n) couple the signs pair by pair: they come with the projection that announces it, or from another decomposition at the first
/// derivative.
/// </remarks>
internal sealed class PsdProjection : ConeProjection
{
    /// <summary>Threads that share the work on a smaller matrix gain nothing.</summary>
    public const int LeastOrderForTeam = 120;

    private static readonly double Root2 = Math.Sqrt(2);

    private readonly WorkerTeam? _team;
    private readonly PsdProjector _projector;
    private readonly double[] _triangle;
    private PartialPsdProjector? _partial;
    private PsdProjectionDerivative<double>? _double;
    private PsdProjectionDerivative<float>? _single;
    private bool _hasVectors, _hasDouble, _hasSingle, _isExact = true;

    /// <param name="start">The first row.</param>
    /// <param name="rows">n(n+1)/2 for matrices of order n.</param>
    /// <param name="team">The threads that share the work on one matrix; null for the calling one.</param>
    public PsdProjection(int start, int rows, WorkerTeam? team = null) : base(start, rows)
    {
        _team = team;
        _projector = new PsdProjector(SymmetricVector.OrderOf(rows), team);
        _triangle = new double[rows];
    }

    /// <inheritdoc/>
    public override bool IsExact => _isExact;

    public override void Project(ReadOnlySpan<double> w, Span<double> s, ProjectionMode mode = default)
    {
        _hasDouble = _hasSingle = _hasVectors = false;
        _isExact = true;
        if (!mode.DerivativeFollows) w.CopyTo(_triangle);
        if (mode.DerivativeFollows || mode.Tolerance == 0)
        {
            _projector.Project(w, s, Root2, mode.DerivativeFollows);
            _hasVectors = mode.DerivativeFollows;
            return;
        }
        _partial ??= new PartialPsdProjector(_projector, _team);
        _isExact = !_partial.Project(w, s, Root2, mode.Tolerance).IsPartial;
    }

    public override void Derivative(ReadOnlySpan<double> dw, Span<double> ds)
    {
        _double ??= new PsdProjectionDerivative<double>(_projector.Order, _team);
        if (!_hasDouble) _double.Set(Values(), _projector.Eigenvectors);
        _hasDouble = true;
        _double.Apply(dw, ds, Root2);
    }

    public override void Derivative(ReadOnlySpan<float> dw, Span<float> ds)
    {
        _single ??= new PsdProjectionDerivative<float>(_projector.Order, _team);
        if (!_hasSingle) _single.Set(Values(), _projector.Eigenvectors);
        _hasSingle = true;
        _single.Apply(dw, ds, Root2);
    }

    /// <summary>The eigenvalues; all eigenvectors are formed if they were not.</summary>
    private ReadOnlySpan<double> Values()
    {
        if (!_hasVectors) _projector.Decompose(_triangle, Root2);
        _hasVectors = true;
        return _projector.Eigenvalues;
    }
}

using System.Numerics;
using Copositive.Numerics;

namespace Copositive.Solvers.Common;

/// <summary>
/// The projections onto semidefinite cones of one small order whose rows follow each other, as one: many matrices are decomposed at the
/// same time, and their eigenvectors kept for the derivatives.
/// </summary>
internal sealed class PsdBatchProjection : ConeProjection
{
    /// <summary>Blocks of larger orders gain little from being done together.</summary>
    public const int MaxOrder = 16;

    /// <summary>As many fill a few groups of lanes; more would leave too few parts to share out among threads.</summary>
    public const int MaxBlocks = 64;

    private static readonly double Root2 = Math.Sqrt(2);

    private readonly int _order, _length, _blocks;
    private readonly BatchedPsdProjector _projector;
    private readonly PsdProjectionDerivative<double> _derivative;
    private readonly PsdProjectionDerivative<float> _single;
    private readonly double[] _values, _vectors;

    public PsdBatchProjection(int start, int order, int blocks) : base(start, blocks * SymmetricVector.Length(order))
    {
        _order = order;
        _blocks = blocks;
        _length = SymmetricVector.Length(order);
        _projector = new BatchedPsdProjector(order);
        _derivative = new PsdProjectionDerivative<double>(order);
        _single = new PsdProjectionDerivative<float>(order);
        _values = new double[blocks * order];
        _vectors = new double[blocks * order * order];
    }

    public override void Project(ReadOnlySpan<double> w, Span<double> s, ProjectionMode mode = default) =>
        _projector.Project(_blocks, w, s, Root2, _values, _vectors);

    public override void Derivative(ReadOnlySpan<double> dw, Span<double> ds)
    {
        for (int k = 0; k < _blocks; k++) Derivative(k, dw.Slice(k * _length, _length), ds.Slice(k * _length, _length));
    }

    public override void Derivative(ReadOnlySpan<float> dw, Span<float> ds)
    {
        for (int k = 0; k < _blocks; k++) Apply(_single, k, dw.Slice(k * _length, _length), ds.Slice(k * _length, _length));
    }

    public override void Derivative(int block, ReadOnlySpan<double> dw, Span<double> ds) => Apply(_derivative, block, dw, ds);

    private void Apply<T>(PsdProjectionDerivative<T> derivative, int block, ReadOnlySpan<T> dw, Span<T> ds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        derivative.Set(_values.AsSpan(block * _order, _order), _vectors.AsSpan(block * _order * _order, _order * _order));
        derivative.Apply(dw, ds, Root2);
    }
}

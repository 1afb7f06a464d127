namespace Copositive.Networks;

/// <summary>A face of positive dimension of a cell's pointed part.</summary>
public sealed class CellFace
{
    private readonly int[] _rays;
    private readonly double[][] _basis;

    internal CellFace(int dimension, int[] rays, double[][] basis)
    {
        Dimension = dimension;
        _rays = rays;
        _basis = basis;
    }

    /// <summary>The dimension of the face's span: 1 for an extreme ray, r for the cell itself.</summary>
    public int Dimension { get; }

    /// <summary>The cell's extreme rays on the face, ascending.</summary>
    public ReadOnlySpan<int> Rays => _rays;

    /// <summary>A vector of an orthonormal basis of the face's span, d entries.</summary>
    /// <param name="vector">The vector, from 0 to <see cref="Dimension"/> − 1.</param>
    public ReadOnlySpan<double> BasisVector(int vector) => _basis[vector];
}

namespace Copositive.Networks;

/// <summary>A face of positive dimension of a cell's pointed part.</summary>
public sealed class CellFace
{
    private readonly int[] _rays;

    internal CellFace(int dimension, int[] rays)
    {
        Dimension = dimension;
        _rays = rays;
    }

    /// <summary>The dimension of the face's span: 1 for an extreme ray, r for the cell itself.</summary>
    public int Dimension { get; }

    /// <summary>The cell's extreme rays on the face, ascending.</summary>
    public ReadOnlySpan<int> Rays => _rays;
}

namespace Copositive.Numerics;

/// <summary>One panel of <see cref="TridiagonalReduction"/>: columns Start … Start + Columns − 1.</summary>
internal unsafe ref struct TridiagonalPanel
{
    /// <summary>The order, the order rounded up to a multiple of 8, and the distance between rows of A.</summary>
    public int Order, Padded, Stride;

    /// <summary>The panel's first column and its number of columns.</summary>
    public int Start, Columns;

    /// <summary>The work matrix. Row j holds column j of the lower triangle; entries before the diagonal are not used.</summary>
    public double* A;

    /// <summary>The rows of [V W] and of [W V], Padded apart: V first in Left, last in Right.</summary>
    public double* Left, Right;

    /// <summary>The current reflector, and A times it.</summary>
    public double* V, Y;

    public double* Diagonal, OffDiagonal, Tau;
}

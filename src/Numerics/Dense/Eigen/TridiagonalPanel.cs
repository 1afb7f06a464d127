namespace Copositive.Numerics;

/// <summary>One panel of <see cref="TridiagonalReduction"/>: columns Start … Start + Columns − 1.</summary>
internal unsafe struct TridiagonalPanel
{
    /// <summary>The order, the order rounded up to a multiple of 8, and the distance between rows of A.</summary>
    public int Order, Padded, Stride;

    /// <summary>The panel's first column and its number of columns.</summary>
    public int Start, Columns;

    /// <summary>
    /// The work matrix. Row j holds column j of the lower triangle; entries before the diagonal are used only in the 8 × 8 diagonal blocks.
    /// </summary>
    public double* A;

    /// <summary>The rows of V, W and V again, Padded apart and Columns each, so that [V W] and [W V] can be read.</summary>
    public double* Updates;

    /// <summary>The current reflector v, and room for 2 · Columns coefficients.</summary>
    public double* V, Coefficients;

    /// <summary>
    /// For each of <see cref="Parts"/>, <see cref="ShareLength"/> apart: its share of Av, then of V'v and of W'v (Columns each).
    /// </summary>
    public double* Shares;

    public int Parts;

    public double* Diagonal, OffDiagonal, Tau;

    public readonly double* W => Updates + Columns * Padded;

    public readonly int ShareLength => Padded + 2 * Columns + 8;

    public readonly double* Share(int part) => Shares + (nint)part * ShareLength;
}

namespace Copositive.Numerics;

/// <summary>
/// What <see cref="DenseLdl"/> and its panels share: the matrix becoming L, D, the exchanges, and a panel's columns as rows.
/// </summary>
internal sealed unsafe class LdlStorage
{
    /// <summary>The columns eliminated together; a panel may have one more.</summary>
    public const int PanelColumns = 32;

    /// <summary>Up to this order the matrix fits in the cache and products do not pay.</summary>
    public const int SmallOrder = 96;

    /// <summary>Between the rows of a small matrix: vectors that begin in a row may end here.</summary>
    private const int WidestVector = 8;

    private readonly AlignedBuffer _matrix, _panel;

    public LdlStorage(int order)
    {
        Order = order;
        Stride = order <= SmallOrder || order % 64 == 0 ? order + WidestVector : order;
        _matrix = new AlignedBuffer(order * Stride);
        _panel = new AlignedBuffer((2 * PanelColumns + 3) * Stride);
        Diagonal = new double[order];
        OffDiagonal = new double[order];
        Exchanges = new int[order];
    }

    public int Order { get; }

    /// <summary>The distance between rows, of the matrix and of the panel.</summary>
    public int Stride { get; }

    /// <summary>Below the diagonal the columns of L found so far; from there on, on and below the diagonal, what is left of A.</summary>
    public double* Matrix => _matrix.Pointer;

    /// <summary>The panel's columns of L, as rows.</summary>
    public double* PanelOfL => _panel.Pointer;

    /// <summary>The panel's columns of LD, as rows, and one more for a candidate.</summary>
    public double* PanelOfLD => _panel.Pointer + (PanelColumns + 1) * (nint)Stride;

    /// <summary>D's diagonal.</summary>
    public double[] Diagonal { get; }

    /// <summary>D below the diagonal: not 0 at k where a block of order 2 begins.</summary>
    public double[] OffDiagonal { get; }

    /// <summary>Row and column k changed places with Exchanges[k] ≥ k before k was eliminated.</summary>
    public int[] Exchanges { get; }
}

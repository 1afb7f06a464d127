namespace Copositive.Numerics;

/// <summary>The matrices of one <see cref="RankOneMerge"/>. Square ones have rows <see cref="Stride"/> apart.</summary>
internal unsafe struct RankOneMergeBlock
{
    /// <summary>The order of T₁, and that of both blocks.</summary>
    public int FirstOrder, Order;

    /// <summary>The entry of T that the blocks lack: ρ = 2|Cut|.</summary>
    public double Cut;

    /// <summary>The eigenvalues of the two blocks, each block's ascending; on return those of the whole, ascending.</summary>
    public double* Values;

    /// <summary>
    /// The eigenvectors of the two blocks as rows, zero in the columns of the other block; with <see cref="EndsOnly"/> of each vector of a
    /// block the first and the last entry.
    /// </summary>
    public double* Q;

    /// <summary>The distance between rows of Q and of <see cref="Products"/>.</summary>
    public nint Stride;

    /// <summary>Whether only the first and the last entry of each eigenvector are formed, which is what the next merge needs.</summary>
    public bool EndsOnly;

    /// <summary>Receives the new eigenvectors as rows; may be Q.</summary>
    public double* Target;

    /// <summary>The distance between the target's rows.</summary>
    public nint TargetStride;

    /// <summary>Work space of Order rows each.</summary>
    public double* Products, Gathered;

    /// <summary>Work space of Order rows; not used with <see cref="EndsOnly"/>.</summary>
    public double* SecularVectors;

    /// <summary>
    /// The distance between rows of <see cref="SecularVectors"/>: at least the order plus <see cref="SecularProblem.Padding"/>.
    /// </summary>
    public nint SecularStride;

    /// <summary>The range of rows to form.</summary>
    public int First, End;

    /// <summary>With <see cref="EndsOnly"/>, the place for the gathered last entries, after the first ones.</summary>
    public readonly double* GatheredLast => Gathered + Order + SecularProblem.Padding;

    /// <summary>The columns that belong to the first block and to the second.</summary>
    public readonly int FirstWidth => EndsOnly ? 1 : FirstOrder;

    /// <inheritdoc cref="FirstWidth"/>
    public readonly int SecondWidth => EndsOnly ? 1 : Order - FirstOrder;
}

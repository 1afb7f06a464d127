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

    /// <summary>The eigenvectors of the two blocks as rows, zero in the columns of the other block.</summary>
    public double* Q;

    /// <summary>The distance between rows: at least the order plus <see cref="SecularProblem.Padding"/>.</summary>
    public nint Stride;

    /// <summary>Receives the new eigenvectors as rows; may be Q.</summary>
    public double* Target;

    /// <summary>The distance between the target's rows.</summary>
    public nint TargetStride;

    /// <summary>Work space of Order rows each.</summary>
    public double* Products, SecularVectors, Gathered;

    /// <summary>The range of rows to form.</summary>
    public int First, End;
}

namespace Copositive.Numerics;

/// <summary>Which eigenvectors are formed.</summary>
internal enum EigenvectorSelection
{
    /// <summary>All.</summary>
    All,

    /// <summary>Those of the negative or of the positive eigenvalues, whichever are fewer (the positive ones in a tie).</summary>
    SmallerSign,
}

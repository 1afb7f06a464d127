namespace Copositive.Numerics;

/// <summary>
/// Symmetric matrices of one order and where their eigenvalues, eigenvectors and projections go; a null pointer where they are not wanted.
/// </summary>
internal unsafe struct SymmetricBatch
{
    /// <summary>d.</summary>
    public int Order;

    /// <summary>The number of matrices.</summary>
    public int Count;

    /// <summary>The triangles in the layout of <see cref="SymmetricVector"/>, one after the other.</summary>
    public double* Triangles;

    /// <summary>The factor that entries off the diagonal carry in the triangles.</summary>
    public double OffDiagonalScale;

    /// <summary>The projections onto the semidefinite cone, laid out and scaled as the triangles; may be these.</summary>
    public double* Projections;

    /// <summary>d eigenvalues a matrix, ascending.</summary>
    public double* Values;

    /// <summary>d² entries a matrix, whose rows are the eigenvectors.</summary>
    public double* Vectors;
}

namespace Copositive.Numerics;

/// <summary>
/// The eigenproblem of diag(d) + ρ zz' with d strictly ascending, ρ &gt; 0 and no zero in z, for <see cref="SecularKernel{TLanes,TVector}"/>.
/// </summary>
internal unsafe ref struct SecularProblem
{
    /// <summary>The order k.</summary>
    public int Count;

    public double Rho;

    /// <summary>d and z, k entries each.</summary>
    public double* Poles, Weights;

    /// <summary>Receives the k eigenvalues, ascending.</summary>
    public double* Roots;

    /// <summary>Receives the weights ẑ for which the computed roots are exact.</summary>
    public double* ExactWeights;

    /// <summary>Row j, <see cref="Stride"/> apart, receives d_i − λ_j to full relative accuracy.</summary>
    public double* Differences;

    /// <summary>The distance between rows of <see cref="Differences"/> and of <see cref="Vectors"/>.</summary>
    public nint Stride;

    /// <summary>The range of roots whose vectors are wanted.</summary>
    public int First, End;

    /// <summary>Vector entry i is that of pole Order[i].</summary>
    public int* Order;

    /// <summary>Row j − First receives the unit eigenvector of root j.</summary>
    public double* Vectors;
}

namespace Copositive.Numerics;

/// <summary>
/// The eigenproblem of diag(d) + ρ zz' with d strictly ascending, ρ &gt; 0 and no zero in z, for <see cref="SecularRoots{TLanes,TVector}"/>
/// and <see cref="SecularVectors{TLanes,TVector}"/>. Arrays have room for <see cref="Padding"/> more entries than named.
/// </summary>
internal unsafe struct SecularProblem
{
    /// <summary>What vectors may read or write beyond the end of an array.</summary>
    public const int Padding = 16;

    /// <summary>The order k.</summary>
    public int Count;

    /// <summary>d_i, then in the padding d_{k−1} + ρ‖z‖², the bound of the last root.</summary>
    public double* Poles;

    /// <summary>ρ z_i², then zeros.</summary>
    public double* Weights;

    /// <summary>Receive the eigenvalues λ_j = origin_j + offset_j, ascending, as the nearer pole and the distance to it.</summary>
    public double* Roots, Origins, Offsets;

    /// <summary>d and z in the order of the vectors' entries.</summary>
    public double* OrderedPoles, OrderedZ;

    /// <summary>Receives the weights ẑ for which the computed roots are exact, in the order of the vectors' entries.</summary>
    public double* ExactZ;
}

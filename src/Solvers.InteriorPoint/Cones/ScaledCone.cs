using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>
/// One cone at a pair s, z inside it, with what a Newton step needs of it: a self-adjoint H⁻¹ with H⁻¹s = z by which the complementarity
/// of s and z is linearised, H⁻¹Δs + Δz = −t. Vectors are the cone's own rows, in the orthonormal scaling.
/// </summary>
internal abstract class ScaledCone
{
    /// <param name="block">The rows.</param>
    /// <param name="columns">The columns of A that meet them.</param>
    protected ScaledCone(ConeBlock block, BlockColumns columns) => (Block, Columns) = (block, columns);

    public ConeBlock Block { get; }

    /// <summary>The columns of A that meet the cone.</summary>
    public BlockColumns Columns { get; }

    /// <summary>The degree of the cone, ⟨e, e⟩ in its trace form.</summary>
    public abstract int Degree { get; }

    /// <summary>The cone of a block.</summary>
    /// <param name="block">The rows.</param>
    /// <param name="columns">The columns of A that meet them.</param>
    /// <param name="matrices">The direction for semidefinite cones.</param>
    /// <param name="team">The threads that share the work on a large matrix; null for the calling one.</param>
    public static ScaledCone Of(ConeBlock block, BlockColumns columns, MatrixDirection matrices, WorkerTeam? team) => block.Cone.Kind switch
    {
        ConeKind.Zero => new ScaledZeroCone(block, columns),
        ConeKind.Nonnegative => new ScaledOrthant(block, columns),
        ConeKind.SecondOrder => new ScaledSecondOrderCone(block, columns),
        ConeKind.PositiveSemidefinite when matrices == MatrixDirection.NesterovTodd => new ScaledPsdCone(block, columns, team),
        ConeKind.PositiveSemidefinite => new HkmCone(block, columns, team),
        _ => throw new NotSupportedException($"The path has no cone of the kind {block.Cone.Kind}."),
    };

    /// <summary>v ← e, the unit of the cone's algebra.</summary>
    public abstract void Unit(Span<double> v);

    /// <summary>Computes H for a pair; false when one of them is not inside the cone, to working precision.</summary>
    public abstract bool TryScale(ReadOnlySpan<double> s, ReadOnlySpan<double> z);

    /// <summary>image ← H⁻¹g.</summary>
    public abstract void Curvature(ReadOnlySpan<double> g, Span<double> image);

    /// <summary>
    /// Adds ⟨a_i, H⁻¹a_j⟩ for all pairs of the cone's columns to a matrix, in such a way that the parts above and below the diagonal add up.
    /// </summary>
    /// <param name="matrix">Row-major, of the order of the count of <see cref="Columns"/>.</param>
    public abstract void AddProducts(Span<double> matrix);

    /// <summary>image ← t for which the complementarity of s + Δs and z + Δz becomes μe to second order, given a prediction of both.</summary>
    /// <param name="ds">Δs of the prediction.</param>
    /// <param name="dz">Δz of the prediction.</param>
    /// <param name="mu">μ.</param>
    /// <param name="image">t.</param>
    public abstract void Correction(ReadOnlySpan<double> ds, ReadOnlySpan<double> dz, double mu, Span<double> image);

    /// <summary>The largest α for which s + αΔs and z + αΔz stay in the cone, or nearly; may be infinite.</summary>
    public abstract double LargestStep(ReadOnlySpan<double> ds, ReadOnlySpan<double> dz);
}

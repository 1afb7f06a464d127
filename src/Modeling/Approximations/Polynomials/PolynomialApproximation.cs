using System.Collections.Immutable;

namespace Copositive.Modeling;

/// <summary>
/// A family that asks the form (eᵀx)^r xᵀMx for an evident certificate of nonnegativity on the orthant:
/// <code>(eᵀx)^r xᵀMx = Σ_t x^t σ_t(x) + Σ_γ c_γ x^γ,   c ≥ 0,  σ_t = z_hᵀ G_t z_h with G_t in a cone of Gram matrices,</code>
/// compared coefficient by coefficient. The families differ by their weights t. The dual holds moments y_γ ≥ 0 of degree r + 2 with
/// X_ij = Σ_{|β|=r} (r!/β!) y_{β+e_i+e_j} and [y_{t+u+v}]_{u,v} in the dual of the Gram cone.
/// </summary>
public abstract record PolynomialApproximation : Approximation
{
    private protected PolynomialApproximation(int level) : base(level) { }

    /// <inheritdoc/>
    public sealed override ApproximationSide Side => ApproximationSide.Inner;

    /// <summary>What the Gram matrices are asked to be; semidefinite by default.</summary>
    public GramCone Gram { get; init; }

    /// <summary>
    /// A group of permutations of the rows and columns under which the program is invariant; null for none. Orbits of monomials then share one
    /// moment, and orbits of weights one Gram matrix. Blocks whose order is not the group's degree are not reduced.
    /// </summary>
    public PermutationGroup? Symmetry { get; init; }

    /// <summary>
    /// For blocks named here, DMD stands for M, with D = Diag(d) positive: the same copositive matrices, but levels above 0 differ. The
    /// entries are powers of two, so that nothing is rounded; see <see cref="DiagonalScaling"/>.
    /// </summary>
    public ImmutableDictionary<string, ImmutableArray<double>> Scaling { get; init; } = ImmutableDictionary<string, ImmutableArray<double>>.Empty;

    /// <summary>The same family with a symmetry group.</summary>
    public PolynomialApproximation WithSymmetry(PermutationGroup group) =>
        this with { Symmetry = group ?? throw new ArgumentNullException(nameof(group)) };

    /// <summary>The same family with a block scaled.</summary>
    /// <param name="block">The block's name, that is, the constraint's.</param>
    /// <param name="scale">d, positive powers of two, one for each row of the matrix.</param>
    /// <exception cref="ArgumentException">An entry is no power of two.</exception>
    public PolynomialApproximation WithScaling(string block, ReadOnlySpan<double> scale)
    {
        ArgumentException.ThrowIfNullOrEmpty(block);
        foreach (double d in scale)
        {
            if (!double.IsFinite(d) || d <= 0 || !double.IsNormal(d) || (BitConverter.DoubleToInt64Bits(d) & ((1L << 52) - 1)) != 0)
                throw new ArgumentException($"The scale of '{block}' has the entry {d}; powers of two are needed, so that nothing is rounded.", nameof(scale));
        }
        return this with { Scaling = Scaling.SetItem(block, [.. scale]) };
    }

    /// <summary>The weights of the semidefinite summands for matrices of an order.</summary>
    internal abstract IEnumerable<GramWeight> Weights(int order);

    /// <summary>How many weights there are of each basis degree h, without listing them; saturating.</summary>
    internal abstract IEnumerable<(int BasisDegree, long Count)> CountWeights(int order);

    internal override ApproximationSize Estimate(int order, ConeKind kind) => PolynomialSize.Of(this, order, kind);

    internal override void Rewrite(ProgramRewriter rewriter, ConeBlock block)
    {
        PolynomialRewrite rewrite = new(this, rewriter, block);
        if (block.Cone.Kind == ConeKind.Copositive) rewrite.Copositive();
        else rewrite.CompletelyPositive();
    }
}

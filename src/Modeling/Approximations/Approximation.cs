using System.Collections.Immutable;

namespace Copositive.Modeling;

/// <summary>
/// A choice of tractable cones to stand for the copositive family, as a value. A family that is inner for the copositive cone is,
/// by duality, outer for the completely positive cone; <see cref="Side"/> says which, and a result derives from it which side of the
/// optimum its value bounds.
/// </summary>
/// <remarks>
/// With C, Q, K for the three polynomial families, C^(r) ⊂ Q^(r) ⊂ K^(r), Q = K at levels 0 and 1, and every strictly copositive matrix is
/// in C^(r) for some r. Levels above 0 are not invariant under diagonal scaling; see <see cref="DiagonalScaling"/>.
/// </remarks>
public abstract record Approximation
{
    private protected Approximation(int level) => Level = level;

    /// <summary>The family's name, as in "Parrilo".</summary>
    public abstract string Family { get; }

    /// <summary>The level r ≥ 0 within the family.</summary>
    public int Level { get; }

    /// <summary>Which way the family approximates the copositive cone.</summary>
    public abstract ApproximationSide Side { get; }

    /// <summary>
    /// Parrilo's hierarchy K^(r), inner for the copositive and outer for the completely positive cone: (eᵀx)^r xᵀMx is a sum of x^S σ_S(x) over the
    /// sets S of at most r + 2 variables and of r's parity, σ_S a sum of squares of degree r + 2 − |S|. Level 0 replaces copositive by
    /// S + N (PSD plus nonnegative) and completely positive by doubly nonnegative; it is exact for order at most 4.
    /// </summary>
    /// <param name="level">r ≥ 0. C(n, |S|) semidefinite blocks of order C(n + h − 1, h), h = (r + 2 − |S|)/2, over C(n + r + 1, r + 2) equations.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is negative.</exception>
    /// <remarks>Source: P. Parrilo, Structured semidefinite programs and semialgebraic geometry methods, Caltech 2000.</remarks>
    public static ParriloApproximation Parrilo(int level) => new(CheckLevel(level));

    /// <summary>
    /// The hierarchy Q^(r) of Peña, Vera and Zuluaga, inner for the copositive cone, between C^(r) and K^(r): (eᵀx)^r xᵀMx is
    /// Σ_{|β|=r} x^β xᵀS_β x plus a polynomial without negative coefficients, S_β ⪰ 0. The same as Parrilo's at levels 0 and 1; above,
    /// its blocks stay of order n.
    /// </summary>
    /// <param name="level">r ≥ 0. C(n + r − 1, r) semidefinite blocks of order n over C(n + r + 1, r + 2) equations.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is negative.</exception>
    /// <remarks>Source: J. Peña, J. Vera, L. Zuluaga, Computing the stability number of a graph via linear and semidefinite programming, SIAM J. Optim. 18 (2007).</remarks>
    public static PenaVeraZuluagaApproximation PenaVeraZuluaga(int level) => new(CheckLevel(level));

    /// <summary>
    /// The linear hierarchy C^(r) of de Klerk and Pasechnik, inner for the copositive cone: (eᵀx)^r xᵀMx has no negative coefficient, that is,
    /// γᵀMγ ≥ γᵀdiag(M) for all exponents γ with |γ| = r + 2. A linear program.
    /// </summary>
    /// <param name="level">r ≥ 0; C(n + r + 1, r + 2) inequalities.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is negative.</exception>
    /// <remarks>Source: E. de Klerk, D. Pasechnik, Approximation of the stability number of a graph via copositive programming, SIAM J. Optim. 12 (2002).</remarks>
    public static DeKlerkPasechnikApproximation DeKlerkPasechnik(int level) => new(CheckLevel(level));

    /// <summary>
    /// Parrilo's hierarchy with scaled diagonally dominant Gram matrices in place of semidefinite ones: second-order cones; weaker and cheaper.
    /// Level 0 is a scaled diagonally dominant plus a nonnegative matrix.
    /// </summary>
    /// <param name="level">r ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is negative.</exception>
    /// <remarks>Source: A. Ahmadi, A. Majumdar, DSOS and SDSOS optimization, SIAM J. Appl. Algebra Geom. 3 (2019).</remarks>
    public static ParriloApproximation Sdd(int level) => new(CheckLevel(level)) { Gram = GramCone.ScaledDiagonallyDominant };

    /// <summary>
    /// Parrilo's hierarchy with diagonally dominant Gram matrices in place of semidefinite ones: a linear program; weaker than
    /// <see cref="Sdd"/>, at least as strong as <see cref="DeKlerkPasechnik"/>.
    /// </summary>
    /// <param name="level">r ≥ 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is negative.</exception>
    /// <remarks>Source: A. Ahmadi, A. Majumdar, DSOS and SDSOS optimization, SIAM J. Appl. Algebra Geom. 3 (2019).</remarks>
    public static ParriloApproximation Dd(int level) => new(CheckLevel(level)) { Gram = GramCone.DiagonallyDominant };

    /// <summary>
    /// Simplices that cover the standard simplex (S. Bundfuss, M. Dür, SIAM J. Optim. 20 (2009)). Inner: uᵀMv ≥ 0 for all vertices u = v and
    /// edges uv of the partition; outer: vᵀMv ≥ 0 for all its vertices. Both are linear, and converge as the diameter of the simplices
    /// tends to 0.
    /// </summary>
    /// <param name="partition">The simplices; those of <see cref="SimplicialPartition.Uniform"/> or refined where it matters.</param>
    /// <param name="side">Inner for lower bounds of minimisations over completely positive matrices, outer for upper ones.</param>
    public static PartitionApproximation Partition(SimplicialPartition partition, ApproximationSide side) => new(partition, side);

    /// <summary>
    /// The standard simplex's longest edges bisected level by level, for blocks of any order; see
    /// <see cref="Partition(SimplicialPartition, ApproximationSide)"/>.
    /// </summary>
    /// <param name="level">The number of rounds, ≥ 0, each of which bisects every simplex once.</param>
    /// <param name="side">Inner or outer for the copositive cone.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is negative.</exception>
    public static PartitionApproximation Partition(int level, ApproximationSide side) => new(CheckLevel(level), side);

    /// <summary>
    /// Yıldırım's outer approximation of the copositive cone: xᵀMx ≥ 0 at the points of the standard simplex whose coordinates are multiples of 1/k,
    /// for k up to r + 2. Its dual gives completely positive points, so upper bounds of minimisations over them. A linear program.
    /// </summary>
    /// <param name="level">r ≥ 0; at most C(n + r + 2, r + 2) points.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is negative.</exception>
    /// <remarks>Source: E. A. Yıldırım, On the accuracy of uniform polyhedral approximations of the copositive cone, Optim. Methods Softw. 27 (2012).</remarks>
    public static GridApproximation Grid(int level) => new(CheckLevel(level));

    /// <summary>
    /// Chosen vectors v: vᵀMv ≥ 0 for each in place of copositive, the cone of their vvᵀ in place of completely positive matrices. Outer for the
    /// copositive cone; as good as the choice of the vectors. A linear program.
    /// </summary>
    /// <param name="atoms">
    /// Nonnegative vectors, of the length of the blocks that they serve. With whole numbers, or others of at most 26 binary digits, nothing is
    /// rounded.
    /// </param>
    /// <exception cref="ArgumentException">An entry is negative or not finite, or products of a vector's entries would round.</exception>
    public static AtomApproximation Atoms(IEnumerable<IReadOnlyList<double>> atoms)
    {
        ArgumentNullException.ThrowIfNull(atoms);
        var kept = ImmutableArray.CreateBuilder<ImmutableArray<double>>();
        foreach (IReadOnlyList<double> atom in atoms)
        {
            var range = new CoefficientRange();
            foreach (double entry in atom)
            {
                if (!(entry >= 0) || !double.IsFinite(entry)) throw new ArgumentException($"An atom has the entry {entry}; nonnegative numbers are needed.", nameof(atoms));
                range.BeginSum();
                range.Add(entry);
            }
            // Twice a product of two entries has to fit 53 digits, so that (uvᵀ + vuᵀ)/2 is exact.
            if (!CoefficientRange.HasExactProducts(range, range))
                throw new ArgumentException($"Products of entries of the atom ({string.Join(", ", atom.Take(8))}…) would be rounded; round it to fewer digits.", nameof(atoms));
            kept.Add([.. atom]);
        }
        return new AtomApproximation(kept.ToImmutable());
    }

    /// <inheritdoc/>
    public sealed override string ToString() => $"{Family}({Level})";

    /// <summary>The size of what one block of the copositive family becomes, computed without building it.</summary>
    /// <param name="order">The block's order n ≥ 1.</param>
    /// <param name="cone">The block's cone: copositive or completely positive.</param>
    /// <exception cref="ArgumentException">The cone is no other.</exception>
    public ApproximationSize SizeOf(int order, Cone cone)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentNullException.ThrowIfNull(cone);
        if (cone is not PolyhedralMatrixCone { Polyhedron: null })
            throw new ArgumentException($"{cone.Symbol} is neither the copositive nor the completely positive cone.", nameof(cone));
        return Estimate(order, cone.Kind);
    }

    /// <summary>Whether it is S + N, which backends take as it is.</summary>
    internal virtual bool IsLevelZero => false;

    /// <summary>Whether the cone of an order is not approximated but met.</summary>
    internal virtual bool IsExactFor(int order) => false;

    internal abstract ApproximationSize Estimate(int order, ConeKind kind);

    /// <summary>Replaces a block over the orthant; the rewriter stands at it.</summary>
    internal abstract void Rewrite(ProgramRewriter rewriter, ConeBlock block);

    private static int CheckLevel(int level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        return level;
    }
}

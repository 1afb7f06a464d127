using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Parrilo's level 0 for every block of the copositive family. Over the orthant, COP becomes SPN and CP becomes DNN. Over
/// K = {u : Fu ≥ 0}: M ∈ COP(K) becomes M − FᵀNF ⪰ 0 with N ≥ 0 off the diagonal, and U ∈ CP(K) becomes U ⪰ 0 with FUFᵀ ≥ 0. Over
/// K = {Rw : w ≥ 0}: M ∈ COP(K) becomes RᵀMR ∈ SPN, and U ∈ CP(K) becomes U = RWRᵀ with W ∈ DNN. With at most four facets or rays
/// nothing is lost, because doubly nonnegative and completely positive agree for order at most 4 (and a factor of FUFᵀ lies in the
/// range of F, so that it lifts to K). For COP over facets that is so up to closure only: {S + FᵀNF} is the dual of {U ⪰ 0 : FUFᵀ ≥ 0}
/// where it is closed, for which an interior point of K is asked (<see cref="SolidCone"/>); elsewhere it counts as smaller than COP(K).
/// </summary>
internal sealed class CopositiveRewrite : IRewrite
{
    private readonly Approximation? _approximation;

    public CopositiveRewrite(Approximation? approximation) => _approximation = approximation;

    public string Name => _approximation?.ToString() ?? "no approximation";

    public RewriteStep? Apply(ConicProgram program, SolverCapabilities capabilities)
    {
        if (_approximation is not { IsLevelZero: true } || !program.Blocks.Any(b => b.Cone is PolyhedralMatrixCone)) return null;
        var rewriter = new ProgramRewriter(program);
        bool enlarged = false, shrunk = false;
        int count = 0;
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone is not PolyhedralMatrixCone cone)
            {
                rewriter.Copy(block);
                continue;
            }
            count++;
            bool copositive = cone.Kind == ConeKind.Copositive;
            bool isClosed = !copositive || cone.Polyhedron is not { IsGivenByFacets: true } facets || SolidCone.HasInteriorPoint(facets);
            if ((cone.Polyhedron?.Count ?? block.Order) > 4 || !isClosed)
            {
                shrunk |= copositive;
                enlarged |= !copositive;
            }
            switch (copositive, cone.Polyhedron)
            {
                case (true, null): rewriter.Copy(block, Cone.Spn); break;
                case (false, null): rewriter.Copy(block, Cone.DoublyNonnegative); break;
                case (true, { IsGivenByFacets: true } k): CopositiveOverFacets(rewriter, block, k); break;
                case (false, { IsGivenByFacets: true } k): CompletelyPositiveOverFacets(rewriter, block, k); break;
                case (true, { } k): CopositiveOverRays(rewriter, block, k, Cone.Spn); break;
                case (false, { } k): CompletelyPositiveOverRays(rewriter, block, k, Cone.DoublyNonnegative); break;
            }
        }
        BoundSide side = SideOf(enlarged, shrunk);
        return rewriter.Build($"{Name}: {count} block(s) of the copositive family approximated ({Meaning(side)})", side);
    }

    /// <summary>What a minimum bounds after some cones grew and others shrank.</summary>
    internal static BoundSide SideOf(bool enlarged, bool shrunk) => (enlarged, shrunk) switch
    {
        (false, false) => BoundSide.Exact,
        (true, false) => BoundSide.Lower,
        (false, true) => BoundSide.Upper,
        _ => BoundSide.None,
    };

    internal static string Meaning(BoundSide side) => side switch
    {
        BoundSide.Exact => "exactly",
        BoundSide.Lower => "the minimum can only fall",
        BoundSide.Upper => "the minimum can only rise",
        _ => "in both directions",
    };

    private static void CompletelyPositiveOverFacets(ProgramRewriter rewriter, ConeBlock block, PolyhedralCone k)
    {
        rewriter.Copy(block, Cone.PositiveSemidefinite);
        if (k.Count < 2) return;
        int row = rewriter.AddBlock(Cone.Nonnegative, k.Count * (k.Count - 1) / 2, $"F·{block.Name}·Fᵀ ≥ 0");
        for (int j = 1; j < k.Count; j++)
        {
            for (int i = 0; i < j; i++, row++)
            {
                // (FUFᵀ)_ij = Σ_{a≤b} g_ab U_ab, and its multiplier v adds v·(f_i f_jᵀ + f_j f_iᵀ)/2 to the dual.
                for (int b = 0; b < k.Dimension; b++)
                {
                    for (int a = 0; a <= b; a++)
                    {
                        double product = k[i, a] * k[j, b] + k[i, b] * k[j, a];
                        int source = block.Start + SymmetricVector.Index(a, b);
                        rewriter.AddRow(row, source, a == b ? 0.5 * product : product);
                        rewriter.MapDual(source, row, 0.5 * product);
                    }
                }
            }
        }
    }

    private static void CopositiveOverFacets(ProgramRewriter rewriter, ConeBlock block, PolyhedralCone k)
    {
        rewriter.Copy(block, Cone.PositiveSemidefinite, out int psd);
        if (k.Count < 2) return;
        // tr S = tr M − 2 Σ N_ij f_i·f_j: a bound of tr M is one of tr S only where no two facets enclose an obtuse angle.
        if (!SolidCone.HasAcuteFacets(k)) rewriter.ForgetTrace();
        int pairs = k.Count * (k.Count - 1) / 2;
        int column = rewriter.AddColumns(pairs, $"N({block.Name})");
        int row = rewriter.AddBlock(Cone.Nonnegative, pairs, $"{block.Name}: N ≥ 0");
        for (int j = 1; j < k.Count; j++)
        {
            for (int i = 0; i < j; i++, column++, row++)
            {
                rewriter.AddEntry(row, column, -1);
                for (int b = 0; b < k.Dimension; b++)
                {
                    for (int a = 0; a <= b; a++)
                        rewriter.AddEntry(psd + SymmetricVector.Index(a, b), column, k[i, a] * k[j, b] + k[i, b] * k[j, a]);
                }
            }
        }
    }

    internal static void CopositiveOverRays(ProgramRewriter rewriter, ConeBlock block, PolyhedralCone k, Cone cone)
    {
        rewriter.BeginSource();
        int start = rewriter.AddBlock(cone, SymmetricVector.Length(k.Count), block.Name);
        for (int j = 0; j < k.Count; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                // r_iᵀ M r_j = Σ_{a≤b} g_ab M_ab; back, y = R ŷ Rᵀ, where an off-diagonal ŷ_ij stands for two entries.
                int row = start + SymmetricVector.Index(i, j);
                for (int b = 0; b < k.Dimension; b++)
                {
                    for (int a = 0; a <= b; a++)
                    {
                        double product = k[a, i] * k[b, j] + k[b, i] * k[a, j];
                        int source = block.Start + SymmetricVector.Index(a, b);
                        rewriter.AddRow(row, source, a == b ? 0.5 * product : product);
                        rewriter.MapDual(source, row, i == j ? 0.5 * product : product);
                    }
                }
            }
        }
    }

    internal static void CompletelyPositiveOverRays(ProgramRewriter rewriter, ConeBlock block, PolyhedralCone k, Cone cone)
    {
        rewriter.BeginSource();
        int equal = rewriter.AddBlock(Cone.Zero, block.Rows, $"{block.Name} = R·W·Rᵀ");
        int length = SymmetricVector.Length(k.Count);
        int column = rewriter.AddColumns(length, $"W({block.Name})");
        for (int b = 0; b < k.Dimension; b++)
        {
            for (int a = 0; a <= b; a++)
            {
                // U_ab − Σ_ij r_ai W_ij r_bj = 0; equality rows weigh 1 where the matrix block's off-diagonals weigh 2.
                int t = SymmetricVector.Index(a, b);
                rewriter.AddRow(equal + t, block.Start + t, 1);
                rewriter.MapDual(block.Start + t, equal + t, a == b ? 1 : 0.5);
                rewriter.StartDual(equal + t, block.Start + t, a == b ? 1 : 2);
                for (int j = 0; j < k.Count; j++)
                {
                    for (int i = 0; i <= j; i++)
                    {
                        double product = k[a, i] * k[b, j] + k[b, i] * k[a, j];
                        rewriter.AddEntry(equal + t, column + SymmetricVector.Index(i, j), i == j ? 0.5 * product : product);
                    }
                }
            }
        }
        int dnn = rewriter.AddBlock(cone, length, $"W({block.Name})");
        for (int t = 0; t < length; t++) rewriter.AddEntry(dnn + t, column + t, -1);
    }
}

using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// States blocks over polyhedral cones K by blocks over the orthant, for hierarchies that speak of these. Over rays K = {Rw : w ≥ 0}:
/// M ∈ COP(K) exactly if RᵀMR ∈ COP, and U ∈ CP(K) exactly if U = RWRᵀ with W ∈ CP. Over facets K = {u : Fu ≥ 0}: U ∈ CP(K) exactly if
/// U ⪰ 0 and FUFᵀ ∈ CP, since a factor of FUFᵀ lies in the range of F and lifts to K, and what U has on the kernel of F beside that
/// is semidefinite; and dually M ∈ COP(K) if M = S + FᵀNF with S ⪰ 0 and N ∈ COP, up to closure (<see cref="SolidCone"/>). Mixed cones
/// R^k₊ × R^l are those with the facets [I 0].
/// </summary>
internal sealed class OrthantRewrite : IRewrite
{
    private readonly Approximation? _approximation;

    public OrthantRewrite(Approximation? approximation) => _approximation = approximation;

    public string Name => "polyhedral cones to orthants";

    public RewriteStep? Apply(ConicProgram program, SolverCapabilities capabilities)
    {
        if (_approximation is null or { IsLevelZero: true }) return null;
        if (!program.Blocks.Any(b => b.Cone is PolyhedralMatrixCone { Polyhedron: not null })) return null;
        var rewriter = new ProgramRewriter(program);
        bool shrunk = false;
        int count = 0;
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone is not PolyhedralMatrixCone { Polyhedron: { } k } cone)
            {
                rewriter.Copy(block);
                continue;
            }
            count++;
            bool isCopositive = cone.Kind == ConeKind.Copositive;
            shrunk |= isCopositive && k.IsGivenByFacets && !SolidCone.HasInteriorPoint(k);
            switch (isCopositive, k.IsGivenByFacets)
            {
                case (true, false): CopositiveRewrite.CopositiveOverRays(rewriter, block, k, Cone.Copositive); break;
                case (false, false): CopositiveRewrite.CompletelyPositiveOverRays(rewriter, block, k, Cone.CompletelyPositive); break;
                case (true, true): CopositiveOverFacets(rewriter, block, k); break;
                default: CompletelyPositiveOverFacets(rewriter, block, k); break;
            }
        }
        return rewriter.Build($"{count} block(s) over polyhedral cones stated over orthants", shrunk ? BoundSide.Upper : BoundSide.Exact);
    }

    private static void CompletelyPositiveOverFacets(ProgramRewriter rewriter, ConeBlock block, PolyhedralCone k)
    {
        rewriter.Copy(block, Cone.PositiveSemidefinite);
        int row = rewriter.AddBlock(Cone.CompletelyPositive, SymmetricVector.Length(k.Count), $"F·{block.Name}·Fᵀ");
        for (int j = 0; j < k.Count; j++)
        {
            for (int i = 0; i <= j; i++, row++)
            {
                // (FUFᵀ)_ij, and its multiplier, which counts twice off the diagonal, adds that often (f_i f_jᵀ + f_j f_iᵀ)/2 to the dual.
                for (int b = 0; b < k.Dimension; b++)
                {
                    for (int a = 0; a <= b; a++)
                    {
                        double product = k[i, a] * k[j, b] + k[i, b] * k[j, a];
                        int source = block.Start + SymmetricVector.Index(a, b);
                        rewriter.AddRow(row, source, a == b ? 0.5 * product : product);
                        rewriter.MapDual(source, row, i == j ? 0.5 * product : product);
                    }
                }
            }
        }
    }

    private static void CopositiveOverFacets(ProgramRewriter rewriter, ConeBlock block, PolyhedralCone k)
    {
        rewriter.Copy(block, Cone.PositiveSemidefinite, out int psd);
        rewriter.ForgetTrace();
        int length = SymmetricVector.Length(k.Count), column = rewriter.AddColumns(length, $"N({block.Name})");
        int row = rewriter.AddBlock(Cone.Copositive, length, $"{block.Name}: N");
        for (int j = 0; j < k.Count; j++)
        {
            for (int i = 0; i <= j; i++, column++, row++)
            {
                rewriter.AddEntry(row, column, -1);
                for (int b = 0; b < k.Dimension; b++)
                {
                    for (int a = 0; a <= b; a++)
                    {
                        double product = k[i, a] * k[j, b] + k[i, b] * k[j, a];
                        rewriter.AddEntry(psd + SymmetricVector.Index(a, b), column, i == j ? 0.5 * product : product);
                    }
                }
            }
        }
    }
}

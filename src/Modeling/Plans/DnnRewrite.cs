namespace Copositive.Modeling;

/// <summary>
/// s ∈ DNN becomes s ∈ PSD and s_ij ≥ 0 for i &lt; j (the diagonal of a PSD matrix is nonnegative anyhow). With multipliers S of the
/// first and v_ij of the second, the dual is y = S + N with N_ij = v_ij/2, since ⟨N, s⟩ counts the pair twice.
/// </summary>
internal sealed class DnnRewrite : IRewrite
{
    public string Name => "DNN → PSD ∩ N";

    public RewriteStep? Apply(ConicProgram program, SolverCapabilities capabilities)
    {
        if (capabilities.Cones.Contains(ConeKind.DoublyNonnegative) || !capabilities.Cones.Contains(ConeKind.PositiveSemidefinite)) return null;
        if (!program.Blocks.Any(b => b.Cone.Kind == ConeKind.DoublyNonnegative)) return null;
        var rewriter = new ProgramRewriter(program);
        int count = 0;
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone.Kind != ConeKind.DoublyNonnegative)
            {
                rewriter.Copy(block);
                continue;
            }
            count++;
            rewriter.Copy(block, Cone.PositiveSemidefinite, out int psd);
            int n = block.Order, pairs = n * (n - 1) / 2;
            if (pairs == 0) continue;
            int nonnegative = rewriter.AddBlock(Cone.Nonnegative, pairs, $"{block.Name} ≥ 0");
            int k = block.Start, pair = nonnegative;
            for (int j = 0; j < n; j++)
            {
                for (int i = 0; i < j; i++, k++, pair++)
                {
                    rewriter.AddRow(pair, k, 1);
                    rewriter.MapDual(k, pair, 0.5);
                    rewriter.MapNonnegative(k, pair, 0.5);
                    rewriter.StartNonnegative(psd + k - block.Start, k, -1);
                    rewriter.StartNonnegative(pair, k, 2);
                }
                k++;
            }
        }
        return rewriter.Build($"{Name}: {count} block(s) get their entries as nonnegative rows");
    }
}

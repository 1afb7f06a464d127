namespace Copositive.Modeling;

/// <summary>
/// s ∈ SPN becomes s − N ∈ PSD with new columns N_ij ≥ 0, i &lt; j (a nonnegative diagonal is part of the PSD summand already).
/// Stationarity in N_ij reads 2 y_ij = multiplier of N_ij ≥ 0, so the PSD block's dual is doubly nonnegative, as it should be.
/// </summary>
internal sealed class SpnRewrite : IRewrite
{
    public string Name => "SPN → PSD + N";

    public RewriteStep? Apply(ConicProgram program, SolverCapabilities capabilities)
    {
        if (capabilities.Cones.Contains(ConeKind.Spn) || !capabilities.Cones.Contains(ConeKind.PositiveSemidefinite)) return null;
        if (!program.Blocks.Any(b => b.Cone.Kind == ConeKind.Spn)) return null;
        var rewriter = new ProgramRewriter(program);
        int count = 0;
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone.Kind != ConeKind.Spn)
            {
                rewriter.Copy(block);
                continue;
            }
            count++;
            rewriter.Copy(block, Cone.PositiveSemidefinite, out int psd);
            int n = block.Order, pairs = n * (n - 1) / 2;
            if (pairs == 0) continue;
            int column = rewriter.AddColumns(pairs, $"N({block.Name})");
            int nonnegative = rewriter.AddBlock(Cone.Nonnegative, pairs, $"{block.Name}: N ≥ 0");
            int k = 0, pair = 0;
            for (int j = 0; j < n; j++)
            {
                for (int i = 0; i < j; i++, k++, pair++)
                {
                    rewriter.AddEntry(psd + k, column + pair, 1);
                    rewriter.AddEntry(nonnegative + pair, column + pair, -1);
                    rewriter.MapSlack(block.Start + k, column + pair);
                    rewriter.StartDual(nonnegative + pair, block.Start + k, 2);
                }
                k++;
            }
        }
        return rewriter.Build($"{Name}: {count} block(s) get nonnegative summands as columns");
    }
}

namespace Copositive.Modeling;

/// <summary>
/// A rotated second-order cone becomes a second-order cone by the orthogonal, self-inverse map
/// (s₀, s₁, …) → ((s₀+s₁)/√2, (s₀−s₁)/√2, …); duals map by the same.
/// </summary>
internal sealed class RotatedConeRewrite : IRewrite
{
    public string Name => "RSOC → SOC";

    public RewriteStep? Apply(ConicProgram program, SolverCapabilities capabilities)
    {
        if (capabilities.Cones.Contains(ConeKind.RotatedSecondOrder) || !capabilities.Cones.Contains(ConeKind.SecondOrder)) return null;
        if (!program.Blocks.Any(b => b.Cone.Kind == ConeKind.RotatedSecondOrder)) return null;
        var rewriter = new ProgramRewriter(program);
        double h = Math.Sqrt(0.5);
        int count = 0;
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone.Kind != ConeKind.RotatedSecondOrder)
            {
                rewriter.Copy(block);
                continue;
            }
            count++;
            rewriter.BeginSource();
            int start = rewriter.AddBlock(Cone.SecondOrder, block.Rows, block.Name);
            Combine(0, 0, h);
            Combine(0, 1, h);
            Combine(1, 0, h);
            Combine(1, 1, -h);
            for (int k = 2; k < block.Rows; k++) Combine(k, k, 1);

            void Combine(int to, int from, double factor)
            {
                rewriter.AddRow(start + to, block.Start + from, factor);
                rewriter.MapDual(block.Start + from, start + to, factor);
                rewriter.StartDual(start + to, block.Start + from, factor);
            }
        }
        return rewriter.Build($"{Name}: {count} block(s) rotated");
    }
}

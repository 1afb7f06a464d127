namespace Copositive.Modeling;

/// <summary>Replaces every block of the copositive family over the orthant by what a hierarchy puts in its place.</summary>
internal sealed class HierarchyRewrite : IRewrite
{
    private const int HighestLevelAdvised = 20;

    private readonly Approximation? _approximation;

    public HierarchyRewrite(Approximation? approximation) => _approximation = approximation;

    public string Name => _approximation?.ToString() ?? "no approximation";

    public RewriteStep? Apply(ConicProgram program, SolverCapabilities capabilities)
    {
        if (_approximation is null or { IsLevelZero: true } || !program.Blocks.Any(b => b.Cone is PolyhedralMatrixCone)) return null;
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone is PolyhedralMatrixCone) RequireFit(block);
        }
        var rewriter = new ProgramRewriter(program);
        bool enlarged = false, shrunk = false;
        int count = 0;
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone is not PolyhedralMatrixCone)
            {
                rewriter.Copy(block);
                continue;
            }
            count++;
            _approximation.Rewrite(rewriter, block);
            if (_approximation.IsExactFor(block.Order)) continue;
            // Inner for copositive is outer for completely positive.
            bool isSmaller = (block.Cone.Kind == ConeKind.Copositive) == (_approximation.Side == ApproximationSide.Inner);
            shrunk |= isSmaller;
            enlarged |= !isSmaller;
        }
        BoundSide side = CopositiveRewrite.SideOf(enlarged, shrunk);
        return rewriter.Build($"{Name}: {count} block(s) of the copositive family approximated ({CopositiveRewrite.Meaning(side)})", side);
    }

    private void RequireFit(ConeBlock block)
    {
        ApproximationSize size = _approximation!.Estimate(block.Order, block.Cone.Kind);
        if (size.Fits) return;
        Approximation? cheaper = Cheaper().FirstOrDefault(a => a.Estimate(block.Order, block.Cone.Kind).Fits);
        string advice = cheaper is null
            ? "No family fits; use a smaller problem."
            : $"{cheaper} fits: {cheaper.Estimate(block.Order, block.Cone.Kind)}.";
        throw new UnsupportedProgramException(
            $"{_approximation} of constraint '{block.Name}' (order {block.Order}) would need {size}: more than fits. {advice}");
    }

    /// <summary>Families on the same side, the stronger first.</summary>
    private IEnumerable<Approximation> Cheaper()
    {
        int top = Math.Min(_approximation!.Level, HighestLevelAdvised);
        if (_approximation.Side == ApproximationSide.Outer)
        {
            for (int level = top - 1; level >= 0; level--) yield return Approximation.Grid(level);
            yield break;
        }
        for (int level = top; level >= 0; level--)
        {
            if (level < _approximation.Level) yield return Approximation.Parrilo(level);
            yield return Approximation.PenaVeraZuluaga(level);
            yield return Approximation.Sdd(level);
            yield return Approximation.DeKlerkPasechnik(level);
        }
    }
}

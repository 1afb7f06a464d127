using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Takes semidefinite blocks apart whose slack has entries that are zero at every point, or free: blocks that are block diagonal after a
/// permutation split, diagonal entries by themselves become nonnegative rows, the rows of a zero diagonal become equations, and what is
/// connected but sparse is written over the cliques of a chordal extension where that is cheaper (<see cref="ChordalEstimate"/>).
/// Doubly nonnegative and SPN blocks are left to the rewrites that make semidefinite ones of them: entries with a sign condition count as
/// neither zero nor free.
/// </summary>
/// <param name="requiredGain">How many times cheaper than in one piece the cliques of a connected block must be, by estimate.</param>
internal sealed class ChordalRewrite(double requiredGain = ChordalRewrite.DefaultGain) : IRewrite
{
    /// <summary>The estimate is good to about a factor of two; on the safe side of 1, blocks stay whole.</summary>
    private const double DefaultGain = 1.25;

    public string Name => "sparse semidefinite blocks";

    public RewriteStep? Apply(ConicProgram program, SolverCapabilities capabilities)
    {
        ConeKind[] needed = [ConeKind.PositiveSemidefinite, ConeKind.Nonnegative, ConeKind.Zero];
        if (capabilities.WorkGrowsWithColumns) return null;
        if (!needed.All(capabilities.Cones.Contains)) return null;
        if (!program.Blocks.Any(b => b.Cone.Kind == ConeKind.PositiveSemidefinite && b.Order > 1)) return null;
        var pattern = new SlackPattern(program);
        var decompositions = new BlockDecomposition?[program.Blocks.Length];
        for (int k = 0; k < decompositions.Length; k++)
        {
            ConeBlock block = program.Blocks[k];
            if (block.Cone.Kind != ConeKind.PositiveSemidefinite || block.Order < 2) continue;
            decompositions[k] = BlockDecomposition.Of(block, pattern, requiredGain);
        }
        return decompositions.All(d => d is null) ? null : new ChordalBuilder(program, pattern, decompositions).Build(Name);
    }
}

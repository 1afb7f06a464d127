using Copositive.Numerics;

namespace Copositive.Modeling.Tests;

/// <summary>Semidefinite blocks that fall apart, and the way back.</summary>
public sealed class BlockDiagonalRewriteTests
{
    private static readonly SolverCapabilities Capabilities = new()
    {
        Cones = [ConeKind.Zero, ConeKind.Nonnegative, ConeKind.PositiveSemidefinite],
        WorkGrowsWithColumns = true,
    };

    /// <summary>Rows {0, 2}, {1} and {3, 4} of a block of order 5, joined by a column's entry and by one of b.</summary>
    [Test]
    public void A_block_in_three_parts_falls_apart_and_its_dual_is_put_together()
    {
        ConicProgram program = Program([(0, 2), (0, 0), (1, 1), (3, 3)], [(3, 4), (4, 4)]);
        RewriteStep step = new BlockDiagonalRewrite().Apply(program, Capabilities)!;
        Assert.That(step.Target.Blocks.Select(block => (block.Cone.Kind, block.Rows)), Is.EqualTo(new[]
        {
            (ConeKind.PositiveSemidefinite, 3), (ConeKind.Nonnegative, 1), (ConeKind.PositiveSemidefinite, 3),
        }));
        double[] y = [1, 0.5, 2, 3, 4, 0.25, 5], whole = step.MapBack(new ConicSolution { Termination = Termination.Optimal, X = new double[4], Y = y }).Y!;
        double[,] expected = new double[5, 5];
        (expected[0, 0], expected[0, 2], expected[2, 2], expected[1, 1], expected[3, 3], expected[3, 4], expected[4, 4]) = (1, 0.5, 2, 3, 4, 0.25, 5);
        for (int j = 0; j < 5; j++)
        {
            for (int i = 0; i <= j; i++) Assert.That(whole[SymmetricVector.Index(i, j)], Is.EqualTo(expected[i, j]));
        }
        Assert.That(step.MapForward(new WarmStart(null, whole))!.Y, Is.EqualTo(y));
        double[] slack = program.Slack([1, 2, 3, 4]), parts = step.Target.Slack([1, 2, 3, 4]);
        Assert.That(parts, Is.EqualTo(new[] { slack[0], slack[3], slack[5], slack[2], slack[9], slack[13], slack[14] }));
    }

    [Test]
    public void Connected_blocks_and_other_backends_are_left_alone()
    {
        ConicProgram connected = Program([(0, 1), (1, 2), (2, 3), (3, 4)], []);
        Assert.That(new BlockDiagonalRewrite().Apply(connected, Capabilities), Is.Null);
        ConicProgram apart = Program([(0, 0), (1, 1), (2, 2), (3, 3)], []);
        Assert.That(new BlockDiagonalRewrite().Apply(apart, Capabilities with { WorkGrowsWithColumns = false }), Is.Null);
    }

    /// <summary>One column for each entry, of value −1, and b of value 1 at others, over a block of order 5.</summary>
    private static ConicProgram Program((int I, int J)[] entries, (int I, int J)[] constants)
    {
        var b = new double[SymmetricVector.Length(5)];
        foreach ((int i, int j) in constants) b[SymmetricVector.Index(i, j)] = 1;
        int n = entries.Length;
        return new ConicProgram(
            "parts", ObjectiveSense.Minimize, null, [.. Enumerable.Repeat(1.0, n)], 0,
            SparseMatrix.FromTriplets(
                b.Length, n, [.. entries.Select(e => SymmetricVector.Index(e.I, e.J))], [.. Enumerable.Range(0, n)], [.. Enumerable.Repeat(-1.0, n)]),
            b, [new ConeBlock(Cone.PositiveSemidefinite, 0, b.Length, "matrix")]);
    }
}

using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// A semidefinite block whose entries, those of b and of all columns, never join two sets of rows is a product of smaller ones; of order 1, of
/// half-lines. Multipliers of the entries between them are 0, which keeps the dual matrix semidefinite.
/// </summary>
internal sealed class BlockDiagonalRewrite : IRewrite
{
    public string Name => "block-diagonal";

    public RewriteStep? Apply(ConicProgram program, SolverCapabilities capabilities)
    {
        if (!capabilities.WorkGrowsWithColumns || !capabilities.Cones.Contains(ConeKind.Nonnegative)) return null;
        int[]?[] components = [.. program.Blocks.Select(block => Components(program, block))];
        if (components.All(component => component is null)) return null;
        var rewriter = new ProgramRewriter(program);
        int matrices = 0, parts = 0;
        for (int k = 0; k < components.Length; k++)
        {
            if (components[k] is not { } componentOf)
            {
                rewriter.Copy(program.Blocks[k]);
                continue;
            }
            matrices++;
            rewriter.BeginSource();
            foreach (IGrouping<int, int> part in Enumerable.Range(0, componentOf.Length).GroupBy(i => componentOf[i]))
            {
                int[] rows = [.. part];
                parts++;
                Add(rewriter, program.Blocks[k], rows);
            }
        }
        return rewriter.Build($"{Name}: {matrices} semidefinite block(s) in {parts} independent parts");
    }

    private static void Add(ProgramRewriter rewriter, ConeBlock block, int[] rows)
    {
        int start = rewriter.AddBlock(
            rows.Length == 1 ? Cone.Nonnegative : Cone.PositiveSemidefinite, SymmetricVector.Length(rows.Length), block.Name);
        for (int j = 0, to = start; j < rows.Length; j++)
        {
            for (int i = 0; i <= j; i++, to++)
            {
                int from = block.Start + SymmetricVector.Index(rows[i], rows[j]);
                rewriter.AddRow(to, from, 1);
                rewriter.MapDual(from, to, 1);
                rewriter.StartDual(to, from, 1);
            }
        }
    }

    /// <summary>The part of every row of a matrix block, numbered by its first row; null where there is one part only.</summary>
    private static int[]? Components(ConicProgram program, ConeBlock block)
    {
        if (block.Cone.Kind != ConeKind.PositiveSemidefinite || block.Order < 2) return null;
        int[] parent = [.. Enumerable.Range(0, block.Order)];
        int parts = block.Order;
        for (int j = 0, row = block.Start; j < block.Order; j++)
        {
            for (int i = 0; i <= j; i++, row++)
            {
                if (i == j || (program.B[row] == 0 && program.A.RowStarts[row] == program.A.RowStarts[row + 1])) continue;
                int a = Root(i), b = Root(j);
                if (a == b) continue;
                parent[Math.Max(a, b)] = Math.Min(a, b);
                if (--parts == 1) return null;
            }
        }
        return [.. Enumerable.Range(0, block.Order).Select(Root)];

        int Root(int i)
        {
            while (parent[i] != i) i = parent[i] = parent[parent[i]];
            return i;
        }
    }
}

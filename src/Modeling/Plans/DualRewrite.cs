using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// States a program with matrix variables by its dual, for backends whose work grows with the number of columns. An entry of a matrix is a
/// variable where its row has one entry, in a column of its own: then y on those rows follows from y on the other ones, R, and the dual
/// <code>
/// min ⟨b, y⟩   subject to   c + A'Wy = 0,   y ∈ K*
/// </code>
/// has a column for each row in R, instead of one for each entry of the matrix.
/// </summary>
internal sealed class DualRewrite : IRewrite
{
    /// <summary>Matrices of smaller order are no burden as they are.</summary>
    private const int LeastOrder = 12;

    /// <summary>The dual is taken where it has at most this part of the columns.</summary>
    private const double WorthwhilePart = 0.7;

    public string Name => "dual";

    public RewriteStep? Apply(ConicProgram program, SolverCapabilities capabilities)
    {
        if (!capabilities.WorkGrowsWithColumns || program.P is not null || !program.IntegerColumns.IsEmpty) return null;
        if (!program.Blocks.All(IsSelfDual) || !capabilities.Cones.Contains(ConeKind.Zero)) return null;
        int[] ownColumn = new int[program.Rows];
        Array.Fill(ownColumn, -1);
        var isOwn = new bool[program.Columns];
        int ownRows = 0, matrices = 0, largest = 0;
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone.Kind != ConeKind.PositiveSemidefinite || Own(program.A, block, ownColumn, isOwn) is not (> 0 and var count)) continue;
            ownRows += count;
            matrices++;
            largest = Math.Max(largest, block.Order);
        }
        int columns = program.Rows - ownRows;
        if (largest < LeastOrder || columns == 0 || columns > WorthwhilePart * program.Columns) return null;
        return new DualStep(
            program, ownColumn, isOwn, $"{Name}: {matrices} matrix variable(s) by their multipliers, {columns} columns instead of {program.Columns}");
    }

    private static bool IsSelfDual(ConeBlock block) =>
        block.Cone.Kind is ConeKind.Zero or ConeKind.Nonnegative or ConeKind.SecondOrder or ConeKind.PositiveSemidefinite;

    /// <summary>Finds the rows of a block that have a column of their own; returns their number.</summary>
    private static int Own(SparseMatrix a, ConeBlock block, int[] ownColumn, bool[] isOwn)
    {
        ReadOnlySpan<int> starts = a.RowStarts, columns = a.ColumnIndices;
        int count = 0;
        for (int i = block.Start; i < block.End; i++)
        {
            if (starts[i + 1] != starts[i] + 1 || isOwn[columns[starts[i]]]) continue;
            ownColumn[i] = columns[starts[i]];
            isOwn[ownColumn[i]] = true;
            count++;
        }
        return count;
    }
}

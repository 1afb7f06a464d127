using System.Collections.Immutable;
using System.Globalization;

namespace Copositive.Modeling;

/// <summary>
/// Writes a program in SDPA's sparse format, which <see cref="SdpaReader"/> describes: positive semidefinite and nonnegative blocks as
/// they are; an equality s = 0 as the two rows s ≥ 0 and −s ≥ 0 of a diagonal block; a doubly nonnegative block as a semidefinite block
/// followed by a diagonal block of its off-diagonal entries. Numbers are written with the digits that give the same double back.
/// The stored minimisation is written; a constant and a maximisation are told in a comment, since the format has no place for them.
/// </summary>
public static class SdpaWriter
{
    /// <summary>Writes a file.</summary>
    /// <param name="program">The program.</param>
    /// <param name="path">The file, replaced where it exists.</param>
    /// <exception cref="UnsupportedProgramException">The format cannot express the program.</exception>
    public static void Write(ConicProgram program, string path)
    {
        RequireExpressible(program);
        using var writer = new StreamWriter(path);
        Write(program, writer);
    }

    /// <summary>Writes a text.</summary>
    /// <param name="program">The program.</param>
    /// <param name="writer">Receives the text; not disposed.</param>
    /// <exception cref="UnsupportedProgramException">The format cannot express the program.</exception>
    public static void Write(ConicProgram program, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RequireExpressible(program);
        ImmutableArray<SdpaBlock> blocks = SdpaBlock.ListOf(program);
        if (program.Name.Length > 0) writer.Write($"* {program.Name.ReplaceLineEndings(" ")}\n");
        if (program.Sense == ObjectiveSense.Maximize) writer.Write("* the objective is the negation of one to be maximised\n");
        if (program.C0 != 0) writer.Write(string.Create(CultureInfo.InvariantCulture, $"* add the constant {program.C0:R} to the objective\n"));
        writer.Write($"{program.Columns}\n{blocks.Length}\n");
        writer.Write(string.Join(' ', blocks.Select(block => block.Size)));
        writer.Write('\n');
        for (int j = 0; j < program.Columns; j++)
        {
            if (j > 0) writer.Write(' ');
            WriteNumber(writer, program.C[j]);
        }
        writer.Write('\n');

        int[] blockOfRow = new int[program.Rows];
        for (int k = 0; k < program.Blocks.Length; k++) Array.Fill(blockOfRow, k, program.Blocks[k].Start, program.Blocks[k].Rows);
        ILookup<int, (SdpaBlock Block, int Number)> written = blocks
            .Select((block, k) => (Block: block, Number: k + 1))
            .ToLookup(pair => pair.Block.Source);
        for (int row = 0; row < program.Rows; row++) WriteEntry(writer, 0, row, 0 - program.B[row]);
        for (int column = 0; column < program.Columns; column++)
        {
            for (int k = program.A.ColumnStarts[column]; k < program.A.ColumnStarts[column + 1]; k++)
                WriteEntry(writer, column + 1, program.A.RowIndices[k], -program.A.Values[k]);
        }

        void WriteEntry(TextWriter to, int matrix, int row, double value)
        {
            if (value == 0) return;
            int source = blockOfRow[row];
            foreach ((SdpaBlock block, int number) in written[source])
            {
                if (block.Place(row - program.Blocks[source].Start) is not var (i, j)) continue;
                to.Write($"{matrix} {number} {i + 1} {j + 1} ");
                WriteNumber(to, block.Negated ? -value : value);
                to.Write('\n');
            }
        }
    }

    private static void WriteNumber(TextWriter writer, double value) => writer.Write(value.ToString("R", CultureInfo.InvariantCulture));

    private static void RequireExpressible(ConicProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (program.P is not null)
            throw new UnsupportedProgramException(
                "An SDPA file has a linear objective; write .json, or put the quadratic part under a second-order constraint.");
        if (program.IntegerColumns.Length > 0)
            throw new UnsupportedProgramException(
                $"An SDPA file has no integer variables, but {program.ColumnName(program.IntegerColumns[0])} is integer; write .json.");
        foreach (ConeBlock block in program.Blocks)
        {
            if (!SdpaBlock.CanExpress(block.Cone.Kind))
                throw new UnsupportedProgramException(
                    $"An SDPA file has semidefinite and diagonal blocks, which also express equalities and DNN, but '{block.Name}' lies in "
                    + $"{block.Cone.Symbol}; rewrite or approximate it first, or write .json.");
        }
    }
}

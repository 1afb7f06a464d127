using System.Globalization;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Benchmarks.Solvers;

/// <summary>
/// Reads the answer that CSDP writes: a line with its y, which is the file's x; then lines <c>matrix block row column value</c>, counted
/// from 1, of the upper triangles of its Z (matrix 1), the slack of the program, and its X (matrix 2), the program's dual. Entries that are
/// not listed are 0.
/// </summary>
internal static class CsdpSolutionFile
{
    /// <summary>x and y of the program that the SDPA file states.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="program">The program, as <see cref="SdpaReader"/> reads it.</param>
    /// <exception cref="FormatException">The text is another.</exception>
    public static (double[] X, double[] Y) Read(TextReader reader, ConicProgram program)
    {
        var words = new List<string>((reader.ReadLine() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (words.Count != program.Columns) throw new FormatException($"The answer has {words.Count} multipliers; the program has {program.Columns} variables.");
        double[] x = [.. words.Select(word => Number(word))];
        var y = new double[program.Rows];
        for (int line = 2; reader.ReadLine() is { } text; line++)
        {
            string[] entry = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (entry.Length == 0) continue;
            if (entry.Length != 5) throw new FormatException($"Line {line} has {entry.Length} words; five were expected.");
            if (entry[0] != "2") continue;
            int k = Integer(entry[1]) - 1, i = Integer(entry[2]) - 1, j = Integer(entry[3]) - 1;
            if ((uint)k >= (uint)program.Blocks.Length) throw new FormatException($"Line {line} speaks of block {k + 1} of {program.Blocks.Length}.");
            ConeBlock block = program.Blocks[k];
            int row = block.Cone.IsMatrixCone ? SymmetricVector.Index(Math.Min(i, j), Math.Max(i, j)) : i;
            if (row < 0 || row >= block.Rows) throw new FormatException($"Line {line} leaves block {k + 1}.");
            y[block.Start + row] = Number(entry[4]);
        }
        return (x, y);
    }

    private static int Integer(string word) => int.Parse(word, NumberStyles.Integer, CultureInfo.InvariantCulture);

    private static double Number(string word) => double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture);
}

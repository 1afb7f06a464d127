using System.Globalization;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Benchmarks.Solvers;

/// <summary>
/// What SDPA writes: <c>phase.value = …</c>, <c>Iteration = …</c>, <c>main loop time = …</c>, and after <c>xVec =</c> and <c>yMat =</c> the
/// numbers of x and of the dual's blocks in braces, full matrices by rows and diagonal ones by their diagonals.
/// </summary>
/// <param name="Phase">What it says of its answer; null if nothing.</param>
/// <param name="Iterations">Its iterations.</param>
/// <param name="Seconds">The time of its main loop.</param>
/// <param name="X">x of the program; null if it wrote none.</param>
/// <param name="Y">The dual of the program; null if it wrote none.</param>
internal sealed record SdpaOutputFile(string? Phase, int? Iterations, double? Seconds, double[]? X, double[]? Y)
{
    private static readonly char[] Separators = ['{', '}', ',', ' ', '\t'];

    /// <summary>Reads a text.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="program">The program that was solved, as <see cref="SdpaReader"/> reads it.</param>
    /// <exception cref="FormatException">A number is malformed, or there are too few.</exception>
    public static SdpaOutputFile Read(TextReader reader, ConicProgram program)
    {
        string? phase = null;
        int? iterations = null;
        double? seconds = null;
        double[]? x = null, y = null;
        while (reader.ReadLine() is { } line)
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) continue;
            string value = line[(equals + 1)..].Trim();
            switch (line[..equals].Trim())
            {
                case "phase.value": phase = value; break;
                case "Iteration": iterations = int.Parse(value, CultureInfo.InvariantCulture); break;
                case "main loop time": seconds = double.Parse(value, CultureInfo.InvariantCulture); break;
                case "xVec": x = Numbers(reader, program.Columns, "xVec"); break;
                case "yMat": y = Dual(reader, program); break;
            }
        }
        return new SdpaOutputFile(phase, iterations, seconds, x, y);
    }

    private static double[] Dual(TextReader reader, ConicProgram program)
    {
        int count = program.Blocks.Sum(block => block.Cone.IsMatrixCone ? block.Order * block.Order : block.Rows);
        double[] numbers = Numbers(reader, count, "yMat");
        var y = new double[program.Rows];
        int at = 0;
        foreach (ConeBlock block in program.Blocks)
        {
            int n = block.Order;
            if (!block.Cone.IsMatrixCone)
            {
                numbers.AsSpan(at, block.Rows).CopyTo(y.AsSpan(block.Start));
                at += block.Rows;
                continue;
            }
            for (int j = 0; j < n; j++)
            {
                // Both triangles are printed and may differ by rounding.
                for (int i = 0; i <= j; i++) y[block.Start + SymmetricVector.Index(i, j)] =
                    (numbers[at + i * n + j] + numbers[at + j * n + i]) / 2;
            }
            at += n * n;
        }
        return y;
    }

    private static double[] Numbers(TextReader reader, int count, string what)
    {
        var numbers = new double[count];
        int found = 0;
        while (found < count)
        {
            string line = reader.ReadLine() ?? throw new FormatException($"{what} ends after {found} of {count} numbers.");
            foreach (string word in line.Split(Separators, StringSplitOptions.RemoveEmptyEntries))
            {
                if (found == count) throw new FormatException($"{what} has more than {count} numbers.");
                numbers[found++] = double.Parse(word, NumberStyles.Float, CultureInfo.InvariantCulture);
            }
        }
        return numbers;
    }
}

using Copositive.Modeling;

namespace Copositive.Copositivity;

/// <summary>
/// Reads quadratic assignment problems in the format of QAPLIB (R. Burkard, S. Karisch, F. Rendl, J. Global Optimization 10 (1997)): the
/// size n, then n² flows row by row, then n² distances, separated by white space; line ends mean nothing.
/// </summary>
public static class QaplibReader
{
    /// <summary>Reads a file; the problem is named like it without its extension.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputFormatException">The file cannot be read or is malformed; the message names file, line and
    /// expectation.</exception>
    public static QuadraticAssignmentProblem Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using StreamReader reader = InputFile.OpenText(path);
        return Read(reader, path);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="reader">The text, read to its end and not disposed.</param>
    /// <param name="file">The name by which errors call it.</param>
    /// <exception cref="InputFormatException">The text is malformed.</exception>
    public static QuadraticAssignmentProblem Read(TextReader reader, string file)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var scanner = new TextScanner(reader, file, "");
        const string size = "the number n of facilities";
        if (!scanner.MoveNext()) throw scanner.Expected("the end of the file", size);
        double n = scanner.ParseNumber(size);
        if (!double.IsInteger(n) || n < 2 || n > QuadraticAssignmentProblem.MaxSize)
            throw scanner.Expected(TextScanner.Quote(scanner.Word), $"{size}, from 2 to {QuadraticAssignmentProblem.MaxSize}");
        double[,] flows = ReadMatrix(scanner, (int)n, "flow"), distances = ReadMatrix(scanner, (int)n, "distance");
        if (scanner.MoveNext())
            throw scanner.Expected(TextScanner.Quote(scanner.Word), $"the end of the file after {n} rows of flows and {n} of distances");
        try
        {
            return new QuadraticAssignmentProblem(Path.GetFileNameWithoutExtension(file), flows, distances);
        }
        catch (ArgumentException exception)
        {
            throw new InputFormatException($"{file}: {exception.Message}", exception);
        }
    }

    private static double[,] ReadMatrix(TextScanner scanner, int n, string what)
    {
        var matrix = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                string meaning = $"the {what} ({i + 1}, {j + 1}) of {n}×{n}";
                if (!scanner.MoveNext()) throw scanner.Expected("the end of the file", meaning);
                matrix[i, j] = scanner.ParseNumber(meaning);
            }
        }
        return matrix;
    }
}

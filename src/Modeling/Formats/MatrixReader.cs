namespace Copositive.Modeling;

/// <summary>
/// Reads a square symmetric matrix: .mtx (Matrix Market: coordinate or array, real, integer or pattern, general or symmetric), .json (an
/// array of rows, or an object with such a "matrix"), and any other file as text with one row a line, entries separated by white space or
/// commas, lines that begin with # or % passed over. Symmetry is exact: entries (i, j) and (j, i) are the same double. Of a
/// symmetric Matrix Market file either triangle may be given.
/// </summary>
public static class MatrixReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The matrix, n×n with n ≥ 1, finite and symmetric.</returns>
    /// <exception cref="InputFormatException">
    /// The file cannot be read, is malformed, or holds no square symmetric finite matrix; the message names the line or the entries.
    /// </exception>
    public static double[,] ReadSymmetric(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) return FromJson(JsonText.ReadFile(path));
        using StreamReader reader = InputFile.OpenText(path);
        return path.EndsWith(".mtx", StringComparison.OrdinalIgnoreCase) ? ReadMatrixMarket(reader, path) : ReadRows(reader, path);
    }

    /// <summary>Reads a text with one row a line.</summary>
    /// <param name="reader">The text, read to its end and not disposed.</param>
    /// <param name="file">The name by which errors call it.</param>
    /// <returns>The matrix, n×n with n ≥ 1, finite and symmetric.</returns>
    /// <exception cref="InputFormatException">As for files.</exception>
    public static double[,] ReadRows(TextReader reader, string file)
    {
        var scanner = new TextScanner(reader, file, "#%");
        var entries = new List<double>();
        int order = 0, rows = 0;
        while (scanner.MoveNext())
        {
            int count = 0, line = scanner.Line;
            do
            {
                entries.Add(scanner.ParseNumber($"entry ({rows + 1}, {++count}) of a matrix"));
            }
            while (scanner.MoveNextInLine());
            if (rows++ == 0) order = count;
            if (count != order)
                throw new InputFormatException(file, line, $"found {count} entries in row {rows}, expected {order} as in row 1");
            if (rows > order)
                throw new InputFormatException(file, line, $"found more than {order} rows of {order} entries, expected a square matrix");
        }
        if (rows == 0) throw new InputFormatException(file, scanner.Line, "found no numbers, expected the rows of a square matrix");
        if (rows < order)
            throw new InputFormatException(file, scanner.Line, $"found {rows} rows of {order} entries, expected a square matrix");
        var matrix = new double[order, order];
        Buffer.BlockCopy(entries.ToArray(), 0, matrix, 0, entries.Count * sizeof(double));
        return RequireSymmetric(matrix, file);
    }

    /// <summary>Reads a text in the Matrix Market format.</summary>
    /// <param name="reader">The text, read to its end and not disposed.</param>
    /// <param name="file">The name by which errors call it.</param>
    /// <returns>The matrix, n×n with n ≥ 1, finite and symmetric.</returns>
    /// <exception cref="InputFormatException">As for files.</exception>
    public static double[,] ReadMatrixMarket(TextReader reader, string file)
    {
        var text = new MatrixMarketText(reader, file);
        int n = text.Rows;
        if (n != text.Columns || n == 0)
            throw new InputFormatException(file, text.SizeLine,
                $"found {n} rows and {text.Columns} columns, expected a square matrix of order at least 1");
        long bytes = (long)n * n * sizeof(double), available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if ((long)n * n > Array.MaxLength || bytes > available / 2)
            throw new InputFormatException(file, text.SizeLine,
                $"found order {n}, expected a matrix that fits in memory: it needs {bytes >> 20} MiB of {available >> 20}");
        var matrix = new double[n, n];
        var stated = new HashSet<long>();
        foreach ((int i, int j, double value) in text.Entries())
        {
            (int row, int column) = text.IsSymmetric ? (Math.Max(i, j), Math.Min(i, j)) : (i, j);
            if (!text.IsArray && !stated.Add((long)row * n + column))
                throw text.Expected($"a second entry ({i + 1}, {j + 1})", "each entry once");
            matrix[row, column] = value;
            if (text.IsSymmetric) matrix[column, row] = value;
        }
        return RequireSymmetric(matrix, file);
    }

    /// <summary>Reads a JSON text.</summary>
    /// <param name="stream">The text in UTF-8.</param>
    /// <param name="file">The name by which errors call it.</param>
    /// <returns>The matrix, n×n with n ≥ 1, finite and symmetric.</returns>
    /// <exception cref="InputFormatException">As for files.</exception>
    public static double[,] ReadJson(Stream stream, string file)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return FromJson(JsonText.Read(stream, file));
    }

    private static double[,] FromJson(JsonValue root)
    {
        JsonValue rows = root;
        if (root.IsObject && !root.Members("the file").TryGetValue("matrix", out rows))
            throw root.Error("found an object without \"matrix\", expected an array of rows or an object with such a \"matrix\"");
        double[,] matrix = rows.Matrix("the matrix");
        if (matrix.GetLength(0) != matrix.GetLength(1))
            throw rows.Error($"found {matrix.GetLength(0)} rows of {matrix.GetLength(1)} entries, expected a square matrix");
        return RequireSymmetric(matrix, root.Text.File);
    }

    private static double[,] RequireSymmetric(double[,] matrix, string file)
    {
        for (int j = 0; j < matrix.GetLength(0); j++)
        {
            for (int i = 0; i < j; i++)
            {
                if (matrix[i, j] != matrix[j, i])
                    throw new InputFormatException(file, 0,
                        $"found entries ({i + 1}, {j + 1}) = {matrix[i, j]:R} and ({j + 1}, {i + 1}) = {matrix[j, i]:R}, expected a symmetric matrix");
            }
        }
        return matrix;
    }
}

namespace Copositive.Modeling;

/// <summary>
/// A text in the Matrix Market format (Boisvert, Pozo, Remington: The Matrix Market Exchange Formats, NISTIR 5935, 1996), real, integer or
/// pattern, general or symmetric, coordinate or array; the header has been read and the entries come one by one.
/// </summary>
internal sealed class MatrixMarketText
{
    private const string HeaderForm = "'%%MatrixMarket matrix coordinate|array real|integer|pattern general|symmetric'";

    private readonly TextScanner _scanner;
    private readonly bool _isPattern;

    /// <summary>Reads the header.</summary>
    /// <exception cref="InputFormatException">It is malformed or names a kind of matrix other than those above.</exception>
    public MatrixMarketText(TextReader reader, string file)
    {
        _scanner = new TextScanner(reader, file, "");
        RequireWord("%%MatrixMarket");
        RequireWord("matrix");
        IsArray = ReadWord("coordinate", "array") == "array";
        _isPattern = ReadWord("real", "integer", "pattern", "double") == "pattern";
        IsSymmetric = ReadWord("general", "symmetric") == "symmetric";
        if (IsArray && _isPattern)
            throw _scanner.Expected("a pattern of an array", "coordinate with pattern, or array with real or integer");
        _scanner.RequireEndOfLine(HeaderForm);
        _scanner.CommentMarks = "%";

        Rows = ReadSize("the number of rows");
        Columns = ReadSizeInLine("the number of columns");
        if (IsSymmetric && Rows != Columns)
            throw _scanner.Expected($"{Rows} rows and {Columns} columns", "as many columns as rows, as the header says symmetric");
        EntryCount = IsArray
            ? IsSymmetric ? (long)Rows * (Rows + 1) / 2 : (long)Rows * Columns
            : ReadSizeInLine("the number of entries");
        SizeLine = _scanner.Line;
        _scanner.RequireEndOfLine(IsArray ? "the numbers of rows and columns" : "the numbers of rows, columns and entries");
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>Whether one triangle stands for both.</summary>
    public bool IsSymmetric { get; }

    /// <summary>Whether every entry is stated, column by column, without its indices.</summary>
    public bool IsArray { get; }

    /// <summary>The number of entries that follow.</summary>
    public long EntryCount { get; }

    /// <summary>The line of the sizes.</summary>
    public int SizeLine { get; }

    /// <summary>The line of the entry given last.</summary>
    public int Line => _scanner.Line;

    /// <summary>The entries as stated, indices from 0; a pattern's values are 1. Read once.</summary>
    /// <exception cref="InputFormatException">An entry is malformed or outside the shape, or there are fewer or more than
    /// stated.</exception>
    public IEnumerable<(int Row, int Column, double Value)> Entries() => IsArray ? ArrayEntries() : CoordinateEntries();

    /// <summary>An error at the entry given last.</summary>
    public InputFormatException Expected(string found, string expected) => _scanner.Expected(found, expected);

    private IEnumerable<(int Row, int Column, double Value)> CoordinateEntries()
    {
        for (long k = 0; k < EntryCount; k++)
        {
            if (!_scanner.MoveNext()) throw _scanner.Expected("the end of the file", $"entry {k + 1} of {EntryCount}");
            int row = ParseIndex(Rows, "the row");
            if (!_scanner.MoveNextInLine()) throw _scanner.Expected("the end of the line", "an entry 'row column value'");
            int column = ParseIndex(Columns, "the column");
            double value = _isPattern ? 1 : _scanner.ReadNumberInLine("the value of an entry 'row column value'");
            if (_scanner.MoveNextInLine())
                throw _scanner.Expected(TextScanner.Quote(_scanner.Word),
                    $"the end of the line after an entry '{(_isPattern ? "row column" : "row column value")}'");
            yield return (row, column, value);
        }
        RequireEnd();
    }

    private IEnumerable<(int Row, int Column, double Value)> ArrayEntries()
    {
        for (int j = 0; j < Columns; j++)
        {
            for (int i = IsSymmetric ? j : 0; i < Rows; i++)
                yield return (i, j, _scanner.ReadNumber($"entry ({i + 1}, {j + 1}) of a {Rows}×{Columns} array, column by column"));
        }
        RequireEnd();
    }

    private void RequireEnd()
    {
        if (_scanner.MoveNext())
            throw _scanner.Expected(TextScanner.Quote(_scanner.Word), $"the end of the file after {EntryCount} entries");
    }

    private int ParseIndex(int most, string what)
    {
        int index = _scanner.ParseInteger(what);
        return index >= 1 && index <= most
            ? index - 1
            : throw _scanner.Expected(TextScanner.Quote(_scanner.Word), $"{what}, between 1 and {most}");
    }

    private int ReadSize(string what) => _scanner.ReadInteger(what) is >= 0 and var size ? size : throw NotASize(what);

    private int ReadSizeInLine(string what) => _scanner.ReadIntegerInLine(what) is >= 0 and var size ? size : throw NotASize(what);

    private InputFormatException NotASize(string what) => _scanner.Expected(TextScanner.Quote(_scanner.Word), $"{what}, at least 0");

    private void RequireWord(string word) => ReadWord(word);

    private string ReadWord(params string[] words)
    {
        if (!_scanner.MoveNextInLine()) throw _scanner.Expected("the end of the line", HeaderForm);
        foreach (string word in words)
        {
            if (_scanner.Word.Equals(word, StringComparison.OrdinalIgnoreCase)) return word;
        }
        throw _scanner.Expected(TextScanner.Quote(_scanner.Word), $"{string.Join(" or ", words)} as in {HeaderForm}");
    }
}

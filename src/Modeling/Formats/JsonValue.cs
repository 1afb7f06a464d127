using System.Text.Json;

namespace Copositive.Modeling;

/// <summary>A value inside a <see cref="JsonText"/>, known by its place.</summary>
/// <param name="Text">The text, whose syntax has been checked.</param>
/// <param name="Start">The first byte.</param>
/// <param name="Length">The number of bytes.</param>
internal readonly record struct JsonValue(JsonText Text, int Start, int Length)
{
    /// <summary>Whether the value is an object.</summary>
    public bool IsObject => FirstByte == (byte)'{';

    /// <summary>Whether the value is an array.</summary>
    public bool IsArray => FirstByte == (byte)'[';

    /// <summary>Whether the value is null.</summary>
    public bool IsNull => FirstByte == (byte)'n';

    private ReadOnlySpan<byte> Bytes => Text.Bytes.Slice(Start, Length);

    private byte FirstByte => Text.Bytes[Start];

    /// <summary>An error at this value.</summary>
    public InputFormatException Error(string message) => Text.Error(Start, message);

    /// <summary>An error that quotes this value.</summary>
    public InputFormatException Expected(string expected) => Error($"found {Show()}, expected {expected}");

    /// <summary>The members of an object.</summary>
    /// <param name="what">What the object is, for errors.</param>
    public Dictionary<string, JsonValue> Members(string what)
    {
        if (!IsObject) throw Expected($"{what}, an object");
        var members = new Dictionary<string, JsonValue>(StringComparer.Ordinal);
        Utf8JsonReader reader = JsonText.ReaderOf(Bytes);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int at = Start + (int)reader.TokenStartIndex;
            string name = StringOf(ref reader, at);
            reader.Read();
            if (!members.TryAdd(name, TakeValue(ref reader))) throw Text.Error(at, $"found a second \"{name}\" in {what}, expected one");
        }
        return members;
    }

    /// <summary>The elements of an array, as places.</summary>
    /// <param name="what">What the array is, for errors.</param>
    public List<JsonValue> Elements(string what)
    {
        if (!IsArray) throw Expected($"{what}, an array");
        var elements = new List<JsonValue>();
        Utf8JsonReader reader = JsonText.ReaderOf(Bytes);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) elements.Add(TakeValue(ref reader));
        return elements;
    }

    /// <summary>An array of finite numbers.</summary>
    /// <param name="what">What the array is, for errors.</param>
    public List<double> Numbers(string what)
    {
        if (!IsArray) throw Expected($"{what}, an array of numbers");
        var numbers = new List<double>();
        Utf8JsonReader reader = JsonText.ReaderOf(Bytes);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!IsFinite(reader, out double number))
                throw TakeValue(ref reader).Expected($"entry {numbers.Count} of {what}, a finite number");
            numbers.Add(number);
        }
        return numbers;
    }

    /// <summary>An array of [row, column, value] triples, from 0, within a shape.</summary>
    /// <param name="what">What the array is, for errors.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="upperOnly">Whether row ≤ column is required.</param>
    public (List<int> Rows, List<int> Columns, List<double> Values) Triples(string what, int rows, int columns, bool upperOnly)
    {
        if (!IsArray) throw Expected($"{what}, an array of [row, column, value] triples");
        var (i, j, values) = (new List<int>(), new List<int>(), new List<double>());
        Utf8JsonReader reader = JsonText.ReaderOf(Bytes);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            int at = Start + (int)reader.TokenStartIndex;
            Utf8JsonReader triple = reader;
            if (reader.TokenType != JsonTokenType.StartArray
                || !reader.Read() || !IsInteger(reader, out int row)
                || !reader.Read() || !IsInteger(reader, out int column)
                || !reader.Read() || !IsFinite(reader, out double value)
                || !reader.Read() || reader.TokenType != JsonTokenType.EndArray)
                throw TakeValue(ref triple).Expected($"entry {values.Count} of {what}, [row, column, value] with whole indices and a finite value");
            if ((uint)row >= (uint)rows || (uint)column >= (uint)columns)
                throw Text.Error(at, $"found entry ({row}, {column}) of {what}, expected indices from 0 within {rows}×{columns}");
            if (upperOnly && row > column)
                throw Text.Error(at, $"found entry ({row}, {column}) of {what}, expected the upper triangle only (row ≤ column)");
            i.Add(row);
            j.Add(column);
            values.Add(value);
        }
        return (i, j, values);
    }

    /// <summary>A matrix as an array of rows of equal length, at least 1×1.</summary>
    /// <param name="what">What the matrix is, for errors.</param>
    public double[,] Matrix(string what)
    {
        List<JsonValue> rows = Elements($"{what}, a matrix by rows");
        if (rows.Count == 0) throw Expected($"{what}, a matrix with at least one row");
        double[,]? matrix = null;
        for (int i = 0; i < rows.Count; i++)
        {
            List<double> row = rows[i].Numbers($"row {i} of {what}");
            if (row.Count == 0) throw rows[i].Expected($"row {i} of {what} with at least one number");
            matrix ??= new double[rows.Count, row.Count];
            if (row.Count != matrix.GetLength(1))
                throw rows[i].Error($"found {row.Count} numbers in row {i} of {what}, expected {matrix.GetLength(1)} as in row 0");
            for (int j = 0; j < row.Count; j++) matrix[i, j] = row[j];
        }
        return matrix!;
    }

    /// <summary>A string.</summary>
    /// <param name="what">What the string is, for errors.</param>
    public string String(string what)
    {
        Utf8JsonReader reader = JsonText.ReaderOf(Bytes);
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? StringOf(ref reader, Start) : throw Expected($"{what}, a string");
    }

    /// <summary>An integer of at least 0.</summary>
    /// <param name="what">What the number is, for errors.</param>
    public int Count(string what)
    {
        Utf8JsonReader reader = JsonText.ReaderOf(Bytes);
        reader.Read();
        return IsInteger(reader, out int value) && value >= 0 ? value : throw Expected($"{what}, a whole number from 0 to {int.MaxValue}");
    }

    /// <summary>A finite number.</summary>
    /// <param name="what">What the number is, for errors.</param>
    public double Number(string what)
    {
        Utf8JsonReader reader = JsonText.ReaderOf(Bytes);
        reader.Read();
        return IsFinite(reader, out double value) ? value : throw Expected($"{what}, a finite number");
    }

    /// <summary>A piece of the value for an error.</summary>
    public string Show()
    {
        const int Longest = 40;
        ReadOnlySpan<byte> piece = Bytes[..Math.Min(Length, 4 * Longest)];
        return TextScanner.Quote(System.Text.Encoding.UTF8.GetString(piece).ReplaceLineEndings(" "));
    }

    private static bool IsFinite(Utf8JsonReader reader, out double value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out value) && double.IsFinite(value);
    }

    private static bool IsInteger(Utf8JsonReader reader, out int value)
    {
        value = 0;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out value);
    }

    /// <summary>The value that the reader stands on; the reader moves to its last token.</summary>
    private JsonValue TakeValue(ref Utf8JsonReader reader)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new JsonValue(Text, Start + start, (int)reader.BytesConsumed - start);
    }

    private string StringOf(ref Utf8JsonReader reader, int at)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Text.Error(at, "found a string that is not valid UTF-8, expected valid UTF-8");
        }
    }
}

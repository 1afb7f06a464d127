using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Copositive.Cli;

/// <summary>One JSON object, written field by field. Numbers that are not finite become null; doubles read back bit for bit.</summary>
internal sealed class JsonReport : IDisposable
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer;

    /// <summary>Opens the object.</summary>
    public JsonReport()
    {
        _writer = new Utf8JsonWriter(_buffer, Options);
        _writer.WriteStartObject();
    }

    /// <summary>Adds a number, or null.</summary>
    public JsonReport Add(string name, double? value)
    {
        _writer.WritePropertyName(name);
        Write(value);
        return this;
    }

    /// <summary>Adds a whole number, or null.</summary>
    public JsonReport Add(string name, long? value)
    {
        _writer.WritePropertyName(name);
        if (value is { } number) _writer.WriteNumberValue(number);
        else _writer.WriteNullValue();
        return this;
    }

    /// <summary>Adds a text, or null.</summary>
    public JsonReport Add(string name, string? value)
    {
        _writer.WriteString(name, value);
        return this;
    }

    /// <summary>Adds an array of numbers, or null.</summary>
    public JsonReport Add(string name, IReadOnlyList<double>? values)
    {
        _writer.WritePropertyName(name);
        if (values is null)
        {
            _writer.WriteNullValue();
            return this;
        }
        _writer.WriteStartArray();
        foreach (double value in values) Write(value);
        _writer.WriteEndArray();
        return this;
    }

    /// <summary>Adds a matrix as an array of its rows, or null.</summary>
    public JsonReport Add(string name, double[,]? matrix)
    {
        _writer.WritePropertyName(name);
        if (matrix is null)
        {
            _writer.WriteNullValue();
            return this;
        }
        _writer.WriteStartArray();
        for (int i = 0; i < matrix.GetLength(0); i++)
        {
            _writer.WriteStartArray();
            for (int j = 0; j < matrix.GetLength(1); j++) Write(matrix[i, j]);
            _writer.WriteEndArray();
        }
        _writer.WriteEndArray();
        return this;
    }

    /// <summary>Adds an array of whole numbers, or null.</summary>
    public JsonReport Add(string name, IReadOnlyList<int>? values) =>
        Add(name, values is null ? null : (IReadOnlyList<double>)[.. values.Select(value => (double)value)]);

    /// <summary>Adds an array of texts.</summary>
    public JsonReport Add(string name, IEnumerable<string> values)
    {
        _writer.WriteStartArray(name);
        foreach (string value in values) _writer.WriteStringValue(value);
        _writer.WriteEndArray();
        return this;
    }

    /// <summary>Closes the object and writes it, with a line's end.</summary>
    public void WriteTo(TextWriter output)
    {
        _writer.WriteEndObject();
        _writer.Flush();
        output.WriteLine(Encoding.UTF8.GetString(_buffer.WrittenSpan));
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private void Write(double? value)
    {
        if (value is { } number && double.IsFinite(number)) _writer.WriteNumberValue(number);
        else _writer.WriteNullValue();
    }
}

using System.Text.Json;

namespace Copositive.Modeling;

/// <summary>
/// A JSON text held as bytes, checked for syntax once and then read value by value without a document tree, so that memory stays at the
/// file's size and every error can name its line.
/// </summary>
internal sealed class JsonText
{
    private const int MaxDepth = 32;

    private readonly byte[] _bytes;

    private JsonText(byte[] bytes, string file)
    {
        _bytes = bytes;
        File = file;
    }

    /// <summary>The name by which errors call the text.</summary>
    public string File { get; }

    /// <summary>The bytes, UTF-8 without a byte order mark.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Reads a file whole and checks its syntax.</summary>
    /// <exception cref="InputFormatException">The file cannot be read, is larger than 2 GiB, or is no JSON of depth at most 32.</exception>
    public static JsonValue ReadFile(string path)
    {
        using FileStream stream = InputFile.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads a stream to its end and checks its syntax.</summary>
    /// <exception cref="InputFormatException">The stream cannot be read, is larger than 2 GiB, or is no JSON of depth at most
    /// 32.</exception>
    public static JsonValue Read(Stream stream, string file)
    {
        var bytes = new MemoryStream();
        try
        {
            if (stream.CanSeek && stream.Length - stream.Position > Array.MaxLength)
                throw new InputFormatException(file, 0, $"found {stream.Length} bytes, expected at most {Array.MaxLength}");
            stream.CopyTo(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InputFormatException(file, 0, $"the file cannot be read: {InputFile.OneLine(e.Message)}");
        }
        ReadOnlySpan<byte> all = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        if (all.StartsWith("\uFEFF"u8)) all = all[3..];
        return new JsonText(all.ToArray(), file).Check();
    }

    /// <summary>A reader over some of the bytes.</summary>
    public static Utf8JsonReader ReaderOf(ReadOnlySpan<byte> bytes) => new(bytes, new JsonReaderOptions { MaxDepth = MaxDepth });

    /// <summary>The line of a byte, from 1.</summary>
    public int LineOf(int offset) => 1 + Bytes[..Math.Min(offset, _bytes.Length)].Count((byte)'\n');

    /// <summary>An error at a byte.</summary>
    public InputFormatException Error(int offset, string message) => new(File, LineOf(offset), message);

    private JsonValue Check()
    {
        Utf8JsonReader reader = ReaderOf(_bytes);
        try
        {
            int start = -1;
            while (reader.Read())
            {
                if (start < 0) start = (int)reader.TokenStartIndex;
            }
            return new JsonValue(this, start, _bytes.Length - start);
        }
        catch (JsonException e)
        {
            if (Bytes.Trim(" \t\r\n"u8).IsEmpty) throw new InputFormatException(File, 1, "found an empty file, expected a JSON object");
            string message = e.Message.Split(" LineNumber:")[0].TrimEnd('.');
            throw new InputFormatException(File, (int)Math.Min((e.LineNumber ?? 0) + 1, int.MaxValue),
                $"found malformed JSON ({Printable(message)}), expected valid JSON of depth at most {MaxDepth}");
        }
    }

    private static string Printable(string message) =>
        string.Concat(InputFile.OneLine(message).Select(c => char.IsControl(c) ? '?' : c));
}

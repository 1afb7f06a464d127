using System.Text;
using Copositive.Modeling;

namespace Copositive.Networks;

/// <summary>Reads lines of bounded length, so that a file without line ends cannot fill the memory.</summary>
internal sealed class BoundedLineReader(TextReader reader, string file)
{
    /// <summary>The longest line accepted: 2²² characters, room for some 200,000 columns.</summary>
    public const int MaximumLength = 1 << 22;

    private readonly StringBuilder _line = new();
    private readonly char[] _buffer = new char[8192];
    private int _position;
    private int _length;

    /// <summary>The 1-based number of the line last read; 0 before the first.</summary>
    public int Line { get; private set; }

    /// <summary>The next line that is not blank, without its end; null at the end of the text.</summary>
    /// <exception cref="InputFormatException">A line is too long.</exception>
    public string? ReadContent()
    {
        while (ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line)) return line;
        }
        return null;
    }

    /// <summary>A piece of input for an error message: in quotes, shortened, control characters replaced.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        const int Shown = 40;
        var shown = text.Length > Shown ? string.Concat(text[..Shown], "…") : text.ToString();
        var clean = string.Create(shown.Length, shown, static (span, source) =>
        {
            for (var k = 0; k < span.Length; k++) span[k] = char.IsControl(source[k]) ? '?' : source[k];
        });
        return $"'{clean}'";
    }

    private string? ReadLine()
    {
        _line.Clear();
        if (!Fill()) return null;
        Line++;
        do
        {
            var rest = _buffer.AsSpan(_position, _length - _position);
            var end = rest.IndexOf('\n');
            var taken = end < 0 ? rest : rest[..end];
            if (_line.Length + taken.Length > MaximumLength)
                throw new InputFormatException(file, Line, $"the line is longer than {MaximumLength} characters; expected a row of numbers");
            _line.Append(taken);
            _position += end < 0 ? rest.Length : end + 1;
            if (end >= 0) break;
        }
        while (Fill());
        return _line.ToString();
    }

    private bool Fill()
    {
        if (_position < _length) return true;
        _position = 0;
        _length = reader.Read(_buffer, 0, _buffer.Length);
        return _length > 0;
    }
}

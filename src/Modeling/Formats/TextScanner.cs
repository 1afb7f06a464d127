using System.Globalization;
using System.Text;

namespace Copositive.Modeling;

/// <summary>
/// Splits a text into words by character, never holding more than one word, so that neither a file without line ends nor a hostile
/// header costs memory. Separators are white space and <c>, { } ( )</c>; an equals sign ends a word. Lines whose first visible character is
/// a comment mark are skipped whole. Not safe for concurrent use.
/// </summary>
internal sealed class TextScanner
{
    private const int EndOfText = -1;
    private const int LongestWord = 1024;
    private const int LongestQuotation = 40;

    private readonly TextReader _reader;
    private readonly char[] _buffer = new char[1 << 15];
    private readonly char[] _word = new char[LongestWord];
    private int _wordLength;
    private int _start;
    private int _end;
    private bool _atLineStart = true;

    /// <summary>A scanner at the first line of a text.</summary>
    /// <param name="reader">The text; not disposed here.</param>
    /// <param name="file">The name by which errors call it.</param>
    /// <param name="commentMarks">The characters that make a line a comment.</param>
    public TextScanner(TextReader reader, string file, string commentMarks)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _reader = reader;
        File = file;
        CommentMarks = commentMarks;
    }

    /// <summary>The name by which errors call the text.</summary>
    public string File { get; }

    /// <summary>The characters that make a line a comment, from the next line on.</summary>
    public string CommentMarks { get; set; }

    /// <summary>The line of the current word, or the line where none was found; from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The current word.</summary>
    public ReadOnlySpan<char> Word => _word.AsSpan(0, _wordLength);

    /// <summary>Moves to the next word of this line; false at its end, which is not passed.</summary>
    public bool MoveNextInLine() => MoveNext(acrossLines: false);

    /// <summary>Moves to the next word of this or a later line; false at the end of the text.</summary>
    public bool MoveNext() => MoveNext(acrossLines: true);

    /// <summary>Passes the end of this line.</summary>
    public void SkipLine()
    {
        for (int c = Peek(); c != EndOfText; c = Peek())
        {
            Take();
            if (c == '\n') return;
        }
    }

    /// <summary>The next word of this or a later line, as an integer.</summary>
    /// <param name="what">What stands there, for errors: "the number of blocks".</param>
    public int ReadInteger(string what)
    {
        if (!MoveNext()) throw Expected($"the end of the file", what);
        return ParseInteger(what);
    }

    /// <summary>The next word of this or a later line, as a finite number.</summary>
    /// <param name="what">What stands there, for errors.</param>
    public double ReadNumber(string what)
    {
        if (!MoveNext()) throw Expected("the end of the file", what);
        return ParseNumber(what);
    }

    /// <summary>The next word of this line, as an integer.</summary>
    /// <param name="what">What stands there, for errors.</param>
    public int ReadIntegerInLine(string what)
    {
        if (!MoveNextInLine()) throw Expected("the end of the line", what);
        return ParseInteger(what);
    }

    /// <summary>The next word of this line, as a finite number.</summary>
    /// <param name="what">What stands there, for errors.</param>
    public double ReadNumberInLine(string what)
    {
        if (!MoveNextInLine()) throw Expected("the end of the line", what);
        return ParseNumber(what);
    }

    /// <summary>The current word as an integer.</summary>
    /// <param name="what">What stands there, for errors.</param>
    public int ParseInteger(string what) =>
        int.TryParse(Word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw Expected(Quote(Word), $"{what}, an integer of at most 32 bits");

    /// <summary>The current word as a finite number; Fortran's exponent letter D is taken.</summary>
    /// <param name="what">What stands there, for errors.</param>
    public double ParseNumber(string what)
    {
        int exponent = Word.IndexOfAny('D', 'd');
        if (exponent > 0) _word[exponent] = 'E';
        bool parsed = double.TryParse(Word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value);
        if (exponent > 0) _word[exponent] = 'D';
        return parsed ? value : throw Expected(Quote(Word), $"{what}, a finite number");
    }

    /// <summary>Passes the rest of the line, which may hold a remark but not one more number.</summary>
    /// <param name="expectation">What should have been there instead of a number.</param>
    public void SkipRemark(string expectation)
    {
        if (MoveNextInLine() && char.IsAsciiDigit(Word.TrimStart("+-.") is [var first, ..] ? first : ' '))
            throw Expected(Quote(Word), expectation);
        SkipLine();
    }

    /// <summary>Requires that nothing but separators is left in this line, and passes its end.</summary>
    /// <param name="expectation">What the line should have held.</param>
    public void RequireEndOfLine(string expectation)
    {
        if (MoveNextInLine() || Peek() == '=') throw Expected(_wordLength > 0 ? Quote(Word) : "'='", expectation);
        SkipLine();
    }

    /// <summary>An error at the current line.</summary>
    /// <param name="found">What is there.</param>
    /// <param name="expected">What was expected.</param>
    public InputFormatException Expected(string found, string expected) => new(File, Line, $"found {found}, expected {expected}");

    /// <summary>An error at the current line.</summary>
    public InputFormatException Error(string message) => new(File, Line, message);

    /// <summary>A piece of a file in quotes, shortened and without characters that would break or colour a terminal's line.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        var quoted = new StringBuilder("'");
        foreach (char c in text[..Math.Min(text.Length, LongestQuotation)])
            quoted.Append(char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' ? '?' : c);
        return quoted.Append(text.Length > LongestQuotation ? "…'" : "'").ToString();
    }

    private bool MoveNext(bool acrossLines)
    {
        _wordLength = 0;
        while (true)
        {
            int c = Peek();
            if (c == EndOfText) return false;
            if (c == '\n')
            {
                if (!acrossLines) return false;
                Take();
            }
            else if (IsSeparator((char)c))
            {
                Take();
            }
            else if (_atLineStart && CommentMarks.Contains((char)c, StringComparison.Ordinal))
            {
                if (acrossLines) SkipLine();
                else return false;
            }
            else
            {
                break;
            }
        }

        _atLineStart = false;
        for (int c = Peek(); c != EndOfText && c != '\n' && !IsSeparator((char)c); c = Peek())
        {
            if (c == '=' && _wordLength > 0) break;
            if (_wordLength == LongestWord)
                throw Error($"found a word of more than {LongestWord} characters, {Quote(Word)}; no number is that long");
            _word[_wordLength++] = (char)c;
            Take();
            if (c == '=') break;
        }
        return true;
    }

    private static bool IsSeparator(char c) => c is ' ' or ',' or '{' or '}' or '(' or ')' || char.IsWhiteSpace(c);

    /// <summary>The next character, with the line ends \r\n, \r and \n all given as \n.</summary>
    private int Peek()
    {
        if (_start == _end && !Fill()) return EndOfText;
        char c = _buffer[_start];
        if (c != '\r') return c;
        if (_start + 1 == _end)
        {
            _buffer[0] = '\r';
            _start = 0;
            int read = Read(_buffer.AsSpan(1));
            _end = 1 + read;
        }
        if (_start + 1 < _end && _buffer[_start + 1] == '\n') _start++;
        else _buffer[_start] = '\n';
        return '\n';
    }

    private void Take()
    {
        if (_buffer[_start++] != '\n') return;
        Line++;
        _atLineStart = true;
    }

    private bool Fill()
    {
        _start = 0;
        _end = Read(_buffer);
        return _end > 0;
    }

    private int Read(Span<char> into)
    {
        try
        {
            return _reader.Read(into);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new InputFormatException(File, Line, $"the file cannot be read further: {e.Message}");
        }
    }
}

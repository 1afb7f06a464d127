using System.Globalization;
using Copositive.Modeling;

namespace Copositive.Networks;

/// <summary>
/// Reads training data as comma-separated text: a header <c>x1,…,xd</c> followed by either <c>label</c> or <c>y1,…,yc</c>, then a row per
/// sample in invariant number notation. Blank lines are ignored; quoting is not part of the format.
/// </summary>
/// <remarks>Every malformed input is an <see cref="InputFormatException"/> that names file, line and what was expected.</remarks>
public static class TrainingDataCsv
{
    /// <summary>The largest number of classes that one-hot labels may have: 10,000.</summary>
    public const int MaximumClasses = 10_000;

    /// <summary>The largest number of entries that X and Y may have each: 2²⁷, a gigabyte.</summary>
    public const long MaximumEntries = 1L << 27;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labels">How a <c>label</c> column becomes targets; columns y1, …, yc are always used as they are.</param>
    /// <exception cref="InputFormatException">The text is not of this format.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TrainingData Read(string path, LabelEncoding labels = LabelEncoding.OneHot)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var reader = new StreamReader(path);
        return Read(reader, path, labels);
    }

    /// <summary>Reads text.</summary>
    /// <param name="reader">The text; read to its end, not disposed.</param>
    /// <param name="name">What to call the text in errors, for example the file's name.</param>
    /// <param name="labels">How a <c>label</c> column becomes targets; columns y1, …, yc are always used as they are.</param>
    /// <exception cref="InputFormatException">The text is not of this format.</exception>
    public static TrainingData Read(TextReader reader, string name, LabelEncoding labels = LabelEncoding.OneHot)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(name);
        if (!Enum.IsDefined(labels)) throw new ArgumentOutOfRangeException(nameof(labels), labels, "Expected OneHot or Raw.");

        var lines = new BoundedLineReader(reader, name);
        var header = lines.ReadContent()
            ?? throw new InputFormatException(name, Math.Max(1, lines.Line), "the file is empty; expected a header x1,…,xd,label or x1,…,xd,y1,…,yc");
        var columns = TrainingDataColumns.Parse(header, name, lines.Line);

        var x = new List<double>();
        var targets = new List<double>();
        var classes = 1;
        var rows = 0;
        while (lines.ReadContent() is { } line)
        {
            ParseRow(line, columns, name, lines.Line, x, targets);
            rows++;
            if (columns.HasLabel && labels == LabelEncoding.OneHot)
                classes = Math.Max(classes, 1 + CheckLabel(targets[^1], name, lines.Line));
            if (x.Count > MaximumEntries || targets.Count > MaximumEntries || (long)rows * classes > MaximumEntries)
                throw new InputFormatException(name, lines.Line, $"the data is too large; expected at most {MaximumEntries} entries of X and of Y");
        }
        if (rows == 0) throw new InputFormatException(name, Math.Max(1, lines.Line), "no rows follow the header; expected at least one sample");

        if (!columns.HasLabel || labels == LabelEncoding.Raw)
            return new TrainingData([.. x], [.. targets], rows, columns.Features, columns.Targets, columns.FeatureNames());

        var y = new double[rows * classes];
        for (var i = 0; i < rows; i++) y[i * classes + (int)targets[i]] = 1;
        var classNames = new string[classes];
        for (var k = 0; k < classes; k++) classNames[k] = k.ToString(CultureInfo.InvariantCulture);
        return new TrainingData([.. x], y, rows, columns.Features, classes, columns.FeatureNames(), classNames);
    }

    private static void ParseRow(string line, TrainingDataColumns columns, string name, int number, List<double> x, List<double> targets)
    {
        var fields = 1 + line.AsSpan().Count(',');
        if (fields != columns.Count)
            throw new InputFormatException(name, number, $"{fields} fields; expected {columns.Count} as in the header");
        var column = 0;
        foreach (var range in line.AsSpan().Split(','))
        {
            var field = line.AsSpan(range).Trim();
            if (!double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                || !(Math.Abs(value) <= TrainingData.MaximumMagnitude))
            {
                throw new InputFormatException(
                    name, number, $"column {columns.NameOf(column)} is {BoundedLineReader.Quote(field)}; expected a finite number of magnitude at most 1e100");
            }
            (column < columns.Features ? x : targets).Add(value);
            column++;
        }
    }

    private static int CheckLabel(double label, string name, int number)
    {
        if (label >= 0 && label < MaximumClasses && label == Math.Floor(label)) return (int)label;
        throw new InputFormatException(
            name, number, $"the label is {label:R}; expected a 0-based class, an integer from 0 to {MaximumClasses - 1} (raw labels may be any number)");
    }
}

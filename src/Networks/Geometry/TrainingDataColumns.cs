using Copositive.Modeling;

namespace Copositive.Networks;

/// <summary>The columns that a data file's header announces: x1, …, xd, then <c>label</c> or y1, …, yc, in this order.</summary>
internal sealed class TrainingDataColumns
{
    private TrainingDataColumns(int features, int targets, bool hasLabel)
    {
        Features = features;
        Targets = targets;
        HasLabel = hasLabel;
    }

    /// <summary>The number d of inputs.</summary>
    public int Features { get; }

    /// <summary>The number of target columns of the file: 1 where there is a label.</summary>
    public int Targets { get; }

    /// <summary>Whether the last column is <c>label</c>.</summary>
    public bool HasLabel { get; }

    /// <summary>The number of columns of a row.</summary>
    public int Count => Features + Targets;

    public static TrainingDataColumns Parse(string header, string file, int line)
    {
        var names = header.Split(',', StringSplitOptions.TrimEntries);
        var features = 0;
        while (features < names.Length && names[features] == $"x{features + 1}") features++;
        if (features == 0)
            throw Unexpected(names, 0, "x1 as the first column of a header x1,…,xd,label or x1,…,xd,y1,…,yc", file, line);
        if (features == names.Length)
            throw new InputFormatException(file, line, $"the header ends after x{features}; expected label or y1,…,yc after the inputs");
        if (names[features] == "label")
        {
            if (names.Length > features + 1) throw Unexpected(names, features + 1, "no column after label", file, line);
            return new TrainingDataColumns(features, 1, hasLabel: true);
        }
        if (names[features] != "y1") throw Unexpected(names, features, $"x{features + 1}, label or y1", file, line);
        for (var k = features; k < names.Length; k++)
        {
            if (names[k] != $"y{k - features + 1}") throw Unexpected(names, k, $"y{k - features + 1}", file, line);
        }
        return new TrainingDataColumns(features, names.Length - features, hasLabel: false);
    }

    public string NameOf(int column) =>
        column < Features ? $"x{column + 1}" : HasLabel ? "label" : $"y{column - Features + 1}";

    public string[] FeatureNames()
    {
        var names = new string[Features];
        for (var j = 0; j < Features; j++) names[j] = NameOf(j);
        return names;
    }

    private static InputFormatException Unexpected(string[] names, int column, string expected, string file, int line) =>
        new(file, line, $"column {column + 1} of the header is {BoundedLineReader.Quote(names[column])}; expected {expected}");
}

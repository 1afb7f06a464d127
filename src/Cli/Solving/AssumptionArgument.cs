using System.Globalization;
using Copositive.Modeling;

namespace Copositive.Cli.Solving;

/// <summary>A value of <c>--assume KIND:NAME=VALUE</c>, not yet bound to a program.</summary>
/// <param name="IsTrace">trace:NAME=ρ bounds the trace of a matrix block; abs:NAME=R bounds the size of columns.</param>
/// <param name="Name">The name of the block or of the columns.</param>
/// <param name="Value">ρ or R, at least 0.</param>
internal sealed record AssumptionArgument(bool IsTrace, string Name, double Value)
{
    /// <summary>What <see cref="TryParse"/> accepts.</summary>
    public const string Form = "trace:BLOCK=VALUE or abs:COLUMN=VALUE with a finite VALUE of at least 0";

    /// <summary>Reads KIND:NAME=VALUE.</summary>
    /// <returns>The assumption, or null where the text has another form.</returns>
    public static AssumptionArgument? TryParse(string text)
    {
        int colon = text.IndexOf(':'), equals = text.LastIndexOf('=');
        if (colon < 0 || equals <= colon + 1) return null;
        string kind = text[..colon], name = text[(colon + 1)..equals].Trim();
        if (kind is not ("trace" or "abs") || name.Length == 0) return null;
        bool isNumber = double.TryParse(text.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        return isNumber && double.IsFinite(value) && value >= 0 ? new AssumptionArgument(kind == "trace", name, value) : null;
    }

    /// <summary>The assumption in terms of a program.</summary>
    /// <exception cref="BadInputException">The program has no block or column of that name.</exception>
    public Assumption Bind(ConicProgram program) => IsTrace ? BindTrace(program) : BindColumns(program);

    private Assumption BindTrace(ConicProgram program)
    {
        for (int k = 0; k < program.Blocks.Length; k++)
        {
            ConeBlock block = program.Blocks[k];
            if (block.Cone.IsMatrixCone && block.Name == Name) return new Assumption(AssumptionKind.Trace, block.Name, [], k, 0, Value);
        }
        string[] names = [.. program.Blocks.Where(block => block.Cone.IsMatrixCone).Select(block => block.Name)];
        throw new BadInputException($"--assume trace:{Name}: there is no such matrix block; expected {Listed(names)}");
    }

    // A column by its own name, all entries of a variable by the variable's, all columns of a program without names by x.
    private Assumption BindColumns(ConicProgram program)
    {
        var columns = new List<int>();
        for (int j = 0; j < program.Columns; j++)
        {
            string column = program.ColumnName(j);
            bool isEntry = column.Length > Name.Length && column.StartsWith(Name, StringComparison.Ordinal) && column[Name.Length] is '[' or '(';
            if (column == Name || isEntry || (program.ColumnNames is null && Name == "x")) columns.Add(j);
        }
        if (columns.Count > 0) return new Assumption(AssumptionKind.Box, Name, columns, -1, -Value, Value);
        string expected = program.ColumnNames is null ? $"x for all or x0 to x{program.Columns - 1}" : Listed(program.ColumnNames);
        throw new BadInputException($"--assume abs:{Name}: there is no such column; expected {expected}");
    }

    private static string Listed(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "none: the program has none",
        <= 6 => string.Join(", ", names),
        _ => $"{string.Join(", ", names.Take(5))}, … ({names.Count} in all)",
    };
}

using System.Globalization;
using Copositive.Modeling;
using Spectre.Console;

namespace Copositive.Cli;

/// <summary>How numbers and tables look to people.</summary>
internal static class Text
{
    /// <summary>A value with 12 significant digits; a dash for none.</summary>
    public static string Value(double? value) => value is { } number ? number.ToString("G12", CultureInfo.InvariantCulture) : "–";

    /// <summary>A certified bound with all its digits, because rounding one to nearest would no longer be a bound; a dash for none.</summary>
    public static string Bound(double? value) => value is { } number ? number.ToString("R", CultureInfo.InvariantCulture) : "–";

    /// <summary>A value with 8 significant digits, for progress.</summary>
    public static string Short(double value) => value.ToString("G8", CultureInfo.InvariantCulture);

    /// <summary>A small number with two significant digits; a dash for none.</summary>
    public static string Small(double? value) => value is { } number ? number.ToString("0.0e+0", CultureInfo.InvariantCulture) : "–";

    /// <summary>A small number at least 0 with two significant digits, rounded up, because what is claimed must not be less; a dash for none.</summary>
    public static string AtMost(double? value)
    {
        string nearest = Small(value);
        if (value is not { } number || !(double.Parse(nearest, CultureInfo.InvariantCulture) < number)) return nearest;
        int mark = nearest.IndexOf('e', StringComparison.Ordinal), exponent = int.Parse(nearest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        decimal mantissa = decimal.Parse(nearest.AsSpan(0, mark), CultureInfo.InvariantCulture) + 0.1m;
        if (mantissa == 10) (mantissa, exponent) = (1, exponent + 1);
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa:0.0}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}");
    }

    /// <summary>A duration in seconds.</summary>
    public static string Seconds(double seconds) => seconds.ToString(seconds < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + " s";

    /// <summary>A running solver's state in less than a line.</summary>
    public static string State(string solver, SolverProgress state, double objective) =>
        $"{solver}: iteration {state.Iteration}, objective {Short(objective)}, errors {Small(state.PrimalError)} {Small(state.DualError)}"
        + (state.Remaining is { } remaining ? $", about {Seconds(remaining.TotalSeconds)} left" : "");

    /// <summary>A table of names and values, without heading.</summary>
    public static Table Pairs()
    {
        var table = new Table { Border = TableBorder.Rounded, ShowHeaders = false };
        table.AddColumn("name");
        table.AddColumn("value");
        return table;
    }

    /// <summary>Writes a heading and a table under it.</summary>
    public static void WriteTable(this IAnsiConsole console, string heading, Table table)
    {
        console.WriteLine(heading, new Style(decoration: Decoration.Bold));
        console.Write(table);
    }

    /// <summary>Adds a row of plain text.</summary>
    public static Table Row(this Table table, string name, string value) =>
        table.AddRow(new Spectre.Console.Text(name), new Spectre.Console.Text(value));

    /// <summary>Adds a row whose value stands out.</summary>
    public static Table Row(this Table table, string name, string value, Color color) =>
        table.AddRow(new Spectre.Console.Text(name), new Spectre.Console.Text(value, new Style(color, decoration: Decoration.Bold)));
}

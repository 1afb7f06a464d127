using Copositive.Modeling;

namespace Copositive.Solvers.Common;

/// <summary>Checks warm starts.</summary>
internal static class WarmStartCheck
{
    /// <summary>Throws where the vectors of a start have the wrong length or entries that are not finite.</summary>
    /// <exception cref="ArgumentException">They do.</exception>
    public static void RequireFor(this WarmStart? start, ConicProgram program)
    {
        if (start?.X is { } x) CheckVector(x, program.Columns, "x", "columns");
        if (start?.Y is { } y) CheckVector(y, program.Rows, "y", "rows");
    }

    private static void CheckVector(double[] v, int length, string name, string dimension)
    {
        if (v.Length != length) throw new ArgumentException($"The warm start's {name} has {v.Length} entries; the program has {length} {dimension}.");
        foreach (double value in v)
        {
            if (!double.IsFinite(value)) throw new ArgumentException($"The warm start's {name} has the entry {value}; all must be finite.");
        }
    }
}

namespace Copositive.Numerics;

/// <summary>The checks of arguments that describe row-major matrices in spans.</summary>
internal static class MatrixArguments
{
    /// <summary>
    /// Refuses a negative dimension, and a matrix whose row distance is shorter than a row, or whose span is shorter than the matrix.
    /// </summary>
    public static void Check(string name, int length, int rows, int columns, int distance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (distance < columns)
            throw new ArgumentException($"The rows of {name} have {columns} entries but are only {distance} apart.", name);
        long needed = rows == 0 || columns == 0 ? 0 : (long)(rows - 1) * distance + columns;
        if (length < needed)
            throw new ArgumentException(
                $"{name} is {rows} × {columns} with rows {distance} apart and needs {needed} entries; the span has {length}.", name);
    }
}

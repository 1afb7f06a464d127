using System.Runtime.InteropServices;

namespace Copositive.Networks;

/// <summary>Matrices as plain arrays, row by row.</summary>
internal static class DenseRows
{
    /// <summary>The entries row by row.</summary>
    /// <param name="matrix">At least 1×1, finite.</param>
    /// <param name="name">The argument's name, for the error.</param>
    /// <exception cref="ArgumentException">The matrix is empty or an entry is not finite.</exception>
    public static double[] Of(double[,] matrix, string name)
    {
        var (rows, columns) = (matrix.GetLength(0), matrix.GetLength(1));
        if (rows == 0 || columns == 0) throw new ArgumentException($"The matrix is {rows}×{columns}; it needs a row and a column.", name);
        var entries = MemoryMarshal.CreateReadOnlySpan(ref matrix[0, 0], matrix.Length).ToArray();
        for (var i = 0; i < entries.Length; i++)
            if (!double.IsFinite(entries[i])) throw new ArgumentException($"Entry ({i / columns}, {i % columns}) is {entries[i]}; it must be finite.", name);
        return entries;
    }

    /// <summary>‖·‖₂ without overflow or underflow of the squares.</summary>
    /// <param name="vector">Finite entries.</param>
    public static double Norm(ReadOnlySpan<double> vector)
    {
        double largest = 0, sum = 0;
        foreach (var entry in vector) largest = Math.Max(largest, Math.Abs(entry));
        if (largest == 0) return 0;
        foreach (var entry in vector) sum += entry / largest * (entry / largest);
        return largest * Math.Sqrt(sum);
    }

    /// <summary>The matrix with these entries.</summary>
    /// <param name="entries">Row by row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    public static double[,] ToMatrix(ReadOnlySpan<double> entries, int rows, int columns)
    {
        var matrix = new double[rows, columns];
        if (matrix.Length > 0) entries.CopyTo(MemoryMarshal.CreateSpan(ref matrix[0, 0], matrix.Length));
        return matrix;
    }
}

using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// A power of two 2^k that brings the largest entry of a matrix into [1, 2), as a product of two factors because neither 2^k nor 2^−k need
/// be a double: multiplying by both, one after the other, is exact but for entries that become subnormal.
/// </summary>
internal readonly record struct BinaryScale(int Exponent)
{
    /// <summary>The scale of a square matrix.</summary>
    /// <exception cref="ArgumentException">An entry is NaN or infinite; the message names the first.</exception>
    public static BinaryScale For(ReadOnlySpan<double> matrix, int order)
    {
        if (matrix.IsEmpty)
            return default;
        double largest = TensorPrimitives.MaxMagnitude(matrix);
        if (!double.IsFinite(largest))
        {
            int place = 0;
            while (double.IsFinite(matrix[place]))
                place++;
            throw new ArgumentException(
                $"Entry ({place / order}, {place % order}) of the matrix is {matrix[place]}; all entries must be finite.", nameof(matrix));
        }
        return largest == 0 ? default : new BinaryScale(-Math.ILogB(largest));
    }

    /// <summary>target ← 2^k · source.</summary>
    public void Apply(ReadOnlySpan<double> source, Span<double> target) => Multiply(source, target, Exponent);

    /// <summary>target ← 2^−k · source.</summary>
    public void Undo(ReadOnlySpan<double> source, Span<double> target) => Multiply(source, target, -Exponent);

    private static void Multiply(ReadOnlySpan<double> source, Span<double> target, int exponent)
    {
        if (exponent == 0)
            source.CopyTo(target);
        else if (Math.Abs(exponent) <= 1000)
            TensorPrimitives.Multiply(source, Math.ScaleB(1, exponent), target);
        else
        {
            int half = exponent / 2;
            TensorPrimitives.Multiply(source, Math.ScaleB(1, half), target);
            TensorPrimitives.Multiply(target[..source.Length], Math.ScaleB(1, exponent - half), target);
        }
    }
}

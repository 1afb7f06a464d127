using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>‖x‖₂ without overflow or underflow of the squares.</summary>
public static class EuclideanNorm
{
    private const double SafeSquareLow = 1e-280, SafeSquareHigh = 1e300;

    /// <summary>The norm; NaN or +∞ when an entry is.</summary>
    public static double Of(ReadOnlySpan<double> x)
    {
        if (x.IsEmpty)
            return 0;
        double squares = TensorPrimitives.SumOfSquares(x);
        if (squares > SafeSquareLow && squares < SafeSquareHigh)
            return Math.Sqrt(squares);
        double largest = TensorPrimitives.MaxMagnitude(x);
        if (largest == 0 || !double.IsFinite(largest))
            return Math.Abs(largest);
        int exponent = Math.ILogB(largest);
        double sum = 0;
        foreach (double value in x)
        {
            double scaled = Math.ScaleB(value, -exponent);
            sum += scaled * scaled;
        }
        return Math.ScaleB(Math.Sqrt(sum), exponent);
    }
}

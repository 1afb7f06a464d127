using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>The nonnegative orthant {s : s ≥ 0}, its own dual.</summary>
public static class NonnegativeOrthant
{
    /// <summary>Replaces s by its nearest point max(s, 0) of the cone; returns the Euclidean distance moved. NaN stays NaN.</summary>
    public static double Project(Span<double> s)
    {
        double distance = Distance(s);
        TensorPrimitives.Max(s, 0.0, s);
        return distance;
    }

    /// <summary>‖min(s, 0)‖₂.</summary>
    public static double Distance(ReadOnlySpan<double> s)
    {
        double sum = 0, largest = 0;
        foreach (double x in s)
        {
            double violation = Math.Max(-x, 0);
            sum += violation * violation;
            largest = Math.Max(largest, violation);
        }
        if (sum is > 1e-280 and < 1e300 || largest == 0 || !double.IsFinite(largest))
            return double.IsFinite(largest) ? Math.Sqrt(sum) : largest;
        int exponent = Math.ILogB(largest);
        sum = 0;
        foreach (double x in s)
        {
            double scaled = Math.ScaleB(Math.Max(-x, 0), -exponent);
            sum += scaled * scaled;
        }
        return Math.ScaleB(Math.Sqrt(sum), exponent);
    }
}

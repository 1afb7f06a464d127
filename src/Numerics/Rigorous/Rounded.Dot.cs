namespace Copositive.Numerics;

public static partial class Rounded
{
    /// <summary>An interval that contains Σ xᵢyᵢ, about one rounding error of the result wide unless the sum cancels severely.</summary>
    /// <param name="x">The first factors.</param>
    /// <param name="y">The second factors, as many.</param>
    /// <returns>The enclosure; (−∞, ∞) where an entry is NaN or infinite or a product overflows.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <remarks>
    /// Dot2 of Ogita, Rump and Oishi (2005): |res − x'y| ≤ u|x'y| + γ_n²|x|'|y| + 5nη, so with |x'y| ≤ |res| + error
    /// the error is at most (u|res| + γ_n²|x|'|y| + 5nη)/(1 − u); and |x|'|y| ≤ (fl(|x|'|y|) + nη)/(1 − γ_n).
    /// </remarks>
    public static Interval DotEnclosure(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"The factors have {x.Length} and {y.Length} entries; they must match.", nameof(y));
        double sum = 0, correction = 0, magnitude = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var (product, productError) = ErrorFree.TwoProduct(x[i], y[i]);
            (sum, var sumError) = ErrorFree.TwoSum(sum, product);
            correction += productError + sumError;
            magnitude += Math.Abs(product);
        }

        var result = sum + correction;
        if (!double.IsFinite(result) || !(magnitude < HugeSum)) return Interval.Everything;
        var n = x.Length;
        var gamma = Gamma(n);
        var absolute = DivideUp(AddUp(magnitude, MultiplyUp(n, double.Epsilon)), SubtractDown(1, gamma));
        var error = AddUp(MultiplyUp(UnitRoundoff, Math.Abs(result)), MultiplyUp(MultiplyUp(gamma, gamma), absolute));
        error = DivideUp(AddUp(error, 5.0 * n * double.Epsilon), 1 - UnitRoundoff);
        return new Interval(SubtractDown(result, error), AddUp(result, error));
    }

    /// <summary>An upper bound of Σ xᵢyᵢ: see <see cref="DotEnclosure"/>.</summary>
    /// <param name="x">The first factors.</param>
    /// <param name="y">The second factors, as many.</param>
    public static double DotUp(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => DotEnclosure(x, y).Upper;

    /// <summary>A lower bound of Σ xᵢyᵢ: see <see cref="DotEnclosure"/>.</summary>
    /// <param name="x">The first factors.</param>
    /// <param name="y">The second factors, as many.</param>
    public static double DotDown(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => DotEnclosure(x, y).Lower;
}

using System.Globalization;
using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// A closed interval [Lower, Upper] of real numbers. Operations return an interval that contains every result of operands in the given
/// intervals: they are rounded outward. An infinite end means that there is no bound on that side.
/// </summary>
/// <remarks>Operations never produce NaN ends; where nothing can be said they give <see cref="Everything"/>.</remarks>
public readonly record struct Interval
{
    /// <summary>The interval [lower, upper].</summary>
    /// <param name="lower">The lower end; NaN counts as −∞.</param>
    /// <param name="upper">The upper end; NaN counts as +∞.</param>
    /// <exception cref="ArgumentException">The lower end is above the upper end.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Interval(double lower, double upper)
    {
        if (lower > upper) ThrowReversed(lower, upper);
        Lower = double.IsNaN(lower) ? double.NegativeInfinity : lower;
        Upper = double.IsNaN(upper) ? double.PositiveInfinity : upper;
    }

    /// <summary>The interval that holds one number only; everything for NaN.</summary>
    /// <param name="value">The number.</param>
    public Interval(double value) : this(value, value)
    {
    }

    /// <summary>The lower end.</summary>
    public double Lower { get; }

    /// <summary>The upper end.</summary>
    public double Upper { get; }

    /// <summary>All real numbers.</summary>
    public static Interval Everything => new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>The largest absolute value in the interval.</summary>
    public double Magnitude => Math.Max(Math.Abs(Lower), Math.Abs(Upper));

    /// <summary>The smallest absolute value in the interval.</summary>
    public double Mignitude => Lower > 0 ? Lower : Upper < 0 ? -Upper : 0;

    /// <summary>Whether both ends are finite.</summary>
    public bool IsFinite => double.IsFinite(Lower) && double.IsFinite(Upper);

    /// <summary>A double near the middle, inside the interval; 0 where both ends are infinite.</summary>
    public double Midpoint => IsFinite
        ? Math.Clamp(0.5 * Lower + 0.5 * Upper, Lower, Upper)
        : double.IsFinite(Lower) ? Lower : double.IsFinite(Upper) ? Upper : 0;

    /// <summary>Rounded up: no point of the interval is farther than this from <see cref="Midpoint"/>.</summary>
    public double Radius
    {
        get
        {
            var middle = Midpoint;
            return Math.Max(Rounded.SubtractUp(Upper, middle), Rounded.SubtractUp(middle, Lower));
        }
    }

    /// <summary>The interval of one number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Interval(double value) => new(value);

    /// <summary>The sums.</summary>
    public static Interval operator +(Interval a, Interval b) => new(Rounded.AddDown(a.Lower, b.Lower), Rounded.AddUp(a.Upper, b.Upper));

    /// <summary>The differences.</summary>
    public static Interval operator -(Interval a, Interval b) => new(Rounded.SubtractDown(a.Lower, b.Upper), Rounded.SubtractUp(a.Upper, b.Lower));

    /// <summary>The negatives.</summary>
    public static Interval operator -(Interval a) => new(-a.Upper, -a.Lower);

    /// <summary>The products.</summary>
    public static Interval operator *(Interval a, Interval b)
    {
        if (IsZero(a) || IsZero(b)) return default;
        var lower = Math.Min(
            Math.Min(Rounded.MultiplyDown(a.Lower, b.Lower), Rounded.MultiplyDown(a.Lower, b.Upper)),
            Math.Min(Rounded.MultiplyDown(a.Upper, b.Lower), Rounded.MultiplyDown(a.Upper, b.Upper)));
        var upper = Math.Max(
            Math.Max(Rounded.MultiplyUp(a.Lower, b.Lower), Rounded.MultiplyUp(a.Lower, b.Upper)),
            Math.Max(Rounded.MultiplyUp(a.Upper, b.Lower), Rounded.MultiplyUp(a.Upper, b.Upper)));
        return new(lower, upper);
    }

    /// <summary>The quotients; everything where the denominator's interval contains 0.</summary>
    public static Interval operator /(Interval a, Interval b)
    {
        if (b.Contains(0)) return Everything;
        var lower = Math.Min(
            Math.Min(Rounded.DivideDown(a.Lower, b.Lower), Rounded.DivideDown(a.Lower, b.Upper)),
            Math.Min(Rounded.DivideDown(a.Upper, b.Lower), Rounded.DivideDown(a.Upper, b.Upper)));
        var upper = Math.Max(
            Math.Max(Rounded.DivideUp(a.Lower, b.Lower), Rounded.DivideUp(a.Lower, b.Upper)),
            Math.Max(Rounded.DivideUp(a.Upper, b.Lower), Rounded.DivideUp(a.Upper, b.Upper)));
        return new(lower, upper);
    }

    /// <summary>The square roots of the nonnegative part of the interval; everything where the interval is negative.</summary>
    /// <param name="a">The radicands.</param>
    public static Interval Sqrt(Interval a)
        => a.Upper < 0 ? Everything : new(Rounded.SqrtDown(Math.Max(a.Lower, 0)), Rounded.SqrtUp(a.Upper));

    /// <summary>The absolute values.</summary>
    /// <param name="a">The numbers.</param>
    public static Interval Abs(Interval a) => new(a.Mignitude, a.Magnitude);

    /// <summary>The squares.</summary>
    /// <param name="a">The numbers.</param>
    public static Interval Square(Interval a)
        => new(Rounded.MultiplyDown(a.Mignitude, a.Mignitude), Rounded.MultiplyUp(a.Magnitude, a.Magnitude));

    /// <summary>The smallest interval that contains both.</summary>
    /// <param name="a">The first interval.</param>
    /// <param name="b">The second interval.</param>
    public static Interval Hull(Interval a, Interval b) => new(Math.Min(a.Lower, b.Lower), Math.Max(a.Upper, b.Upper));

    /// <summary>Whether the number lies in the interval.</summary>
    /// <param name="value">The number.</param>
    public bool Contains(double value) => Lower <= value && value <= Upper;

    /// <summary>Whether the other interval lies in this one.</summary>
    /// <param name="other">The other interval.</param>
    public bool Contains(Interval other) => Lower <= other.Lower && other.Upper <= Upper;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[{Lower:R}, {Upper:R}]");

    private static bool IsZero(Interval a) => a.Lower == 0 && a.Upper == 0;

    private static void ThrowReversed(double lower, double upper)
        => throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The lower end {lower:R} is above the upper end {upper:R}."));
}

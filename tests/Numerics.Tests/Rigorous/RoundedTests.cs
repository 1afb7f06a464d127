namespace Copositive.Numerics.Tests;

/// <summary>
/// Every rounded operation against exact rational arithmetic: the upward result is at least the exact one and the next double below is
/// less than it (one step more is allowed where the documentation says so).
/// </summary>
public class RoundedTests
{
    private const int Cases = 100_000;

    private static readonly double[] Special =
    [
        0, -0.0, 1, -1, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, 2.2250738585072014e-308, -2.2250738585072014e-308,
        1e308, -1e308, 8.98846567431158e+307, 3, 1.0 / 3, 1e-160, 1e160, Math.BitIncrement(1), Math.BitDecrement(1), 5e-324 * 3,
    ];

    private enum Operation
    {
        Add,
        Subtract,
        Multiply,
        Divide,
        Sqrt,
    }

    [Test]
    public void SumsEncloseTheExactValue([Values] bool specialOnly) => Check(Operation.Add, specialOnly);

    [Test]
    public void DifferencesEncloseTheExactValue([Values] bool specialOnly) => Check(Operation.Subtract, specialOnly);

    [Test]
    public void ProductsEncloseTheExactValue([Values] bool specialOnly) => Check(Operation.Multiply, specialOnly);

    [Test]
    public void QuotientsEncloseTheExactValue([Values] bool specialOnly) => Check(Operation.Divide, specialOnly);

    [Test]
    public void RootsEncloseTheExactValue([Values] bool specialOnly) => Check(Operation.Sqrt, specialOnly);

    [Test]
    public void OverflowTowardsZeroStaysFinite()
    {
        // The exact result exceeds MaxValue, so MaxValue is the largest double below it and +∞ the smallest above it.
        Assert.Multiple(() =>
        {
            Assert.That(Rounded.AddDown(double.MaxValue, double.MaxValue), Is.EqualTo(double.MaxValue));
            Assert.That(Rounded.AddUp(double.MaxValue, double.MaxValue), Is.EqualTo(double.PositiveInfinity));
            Assert.That(Rounded.AddUp(double.MinValue, double.MinValue), Is.EqualTo(double.MinValue));
            Assert.That(Rounded.MultiplyDown(1e200, 1e200), Is.EqualTo(double.MaxValue));
            Assert.That(Rounded.MultiplyUp(1e200, -1e200), Is.EqualTo(double.MinValue));
            Assert.That(Rounded.DivideDown(1e200, 1e-200), Is.EqualTo(double.MaxValue));
            Assert.That(Rounded.DivideUp(-1e200, 1e-200), Is.EqualTo(double.MinValue));
            Assert.That(Rounded.AddUp(double.PositiveInfinity, 1), Is.EqualTo(double.PositiveInfinity));
            Assert.That(Rounded.AddDown(double.PositiveInfinity, 1), Is.EqualTo(double.PositiveInfinity));
        });
    }

    [Test]
    public void ResultsWithoutMeaningSayNothing()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Rounded.AddUp(double.NaN, 1), Is.EqualTo(double.PositiveInfinity));
            Assert.That(Rounded.AddDown(double.NaN, 1), Is.EqualTo(double.NegativeInfinity));
            Assert.That(Rounded.SubtractDown(double.PositiveInfinity, double.PositiveInfinity), Is.EqualTo(double.NegativeInfinity));
            Assert.That(Rounded.MultiplyUp(0, double.PositiveInfinity), Is.EqualTo(double.PositiveInfinity));
            Assert.That(Rounded.DivideUp(0, 0), Is.EqualTo(double.PositiveInfinity));
            Assert.That(Rounded.DivideDown(1, 0), Is.EqualTo(double.NegativeInfinity));
            Assert.That(Rounded.SqrtUp(-1), Is.EqualTo(double.PositiveInfinity));
            Assert.That(Rounded.SqrtDown(double.NaN), Is.EqualTo(double.NegativeInfinity));
        });
    }

    [Test]
    public void GammaIsAnUpperBoundWithinOneStep()
    {
        // γ_k = k/(2⁵³ − k) exactly.
        foreach (var k in new long[] { 0, 1, 2, 3, 100, 12345, 1L << 40, (1L << 53) - 1 })
        {
            var exact = new BigRational(k, (1L << 53) - k);
            Assert.That(Rounded.Gamma(k), Is.EqualTo(exact.ToDoubleUp()), $"k = {k}");
        }

        Assert.That(Rounded.Gamma(1L << 53), Is.EqualTo(double.PositiveInfinity));
        Assert.That(() => Rounded.Gamma(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void DotEnclosureContainsTheExactValueAndIsNarrow([Values(0, 1, 2, 7, 100, 1000)] int n)
    {
        var random = new Random(20260 + n);
        var exact = new ExactSum();
        for (var repeat = 0; repeat < 200; repeat++)
        {
            double[] x = new double[n], y = new double[n];
            exact.Clear();
            for (var i = 0; i < n; i++)
            {
                (x[i], y[i]) = (random.NextDouble() - 0.5, (random.NextDouble() - 0.5) * Math.ScaleB(1, random.Next(-40, 40)));
                // Every other case cancels: the second half repeats the first with the opposite sign.
                if (repeat % 2 == 1 && i >= n / 2 + 1) (x[i], y[i]) = (-x[i - n / 2], y[i - n / 2]);
                exact.AddProduct(x[i], y[i]);
            }

            var enclosure = Rounded.DotEnclosure(x, y);
            var value = exact.ToRational();
            Assert.That(BigRational.FromDouble(enclosure.Lower) <= value && value <= BigRational.FromDouble(enclosure.Upper));
            Assert.That(Rounded.DotDown(x, y), Is.EqualTo(enclosure.Lower));
            Assert.That(Rounded.DotUp(x, y), Is.EqualTo(enclosure.Upper));
            var size = 0.0;
            for (var i = 0; i < n; i++) size += Math.Abs(x[i] * y[i]);
            // Twice the error bound u|x'y| + γ_n²|x|'|y| + 5nη, the rounding of the ends included.
            Assert.That(enclosure.Upper - enclosure.Lower, Is.LessThanOrEqualTo(6e-16 * Math.Abs(enclosure.Upper) + 3e-32 * n * n * size + 1e-300));
        }
    }

    [Test]
    public void DotEnclosureOfUnusableEntriesSaysNothing()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Rounded.DotEnclosure([double.NaN], [1]), Is.EqualTo(Interval.Everything));
            Assert.That(Rounded.DotEnclosure([1e200, 1], [1e200, 1]), Is.EqualTo(Interval.Everything));
            Assert.That(() => Rounded.DotEnclosure([1], [1, 2]), Throws.ArgumentException);
        });
    }

    private static void Check(Operation operation, bool specialOnly)
    {
        var random = new Random(7 + (int)operation);
        var count = specialOnly ? Special.Length * Special.Length : Cases;
        for (var i = 0; i < count; i++)
        {
            var (a, b) = specialOnly ? (Special[i / Special.Length], Special[i % Special.Length]) : Pair(random);
            if (operation == Operation.Divide && b == 0) continue;
            if (operation == Operation.Sqrt) CheckRoot(Math.Abs(a));
            else Check(operation, a, b);
        }
    }

    private static void Check(Operation operation, double a, double b)
    {
        BigRational ea = (BigRational)a, eb = (BigRational)b;
        var (exact, up, down) = operation switch
        {
            Operation.Add => (ea + eb, Rounded.AddUp(a, b), Rounded.AddDown(a, b)),
            Operation.Subtract => (ea - eb, Rounded.SubtractUp(a, b), Rounded.SubtractDown(a, b)),
            Operation.Multiply => (ea * eb, Rounded.MultiplyUp(a, b), Rounded.MultiplyDown(a, b)),
            _ => (ea / eb, Rounded.DivideUp(a, b), Rounded.DivideDown(a, b)),
        };
        double sharpUp = exact.ToDoubleUp(), sharpDown = exact.ToDoubleDown();
        var loose = Math.Abs(sharpUp) is < 3e-292 or >= 8e307 || Math.Abs(sharpDown) >= 8e307
            || (operation == Operation.Divide && Math.Abs(a) < 1e-280);
        if (up < sharpUp || up > (loose ? Math.BitIncrement(sharpUp) : sharpUp))
            Assert.Fail($"{operation} up of {a:R}, {b:R} gives {up:R}; the exact value rounds up to {sharpUp:R}");
        if (down > sharpDown || down < (loose ? Math.BitDecrement(sharpDown) : sharpDown))
            Assert.Fail($"{operation} down of {a:R}, {b:R} gives {down:R}; the exact value rounds down to {sharpDown:R}");
    }

    private static void CheckRoot(double a)
    {
        // r is √a rounded up iff (r⁻)² < a ≤ r², and likewise downwards.
        double up = Rounded.SqrtUp(a), down = Rounded.SqrtDown(a);
        var exact = (BigRational)a;
        var isSharp = Square(up) >= exact && (a == 0 || Square(Math.BitDecrement(up)) < exact)
            && Square(down) <= exact && Square(Math.BitIncrement(down)) > exact;
        if (!isSharp) Assert.Fail($"√{a:R} lies in [{down:R}, {up:R}] only loosely or not at all");
    }

    private static BigRational Square(double r) => (BigRational)r * (BigRational)r;

    /// <summary>Operands over the whole range: any bit pattern, close magnitudes that cancel, subnormals, and small integers.</summary>
    private static (double, double) Pair(Random random)
    {
        var a = Operand(random);
        var b = Operand(random);
        switch (random.Next(6))
        {
            case 0: b = -a * (1 + random.Next(-3, 4) * 1.1102230246251565e-16); break;
            case 1: b = Math.CopySign(Math.ScaleB(b, Math.Clamp(Math.ILogB(a == 0 ? 1 : a) - Math.ILogB(b == 0 ? 1 : b), -2000, 2000)), b); break;
            case 2: b = a == 0 ? b : Math.ScaleB(1 + random.NextDouble(), Math.Clamp(-1020 - Math.ILogB(a), -1074, 1023)); break;
            default: break;
        }

        return double.IsFinite(b) ? (a, b) : (a, 1);
    }

    private static double Operand(Random random)
    {
        switch (random.Next(4))
        {
            case 0: return random.Next(-20, 21);
            case 1: return BitConverter.Int64BitsToDouble(random.NextInt64(0, 1L << 54)) * (random.Next(2) == 0 ? 1 : -1);
            case 2: return (random.NextDouble() - 0.5) * Math.ScaleB(1, random.Next(-60, 60));
            default:
                var any = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
                return double.IsFinite(any) ? any : 1;
        }
    }
}

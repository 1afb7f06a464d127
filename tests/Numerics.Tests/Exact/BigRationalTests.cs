using System.Numerics;
using CsCheck;

namespace Copositive.Numerics.Tests;

public class BigRationalTests
{
    private static readonly Gen<double> Finite = Gen.OneOf(Gen.Double, Gen.Double[-4, 4], Gen.Int[-9, 9].Select(i => (double)i)).Where(double.IsFinite);

    [Test]
    public void DoublesPassThroughUnchanged() => Finite.Sample(
        x =>
        {
            var exact = BigRational.FromDouble(x);
            return exact.ToDouble() == x && exact.ToDoubleDown() == x && exact.ToDoubleUp() == x;
        },
        iter: 20_000);

    [Test]
    public void ArithmeticAgreesWithCrossMultiplication() => Gen.Select(Gen.Int[-50, 50], Gen.Int[1, 40], Gen.Int[-50, 50], Gen.Int[1, 40]).Sample(
        (p, q, r, s) =>
        {
            BigRational a = new(p, q), b = new(r, s);
            return a + b == new BigRational(p * s + r * q, q * s)
                && a - b == new BigRational(p * s - r * q, q * s)
                && a * b == new BigRational(p * r, q * s)
                && (r == 0 || a / b == new BigRational(p * s, q * r))
                && a.CompareTo(b) == (p * s).CompareTo(r * q)
                && BigInteger.GreatestCommonDivisor(a.Numerator, a.Denominator).IsOne;
        },
        iter: 20_000);

    [Test]
    public void RoundingAgreesWithTheHardwareDivision() => Gen.Select(Gen.Long[-(1L << 53), 1L << 53], Gen.Long[1, 1L << 53]).Sample(
        (p, q) =>
        {
            // IEEE division of two exactly represented integers is the nearest double to the quotient.
            var exact = new BigRational(p, q);
            double nearest = exact.ToDouble(), down = exact.ToDoubleDown(), up = exact.ToDoubleUp();
            return nearest == (double)p / q && (nearest == down || nearest == up) && (up == down || up == Math.BitIncrement(down))
                && (BigRational)down <= exact && exact <= (BigRational)up;
        },
        iter: 20_000);

    [Test]
    public void RoundingAtTheEndsOfTheRange()
    {
        var epsilon = BigRational.FromDouble(double.Epsilon);
        var max = BigRational.FromDouble(double.MaxValue);
        Assert.Multiple(() =>
        {
            Assert.That((epsilon / 2).ToDoubleDown(), Is.EqualTo(0));
            Assert.That((epsilon / 2).ToDoubleUp(), Is.EqualTo(double.Epsilon));
            Assert.That((epsilon / 2).ToDouble(), Is.EqualTo(0), "a tie goes to the even mantissa 0");
            Assert.That((epsilon * 3 / 2).ToDouble(), Is.EqualTo(2 * double.Epsilon), "a tie goes to the even mantissa 2");
            Assert.That((max * 2).ToDoubleDown(), Is.EqualTo(double.MaxValue));
            Assert.That((max * 2).ToDoubleUp(), Is.EqualTo(double.PositiveInfinity));
            Assert.That((-(max * 2)).ToDoubleUp(), Is.EqualTo(double.MinValue));
            Assert.That((max + epsilon).ToInterval(), Is.EqualTo(new Interval(double.MaxValue, double.PositiveInfinity)));
            Assert.That(() => BigRational.FromDouble(double.NaN), Throws.ArgumentException);
            Assert.That(() => new BigRational(1, 0), Throws.InstanceOf<DivideByZeroException>());
            Assert.That(default(BigRational), Is.EqualTo(new BigRational(0, 5)));
        });
    }

    [Test]
    public void ExactSumAgreesWithRationalSums()
    {
        var random = new Random(11);
        var sum = new ExactSum();
        for (var repeat = 0; repeat < 300; repeat++)
        {
            sum.Clear();
            var expected = BigRational.Zero;
            for (var i = 0; i < 30; i++)
            {
                double a = Any(random), b = Any(random);
                sum.AddProduct(a, b);
                sum.Add(b);
                expected += (BigRational)a * (BigRational)b + (BigRational)b;
            }

            Assert.That(sum.ToRational(), Is.EqualTo(expected));
            Assert.That(sum.ToInterval(), Is.EqualTo(expected.ToInterval()));
            Assert.That(sum.Nearest(), Is.EqualTo(expected.ToDouble()));
            Assert.That(sum.Down(), Is.EqualTo(expected.ToDoubleDown()));
            Assert.That(sum.Up(), Is.EqualTo(expected.ToDoubleUp()));
        }
    }

    [Test]
    public void ExactSumSurvivesTotalCancellation()
    {
        Assert.That(ExactSum.Sum([1e308, 1e308, 1, -1e308, -1e308, -1, double.Epsilon]), Is.EqualTo(new Interval(double.Epsilon)));
        Assert.That(ExactSum.Dot([1e16, 1, -1e16], [1, 0.5, 1]), Is.EqualTo(new Interval(0.5)));
    }

    private static double Any(Random random)
    {
        var any = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
        return random.Next(3) == 0 && double.IsFinite(any) ? any : random.NextDouble() - 0.5;
    }
}

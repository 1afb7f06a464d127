using CsCheck;

namespace Copositive.Numerics.Tests;

/// <summary>Inclusion: for points in the operands, the exact result lies in the interval result.</summary>
public class IntervalTests
{
    private static readonly Gen<double> Number = Gen.OneOf(
        Gen.Double[-10, 10], Gen.Double, Gen.Int[-3, 3].Select(i => (double)i), Gen.Double[-1e-300, 1e-300]).Where(double.IsFinite);

    private static readonly Gen<(Interval Set, double Point)> Member = Gen.Select(Number, Number, Number).Select((a, b, c) =>
    {
        var sorted = new[] { a, b, c };
        Array.Sort(sorted);
        return (new Interval(sorted[0], sorted[2]), sorted[1]);
    });

    [Test]
    public void ArithmeticIncludesEveryExactResult() => Gen.Select(Member, Member).Sample(
        (x, y) =>
        {
            BigRational a = (BigRational)x.Point, b = (BigRational)y.Point;
            return Includes(x.Set + y.Set, a + b)
                && Includes(x.Set - y.Set, a - b)
                && Includes(x.Set * y.Set, a * b)
                && (b.IsZero || Includes(x.Set / y.Set, a / b))
                && Includes(-x.Set, -a)
                && Includes(Interval.Square(x.Set), a * a)
                && Includes(Interval.Abs(x.Set), BigRational.Abs(a))
                && Interval.Hull(x.Set, y.Set).Contains(x.Point) && Interval.Hull(x.Set, y.Set).Contains(y.Set);
        },
        seed: "0000KOIPe502",
        iter: 20_000);

    [Test]
    public void RootOfASquareIncludesTheAbsoluteValue() => Member.Sample(
        x => Interval.Sqrt(Interval.Square(x.Set)).Contains(Math.Abs(x.Point)),
        seed: "0000KOIPe502",
        iter: 20_000);

    [Test]
    public void MidpointAndRadiusCoverTheInterval() => Member.Sample(
        x =>
        {
            BigRational middle = (BigRational)x.Set.Midpoint;
            if (double.IsInfinity(x.Set.Radius)) return true;
            var radius = (BigRational)x.Set.Radius;
            return x.Set.Contains(x.Set.Midpoint)
                && middle - radius <= (BigRational)x.Set.Lower && (BigRational)x.Set.Upper <= middle + radius;
        },
        seed: "0000KOIPe502",
        iter: 20_000);

    [Test]
    public void DivisionByAnIntervalAroundZeroSaysNothing()
        => Assert.That(new Interval(1, 2) / new Interval(-1, 1), Is.EqualTo(Interval.Everything));

    [Test]
    public void EndsAreNeverNaN()
    {
        Assert.Multiple(() =>
        {
            Assert.That(new Interval(double.NaN, double.NaN), Is.EqualTo(Interval.Everything));
            Assert.That(Interval.Everything - Interval.Everything, Is.EqualTo(Interval.Everything));
            Assert.That(Interval.Everything * new Interval(0), Is.EqualTo(new Interval(0)), "every real number times zero is zero");
            Assert.That(() => new Interval(1, 0), Throws.ArgumentException);
        });
    }

    private static bool Includes(Interval set, BigRational value)
        => (double.IsInfinity(set.Lower) || (BigRational)set.Lower <= value) && (double.IsInfinity(set.Upper) || value <= (BigRational)set.Upper);
}

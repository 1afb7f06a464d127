using System.Globalization;

namespace Copositive.Cli.Tests;

/// <summary>Numbers as they are printed.</summary>
public class TextTests
{
    [TestCase(1.04e-8, "1.1e-8")]
    [TestCase(1.06e-8, "1.1e-8")]
    [TestCase(9.94e-9, "1.0e-8")]
    [TestCase(9.96e-9, "1.0e-8")]
    [TestCase(0, "0.0e+0")]
    [TestCase(3.0, "3.0e+0")]
    [TestCase(99.01, "1.0e+2")]
    public void AClaimedGapIsNeverPrintedBelowItsValue(double value, string expected) => Assert.That(Text.AtMost(value), Is.EqualTo(expected));

    [Test]
    public void APrintedGapIsWithinOneDigitAboveItsValue()
    {
        var random = new Random(8);
        for (int k = 0; k < 2000; k++)
        {
            double value = (1 + 9 * random.NextDouble()) * Math.Pow(10, random.Next(-14, 4));
            double printed = double.Parse(Text.AtMost(value), CultureInfo.InvariantCulture);
            Assert.That(printed, Is.GreaterThanOrEqualTo(value).And.LessThanOrEqualTo(value * 1.1001));
        }
    }

    [Test]
    public void NoGapIsADash() => Assert.That(Text.AtMost(null), Is.EqualTo("–"));
}

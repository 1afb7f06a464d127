using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Certification.Tests;

/// <summary>
/// Attempts to make the certifier claim too much. The optimum of each program is known exactly, and compared exactly: not even a bound that is
/// wrong by one rounding would pass.
/// </summary>
public class AdversarialTests
{
    private static readonly CertificationOptions Quick = new() { RepairIterations = 20 };

    private static readonly ConeKind[] Linear = [ConeKind.Zero, ConeKind.Nonnegative];

    private static readonly ConeKind[] Quadratic = [ConeKind.Zero, ConeKind.Nonnegative, ConeKind.SecondOrder, ConeKind.RotatedSecondOrder];

    private static readonly ConeKind[] Matrices =
        [ConeKind.Nonnegative, ConeKind.PositiveSemidefinite, ConeKind.DoublyNonnegative, ConeKind.Spn];

    [TestCase("linear", 500)]
    [TestCase("quadratic", 400)]
    [TestCase("matrices", 400)]
    public void BoundsNeverCrossTheExactOptimum(string family, int count)
    {
        var kinds = family == "linear" ? Linear : family == "quadratic" ? Quadratic : Matrices;
        int both = 0, sharp = 0, lowers = 0, uppers = 0;
        for (var seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            var known = RandomProgram.Create(seed, kinds);
            var noise = new[] { 0, 1e-12, 1e-8, 1e-4, 1, 1e6 }[seed % 6];
            var interval = Certifier.Certify(
                known.Program, Disturb(random, known.X, noise), Disturb(random, known.Y, noise),
                seed % 4 == 0 ? known.NonnegativePart : null, Quick);
            Check(known, interval, $"{family} {seed}");
            if (interval.Lower is not null) lowers++;
            if (interval.Upper is not null) uppers++;
            if (interval.Gap is not { } gap) continue;
            both++;
            if (noise <= 1e-8 && gap <= 1e-5 * (1 + Math.Abs(interval.Upper!.Value))) sharp++;
        }

        TestContext.Out.WriteLine($"{family}: {count} programs, {lowers} lower, {uppers} upper, {both} both, {sharp} sharp of {count / 2}");
        Assert.That(both, Is.GreaterThan(count / 4), "bounds are found for many of them");
    }

    [TestCase(40, 300)]
    [TestCase(400, 300)]
    public void HugeAndTinyNumbersNeverMakeAWrongClaim(int range, int count)
    {
        var both = 0;
        for (var seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            var known = RandomProgram.Create(seed, [.. Quadratic, .. Matrices]).Scale(seed, range);
            double[] Relative(double[] vector) => [.. vector.Select(v => v * (1 + (seed % 3 == 0 ? 0 : 1e-9) * (random.NextDouble() - 0.5)))];
            var interval = Certifier.Certify(known.Program, Relative(known.X), Relative(known.Y), null, Quick);
            Check(known, interval, $"scaled {seed}");
            if (interval.Gap is not null) both++;
        }

        TestContext.Out.WriteLine($"range {range}: both sides of {both} in {count}");
    }

    [Test]
    public void GarbageNeverMakesAWrongClaim()
    {
        double[] values = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, -1e300, 1e200, 1e-320, 0, 1, -1];
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var known = RandomProgram.Create(seed, [.. Quadratic, .. Matrices]);
            double[] Garbage(int length) => [.. Enumerable.Range(0, length).Select(_ => values[random.Next(values.Length)])];
            var interval = Certifier.Certify(
                known.Program, Garbage(known.X.Length), Garbage(known.Y.Length), seed % 2 == 0 ? Garbage(known.Y.Length) : null, Quick);
            Check(known, interval, $"garbage {seed}");
        }
    }

    [Test]
    public void AStoredZeroAbsorbsNothing([Values("equality", "inequality")] string kind)
    {
        // min x over 0·x = 0, or ≤ 0, is unbounded below, however the zero is stored.
        var program = new ConicProgram(
            "stored zero", ObjectiveSense.Minimize, null, [1], 0, SparseMatrix.FromColumns(1, 1, [0, 1], [0], [0.0]), [0],
            [new ConeBlock(kind == "equality" ? Cone.Zero : Cone.Nonnegative, 0, 1, "row")]);
        var interval = Certifier.Certify(program, [0], [-1e9]);
        Assert.That(interval.Lower, Is.Null);
        Assert.That(interval.Upper, Is.Not.Null);
    }

    [Test]
    public void RaysAreBelievedOnlyWithProof()
    {
        // Every program here is feasible and bounded, so that any accepted ray or direction would be a false claim.
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var known = RandomProgram.Create(seed, [.. Quadratic, .. Matrices]);
            var ray = Disturb(random, known.Y, 1);
            var direction = Disturb(random, new double[known.X.Length], 1);
            Assert.That(Certifier.ProveInfeasible(known.Program, ray, Quick), Is.False, $"seed {seed}");
            Assert.That(Certifier.ProveUnbounded(known.Program, known.X, direction, Quick), Is.False, $"seed {seed}");
        }
    }

    private static void Check(RandomProgram known, CertifiedInterval interval, string what)
    {
        if (interval.Lower is { } lower)
            Assert.That(BigRational.FromDouble(lower) <= known.Optimum, $"{what}: lower {lower:R} exceeds {known.Optimum}");
        else
            Assert.That(interval.LowerReason, Is.Not.Null.And.Not.Empty, what);
        if (interval.Upper is { } upper)
            Assert.That(BigRational.FromDouble(upper) >= known.Optimum, $"{what}: upper {upper:R} is below {known.Optimum}");
        else
            Assert.That(interval.UpperReason, Is.Not.Null.And.Not.Empty, what);
    }

    private static double[] Disturb(Random random, double[] vector, double noise)
    {
        var disturbed = new double[vector.Length];
        for (var i = 0; i < vector.Length; i++) disturbed[i] = vector[i] + noise * (random.NextDouble() - 0.5);
        return disturbed;
    }
}

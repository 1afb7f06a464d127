using CsCheck;

namespace Copositive.Numerics.Tests;

public class VectorConeTests
{
    private delegate double Projection(Span<double> s);

    private static readonly Gen<double[]> Points =
        Gen.Select(Gen.Int[2, 9], Gen.Int[0, 1_000_000], Gen.Int[-160, 160], (n, seed, exponent) => (n, seed, exponent))
            .Select(t => TestMatrices.Random(t.n, 1, t.seed).Select(v => v * Math.Pow(10, t.exponent)).ToArray());

    private static Projection Of(string cone) => cone switch
    {
        "nonnegative" => NonnegativeOrthant.Project,
        "secondOrder" => LorentzCone.Project,
        _ => RotatedLorentzCone.Project,
    };

    private static double DistanceTo(string cone, double[] s) => cone switch
    {
        "nonnegative" => NonnegativeOrthant.Distance(s),
        "secondOrder" => LorentzCone.Distance(s),
        _ => RotatedLorentzCone.Distance(s),
    };

    [Test]
    public void Moreau_decomposition_holds_at_any_scale([Values("nonnegative", "secondOrder", "rotated")] string cone)
    {
        Points.Sample(s =>
        {
            // All three cones are self-dual: s = Π(s) − Π(−s), with orthogonal parts, both in the cone.
            double unit = s.Max(Math.Abs);
            double[] plus = (double[])s.Clone(), minus = s.Select(v => -v).ToArray();
            double distance = Of(cone)(plus);
            Of(cone)(minus);
            double inner = 0, squares = 0;
            for (int i = 0; i < s.Length; i++)
            {
                if (!(Math.Abs(plus[i] - minus[i] - s[i]) <= 1e-15 * 4 * unit))
                    return false;
                inner += plus[i] / unit * (minus[i] / unit);
                squares += minus[i] / unit * (minus[i] / unit);
            }
            return Math.Abs(inner) < 1e-14 && Math.Abs(distance / unit - Math.Sqrt(squares)) < 1e-14
                && Math.Abs(DistanceTo(cone, s) - distance) <= 1e-14 * unit
                && DistanceTo(cone, plus) <= 1e-15 * 2 * unit;
        }, iter: 1000, seed: "0000ConeSeed");
    }

    [Test]
    public void Projection_is_nonexpansive_and_idempotent([Values("nonnegative", "secondOrder", "rotated")] string cone)
    {
        Gen.Select(Gen.Int[2, 9], Gen.Int[0, 1_000_000]).Sample((n, seed) =>
        {
            double[] x = TestMatrices.Random(n, 1, seed), y = TestMatrices.Random(n, 1, seed + 1), px = (double[])x.Clone(), py = (double[])y.Clone();
            Of(cone)(px);
            Of(cone)(py);
            double[] ppx = (double[])px.Clone();
            Of(cone)(ppx);
            double before = 0, after = 0, again = 0;
            for (int i = 0; i < n; i++)
            {
                before += (x[i] - y[i]) * (x[i] - y[i]);
                after += (px[i] - py[i]) * (px[i] - py[i]);
                again = Math.Max(again, Math.Abs(ppx[i] - px[i]));
            }
            return after <= before * (1 + 1e-14) && again <= 1e-15;
        }, iter: 500, seed: "0000ConeSeed");
    }

    [Test]
    public void Points_of_the_cone_and_of_its_negative_are_exact()
    {
        double[] inside = [5, 3, 4];
        Assert.That(LorentzCone.Project(inside), Is.Zero);
        Assert.That(inside, Is.EqualTo(new[] { 5.0, 3, 4 }));
        double[] polar = [-5, 3, 4];
        Assert.That(LorentzCone.Project(polar), Is.EqualTo(Math.Sqrt(50)).Within(1e-15));
        Assert.That(polar, Is.EqualTo(new double[3]));
        double[] zero = new double[4];
        Assert.That(LorentzCone.Project(zero), Is.Zero);
        Assert.That(RotatedLorentzCone.Project(zero), Is.Zero);
        double[] onBoundary = [2, 1, 2]; // 2·2·1 = 2²
        Assert.That(RotatedLorentzCone.Project(onBoundary), Is.Zero);
        Assert.That(onBoundary, Is.EqualTo(new[] { 2.0, 1, 2 }));
        double[] single = [-2];
        Assert.That(LorentzCone.Project(single), Is.EqualTo(2));
        Assert.That(single[0], Is.Zero);
    }

    [Test]
    public void A_point_outside_goes_to_the_boundary()
    {
        // t = 0, ‖u‖ = 5: ½·5·(1, u/5).
        double[] s = [0, 3, 4];
        Assert.That(LorentzCone.Project(s), Is.EqualTo(5 / Math.Sqrt(2)).Within(1e-15));
        Assert.That(s, Is.EqualTo(new[] { 2.5, 1.5, 2 }).Within(1e-15));
    }

    [TestCase(1e200)]
    [TestCase(1e308)]
    [TestCase(1e-200)]
    [TestCase(1e-310)]
    public void Squares_that_overflow_or_vanish_do_no_harm(double scale)
    {
        double[] s = [0, 0.6 * scale, 0.8 * scale];
        double distance = LorentzCone.Project(s);
        Assert.That(s[0] / scale, Is.EqualTo(0.5).Within(1e-12));
        Assert.That(s[1] / scale, Is.EqualTo(0.3).Within(1e-12));
        Assert.That(distance / scale, Is.EqualTo(Math.Sqrt(0.5)).Within(1e-12));
        double[] negative = [-0.6 * scale, 1, -0.8 * scale];
        Assert.That(NonnegativeOrthant.Project(negative) / scale, Is.EqualTo(1).Within(1e-12));
        Assert.That(negative, Is.EqualTo(new[] { 0.0, 1, 0 }));
    }

    [Test]
    public void Too_few_coordinates_are_refused()
    {
        Assert.Throws<ArgumentException>(() => LorentzCone.Project([]));
        Assert.Throws<ArgumentException>(() => LorentzCone.Distance([]));
        Assert.Throws<ArgumentException>(() => RotatedLorentzCone.Project(new double[1]));
        Assert.Throws<ArgumentException>(() => RotatedLorentzCone.Distance(new double[1]));
        Assert.That(NonnegativeOrthant.Project([]), Is.Zero);
    }

    [Test]
    public void Nan_is_reported_by_the_distance([Values("nonnegative", "secondOrder", "rotated")] string cone)
    {
        for (int place = 0; place < 4; place++)
        {
            double[] s = [1, 2, 3, 4];
            s[place] = double.NaN;
            Assert.That(DistanceTo(cone, s), Is.NaN);
            Assert.That(Of(cone)(s), Is.NaN);
            Assert.That(s, Has.Some.NaN);
        }
    }

    [TestCase(1)]
    [TestCase(1e150)]
    [TestCase(1e-150)]
    public void Points_next_to_the_boundary_and_the_axes_move_by_their_distance(double scale)
    {
        // ‖u‖ = 1 + 2ε beside t = 1: the distance is 2ε/√2. With q = −ε the rotated cone's nearest point to (1, q, 0) is (1, 0, 0), up to ε².
        const double epsilon = 1e-9;
        double[] s = [scale, (1 + 2 * epsilon) * scale];
        Assert.That(LorentzCone.Project(s) / scale, Is.EqualTo(Math.Sqrt(2) * epsilon).Within(1e-15));
        Assert.That(s[0] / scale, Is.EqualTo(1 + epsilon).Within(1e-15));
        Assert.That(s[1] / scale, Is.EqualTo(1 + epsilon).Within(1e-15));
        double[] rotated = [scale, -epsilon * scale, 0];
        Assert.That(RotatedLorentzCone.Project(rotated) / scale, Is.EqualTo(epsilon).Within(1e-15));
        Assert.That(rotated.Select(v => v / scale), Is.EqualTo(new[] { 1.0, 0, 0 }).Within(1e-15));
        double[] axis = [0, 0, scale];
        Assert.That(RotatedLorentzCone.Project(axis) / scale, Is.EqualTo(1 / Math.Sqrt(2)).Within(1e-15));
    }
}

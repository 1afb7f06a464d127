using CsCheck;

namespace Copositive.Numerics.Tests;

public class PsdProjectorTests
{
    private static readonly int[] Orders = [1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 30, 65, 100];

    [TestCaseSource(typeof(TestMatrices), nameof(TestMatrices.Kinds))]
    public void Moreau_decomposition_holds(string kind)
    {
        foreach (int n in Orders)
        {
            // X = Π(X) − Π(−X) with ⟨Π(X), Π(−X)⟩ = 0 characterises the two projections (Moreau 1962), and both parts are ⪰ 0.
            double[] full = TestMatrices.Make(kind, n, n);
            double[] x = new double[SymmetricVector.Length(n)], plus = new double[x.Length], minus = new double[x.Length], negated = new double[x.Length];
            SymmetricVector.Pack(full, x, n, Math.Sqrt(2));
            for (int i = 0; i < x.Length; i++)
                negated[i] = -x[i];
            var projector = new PsdProjector(n);
            double distance = projector.Project(x, plus, Math.Sqrt(2));
            double smallest = projector.MinEigenvalue;
            double distanceOfNegated = projector.Project(negated, minus, Math.Sqrt(2));
            double size = x.Max(Math.Abs), unit = size == 0 ? 1 : size;
            double tolerance = size is > 0 and < 1e-290 ? 1e-9 : 1e-14 * Math.Sqrt(n) + 4e-15;
            double inner = 0, normPlus = 0, normMinus = 0;
            for (int i = 0; i < x.Length; i++)
            {
                Assert.That((plus[i] - minus[i] - x[i]) / unit, Is.EqualTo(0).Within(tolerance * 2), $"{kind}, n = {n}");
                inner += plus[i] / unit * (minus[i] / unit);
                normPlus += plus[i] / unit * (plus[i] / unit);
                normMinus += minus[i] / unit * (minus[i] / unit);
            }
            Assert.That(inner, Is.EqualTo(0).Within(tolerance * n * n), $"{kind}, n = {n}");
            // ‖X − Π(X)‖ = ‖Π(−X)‖.
            Assert.That(distance / unit, Is.EqualTo(Math.Sqrt(normMinus)).Within(tolerance * n));
            Assert.That(distanceOfNegated / unit, Is.EqualTo(Math.Sqrt(normPlus)).Within(tolerance * n));
            projector.Project(plus, negated, Math.Sqrt(2));
            Assert.That(projector.MinEigenvalue / unit, Is.GreaterThanOrEqualTo(-tolerance * n), $"{kind}, n = {n}");
            Assert.That(distance == 0, Is.EqualTo(smallest >= 0));
        }
    }

    [Test]
    public void Rank_and_eigenvalues_are_those_of_the_matrix()
    {
        foreach (int n in new[] { 1, 2, 3, 4, 6, 10, 40 })
            for (int positive = 0; positive <= n; positive++)
            {
                double[] spectrum = new double[n];
                for (int k = 0; k < n; k++)
                    spectrum[k] = k < n - positive ? -1 - k : 1 + k;
                double[] full = TestMatrices.WithSpectrum(spectrum, n), x = new double[SymmetricVector.Length(n)];
                SymmetricVector.Pack(full, x, n, 1);
                var projector = new PsdProjector(n);
                projector.Project(x, x, 1);
                Assert.That(projector.Rank, Is.EqualTo(positive), $"n = {n}");
                Array.Sort(spectrum);
                Assert.That(projector.Eigenvalues.ToArray(), Is.EqualTo(spectrum).Within(1e-13 * n));
                Assert.That(projector.MinEigenvalue, Is.EqualTo(spectrum[0]).Within(1e-13 * n));
            }
    }

    [Test]
    public void Projection_is_idempotent_and_nonexpansive()
    {
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 1_000_000]).Sample((n, seed) =>
        {
            int length = SymmetricVector.Length(n);
            double[] x = TestMatrices.Random(length, 1, seed), y = TestMatrices.Random(length, 1, seed + 1);
            double before = 0, after = 0, again = 0;
            var projector = new PsdProjector(n);
            double[] px = new double[length], py = new double[length], ppx = new double[length];
            projector.Project(x, px, Math.Sqrt(2));
            projector.Project(y, py, Math.Sqrt(2));
            projector.Project(px, ppx, Math.Sqrt(2));
            for (int i = 0; i < length; i++)
            {
                before += (x[i] - y[i]) * (x[i] - y[i]);
                after += (px[i] - py[i]) * (px[i] - py[i]);
                again += (ppx[i] - px[i]) * (ppx[i] - px[i]);
            }
            return after <= before * (1 + 1e-12) && again < 1e-25;
        }, iter: 300, seed: "0000SemiPos1");
    }

    [Test]
    public void Matrices_of_order_two_agree_with_the_closed_form()
    {
        // [[0, 1], [1, 0]] = ½(1,1)(1,1)' − ½(1,−1)(1,−1)'.
        double[] x = [0, 1, 0];
        Assert.That(new PsdProjector(2).Project(x, x, 1), Is.EqualTo(1).Within(1e-15));
        Assert.That(x, Is.EqualTo(new[] { 0.5, 0.5, 0.5 }).Within(1e-15));
    }

    [Test]
    public void A_semidefinite_matrix_is_returned_unchanged_to_the_bit()
    {
        double[] x = [2, 0.1, 3, 0.2, 0.3, 5], result = new double[6];
        Assert.That(new PsdProjector(3).Project(x, result, 1), Is.Zero);
        Assert.That(result, Is.EqualTo(x));
    }

    [Test]
    public void Misuse_is_refused([Values(1, 2, 3, 4, 20)] int n)
    {
        var projector = new PsdProjector(n);
        double[] x = new double[SymmetricVector.Length(n)];
        x[^1] = double.NaN;
        Assert.Throws<ArgumentException>(() => projector.Project(x, x, 1));
        Assert.Throws<ArgumentException>(() => projector.Project(new double[x.Length - 1], x, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => projector.Project(x, x, 0));
    }

    [Test]
    public void Projecting_again_does_not_allocate([Values(1, 2, 3, 5, 8, 50)] int n)
    {
        var projector = new PsdProjector(n);
        double[] x = TestMatrices.Random(SymmetricVector.Length(n), 1, 1), result = new double[x.Length];
        Assert.That(Allocation.Of(() => projector.Project(x, result, 1)), Is.Zero);
    }
}

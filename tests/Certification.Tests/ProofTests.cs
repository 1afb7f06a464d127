using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Certification.Tests;

/// <summary>The building blocks of the proofs against exact rational arithmetic.</summary>
public class ProofTests
{
    [Test]
    public void SecondOrderDeficitsSufficeExactly([Values(ConeKind.SecondOrder, ConeKind.RotatedSecondOrder)] ConeKind kind)
    {
        var proof = new ConeProof();
        var cone = kind == ConeKind.SecondOrder ? Cone.SecondOrder : Cone.RotatedSecondOrder;
        int inside = 0, outside = 0;
        var random = new Random(4);
        for (var repeat = 0; repeat < 3000; repeat++)
        {
            var v = Near(random, kind);
            var intervals = v.Select(x => new Interval(x)).ToArray();
            var deficit = (BigRational)proof.Deficit(cone, intervals, 0);
            _ = deficit.IsZero ? inside++ : outside++;
            var e = v.Select(x => (BigRational)x).ToArray();
            var first = e[0] + deficit;
            if (kind == ConeKind.SecondOrder)
            {
                Assert.That(first.Sign >= 0 && first * first >= e[1] * e[1] + e[2] * e[2]);
            }
            else
            {
                var second = e[1] + deficit;
                Assert.That(first.Sign >= 0 && second.Sign >= 0 && 2 * first * second >= e[2] * e[2]);
            }
        }

        Assert.That(inside, Is.GreaterThan(300));
        Assert.That(outside, Is.GreaterThan(300));
    }

    [Test]
    public void MatrixDeficitsSufficeExactlyForIntervalsAndBalls([Values(0, 1e-9, 0.25)] double radius)
    {
        var proof = new ConeProof();
        var random = new Random(5);
        const int n = 3;
        for (var repeat = 0; repeat < 300; repeat++)
        {
            var middle = new double[SymmetricVector.Length(n)];
            double a = random.Next(-5, 6), b = random.Next(-5, 6), c = random.Next(-5, 6), tilt = Math.ScaleB(random.NextDouble() - 0.5, -random.Next(60));
            double[] u = [a, b, c];
            for (var j = 0; j < n; j++)
                for (var i = 0; i <= j; i++) middle[SymmetricVector.Index(i, j)] = u[i] * u[j] + (i == j ? tilt : 0);
            var width = repeat % 3 == 0 ? 0 : Math.ScaleB(1, -random.Next(10, 50));
            var intervals = middle.Select(x => new Interval(x - width, x + width)).ToArray();
            var deficit = (BigRational)proof.Deficit(Cone.PositiveSemidefinite, intervals, radius);

            // A member of the intervals (a random corner) plus a matrix of Frobenius norm at most the radius.
            var diagonal = random.Next(n);
            var member = new BigRational[n, n];
            for (var j = 0; j < n; j++)
            {
                for (var i = 0; i <= j; i++)
                {
                    var interval = intervals[SymmetricVector.Index(i, j)];
                    var entry = (BigRational)(random.Next(2) == 0 ? interval.Lower : interval.Upper);
                    if (i == j) entry += deficit - (i == diagonal ? (BigRational)radius : BigRational.Zero);
                    member[i, j] = member[j, i] = entry;
                }
            }

            Assert.That(ExactSemidefinite.IsPositiveSemidefinite(member), $"deficit {deficit.ToDouble():R}");
        }
    }

    [Test]
    public void CorrectionsAreBoundedAboveTheExactLeastNorm([Values] bool isDependent)
    {
        // δ of least norm has ‖δ‖² = rᵀG⁻¹r, which exact arithmetic solves; a dependent copy of a column changes nothing when consistent.
        var random = new Random(6);
        for (var repeat = 0; repeat < 100; repeat++)
        {
            const int rows = 6, columns = 3;
            var count = isDependent ? columns + 1 : columns;
            var entries = new double[rows, count];
            var weights = new double[rows];
            for (var i = 0; i < rows; i++)
            {
                weights[i] = random.Next(0, 3);
                for (var j = 0; j < columns; j++) entries[i, j] = random.Next(-3, 4) * Math.ScaleB(1, random.Next(-3, 4));
                if (isDependent) entries[i, columns] = entries[i, 0] - 2 * entries[i, 1];
            }

            var gram = new BigRational[columns, columns];
            for (var p = 0; p < columns; p++)
                for (var q = 0; q < columns; q++)
                    for (var i = 0; i < rows; i++) gram[p, q] += (BigRational)weights[i] * (BigRational)entries[i, p] * (BigRational)entries[i, q];
            double[] r = [.. Enumerable.Range(0, columns).Select(_ => (double)random.Next(-4, 5))];
            double[] all = isDependent ? [.. r, r[0] - 2 * r[1]] : r;
            var lambda = ExactLinearSystem.Solve(gram, [.. r.Select(x => (BigRational)x)]);
            var bound = new WeightedGram(Sparse(entries), [.. Enumerable.Range(0, count)], weights)
                .CorrectionBound([.. all.Select(Math.Abs)], q => (BigRational)all[q]);
            if (lambda is null)
            {
                Assert.That(bound, Is.EqualTo(double.PositiveInfinity), "there is no such δ");
                continue;
            }

            var exact = BigRational.Zero;
            for (var p = 0; p < columns; p++) exact += (BigRational)r[p] * lambda[p];
            if (double.IsPositiveInfinity(bound)) continue;
            Assert.That((BigRational)bound * (BigRational)bound >= exact, $"{bound} < √{exact.ToDouble()}");
        }
    }

    [Test]
    public void AnInconsistentDependentRowIsNeverCorrected()
    {
        // x + y = 1 twice over, with residuals 1e-16 and 0: no δ serves both, however small the difference.
        var gram = new WeightedGram(Sparse(new double[,] { { 1, 1 }, { 1, 1 } }), [0, 1], [1, 1]);
        Assert.That(gram.CorrectionBound([1e-16, 0], q => (BigRational)(q == 0 ? 1e-16 : 0)), Is.EqualTo(double.PositiveInfinity));
        Assert.That(gram.CorrectionBound([1e-16, 1e-16], _ => (BigRational)1e-16), Is.InRange(0.7e-16, 1e-15));
    }

    [Test]
    public void ConvexityIsProvedForSingularMatricesToo()
    {
        Assert.Multiple(() =>
        {
            Assert.That(ConvexityProof.IsPositiveSemidefinite(null), Is.True);
            Assert.That(ConvexityProof.IsPositiveSemidefinite(Sparse(new double[,] { { 1, 2, 0 }, { 0, 4, 0 }, { 0, 0, 0 } })), Is.True, "(1, 2)(1, 2)ᵀ");
            Assert.That(ConvexityProof.IsPositiveSemidefinite(Sparse(new double[,] { { 1, 2, 0 }, { 0, Math.BitDecrement(4.0), 0 }, { 0, 0, 1 } })), Is.False);
            Assert.That(ConvexityProof.IsPositiveSemidefinite(Sparse(new double[,] { { 3, 2 }, { 0, 3 } })), Is.True);
        });
    }

    private static double[] Near(Random random, ConeKind kind)
    {
        double[] v = kind == ConeKind.SecondOrder ? [5, 3, 4] : [1, 2, 2];
        var scale = Math.ScaleB(1, random.Next(-300, 300));
        for (var i = 0; i < v.Length; i++) v[i] = v[i] * scale * (1 + (random.NextDouble() - 0.5) * Math.ScaleB(1, -random.Next(70)));
        if (random.Next(10) == 0) v[random.Next(2)] *= -1;
        return v;
    }

    private static SparseMatrix Sparse(double[,] entries)
    {
        var rows = new List<int>();
        var columns = new List<int>();
        var values = new List<double>();
        for (var i = 0; i < entries.GetLength(0); i++)
        {
            for (var j = 0; j < entries.GetLength(1); j++)
            {
                rows.Add(i);
                columns.Add(j);
                values.Add(entries[i, j]);
            }
        }

        return SparseMatrix.FromTriplets(entries.GetLength(0), entries.GetLength(1), rows.ToArray(), columns.ToArray(), values.ToArray());
    }
}

using Copositive.Copositivity.Tests.Hierarchies;
using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.InteriorPoint;

namespace Copositive.Copositivity.Tests.StandardQuadratic;

public sealed class StandardQuadraticTests
{
    // −49/3 at (1, 1, 1)/3 on {1, 2, 3}; 17856312811/36898317500 (exact enumeration of supports).
    [Test, Property("Fact", "stqp-popgen")]
    public void PopulationGenetics()
    {
        StandardQuadraticResult result = new StandardQuadraticProblem(Matrices.PopulationGenetics).Solve();
        Assert.That(result.IsClosed, Is.True);
        Assert.That(result.Upper, Is.GreaterThanOrEqualTo(-49.0 / 3).And.EqualTo(-49.0 / 3).Within(1e-9));
        Assert.That(result.Lower, Is.LessThanOrEqualTo(-49.0 / 3).And.EqualTo(-49.0 / 3).Within(2e-8));
        // The value is flat at the minimum: a gap of 1e-9 · 16 leaves x an error of the order of its square root.
        Assert.That(result.X.ToArray(), Is.EqualTo(new[] { 0, 1.0 / 3, 1.0 / 3, 1.0 / 3, 0 }).Within(1e-3));
        // C^(r) in closed form, as exact fractions.
        BigRational[] expected = [new(-53, 2), -21, new(-58, 3)];
        Assert.That(Enumerable.Range(0, 3).Select(new StandardQuadraticProblem(Matrices.PopulationGenetics).LinearBound), Is.EqualTo(expected));
    }

    [Test, Property("Fact", "stqp-portfolio")]
    public void Portfolio()
    {
        var problem = new StandardQuadraticProblem(Matrices.Portfolio);
        StandardQuadraticResult result = problem.Solve();
        const double optimum = 17856312811 / 36898317500.0;
        Assert.That(result.Upper, Is.EqualTo(optimum).Within(1e-12));
        Assert.That(result.Lower, Is.EqualTo(optimum).Within(1e-9).And.LessThan(optimum));
        Assert.That(problem.LinearBound(3).ToDouble(), Is.EqualTo(0.40045).Within(1e-6));
    }

    // 200 random instances of order 30 are proved to 1e-9, and agree with the doubly nonnegative bound, which cannot be above.
    [Test]
    public void TwoHundredInstancesOfOrderThirty()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            StandardQuadraticResult result = new StandardQuadraticProblem(RandomSymmetric(new Random(seed), 30, seed % 2 == 0)).Solve();
            Assert.That(result.IsClosed, Is.True, $"seed {seed}");
            Assert.That(result.Gap, Is.InRange(0, 1e-9), $"seed {seed}");
            Assert.That(result.X.Sum(), Is.EqualTo(1).Within(1e-12));
        }
        double[,] q = RandomSymmetric(new Random(3), 30, true);
        var problem = new StandardQuadraticProblem(q);
        double relaxed = problem.ToModel().Solve(new InteriorPointSolver(), Approximation.Parrilo(0)).PrimalObjective!.Value;
        Assert.That(relaxed, Is.LessThanOrEqualTo(problem.Solve().Upper + 1e-6));
    }

    // Small ones against enumeration in floating point.
    [Test]
    public void AgreesWithEnumeration()
    {
        var random = new Random(9);
        for (int trial = 0; trial < 100; trial++)
        {
            double[,] q = RandomSymmetric(random, 2 + trial % 7, trial % 2 == 0);
            double minimum = Matrices.SimplexMinimum(q);
            StandardQuadraticResult result = new StandardQuadraticProblem(q).Solve();
            Assert.That(result.Upper, Is.EqualTo(minimum).Within(1e-9));
            Assert.That(result.Lower, Is.EqualTo(minimum).Within(3e-9).And.LessThanOrEqualTo(minimum + 1e-11));
        }
    }

    [TestCase(100)]
    [TestCase(250)]
    public void LargeInstances(int n)
    {
        StandardQuadraticResult result = new StandardQuadraticProblem(RandomSymmetric(new Random(1), n, true)).Solve(new StandardQuadraticOptions { Gap = 1e-6 });
        Assert.That(result.IsClosed, Is.True);
    }

    // Convex problems have a full support and no negative curvature to branch on; a tight limit leaves valid bounds.
    [Test]
    public void ALimitLeavesValidBounds()
    {
        const int n = 40;
        var random = new Random(2);
        var factor = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) factor[i, j] = random.Next(-3, 4);
        }
        var q = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int k = 0; k < n; k++) q[i, j] += factor[i, k] * factor[j, k];
            }
        }
        StandardQuadraticResult result = new StandardQuadraticProblem(q).Solve(new StandardQuadraticOptions { TimeLimit = TimeSpan.FromSeconds(1) });
        Assert.That(result.Lower, Is.LessThanOrEqualTo(result.Upper));
        Assert.That(result.Upper, Is.GreaterThanOrEqualTo(0), "the form is nonnegative");
        Assert.That(result.Seconds, Is.LessThan(20));
    }

    [Test]
    public void BadInputIsRefused()
    {
        Assert.That(() => new StandardQuadraticProblem(new double[,] { { 1, 2 }, { 3, 1 } }), Throws.ArgumentException.With.Message.Contains("symmetric"));
        Assert.That(() => new StandardQuadraticProblem(Matrices.Horn).Solve(new StandardQuadraticOptions { Gap = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new StandardQuadraticProblem(Matrices.Horn).LinearBound(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private static double[,] RandomSymmetric(Random random, int n, bool isUniform)
    {
        var q = new double[n, n];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                q[i, j] = q[j, i] = isUniform
                    ? 2 * random.NextDouble() - 1
                    : Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            }
        }
        return q;
    }
}

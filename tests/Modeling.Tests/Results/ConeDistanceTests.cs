using Copositive.Modeling;

namespace Copositive.Modeling.Tests;

/// <summary>
/// Distances against an independent oracle: the nearest of many members of the cone, refined by a random descent, is never nearer than
/// the distance told, and comes close to it. Members are made from the definition of each cone.
/// </summary>
public class ConeDistanceTests
{
    private static IEnumerable<TestCaseData> Cases()
    {
        yield return new TestCaseData(Cone.Nonnegative, 3, 3, (double[] u) => Array.ConvertAll(u, t => t * t));
        // s₀ = ‖(s₁, …)‖ + t².
        yield return new TestCaseData(Cone.SecondOrder, 3, 3, (double[] u) => new[] { Math.Sqrt(u[1] * u[1] + u[2] * u[2]) + u[0] * u[0], u[1], u[2] });
        // 2·a²·b² ≥ v² for v = √2·a·b·sin t.
        yield return new TestCaseData(Cone.RotatedSecondOrder, 3, 3, (double[] u) => new[] { u[0] * u[0], u[1] * u[1], Math.Sqrt(2) * u[0] * u[1] * Math.Sin(u[2]) });
        // LLᵀ with L lower triangular.
        yield return new TestCaseData(Cone.PositiveSemidefinite, 3, 3, (double[] u) => new[] { u[0] * u[0], u[0] * u[1], u[1] * u[1] + u[2] * u[2] });
        // LLᵀ + N.
        yield return new TestCaseData(Cone.Spn, 3, 4, (double[] u) => new[] { u[0] * u[0], u[0] * u[1] + u[3] * u[3], u[1] * u[1] + u[2] * u[2] });
    }

    [TestCaseSource(nameof(Cases))]
    public void Distance_is_that_of_the_nearest_member(Cone cone, int length, int parameters, Func<double[], double[]> member)
    {
        var random = new Random(3);
        for (int trial = 0; trial < 12; trial++)
        {
            double[] s = [.. Enumerable.Range(0, length).Select(_ => 4 * random.NextDouble() - 2)];
            double told = ConeDistance.Of(cone, s), best = double.PositiveInfinity;
            for (int start = 0; start < 4; start++)
            {
                double[] at = [.. Enumerable.Range(0, parameters).Select(_ => 4 * random.NextDouble() - 2)];
                double here = Distance(cone, s, member(at));
                for (double step = 1; step > 1e-7; step *= 0.97)
                {
                    for (int move = 0; move < 12; move++)
                    {
                        double[] next = Array.ConvertAll(at, t => t + step * (2 * random.NextDouble() - 1));
                        double there = Distance(cone, s, member(next));
                        if (there < here) (at, here) = (next, there);
                    }
                }
                best = Math.Min(best, here);
            }
            Assert.That(told, Is.EqualTo(best).Within(2e-4), $"trial {trial}");
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Members_are_at_no_distance(Cone cone, int length, int parameters, Func<double[], double[]> member)
    {
        var random = new Random(4);
        for (int trial = 0; trial < 20; trial++)
        {
            double[] s = member([.. Enumerable.Range(0, parameters).Select(_ => 2 * random.NextDouble() - 1)]);
            Assert.That(s, Has.Length.EqualTo(length));
            Assert.That(ConeDistance.Of(cone, s), Is.LessThan(1e-5));
        }
    }

    [Test]
    public void Doubly_nonnegative_distance_joins_its_two_parts()
    {
        // [[1, −1], [−1, 1]] is semidefinite; its two entries of −1 are at distance √2 from the nonnegative ones.
        Assert.That(ConeDistance.Of(Cone.DoublyNonnegative, [1, -1, 1]), Is.EqualTo(Math.Sqrt(2)).Within(1e-14));
        // diag(−3, 0) is nonnegative off the diagonal; its eigenvalue −3 counts once.
        Assert.That(ConeDistance.Of(Cone.DoublyNonnegative, [-3, 0, 0]), Is.EqualTo(3).Within(1e-14));
    }

    [Test]
    public void Split_given_for_a_matrix_is_what_is_judged()
    {
        // [[0, 1], [1, 0]] = 0 + N; without its split projections find it, with a useless one the eigenvalue −1 counts.
        Assert.Multiple(() =>
        {
            Assert.That(ConeDistance.Of(Cone.Spn, [0, 1, 0]), Is.LessThan(1e-9));
            Assert.That(ConeDistance.Of(Cone.Spn, [0, 1, 0], [0, 1, 0]), Is.Zero);
            Assert.That(ConeDistance.Of(Cone.Spn, [0, 1, 0], [0, -5, 0]), Is.EqualTo(1).Within(1e-14));
        });
    }

    [Test]
    public void Dual_distances_are_those_of_the_dual_cone()
    {
        Assert.Multiple(() =>
        {
            Assert.That(ConeDistance.OfDual(Cone.Zero, [5, -7]), Is.Zero, "the dual of {0} is everything");
            Assert.That(ConeDistance.OfDual(Cone.DoublyNonnegative, [0, 1, 0]), Is.LessThan(1e-9), "N alone is in SPN, though not in DNN");
            Assert.That(ConeDistance.OfDual(Cone.Spn, [0, 1, 0]), Is.EqualTo(1).Within(1e-14), "the dual of SPN is DNN");
            Assert.That(() => ConeDistance.Of(Cone.Copositive, [1, 0, 1]), Throws.InstanceOf<UnsupportedProgramException>().With.Message.Contains("COP"));
        });
    }

    private static double Distance(Cone cone, double[] a, double[] b)
    {
        double sum = 0;
        // Off-diagonal entries of a 2×2 matrix count twice.
        for (int k = 0; k < a.Length; k++) sum += (cone.IsMatrixCone && k == 1 ? 2 : 1) * (a[k] - b[k]) * (a[k] - b[k]);
        return Math.Sqrt(sum);
    }
}

namespace Copositive.Numerics.Tests;

public class EigensolverTeamTests
{
    [Test]
    public void A_team_is_as_accurate_and_gives_the_same_bits_each_time(
        [Values(1, 2, 3)] int threads, [Values("random", "clustered", "rankOne", "wilkinson", "twoValues", "diagonal", "huge")] string kind)
    {
        using var team = new WorkerTeam(threads);
        foreach (int n in new[] { 5, 30, 101, 167, 250 })
        {
            double[] a = TestMatrices.Make(kind, n, n), values = new double[n], q = new double[n * n];
            double[] values2 = new double[n], q2 = new double[n * n];
            var solver = new SymmetricEigensolver(n, team);
            solver.Decompose(a, values, q);
            EigenAccuracy.Check(a, n, values, q, 0, n, $"{kind}, n = {n}");
            solver.Decompose(a, values2, q2);
            Assert.That(values2, Is.EqualTo(values));
            Assert.That(q2, Is.EqualTo(q));
            new SymmetricEigensolver(n, team).Decompose(a, values2, q2);
            Assert.That(values2, Is.EqualTo(values));
            Assert.That(q2, Is.EqualTo(q));
        }
    }

    [Test]
    public void Projections_with_a_team_agree_with_those_without([Values(1, 2, 3)] int threads)
    {
        using var team = new WorkerTeam(threads);
        foreach (int n in new[] { 30, 101, 230 })
        {
            double[] a = TestMatrices.RandomSymmetric(n, n), b = (double[])a.Clone(), again = (double[])a.Clone();
            double distance = new PsdProjector(n).ProjectMatrix(a);
            var projector = new PsdProjector(n, team);
            Assert.That(projector.ProjectMatrix(b), Is.EqualTo(distance).Within(ErrorNorms.Bound(n, n)));
            Assert.That(b, Is.EqualTo(a).Within(ErrorNorms.Bound(n, 1)));
            projector.ProjectMatrix(again);
            Assert.That(again, Is.EqualTo(b));
        }
    }

    [Test]
    public void With_a_team_nothing_is_allocated_again()
    {
        const int n = 210;
        using var team = new WorkerTeam(2);
        double[] a = TestMatrices.RandomSymmetric(n, 1), values = new double[n], q = new double[n * n];
        var solver = new SymmetricEigensolver(n, team);
        var projector = new PsdProjector(n, team);
        Assert.That(Allocation.Of(() => solver.Decompose(a, values, q)), Is.Zero);
        Assert.That(Allocation.Of(() => solver.Values(a, values)), Is.Zero);
        Assert.That(Allocation.Of(() => projector.ProjectMatrix(q)), Is.Zero);
    }

    [Test]
    public void Cancellation_ends_the_work_and_leaves_the_solver_usable([Values(1, 2)] int threads)
    {
        const int n = 180;
        using var team = new WorkerTeam(threads);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        double[] a = TestMatrices.RandomSymmetric(n, 2), values = new double[n], q = new double[n * n], x = (double[])a.Clone();
        var solver = new SymmetricEigensolver(n, team);
        Assert.Throws<OperationCanceledException>(() => solver.Decompose(a, values, q, cancelled.Token));
        Assert.Throws<OperationCanceledException>(() => solver.Values(a, values, cancelled.Token));
        Assert.Throws<OperationCanceledException>(() => new PsdProjector(n, team).ProjectMatrix(x, cancelled.Token));
        solver.Decompose(a, values, q);
        EigenAccuracy.Check(a, n, values, q, 0, n, "after cancellation");
    }
}

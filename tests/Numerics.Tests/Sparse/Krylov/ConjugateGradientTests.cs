namespace Copositive.Numerics.Tests;

public class ConjugateGradientTests
{
    [Test]
    public void Solutions_agree_with_constructed_ones([Values(0, 1, 2, 17, 40)] int n, [Values(-500, 0, 500)] int exponent)
    {
        // x is given and b = Ax; the condition number is at most 100, so that the error is at most 100 times the relative residual.
        double scale = Math.ScaleB(1, exponent);
        KrylovSystems.Dense a = KrylovSystems.WithEigenvalues(Enumerable.Range(1, n).Select(k => 1 + 99.0 * k / n).ToArray(), 1);
        double[] x = TestMatrices.Random(n, 1, 2).Select(v => v * scale).ToArray();
        double[] b = KrylovSystems.Product(a, x), solution = new double[n];
        KrylovResult result = new ConjugateGradient(n).Solve(a, new IdentityOperator(n), b, solution, 1e-12);
        Assert.That(result.Status, Is.EqualTo(KrylovStatus.Converged));
        Assert.That(result.Residual, Is.LessThanOrEqualTo(1e-12));
        Assert.That(solution.Select(v => v / scale), Is.EqualTo(x.Select(v => v / scale)).Within(1e-9));
    }

    [Test]
    public void As_many_steps_as_distinct_eigenvalues_are_enough()
    {
        KrylovSystems.Dense a = KrylovSystems.WithEigenvalues([1, 1, 1, 5, 5, 5, 9, 9, 9, 9], 1);
        double[] b = TestMatrices.Random(10, 1, 2), x = new double[10];
        Assert.That(new ConjugateGradient(10).Solve(a, new IdentityOperator(10), b, x).Iterations, Is.EqualTo(3));
    }

    [Test]
    public void Preconditioners_save_steps()
    {
        SparseMatrix grid = KrylovSystems.Grid(40, 1e-3);
        // Rows and columns of very different sizes, which Jacobi takes out.
        double[] d = Enumerable.Range(0, 1600).Select(i => Math.Pow(10, i % 5)).ToArray();
        SparseMatrix scaled = grid.Scale(d, d);
        double[] x = TestMatrices.Random(1600, 1, 1), y = new double[1600];
        double[] b = KrylovSystems.Product(new SymmetricSparseOperator(scaled), x);
        var cg = new ConjugateGradient(1600);
        KrylovResult jacobi = cg.Solve(new SymmetricSparseOperator(scaled), new JacobiPreconditioner(scaled), b, y);
        var incomplete = new IncompleteCholesky(scaled);
        Assert.That(incomplete.TryRefactor(scaled.Values));
        Assert.That(incomplete.Shift, Is.Zero);
        y.AsSpan().Clear();
        KrylovResult cholesky = cg.Solve(new SymmetricSparseOperator(scaled), incomplete, b, y);
        y.AsSpan().Clear();
        KrylovResult none = cg.Solve(new SymmetricSparseOperator(scaled), new IdentityOperator(1600), b, y, iterationLimit: 600);
        Assert.That(jacobi.Status, Is.EqualTo(KrylovStatus.Converged));
        Assert.That(cholesky.Status, Is.EqualTo(KrylovStatus.Converged));
        Assert.That(none.Status, Is.EqualTo(KrylovStatus.IterationLimit));
        Assert.That(none.Iterations, Is.EqualTo(600));
        Assert.That(cholesky.Iterations, Is.LessThan(jacobi.Iterations / 2));
    }

    [Test]
    public void A_consistent_semidefinite_system_is_solved()
    {
        SparseMatrix laplacian = KrylovSystems.Grid(20, 0);
        var a = new SymmetricSparseOperator(laplacian);
        double[] b = KrylovSystems.Product(a, TestMatrices.Random(400, 1, 1)), x = new double[400];
        KrylovResult result = new ConjugateGradient(400).Solve(a, new IdentityOperator(400), b, x);
        Assert.That(result.Status, Is.EqualTo(KrylovStatus.Converged));
        Assert.That(KrylovSystems.Product(a, x), Is.EqualTo(b).Within(1e-8));
    }

    [Test]
    public void Breakdowns_are_reported()
    {
        var cg = new ConjugateGradient(3);
        var identity = new IdentityOperator(3);
        KrylovSystems.Dense Diagonal(double p, double q, double r) => new([p, 0, 0, 0, q, 0, 0, 0, r], 3);
        KrylovStatus Solve<TA, TM>(TA a, TM m, double[] b)
            where TA : ILinearOperator
            where TM : ILinearOperator
            => cg.Solve(a, m, b, new double[3]).Status;
        Assert.That(Solve(Diagonal(1, -1, 1), identity, [1, 2, 1]), Is.EqualTo(KrylovStatus.IndefiniteMatrix));
        Assert.That(Solve(identity, Diagonal(-1, -1, -1), [1, 2, 1]), Is.EqualTo(KrylovStatus.IndefinitePreconditioner));
        Assert.That(Solve(identity, identity, [1, double.NaN, 1]), Is.EqualTo(KrylovStatus.NotFinite));
        Assert.That(Solve(Diagonal(1, double.NaN, 1), identity, [1, 1, 1]), Is.EqualTo(KrylovStatus.NotFinite));
        Assert.That(Solve(identity, Diagonal(1, double.PositiveInfinity, 1), [1, 1, 1]), Is.EqualTo(KrylovStatus.NotFinite));
        // Condition 1e12: a relative residual of 1e-17 cannot be reached.
        Assert.That(
            cg.Solve(KrylovSystems.WithEigenvalues([1, 1e6, 1e12], 1), identity, [1, 2, 3], new double[3], 1e-17).Status,
            Is.AnyOf(KrylovStatus.Stagnated, KrylovStatus.Converged));
        double[] start = [3, 4, 5];
        Assert.That(cg.Solve(identity, identity, new double[3], start).Status, Is.EqualTo(KrylovStatus.Converged));
        Assert.That(start, Is.EqualTo(new double[3]));
    }

    [Test]
    public void A_solve_does_not_allocate_and_can_be_cancelled()
    {
        SparseMatrix grid = KrylovSystems.Grid(10, 0.1);
        var cg = new ConjugateGradient(100);
        double[] b = TestMatrices.Random(100, 1, 1), x = new double[100];
        var incomplete = new IncompleteCholesky(grid);
        Assert.That(
            Allocation.Of(() =>
            {
                x.AsSpan().Clear();
                incomplete.TryRefactor(grid.Values);
                cg.Solve(new SymmetricSparseOperator(grid), incomplete, b, x);
            }), Is.Zero);
        x.AsSpan().Clear();
        Assert.Throws<OperationCanceledException>(
            () => cg.Solve(new SymmetricSparseOperator(grid), incomplete, b, x, cancellation: new CancellationToken(true)));
    }

    [Test]
    public void Misuse_is_refused()
    {
        var cg = new ConjugateGradient(2);
        Assert.Throws<ArgumentException>(() => cg.Solve(new IdentityOperator(3), new IdentityOperator(2), new double[2], new double[2]));
        Assert.Throws<ArgumentException>(() => cg.Solve(new IdentityOperator(2), new IdentityOperator(2), new double[3], new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => cg.Solve(new IdentityOperator(2), new IdentityOperator(2), new double[2], new double[2], double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new ConjugateGradient(-1));
    }
}

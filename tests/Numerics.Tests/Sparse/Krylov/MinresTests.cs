namespace Copositive.Numerics.Tests;

public class MinresTests
{
    [Test]
    public void Indefinite_systems_are_solved([Values(0, 1, 2, 17, 40)] int n, [Values(-500, 0, 500)] int exponent)
    {
        double scale = Math.ScaleB(1, exponent);
        // Eigenvalues ±1 … ±20.
        KrylovSystems.Dense a = KrylovSystems.WithEigenvalues(
            Enumerable.Range(1, n).Select(k => (k % 2 == 0 ? 1 : -1) * (1 + 19.0 * k / n)).ToArray(), 1);
        double[] x = TestMatrices.Random(n, 1, 2).Select(v => v * scale).ToArray();
        double[] b = KrylovSystems.Product(a, x), solution = new double[n];
        KrylovResult result = new Minres(n).Solve(a, new IdentityOperator(n), b, solution, 1e-12);
        Assert.That(result.Status, Is.EqualTo(KrylovStatus.Converged));
        Assert.That(result.Residual, Is.LessThanOrEqualTo(1e-11));
        Assert.That(solution.Select(v => v / scale), Is.EqualTo(x.Select(v => v / scale)).Within(1e-9));
    }

    [Test]
    public void A_good_start_is_kept_and_improved()
    {
        KrylovSystems.Dense a = KrylovSystems.WithEigenvalues([-3, -1, 2, 4, 7], 1);
        double[] x = TestMatrices.Random(5, 1, 2), b = KrylovSystems.Product(a, x), start = (double[])x.Clone();
        var minres = new Minres(5);
        Assert.That(minres.Solve(a, new IdentityOperator(5), b, start).Iterations, Is.Zero);
        start[0] += 1;
        Assert.That(minres.Solve(a, new IdentityOperator(5), b, start).Iterations, Is.InRange(1, 5));
        Assert.That(start, Is.EqualTo(x).Within(1e-9));
    }

    [Test]
    public void The_residual_is_the_least_over_the_krylov_space()
    {
        // After one step from 0, x = tb with t = b'Ab/‖Ab‖², the minimiser of ‖b − tAb‖.
        KrylovSystems.Dense a = KrylovSystems.WithEigenvalues([-3, -1, 2, 4, 7], 1);
        double[] b = TestMatrices.Random(5, 1, 2), x = new double[5], ab = KrylovSystems.Product(a, b);
        KrylovResult result = new Minres(5).Solve(a, new IdentityOperator(5), b, x, iterationLimit: 1);
        Assert.That(result.Status, Is.EqualTo(KrylovStatus.IterationLimit));
        double t = b.Zip(ab, (p, q) => p * q).Sum() / ab.Sum(q => q * q);
        Assert.That(x, Is.EqualTo(b.Select(p => t * p)).Within(1e-12));
    }

    [Test]
    public void Norm_and_condition_are_estimated()
    {
        KrylovSystems.Dense a = KrylovSystems.WithEigenvalues([-100, -10, 1, 20, 100], 1);
        var minres = new Minres(5);
        minres.Solve(a, new IdentityOperator(5), TestMatrices.Random(5, 1, 2), new double[5], 1e-9);
        // Five steps suffice, and T_5 has A's eigenvalues, so that its Frobenius norm is (100² + 10² + 1 + 20² + 100²)^½ = 143.2.
        Assert.That(minres.NormEstimate, Is.EqualTo(143.18).Within(0.1));
        Assert.That(minres.ConditionEstimate, Is.InRange(5, 101));
    }

    [Test]
    public void Singular_systems_are_solved_where_consistent_and_in_least_squares_otherwise()
    {
        double[] values = [-5, -2, 0, 0, 1, 3, 4, 8];
        KrylovSystems.Dense a = KrylovSystems.WithEigenvalues(values, 3);
        var minres = new Minres(8);
        double[] b = KrylovSystems.Product(a, TestMatrices.Random(8, 1, 2)), x = new double[8];
        Assert.That(minres.Solve(a, new IdentityOperator(8), b, x).Status, Is.EqualTo(KrylovStatus.Converged));
        Assert.That(KrylovSystems.Product(a, x), Is.EqualTo(b).Within(1e-9));
        double[] outside = TestMatrices.Random(8, 1, 4), y = new double[8];
        KrylovResult result = minres.Solve(a, new IdentityOperator(8), outside, y);
        Assert.That(result.Status, Is.EqualTo(KrylovStatus.LeastSquares));
        double[] residual = KrylovSystems.Product(a, y).Zip(outside, (p, q) => q - p).ToArray();
        Assert.That(residual.Max(Math.Abs), Is.GreaterThan(1e-3));
        Assert.That(KrylovSystems.Product(a, residual), Is.All.EqualTo(0).Within(1e-8));
        var zero = new KrylovSystems.Dense(new double[64], 8);
        Assert.That(
            minres.Solve(zero, new IdentityOperator(8), outside, new double[8]).Status, Is.EqualTo(KrylovStatus.LeastSquares));
    }

    [Test]
    public void A_preconditioner_saves_steps()
    {
        // [H A'; A −G] with entries of very different sizes; the diagonal's absolute values as preconditioner.
        SparseMatrix grid = KrylovSystems.Grid(20, 0.5);
        double[] d = Enumerable.Range(0, 400).Select(i => Math.Pow(10, i % 4)).ToArray();
        double[] values = grid.Scale(d, d).Values.ToArray();
        // The sign of every second diagonal entry (the last of its column).
        for (int j = 0; j < 400; j += 2)
            values[grid.ColumnStarts[j + 1] - 1] *= -1;
        SparseMatrix k = SparseMatrix.FromColumns(400, 400, grid.ColumnStarts.ToArray(), grid.RowIndices.ToArray(), values);
        var a = new SymmetricSparseOperator(k);
        double[] b = KrylovSystems.Product(a, TestMatrices.Random(400, 1, 1)), x = new double[400];
        KrylovResult result = new Minres(400).Solve(a, new JacobiPreconditioner(k), b, x);
        Assert.That(result.Status, Is.EqualTo(KrylovStatus.Converged));
        Assert.That(result.Iterations, Is.LessThan(100));
        KrylovResult none = new Minres(400).Solve(a, new IdentityOperator(400), b, new double[400], iterationLimit: 400);
        Assert.That(none.Status, Is.Not.EqualTo(KrylovStatus.Converged));
    }

    [Test]
    public void Breakdowns_are_reported()
    {
        var minres = new Minres(3);
        var identity = new IdentityOperator(3);
        KrylovSystems.Dense Diagonal(double p, double q, double r) => new([p, 0, 0, 0, q, 0, 0, 0, r], 3);
        KrylovStatus Solve<TA, TM>(TA a, TM m, double[] b, double tolerance = 1e-10)
            where TA : ILinearOperator
            where TM : ILinearOperator
            => minres.Solve(a, m, b, new double[3], tolerance).Status;
        Assert.That(Solve(Diagonal(1, 2, 3), Diagonal(-1, -1, -1), [1, 2, 1]), Is.EqualTo(KrylovStatus.IndefinitePreconditioner));
        Assert.That(Solve(Diagonal(1, 2, 3), Diagonal(1, 1, -0.1), [1, 2, 1]), Is.EqualTo(KrylovStatus.IndefinitePreconditioner));
        Assert.That(Solve(identity, identity, [1, double.NaN, 1]), Is.EqualTo(KrylovStatus.NotFinite));
        Assert.That(Solve(Diagonal(1, double.NaN, 1), identity, [1, 1, 1]), Is.EqualTo(KrylovStatus.NotFinite));
        Assert.That(
            Solve(KrylovSystems.WithEigenvalues([1, 1e6, 1e12], 1), identity, [1, 2, 3], 1e-17),
            Is.AnyOf(KrylovStatus.Stagnated, KrylovStatus.IllConditioned, KrylovStatus.LeastSquares, KrylovStatus.Converged));
        double[] start = [3, 4, 5];
        Assert.That(minres.Solve(identity, identity, new double[3], start).Status, Is.EqualTo(KrylovStatus.Converged));
        Assert.That(start, Is.EqualTo(new double[3]));
    }

    [Test]
    public void A_solve_does_not_allocate_and_can_be_cancelled()
    {
        SparseMatrix grid = KrylovSystems.Grid(10, -2);
        var minres = new Minres(100);
        var jacobi = new JacobiPreconditioner(grid);
        double[] b = TestMatrices.Random(100, 1, 1), x = new double[100];
        Assert.That(
            Allocation.Of(() =>
            {
                x.AsSpan().Clear();
                minres.Solve(new SymmetricSparseOperator(grid), jacobi, b, x);
            }), Is.Zero);
        x.AsSpan().Clear();
        Assert.Throws<OperationCanceledException>(
            () => minres.Solve(new SymmetricSparseOperator(grid), jacobi, b, x, cancellation: new CancellationToken(true)));
    }
}

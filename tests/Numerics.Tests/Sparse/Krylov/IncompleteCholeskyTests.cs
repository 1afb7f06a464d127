namespace Copositive.Numerics.Tests;

public class IncompleteCholeskyTests
{
    [Test]
    public void A_tridiagonal_matrix_is_factored_exactly()
    {
        // Its complete factor has no fill.
        const int n = 30;
        int[] rows = [.. Enumerable.Range(0, n), .. Enumerable.Range(0, n - 1)];
        int[] columns = [.. Enumerable.Range(0, n), .. Enumerable.Range(1, n - 1)];
        double[] values = [.. Enumerable.Repeat(2.5, n), .. Enumerable.Repeat(-1.0, n - 1)];
        SparseMatrix k = SparseMatrix.FromTriplets(n, n, rows, columns, values);
        var factor = new IncompleteCholesky(k);
        Assert.That(factor.TryRefactor(k.Values));
        double[] x = TestMatrices.Random(n, 1, 1), b = new double[n], solution = new double[n];
        k.MultiplySymmetric(x, b);
        factor.Apply(b, solution);
        Assert.That(solution, Is.EqualTo(x).Within(1e-13));
    }

    [Test]
    public void A_breakdown_is_met_by_a_shift()
    {
        // Kershaw's example (1978) of a positive definite matrix whose incomplete factorisation has a negative pivot.
        SparseMatrix k = SparseMatrix.FromTriplets(
            4, 4, [0, 0, 1, 1, 2, 0, 2, 3], [0, 1, 1, 2, 2, 3, 3, 3], [3, -2, 3, -2, 3, 2, -2, 3]);
        Assert.That(SparseLdl.Analyze(k).TryRefactorPositive(k.Values, out _));
        var factor = new IncompleteCholesky(k);
        Assert.That(factor.TryRefactor(k.Values));
        Assert.That(factor.Shift, Is.InRange(1e-3, 1));
        double[] x = new double[4];
        KrylovResult result = new ConjugateGradient(4).Solve(new SymmetricSparseOperator(k), factor, [1, 2, 3, 4], x);
        Assert.That(result.Status, Is.EqualTo(KrylovStatus.Converged));
        Assert.That(result.Iterations, Is.LessThanOrEqualTo(5));
    }

    [Test]
    public void What_cannot_be_factored_is_refused()
    {
        SparseMatrix k = SparseMatrix.FromTriplets(2, 2, [0, 0, 1], [0, 1, 1], [1, 2, -1]);
        var factor = new IncompleteCholesky(k);
        Assert.That(factor.TryRefactor(k.Values), Is.False);
        Assert.Throws<InvalidOperationException>(() => factor.Apply(new double[2], new double[2]));
        Assert.That(factor.TryRefactor([1, 1e9, 1]), Is.False);
        Assert.Throws<ArgumentException>(() => factor.TryRefactor([1, double.NaN, 1]));
        Assert.Throws<ArgumentException>(() => factor.TryRefactor([1]));
        Assert.Throws<ArgumentException>(() => _ = new IncompleteCholesky(SparseMatrix.Zero(2, 2)));
        Assert.Throws<ArgumentException>(() => _ = new IncompleteCholesky(SparseMatrix.Zero(2, 3)));
        Assert.Throws<ArgumentException>(() => _ = new JacobiPreconditioner(SparseMatrix.Zero(2, 3)));
    }
}

namespace Copositive.Numerics.Tests;

public class JacobiPreconditionerTests
{
    [Test]
    public void Divides_by_the_diagonal_where_it_can()
    {
        SparseMatrix upper = SparseMatrix.FromTriplets(
            5, 5, [0, 1, 0, 3, 4], [0, 1, 2, 3, 4], [-4, 1e-310, 7, double.PositiveInfinity, double.NaN]);
        var jacobi = new JacobiPreconditioner(upper);
        var y = new double[5];
        jacobi.Apply([1, 1, 1, 1, 1], y);
        Assert.That(y, Is.EqualTo(new[] { 0.25, 1, 1, 1, 1 }));
    }

    [Test]
    public void Refuses_another_number_of_values()
    {
        var jacobi = new JacobiPreconditioner(SparseMatrix.FromTriplets(2, 2, [0, 1], [0, 1], [1, 2]));
        Assert.Throws<ArgumentException>(() => jacobi.Refactor([1]));
        Assert.Throws<ArgumentException>(() => jacobi.Refactor([1, 2, 3]));
    }
}

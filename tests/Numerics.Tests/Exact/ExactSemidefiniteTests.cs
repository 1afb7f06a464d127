namespace Copositive.Numerics.Tests;

public class ExactSemidefiniteTests
{
    [Test]
    public void SingularMatricesAreDecidedExactly()
    {
        Assert.Multiple(() =>
        {
            // (1,2)(1,2)ᵀ is positive semidefinite of rank 1; the smallest change of its corner downwards is not.
            Assert.That(ExactSemidefinite.IsPositiveSemidefinite([1, 0, 2, 4], 2), Is.True);
            Assert.That(ExactSemidefinite.IsPositiveSemidefinite([1, 0, 2, Math.BitDecrement(4.0)], 2), Is.False);
            Assert.That(ExactSemidefinite.IsPositiveSemidefinite([0, 0, 0, 0], 2), Is.True);
            Assert.That(ExactSemidefinite.IsPositiveSemidefinite([0, 0, 1e-300, 0], 2), Is.False, "a zero diagonal needs a zero row");
            Assert.That(ExactSemidefinite.IsPositiveSemidefinite([0, 0, 1e-300, 1], 2), Is.False);
            Assert.That(ExactSemidefinite.IsPositiveSemidefinite([], 0), Is.True);
            Assert.That(() => ExactSemidefinite.IsPositiveSemidefinite([double.NaN], 1), Throws.ArgumentException);
        });
    }

    [Test]
    public void AgreesWithTheSignsOfAllPrincipalMinors()
    {
        // A symmetric matrix is positive semidefinite iff all 2ⁿ − 1 principal minors are nonnegative.
        var random = new Random(3);
        int yes = 0, no = 0;
        for (var repeat = 0; repeat < 400; repeat++)
        {
            const int n = 4;
            var rank = random.Next(1, n + 1);
            var factor = new int[n, rank];
            for (var i = 0; i < n; i++)
                for (var k = 0; k < rank; k++) factor[i, k] = random.Next(-3, 4);
            var matrix = new BigRational[n, n];
            for (var i = 0; i < n; i++)
                for (var j = 0; j < n; j++)
                    for (var k = 0; k < rank; k++) matrix[i, j] += factor[i, k] * factor[j, k];
            if (random.Next(2) == 0) matrix[random.Next(n), 0] -= new BigRational(random.Next(0, 2), 7);
            for (var i = 0; i < n; i++)
                for (var j = i + 1; j < n; j++) matrix[i, j] = matrix[j, i];
            var expected = Enumerable.Range(1, (1 << n) - 1)
                .All(set => Determinant(matrix, Enumerable.Range(0, n).Where(i => (set >> i & 1) != 0).ToArray()).Sign >= 0);
            Assert.That(ExactSemidefinite.IsPositiveSemidefinite(matrix), Is.EqualTo(expected));
            _ = expected ? yes++ : no++;
        }

        Assert.That(yes, Is.GreaterThan(20));
        Assert.That(no, Is.GreaterThan(20));
    }

    [Test]
    public void LinearSystemsAreSolvedOrProvedInconsistent()
    {
        var random = new Random(8);
        for (var repeat = 0; repeat < 200; repeat++)
        {
            int m = random.Next(1, 6), n = random.Next(1, 6);
            var a = new BigRational[m, n];
            var x = new BigRational[n];
            for (var j = 0; j < n; j++) x[j] = new BigRational(random.Next(-5, 6), random.Next(1, 4));
            var b = new BigRational[m];
            for (var i = 0; i < m; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    a[i, j] = random.Next(-2, 3);
                    b[i] += a[i, j] * x[j];
                }
            }

            var solution = ExactLinearSystem.Solve(a, b);
            Assert.That(solution, Is.Not.Null, "x is a solution by construction");
            for (var i = 0; i < m; i++)
            {
                var sum = BigRational.Zero;
                for (var j = 0; j < n; j++) sum += a[i, j] * solution![j];
                Assert.That(sum, Is.EqualTo(b[i]));
            }
        }

        // x + y = 1 and 2x + 2y = 3 contradict each other.
        Assert.That(ExactLinearSystem.Solve(new BigRational[,] { { 1, 1 }, { 2, 2 } }, [1, 3]), Is.Null);
    }

    private static BigRational Determinant(BigRational[,] a, int[] set)
    {
        if (set.Length == 0) return 1;
        var sum = BigRational.Zero;
        for (var p = 0; p < set.Length; p++)
        {
            var rest = set[1..];
            var columns = set.Where((_, q) => q != p).ToArray();
            sum += (p % 2 == 0 ? 1 : -1) * a[set[0], set[p]] * Minor(a, rest, columns);
        }

        return sum;
    }

    private static BigRational Minor(BigRational[,] a, int[] rows, int[] columns)
    {
        if (rows.Length == 0) return 1;
        var sum = BigRational.Zero;
        for (var p = 0; p < columns.Length; p++)
            sum += (p % 2 == 0 ? 1 : -1) * a[rows[0], columns[p]] * Minor(a, rows[1..], columns.Where((_, q) => q != p).ToArray());
        return sum;
    }
}

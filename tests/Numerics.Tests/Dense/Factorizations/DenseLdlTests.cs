using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Numerics.Tests;

public class DenseLdlTests
{
    [Test]
    public void Solves_of_indefinite_systems_agree_with_MathNet([Values(1, 2, 3, 5, 10, 33, 80)] int n)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            double[] a = TestMatrices.RandomSymmetric(n, 10 * n + seed);
            if (seed == 3)
                for (int i = 0; i < n; i++)
                    a[i * n + i] = n == 1 ? 1 : 0; // no pivot of order 1 at the start
            var ldl = new DenseLdl(n);
            Assert.That(ldl.TryFactor(a));
            double[] b = TestMatrices.Random(n, 1, seed), x = (double[])b.Clone();
            ldl.SolveInPlace(x);
            Matrix<double> matrix = Matrix<double>.Build.DenseOfRowMajor(n, n, a);
            double[] residual = (matrix * Vector<double>.Build.Dense(x) - Vector<double>.Build.Dense(b)).ToArray();
            Assert.That(residual.Max(Math.Abs), Is.LessThan(1e-13 * n * (1 + x.Max(Math.Abs))));
            double[] values = matrix.Evd(Symmetricity.Symmetric).EigenValues.Select(z => z.Real).ToArray();
            Assert.That(ldl.PositiveEigenvalues, Is.EqualTo(values.Count(v => v > 0)), "inertia");
            Assert.That(ldl.NegativeEigenvalues, Is.EqualTo(values.Count(v => v < 0)), "inertia");
        }
    }

    [Test]
    public void A_saddle_point_matrix_with_a_zero_block_is_solved()
    {
        // [[0, 1], [1, 0]] x = (2, 3) has x = (3, 2).
        var ldl = new DenseLdl(2);
        Assert.That(ldl.TryFactor([0, 1, 1, 0]));
        double[] b = [2, 3];
        ldl.SolveInPlace(b);
        Assert.That(b, Is.EqualTo(new[] { 3.0, 2.0 }));
    }

    [Test]
    public void Singular_matrices_are_reported()
    {
        Assert.That(new DenseLdl(2).TryFactor(new double[4]), Is.False);
        Assert.That(new DenseLdl(2).TryFactor([1, 1, 1, 1]), Is.False);
        var notANumber = new DenseLdl(1);
        Assert.That(notANumber.TryFactor([double.NaN]), Is.False);
        Assert.Throws<InvalidOperationException>(() => notANumber.SolveInPlace(new double[1]));
        Assert.That(new DenseLdl(0).TryFactor([]), Is.True);
    }

    [Test]
    public void Entries_of_any_size_are_handled([Values(1e-150, 1e150)] double scale)
    {
        const int n = 12;
        double[] a = TestMatrices.RandomSymmetric(n, 4);
        var ldl = new DenseLdl(n);
        Assert.That(ldl.TryFactor(a));
        double[] x = TestMatrices.Random(n, 1, 1), y = (double[])x.Clone();
        ldl.SolveInPlace(x);
        Assert.That(ldl.TryFactor(a.Select(v => v * scale).ToArray()));
        ldl.SolveInPlace(y);
        Assert.That(y.Select(v => v * scale), Is.EqualTo(x).Within(1e-12 * x.Max(Math.Abs)));
    }
}

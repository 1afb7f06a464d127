namespace Copositive.Networks.Tests;

public sealed class RestrictedSolverTests
{
    [TestCase(1, 10, 4, 2, 0.1)]
    [TestCase(2, 5, 20, 3, 0.1)]
    [TestCase(3, 30, 12, 1, 0.01)]
    [TestCase(4, 25, 120, 5, 0.001)]
    [TestCase(5, 8, 8, 2, 1)]
    [TestCase(6, 60, 59, 3, 1e-4)]
    public void TheGapCloses(int seed, int n, int m, int c, double beta)
    {
        var random = new Random(seed);
        var solution = RestrictedSolver.Solve(Relu(NetworkData.Matrix(random, m, n)), NetworkData.Matrix(random, n, c), beta);
        Assert.That(solution.RelativeGap, Is.LessThanOrEqualTo(1e-12));
    }

    [Test]
    public void OneAtomIsSoftThresholding()
    {
        // v = (b − β)₊/(b‖a‖²)·Yᵀa with b = ‖Yᵀa‖: here a = (2, 0), Y = ((3, 4), (1, 1)), so Yᵀa = (6, 8), b = 10 and with β = 5: v = (0.75, 1).
        var solution = RestrictedSolver.Solve(new double[,] { { 2, 0 } }, new double[,] { { 3, 4 }, { 1, 1 } }, 5);
        Assert.That(solution.V, Is.EqualTo(new[] { 0.75, 1 }).Within(1e-12));
        Assert.That(solution.Residual, Is.EqualTo(new[] { 1.5, 2, 1, 1 }).Within(1e-12));
        Assert.That(solution.Objective, Is.EqualTo(0.5 * 8.25 + 5 * 1.25).Within(1e-12));
    }

    [Test]
    public void DuplicateAndZeroAtomsChangeNothing()
    {
        var random = new Random(8);
        var (atoms, y) = (Relu(NetworkData.Matrix(random, 6, 9)), NetworkData.Matrix(random, 9, 2));
        var more = new double[14, 9];
        for (var j = 0; j < 13; j++)
            for (var i = 0; i < 9; i++) more[j, i] = atoms[j % 6, i];
        var (one, two) = (RestrictedSolver.Solve(atoms, y, 0.05), RestrictedSolver.Solve(more, y, 0.05));
        Assert.That(two.Objective, Is.EqualTo(one.Objective).Within(1e-11).Percent);
        Assert.That(two.RelativeGap, Is.LessThanOrEqualTo(1e-12));
        Assert.That(two.V[^2..], Is.All.Zero, "the last atom is zero");
    }

    [Test]
    public void NearlyParallelAtomsAreInOrder()
    {
        var random = new Random(9);
        var (atoms, y) = (Relu(NetworkData.Matrix(random, 20, 12)), NetworkData.Matrix(random, 12, 3));
        for (var j = 10; j < 20; j++)
            for (var i = 0; i < 12; i++) atoms[j, i] = atoms[j - 10, i] * (1 + 1e-9 * random.NextDouble());
        Assert.That(RestrictedSolver.Solve(atoms, y, 0.02).RelativeGap, Is.LessThanOrEqualTo(1e-12));
    }

    [Test]
    public void NothingToFitGivesZero()
    {
        var zero = RestrictedSolver.Solve(new double[,] { { 1, 2 } }, new double[2, 3], 0.1);
        Assert.That((zero.Objective, zero.RelativeGap), Is.EqualTo((0.0, 0.0)));
        var none = RestrictedSolver.Solve(new double[0, 2], new double[,] { { 3 }, { 4 } }, 0.1);
        Assert.That((none.Objective, none.V.Length), Is.EqualTo((12.5, 0)));
        Assert.That(RestrictedSolver.Solve(new double[3, 2], new double[,] { { 3 }, { 4 } }, 0.1).Objective, Is.EqualTo(12.5));
    }

    [Test]
    public void LargeWeightDecayGivesZero()
    {
        // For β ≥ max ‖Yᵀa_j‖ the optimum is v = 0; the solver reaches its value.
        var solution = RestrictedSolver.Solve(new double[,] { { 1, 0 }, { 0, 1 } }, new double[,] { { 3 }, { 4 } }, 4.5);
        Assert.That(solution.Objective, Is.EqualTo(12.5).Within(1e-10));
    }

    [TestCase(1e-100, 1)]
    [TestCase(1e80, 1e-90)]
    [TestCase(1e-20, 1e100)]
    public void ScalesDoNotMatter(double atomScale, double targetScale)
    {
        var random = new Random(10);
        var (atoms, y) = (Relu(NetworkData.Matrix(random, 7, 9)), NetworkData.Matrix(random, 9, 2));
        var unit = RestrictedSolver.Solve(atoms, y, 0.05);
        var scaled = RestrictedSolver.Solve(Times(atoms, atomScale), Times(y, targetScale), 0.05 * atomScale * targetScale);
        Assert.That(scaled.RelativeGap, Is.LessThanOrEqualTo(1e-12));
        Assert.That(scaled.Objective / targetScale / targetScale, Is.EqualTo(unit.Objective).Within(1e-9).Percent);
    }

    [Test]
    public void AWarmStartReachesTheSameOptimum()
    {
        var random = new Random(11);
        var (atoms, y) = (Relu(NetworkData.Matrix(random, 30, 20)), NetworkData.Matrix(random, 20, 3));
        var cold = RestrictedSolver.Solve(atoms, y, 0.05);
        var warm = RestrictedSolver.Solve(atoms, y, 0.05, DenseRows.ToMatrix(cold.V, 30, 3));
        Assert.That(warm.RelativeGap, Is.LessThanOrEqualTo(1e-12));
        Assert.That(warm.Objective, Is.EqualTo(cold.Objective).Within(1e-10).Percent);
    }

    [Test]
    public void MisuseIsRefused()
    {
        Assert.That(() => RestrictedSolver.Solve(new double[1, 3], new double[2, 1], 1), Throws.ArgumentException);
        Assert.That(() => RestrictedSolver.Solve(new double[1, 2], new double[2, 1], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => RestrictedSolver.Solve(new double[1, 2], new double[2, 1], 1, new double[2, 1]), Throws.ArgumentException);
    }

    private static double[,] Relu(double[,] matrix) => Map(matrix, entry => Math.Max(0, entry));

    private static double[,] Times(double[,] matrix, double factor) => Map(matrix, entry => entry * factor);

    private static double[,] Map(double[,] matrix, Func<double, double> function)
    {
        var result = new double[matrix.GetLength(0), matrix.GetLength(1)];
        for (var i = 0; i < matrix.GetLength(0); i++)
            for (var j = 0; j < matrix.GetLength(1); j++) result[i, j] = function(matrix[i, j]);
        return result;
    }
}

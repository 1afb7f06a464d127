using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Tests;
using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>
/// The x-step in all its methods. Its problem is a strictly convex quadratic program, so that the optimality conditions, checked with dense
/// matrices, prove the solution.
/// </summary>
public sealed class AffineStepTests
{
    [Test]
    public void Normal_equations_of_every_kind_solve_the_same_system(
        [Values(6, 40)] int columns, [Values(false, true)] bool quadratic, [Values(0.05, 1.0, 40.0)] double penalty)
    {
        ConicProgram program = new RandomProgram(23).Add(Cone.Nonnegative, columns + 3).Add(Cone.Zero, 2).Optimal(columns, quadratic).Program;
        const double weight = 1e-3;
        IAffineStep[] steps =
        [
            new NormalStep(program.A, program.P, weight),
            new KktStep(program.A, SparseMatrix.Zero(0, columns), [], program.P, weight),
        ];
        foreach (IAffineStep step in steps)
        {
            step.Refactor(1);
            step.Refactor(penalty);
            Check(step, Hessian(program.A, program.P, penalty, weight), SparseMatrix.Zero(0, columns), [], new ColumnBounds(columns));
        }
    }

    [Test]
    public void The_kkt_matrix_meets_equalities_even_when_they_depend_on_each_other([Values(false, true)] bool redundant)
    {
        ConicProgram program = new RandomProgram(29).Add(Cone.Nonnegative, 4).Optimal(6, true).Program;
        double[,] rows = redundant ? new double[,] { { 1, 2, 0, 0, -1, 0 }, { 2, 4, 0, 0, -2, 0 } } : new double[,] { { 1, 2, 0, 0, -1, 0 }, { 0, 1, 1, 0, 0, 3 } };
        SparseMatrix equalities = Sparse(rows);
        double[] right = redundant ? [1.5, 3] : [1.5, -2];
        var step = new KktStep(program.A, equalities, right, program.P, 0);
        step.Refactor(0.7);
        Check(step, Hessian(program.A, program.P, 0.7, 0), equalities, right, new ColumnBounds(6), redundant ? 1e-6 : 1e-9);
    }

    [Test]
    public void Schur_complements_meet_equalities_bounds_and_soft_rows(
        [Values(1, 2, 3, 4, 5, 6)] int seed, [Values(0, 3)] int soft, [Values(false, true)] bool bounded)
    {
        var random = new Random(seed);
        const int columns = 20, equalities = 4;
        double[,] rows = new double[equalities + soft, columns];
        for (int i = 0; i < rows.GetLength(0); i++)
        {
            for (int j = 0; j < columns; j++) rows[i, j] = random.NextDouble() < 0.4 ? 2 * random.NextDouble() - 1 : 0;
        }
        double[] gram = new double[columns], inside = new double[columns], right = new double[equalities];
        var bounds = new ColumnBounds(columns);
        for (int j = 0; j < columns; j++)
        {
            gram[j] = 0.5 + random.NextDouble();
            inside[j] = random.NextDouble();
            if (j % 4 != 0) (bounds.Lower[j], bounds.LowerRow[j]) = (0, j);
            if (j % 3 != 0) (bounds.Upper[j], bounds.UpperRow[j]) = (1, columns + j);
        }
        for (int i = 0; i < equalities; i++)
        {
            for (int j = 0; j < columns; j++) right[i] += rows[i, j] * inside[j];
        }
        SparseMatrix matrix = Sparse(rows), hard = RowSelection.Of(matrix, [0, 1, 2, 3]);
        var step = new SchurStep(matrix, right, new ColumnDiagonal(gram, null), bounded ? bounds : null);
        step.Refactor(1);
        Matrix<double> h = Matrix<double>.Build.DenseOfDiagonalArray(gram), g = Dense(matrix);
        for (int i = equalities; i < rows.GetLength(0); i++) h += g.Row(i).OuterProduct(g.Row(i));
        for (int trial = 0; trial < 5; trial++) Check(step, h, hard, right, bounded ? bounds : new ColumnBounds(columns), seed: 10 * seed + trial);
    }

    [Test]
    public void Bounds_and_equalities_that_exclude_each_other_are_noticed()
    {
        // x₀ + x₁ = 3 with both at most 1.
        var bounds = new ColumnBounds(2);
        for (int j = 0; j < 2; j++) (bounds.Upper[j], bounds.UpperRow[j]) = (1, j);
        var step = new SchurStep(Sparse(new double[,] { { 1, 1 } }), [3], new ColumnDiagonal([1, 1], null), bounds);
        step.Refactor(1);
        step.Solve([0.3, 0.2], new double[2]);
        Assert.That(step.IsExact, Is.False);
    }

    [Test]
    public void Separate_bounded_columns_are_clamped()
    {
        SparseMatrix a = Sparse(new double[,] { { 2, 0, 0 }, { 0, 3, 0 }, { 0, 0, 1 } });
        var bounds = new ColumnBounds(3);
        (bounds.Lower[0], bounds.LowerRow[0]) = (0.4, 0);
        (bounds.Upper[1], bounds.UpperRow[1]) = (-0.1, 1);
        var step = new ClampedStep(new NormalStep(a, null, 0), bounds, new ColumnDiagonal([4, 9, 1], null));
        step.Refactor(1);
        for (int seed = 0; seed < 8; seed++) Check(step, Hessian(a, null, 1, 0), SparseMatrix.Zero(0, 3), [], bounds, seed: seed);
    }

    /// <summary>The optimality conditions at a random h, and the derivative against a difference quotient.</summary>
    private static void Check(
        IAffineStep step, Matrix<double> hessian, SparseMatrix equalities, double[] right, ColumnBounds bounds, double tolerance = 1e-9, int seed = 1)
    {
        int n = hessian.RowCount;
        var random = new Random(seed);
        double[] h = new double[n], direction = new double[n], x = new double[n], derivative = new double[n], moved = new double[n];
        for (int j = 0; j < n; j++) (h[j], direction[j]) = (4 * random.NextDouble() - 2, 2 * random.NextDouble() - 1);
        step.Solve(h, x);
        Assert.That(step.IsExact, step.Description);
        Vector<double> force = Vector<double>.Build.Dense(h) - hessian * Vector<double>.Build.Dense(x);
        double[] multipliers = step.Multipliers.ToArray();
        if (multipliers.Length > 0) force -= Dense(equalities).TransposeThisAndMultiply(Vector<double>.Build.Dense(multipliers));
        for (int j = 0; j < n; j++)
        {
            Assert.That(force[j], Is.EqualTo(step.Forces.IsEmpty ? 0 : step.Forces[j]).Within(tolerance), $"{step.Description}, column {j}");
            Assert.That(x[j], Is.InRange(bounds.Lower[j], bounds.Upper[j]));
            if (Math.Abs(force[j]) > tolerance) Assert.That(x[j], Is.EqualTo(force[j] > 0 ? bounds.Upper[j] : bounds.Lower[j]));
        }
        double[] residual = (double[])right.Clone();
        equalities.Multiply(x, residual, -1, 1);
        Assert.That(residual, Is.All.EqualTo(0).Within(tolerance), step.Description);

        step.Differentiate(direction, derivative);
        const double size = 1e-5;
        for (int j = 0; j < n; j++) h[j] += size * direction[j];
        step.Solve(h, moved);
        for (int j = 0; j < n; j++) moved[j] = (moved[j] - x[j]) / size;
        Assert.That(moved, Is.EqualTo(derivative).AsCollection.Within(Math.Max(1e-4, tolerance / size)), step.Description);
    }

    private static Matrix<double> Hessian(SparseMatrix a, SparseMatrix? p, double penalty, double weight)
    {
        Matrix<double> dense = Dense(a), h = dense.TransposeThisAndMultiply(dense) + weight * Matrix<double>.Build.DenseIdentity(a.Columns);
        if (p is null) return h;
        Matrix<double> upper = Dense(p), lower = upper.Transpose();
        lower.SetDiagonal(new double[a.Columns]);
        return h + (upper + lower) / penalty;
    }

    private static Matrix<double> Dense(SparseMatrix a)
    {
        Matrix<double> dense = Matrix<double>.Build.Dense(a.Rows, a.Columns);
        for (int j = 0; j < a.Columns; j++)
        {
            for (int k = a.ColumnStarts[j]; k < a.ColumnStarts[j + 1]; k++) dense[a.RowIndices[k], j] = a.Values[k];
        }
        return dense;
    }

    private static SparseMatrix Sparse(double[,] entries) => RandomProgram.Sparse(entries);
}

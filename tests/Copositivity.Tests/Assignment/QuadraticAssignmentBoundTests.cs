using NUnit.Framework;

namespace Copositive.Copositivity.Tests.Assignment;

[TestFixture]
public sealed class QuadraticAssignmentBoundTests
{
    [Test]
    public void HoldsForAnyMatrix([Values(2, 3, 4, 5)] int n, [Values(0, 1e-3, 1, 100, 1e8)] double size)
    {
        var random = new Random(100 * n);
        for (int seed = 0; seed < 4; seed++)
        {
            QuadraticAssignmentProblem problem = AssignmentProblems.Random(n, seed, symmetric: seed % 2 == 0, integer: seed < 2);
            int order = 1 + n * n;
            var matrix = new double[order * order];
            for (int k = 0; k < matrix.Length; k++) matrix[k] = size * (random.NextDouble() - 0.5);
            double optimum = AssignmentProblems.Optimum(problem), bound = QuadraticAssignmentBound.FromMatrix(problem, matrix);
            Assert.That(bound, Is.LessThanOrEqualTo(optimum), $"seed {seed}");
            if (size <= 1) Assert.That(bound, Is.GreaterThan(optimum - 1000), "the bound says something");
        }
    }

    // For S = BBᵀ + TᵀU + UᵀT, PSP is positive semidefinite, so that R = C − S, and the bound is that of Gilmore and Lawler of C − S but
    // for rounding and λ_min(PSP) = 0. The latter bound is found here by trying all permutations.
    [Test]
    public void IsTheBoundOfTheReducedCosts([Range(0, 5)] int seed)
    {
        const int n = 4, order = 1 + n * n;
        QuadraticAssignmentProblem problem = AssignmentProblems.Random(n, seed, symmetric: false, integer: true);
        var random = new Random(seed);
        var s = new double[order * order];
        for (int t = 0; t < 2 * n + 2; t++)
        {
            double[] u = [.. Enumerable.Range(0, order).Select(_ => random.NextDouble() - 0.5)];
            double[] left = t < 2 * n ? Equation(t) : u;
            for (int p = 0; p < order; p++)
            {
                for (int q = 0; q < order; q++) s[p * order + q] += 0.5 * (left[p] * u[q] + u[p] * left[q]);
            }
        }
        double expected = -s[0] + LeastAssignment(n, (i, k) => Least(i, k) - s[At(i, k) * order + At(i, k)] - 2 * s[At(i, k)]);
        Assert.That(QuadraticAssignmentBound.FromMatrix(problem, s), Is.EqualTo(expected).Within(1e-7));

        double Least(int i, int k) => problem.Flow(i, i) * problem.Distance(k, k) + LeastAssignment(n - 1, (j, l) =>
        {
            (j, l) = (j < i ? j : j + 1, l < k ? l : l + 1);
            double cost = problem.Flow(i, j) * problem.Distance(k, l) + problem.Flow(j, i) * problem.Distance(l, k);
            return 0.5 * cost - s[At(i, k) * order + At(j, l)];
        });

        static int At(int i, int k) => 1 + i * n + k;

        static double[] Equation(int t)
        {
            var row = new double[order];
            row[0] = -1;
            for (int k = 0; k < n; k++) row[t < n ? At(t, k) : At(k, t - n)] = 1;
            return row;
        }
    }

    [Test]
    public void RefusesAWrongLengthAndTakesNonsense()
    {
        QuadraticAssignmentProblem problem = AssignmentProblems.Nugent5;
        Assert.That(() => QuadraticAssignmentBound.FromMatrix(problem, new double[25]), Throws.ArgumentException);
        var nonsense = new double[26 * 26];
        Array.Fill(nonsense, double.NaN);
        double lawler = QuadraticAssignmentBound.FromMatrix(problem, new double[26 * 26]);
        Assert.That(QuadraticAssignmentBound.FromMatrix(problem, nonsense), Is.EqualTo(lawler));
        Assert.That(lawler, Is.InRange(30, 50), "Gilmore and Lawler's bound of symmetric halves lies below the optimum 50");
    }

    // The projection onto L of any vector meets Tz = 0; it is idempotent and leaves every (1, x) alone.
    [Test]
    public void FaceHoldsTheAssignments([Values(2, 3, 7)] int n)
    {
        var face = new AssignmentFace(n);
        var random = new Random(n);
        int[] permutation = [.. Enumerable.Range(0, n)];
        random.Shuffle(permutation);
        var z = new double[face.Order];
        z[0] = 1;
        for (int i = 0; i < n; i++) z[1 + i * n + permutation[i]] = 1;
        var projected = (double[])z.Clone();
        face.Project(projected);
        Assert.That(projected, Is.EqualTo(z).Within(1e-14));
        for (int k = 0; k < z.Length; k++) z[k] = random.NextDouble() - 0.5;
        face.Project(z);
        for (int i = 0; i < n; i++)
        {
            double row = 0, column = 0;
            for (int k = 0; k < n; k++)
            {
                row += z[1 + i * n + k];
                column += z[1 + k * n + i];
            }
            Assert.That(row, Is.EqualTo(z[0]).Within(1e-13));
            Assert.That(column, Is.EqualTo(z[0]).Within(1e-13));
        }
        projected = (double[])z.Clone();
        face.Project(projected);
        Assert.That(projected, Is.EqualTo(z).Within(1e-14));
    }

    [Test]
    public void LinearAssignmentBoundIsTheOptimumUpToRounding([Range(1, 6)] int m)
    {
        var random = new Random(m);
        var assignment = new LinearAssignment(6);
        for (int trial = 0; trial < 50; trial++)
        {
            var cost = new double[m * m];
            for (int k = 0; k < cost.Length; k++) cost[k] = trial % 2 == 0 ? random.Next(-5, 6) : random.NextDouble() * 2e3 - 1e3;
            double least = LeastAssignment(m, (i, j) => cost[i * m + j]), bound = assignment.LowerBound(cost, m);
            Assert.That(bound, Is.LessThanOrEqualTo(least + 1e-12 * Math.Abs(least)).And.EqualTo(least).Within(1e-10));
        }
        Assert.That(assignment.LowerBound([double.PositiveInfinity], 1), Is.EqualTo(double.NegativeInfinity));
        Assert.That(assignment.LowerBound([], 0), Is.Zero);
    }

    private static double LeastAssignment(int m, Func<int, int, double> cost, int row = 0, int taken = 0)
    {
        if (row == m) return 0;
        double value = double.PositiveInfinity;
        for (int j = 0; j < m; j++)
        {
            if ((taken >> j & 1) == 0) value = Math.Min(value, cost(row, j) + LeastAssignment(m, cost, row + 1, taken | 1 << j));
        }
        return value;
    }
}

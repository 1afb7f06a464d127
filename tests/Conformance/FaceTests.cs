using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Tests;

namespace Copositive.Conformance;

/// <summary>Facial reduction on programs with known values, judged by errors recomputed on the whole program.</summary>
public sealed class FaceTests
{
    private static IConicSolver Admm => Backend.All.Single(backend => backend.Key == "admm").Solver;

    [Test]
    public void A_bisection_of_the_six_cycle_attains_its_value_in_the_limit()
    {
        // max ⟨−L/4, Y⟩ with Y_ii = 1, ⟨E, Y⟩ = 0: by symmetry Y is circulant, its eigenvalues are nonnegative, sum to 6 and belong to those of L but
        // 0, of which 2 − 2cos 60° = 1 is least: −6/4. The other side, min Σx_i with Diag(x) + x₀E + L/4 ⪰ 0, attains it as x₀ → ∞ only.
        const int n = 6;
        var (i, j, v) = (new List<int>(), new List<int>(), new List<double>());
        var b = new double[SymmetricVector.Length(n)];
        for (int q = 0; q < n; q++)
        {
            for (int p = 0; p <= q; p++)
            {
                int row = SymmetricVector.Index(p, q);
                Add(row, 0);
                if (p == q) Add(row, 1 + p);
                b[row] = p == q ? 0.5 : (q - p) is 1 or n - 1 ? -0.25 : 0;
            }
        }
        double[] c = [0, .. Enumerable.Repeat(1.0, n)];
        var program = new ConicProgram(
            "bisection", ObjectiveSense.Minimize, null, c, 0,
            SparseMatrix.FromTriplets(b.Length, n + 1, i.ToArray(), j.ToArray(), v.ToArray()), b, [new(Cone.PositiveSemidefinite, 0, b.Length, "Y")]);
        SolveResult result = program.Solve(Admm, options: new SolveOptions { Tolerance = 1e-8 });
        Assert.That(result.Plan.ToString(), Does.Contain("R of order 5 instead of 6"));
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), result.Message);
        Assert.That(result.DualObjective, Is.EqualTo(-1.5).Within(1e-7));
        Assert.That(Rest(result.Y!, n), Is.LessThan(1e-9));

        void Add(int row, int column)
        {
            i.Add(row);
            j.Add(column);
            v.Add(-1);
        }
    }

    /// <summary>‖Ye‖.</summary>
    private static double Rest(double[] y, int n)
    {
        double sum = 0;
        for (int p = 0; p < n; p++)
        {
            double entry = 0;
            for (int q = 0; q < n; q++) entry += y[SymmetricVector.Index(p, q)];
            sum += entry * entry;
        }
        return Math.Sqrt(sum);
    }

    [Test]
    public void A_square_that_vanishes_confines_a_matrix_of_variables()
    {
        // X = Gram matrix of v₀, v₁, v₂ with v₀ + v₁ + v₂ = 0 and |v₀| = 1: |v₁|² + |v₂|² is least, ½, for v₁ = v₂ = −v₀/2.
        var model = new ConicModel();
        Variable x = model.AddSymmetric("X", 3);
        model.Add("psd", x, Cone.PositiveSemidefinite);
        model.Add("square", x.Sum() == 0);
        model.Add("unit", x[0, 0] == 1);
        model.Minimize(x[1, 1] + x[2, 2]);
        SolveResult result = model.Solve(Admm, options: new SolveOptions { Tolerance = 1e-8 });
        Assert.That(result.Plan.ToString(), Does.Contain("primal face").And.Contain("order 2 instead of 3"));
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), result.Message);
        Assert.That(result.PrimalObjective, Is.EqualTo(0.5).Within(1e-7));
        Assert.That(result.Errors!.Value.Max, Is.LessThanOrEqualTo(1e-8));
    }

    [Test]
    public void A_vanishing_diagonal_entry_takes_its_row_and_column_along()
    {
        // X_11 = 0 makes X_01 = 0, so X_01 = 1 cannot be; X_00 + X_22 with X_02 = 1 is at least 2.
        foreach (bool contradiction in (bool[])[false, true])
        {
            var model = new ConicModel();
            Variable x = model.AddSymmetric("X", 3);
            model.Add("psd", x, Cone.PositiveSemidefinite);
            model.Add("diagonal", x[1, 1] == 0);
            model.Add("corner", x[0, 2] == 1);
            if (contradiction) model.Add("row", x[0, 1] == 1);
            model.Minimize(x[0, 0] + x[2, 2]);
            SolveResult result = model.Solve(Admm);
            if (contradiction)
            {
                // No dual proves this: it is weakly infeasible without the face. A ray that holds to tolerance, or an honest refusal, is right.
                Assert.That(result.Termination, Is.Not.EqualTo(Termination.Optimal).And.Not.EqualTo(Termination.Unbounded));
                continue;
            }
            Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), result.Message);
            Assert.That(result.PrimalObjective, Is.EqualTo(2).Within(1e-5));
        }
    }

    [Test]
    public void The_lifted_assignment_constraints_of_order_3_are_found_together()
    {
        // Y = [1 xᵀ; x X] for permutations x of 3: no row alone shows a face, but all together say Y(−1, e_row) = 0 and Y(−1, e_column) = 0, of
        // rank 5; so R has order 10 − 5 = (3 − 1)² + 1. The relaxation bounds the best of the 6 permutations from below.
        int[,] flow = { { 0, 5, 2 }, { 5, 0, 3 }, { 2, 3, 0 } }, distance = { { 0, 8, 15 }, { 8, 0, 13 }, { 15, 13, 0 } };
        var model = new ConicModel();
        Variable y = model.AddSymmetric("Y", 10);
        model.Add("dnn", y, Cone.DoublyNonnegative);
        model.Add("corner", y[0, 0] == 1);
        Expression cost = 0 * y[0, 0];
        for (int p = 0; p < 9; p++)
        {
            model.Add($"arrow {p}", y[0, 1 + p] == y[1 + p, 1 + p]);
            for (int q = 0; q < 9; q++)
            {
                bool clash = (p / 3 == q / 3) != (p % 3 == q % 3);
                if (clash && p < q) model.Add($"zero {p} {q}", y[1 + p, 1 + q] == 0);
                if (flow[p / 3, q / 3] * distance[p % 3, q % 3] is not 0 and var product) cost += product * y[1 + p, 1 + q];
            }
        }
        for (int k = 0; k < 3; k++)
        {
            model.Add($"row {k}", y[0, 1 + 3 * k] + y[0, 2 + 3 * k] + y[0, 3 + 3 * k] == 1);
            model.Add($"column {k}", y[0, 1 + k] + y[0, 4 + k] + y[0, 7 + k] == 1);
        }
        model.Minimize(cost);
        SolveResult result = model.Solve(Admm, options: new SolveOptions { Tolerance = 1e-7 });
        Assert.That(result.Plan.ToString(), Does.Contain("R of order 5 instead of 10"));
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), result.Message);
        int[][] permutations = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
        int best = permutations.Min(pi => Enumerable.Range(0, 9).Sum(k => flow[k / 3, k % 3] * distance[pi[k / 3], pi[k % 3]]));
        Assert.That(result.PrimalObjective, Is.LessThanOrEqualTo(best + 1e-4));
        SolveResult without = model.Solve(Admm, options: new SolveOptions { Presolve = false, Tolerance = 1e-6 });
        Assert.That(result.PrimalObjective, Is.EqualTo(without.PrimalObjective).Within(1e-2));
    }

    [TestCase("gpp100", -44.943551, 99)]
    [TestCase("qap5", -436, 17)]
    public void Files_without_interior_are_solved_to_high_accuracy(string name, double value, int order)
    {
        ConicProgram program = SdpaReader.Read(SharedData.Path($"sdplib/{name}.dat-s"));
        SolveResult result = program.Solve(Admm, options: new SolveOptions { Tolerance = 1e-7 });
        Assert.That(result.Plan.ToString(), Does.Contain($"R of order {order} instead"));
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), result.Message);
        Assert.That(result.PrimalObjective, Is.EqualTo(value).Within(1e-5 * Math.Abs(value)));
    }
}

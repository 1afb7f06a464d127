using Copositive.Modeling;
using CsCheck;

namespace Copositive.Solvers.OrTools.Tests;

/// <summary>Programs that have an optimum: values, points, and duals in the sign of c + Aᵀy = 0, y ≥ 0 on inequality rows.</summary>
public sealed class GlopOptimalTests
{
    private static readonly GlopSolver Glop = new();

    [Test]
    public void Known_vertex_and_dual()
    {
        // min −4u − 5v s.t. 2u + v ≤ 3, u + 2v ≤ 3, u, v ≥ 0. Both of the first rows bind at (1, 1); (4, 5) = 1·(2, 1) + 2·(1, 2).
        ConicProgram program = Linear.Program([-4, -5], new double[,] { { 2, 1 }, { 1, 2 }, { -1, 0 }, { 0, -1 } }, [3, 3, 0, 0]);
        ConicSolution solution = Glop.Solve(program);
        Assert.Multiple(() =>
        {
            Assert.That(solution.Termination, Is.EqualTo(Termination.Optimal));
            Assert.That(solution.X, Is.EqualTo([1.0, 1.0]).Within(1e-12));
            Assert.That(solution.Y, Is.EqualTo([1.0, 2.0, 0.0, 0.0]).Within(1e-12));
            Assert.That(solution.Iterations, Is.GreaterThan(0));
            Assert.That(solution.Tolerance, Is.EqualTo(1e-8));
        });
    }

    [Test]
    public void Single_entry_rows_become_bounds_and_their_duals_come_back()
    {
        // min u + v/2 s.t. −u ≤ 100, u ≤ 10, v = 1: u = −100. Stationarity: 1 − y₁ + y₂ = 0 and ½ + y₀ = 0, so y = (−½ | 1, 0).
        ConicProgram program = Linear.Program([1, 0.5], new double[,] { { 0, 1 }, { -1, 0 }, { 1, 0 } }, [1, 100, 10], equalities: 1);
        ConicSolution solution = Glop.Solve(program);
        Assert.That(solution.X, Is.EqualTo([-100.0, 1.0]).Within(1e-12));
        Assert.That(solution.Y, Is.EqualTo([-0.5, 1.0, 0.0]).Within(1e-12));
    }

    [Test]
    public void A_maximisation_is_the_minimisation_of_what_is_stored()
    {
        // The stored objective is −(2u); the user's maximum of 2u + 1 over u ≤ 3 is 7, with multiplier 2.
        ConicProgram program = Linear.Program([-2], new double[,] { { 1 } }, [3], sense: ObjectiveSense.Maximize, c0: -1);
        SolveResult result = program.Solve(Glop);
        Assert.That(result.PrimalObjective, Is.EqualTo(7).Within(1e-12));
        Assert.That(result.DualObjective, Is.EqualTo(7).Within(1e-12));
        Assert.That(result.Y, Is.EqualTo([2.0]).Within(1e-12));
    }

    [TestCase(true, GlopAlgorithm.Primal)]
    [TestCase(true, GlopAlgorithm.Dual)]
    [TestCase(false, GlopAlgorithm.Primal)]
    [TestCase(false, GlopAlgorithm.Dual)]
    public void Random_programs_meet_all_six_errors(bool presolve, GlopAlgorithm algorithm)
    {
        // c := −Aᵀy with y ≥ 0 complementary to the slack s ≥ 0 of a chosen x makes (x, y) optimal, so c'x is the optimal value.
        var solver = new GlopSolver(new GlopOptions { Presolve = presolve, Algorithm = algorithm });
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 5], Gen.Int[0, 15], Gen.Int[0, 1 << 20]).Sample(
            t =>
            {
                (ConicProgram program, double value) = WithKnownOptimum(t.Item1, t.Item2, t.Item3, t.Item4);
                ConicSolution solution = solver.Solve(program);
                return solution.Termination == Termination.Optimal
                    && Linear.Error(program, solution) <= 1e-10
                    && Math.Abs(program.Evaluate(solution.X) - value) <= 1e-9 * (1 + Math.Abs(value));
            },
            seed: "0000KSLpr0F2", iter: 150, threads: 1);
    }

    [Test]
    public void Redundant_duplicate_and_empty_rows()
    {
        // x + y = 2 three times (once doubled), 0 = 0, x ≤ 1 twice, 0 ≤ 5; min −x: the optimum is x = 1.
        ConicProgram program = Linear.Program(
            [-1, 0],
            new double[,] { { 1, 1 }, { 1, 1 }, { 2, 2 }, { 0, 0 }, { 1, 0 }, { 1, 0 }, { 0, 0 } },
            [2, 2, 4, 0, 1, 1, 5], equalities: 4);
        ConicSolution solution = Glop.Solve(program);
        Assert.That(solution.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(solution.X, Is.EqualTo([1.0, 1.0]).Within(1e-12));
        Assert.That(Linear.Error(program, solution), Is.LessThan(1e-12));
    }

    [Test]
    public void A_degenerate_vertex()
    {
        // Six inequalities of a pyramid with a regular octagonal base meet at its apex (0, 0, 1): max z has value 1, and 8 active rows for 3 unknowns.
        var a = new double[9, 3];
        var b = new double[9];
        for (int k = 0; k < 8; k++)
        {
            a[k, 0] = Math.Cos(k * Math.PI / 4);
            a[k, 1] = Math.Sin(k * Math.PI / 4);
            a[k, 2] = 1;
            b[k] = 1;
        }
        a[8, 2] = -1;
        ConicProgram program = Linear.Program([0, 0, -1], a, b);
        ConicSolution solution = Glop.Solve(program);
        Assert.That(program.Evaluate(solution.X), Is.EqualTo(-1).Within(1e-12));
        Assert.That(Linear.Error(program, solution), Is.LessThan(1e-12));
    }

    [TestCase(1e8, 1e-8)]
    [TestCase(1e-8, 1e8)]
    [TestCase(1e8, 1e8)]
    [TestCase(1e-8, 1e-8)]
    public void Rows_in_other_units_give_the_same_point(double first, double second)
    {
        // The rows of the first test, each in its own unit; the multipliers scale inversely.
        ConicProgram program = Linear.Program(
            [-4, -5], new double[,] { { 2 * first, first }, { second, 2 * second }, { -1, 0 }, { 0, -1 } }, [3 * first, 3 * second, 0, 0]);
        ConicSolution solution = Glop.Solve(program);
        Assert.That(solution.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(solution.X, Is.EqualTo([1.0, 1.0]).Within(1e-7));
        Assert.That(solution.Y![0] * first, Is.EqualTo(1).Within(1e-7));
        Assert.That(solution.Y[1] * second, Is.EqualTo(2).Within(1e-7));
    }

    [TestCase(1.0)]
    [TestCase(0.1)]
    public void Redundant_rows_that_are_combinations_only_up_to_rounding(double unit)
    {
        // The last three rows are sums of tenths of the rows before them, in floating point: their coefficients hold leftovers near 1e-17
        // where exact sums would be 0. Taken at face value they make GLOP cycle or misjudge; the known optimum must come out all the same.
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int n = random.Next(1, 30), equalities = random.Next(0, 10), given = equalities + random.Next(0, 40), m = given + 3;
            var a = new double[m, n];
            double[] x = new double[n], y = new double[m], b = new double[m], c = new double[n];
            for (int j = 0; j < n; j++) x[j] = 0.1 * random.Next(-5, 6);
            for (int i = 0; i < given; i++)
            {
                bool active = i < equalities || random.Next(2) == 0;
                for (int j = 0; j < n; j++) a[i, j] = random.Next(3) == 0 ? 0 : unit * 0.1 * random.Next(-40, 50);
                y[i] = i < equalities ? random.Next(-3, 4) : active ? random.Next(0, 4) : 0;
                b[i] = active ? 0 : random.Next(1, 5);
                for (int j = 0; j < n; j++) b[i] += a[i, j] * x[j];
            }
            for (int i = given; i < m; i++)
            {
                for (int k = 0; k < given; k++)
                {
                    double weight = 0.1 * random.Next(0, 3) - (k < equalities ? 0.1 : 0);
                    for (int j = 0; j < n; j++) a[i, j] += weight * a[k, j];
                    b[i] += weight * b[k];
                }
            }
            double value = 0;
            for (int j = 0; j < n; j++)
            {
                for (int i = 0; i < m; i++) c[j] -= a[i, j] * y[i];
                value += c[j] * x[j];
            }
            ConicProgram program = Linear.Program(c, a, b, equalities);
            ConicSolution solution = Glop.Solve(program, new SolveOptions { TimeLimit = TimeSpan.FromSeconds(5) });
            Assert.That(solution.Termination, Is.EqualTo(Termination.Optimal), $"seed {seed}: {solution.Message}");
            Assert.That(program.Evaluate(solution.X), Is.EqualTo(value).Within(1e-9 * (1 + Math.Abs(value))), $"seed {seed}");
        }
    }

    [Test]
    public void No_columns()
    {
        ConicProgram feasible = Linear.Program([], new double[2, 0], [0, 3], equalities: 1);
        ConicSolution solution = Glop.Solve(feasible);
        Assert.That(solution.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(solution.X, Is.Empty);
        Assert.That(solution.Y, Is.EqualTo([0.0, 0.0]));
    }

    [Test]
    public void No_rows()
    {
        ConicSolution constant = Glop.Solve(Linear.Program([0, 0], new double[0, 2], [], c0: 4));
        Assert.That(constant.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(constant.X, Has.Length.EqualTo(2));
        Assert.That(constant.Y, Is.Empty);

        ConicSolution sloped = Glop.Solve(Linear.Program([0, 2], new double[0, 2], []));
        Assert.That(sloped.Termination, Is.EqualTo(Termination.Unbounded));
        Assert.That(sloped.X![1], Is.EqualTo(-0.5).Within(1e-12));
    }

    [Test]
    public void Nothing_at_all()
    {
        ConicSolution solution = Glop.Solve(Linear.Program([], new double[0, 0], []));
        Assert.That(solution.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(solution.X, Is.Empty);
        Assert.That(solution.Y, Is.Empty);
    }

    private static (ConicProgram Program, double Value) WithKnownOptimum(int n, int equalities, int inequalities, int seed)
    {
        var random = new Random(seed);
        int m = equalities + inequalities;
        var a = new double[m, n];
        double[] x = new double[n], y = new double[m], b = new double[m], c = new double[n];
        for (int j = 0; j < n; j++) x[j] = random.Next(-5, 6);
        for (int i = 0; i < m; i++)
        {
            bool active = i < equalities || random.Next(2) == 0;
            y[i] = i < equalities ? random.Next(-3, 4) : active ? random.Next(0, 4) : 0;
            b[i] = active ? 0 : random.Next(1, 5);
            for (int j = 0; j < n; j++)
            {
                a[i, j] = random.Next(3) == 0 ? 0 : random.Next(-4, 5);
                b[i] += a[i, j] * x[j];
                c[j] -= a[i, j] * y[i];
            }
        }
        double value = 0;
        for (int j = 0; j < n; j++) value += c[j] * x[j];
        return (Linear.Program(c, a, b, equalities), value);
    }
}

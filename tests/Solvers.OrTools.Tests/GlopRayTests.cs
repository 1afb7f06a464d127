using Copositive.Modeling;

namespace Copositive.Solvers.OrTools.Tests;

/// <summary>Infeasible and unbounded programs: rays that hold on the program's own data.</summary>
public sealed class GlopRayTests
{
    private static readonly GlopSolver Glop = new();

    [Test]
    public void Two_contradicting_rows()
    {
        // x ≥ 1 and x ≤ 0: y = (1, 1) has Aᵀy = 0 and ⟨b, y⟩ = −1, and no other ray of that product exists.
        ConicSolution solution = Glop.Solve(Linear.Program([1], new double[,] { { -1 }, { 1 } }, [-1, 0]));
        Assert.That(solution.Termination, Is.EqualTo(Termination.Infeasible));
        Assert.That(solution.Y, Is.EqualTo([1.0, 1.0]).Within(1e-12));
        Assert.That(solution.X, Is.Null);
    }

    [Test]
    public void The_ray_is_an_irreducible_set_of_rows()
    {
        // Only x + y ≥ 3, x ≤ 1, y ≤ 1 contradict each other; the box of z and the remaining rows are innocent.
        var a = new double[,] { { -1, -1, 0 }, { 0, 0, 1 }, { 1, 0, 0 }, { 0, 0, -1 }, { 0, 1, 0 }, { 1, 1, 1 }, { -1, 0, 0 } };
        ConicSolution solution = Glop.Solve(Linear.Program([0, 0, 1], a, [-3, 1, 1, 1, 1, 9, 7]));
        Assert.That(solution.Termination, Is.EqualTo(Termination.Infeasible));
        Assert.That(solution.Y, Is.EqualTo([1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0]).Within(1e-12));
    }

    [Test]
    public void Contradicting_equalities_take_multipliers_of_either_sign()
    {
        // x + y = 1 and 2x + 2y = 3: y ∝ (2, −1) times +1 gives ⟨b, y⟩ = −1.
        ConicSolution solution = Glop.Solve(Linear.Program([0, 0], new double[,] { { 1, 1 }, { 2, 2 } }, [1, 3], equalities: 2));
        Assert.That(solution.Termination, Is.EqualTo(Termination.Infeasible));
        Assert.That(solution.Y, Is.EqualTo([2.0, -1.0]).Within(1e-12));
    }

    [TestCase(-2.0, 0)]
    [TestCase(4.0, 1)]
    [TestCase(-4.0, 1)]
    public void An_empty_row_may_be_the_contradiction(double b, int equalities)
    {
        // 0 ≤ −2, or 0 = ±4; y = −1/b alone proves it.
        ConicSolution solution = Glop.Solve(Linear.Program([1], new double[,] { { 0 } }, [b], equalities));
        Assert.That(solution.Termination, Is.EqualTo(Termination.Infeasible));
        Assert.That(solution.Y, Is.EqualTo([-1 / b]).Within(1e-12));
    }

    [Test]
    public void No_columns_and_an_impossible_row()
    {
        ConicSolution solution = Glop.Solve(Linear.Program([], new double[1, 0], [-1]));
        Assert.That(solution.Termination, Is.EqualTo(Termination.Infeasible));
        Assert.That(solution.Y, Is.EqualTo([1.0]));
    }

    [Test]
    public void Infeasible_with_an_improving_direction_is_infeasible()
    {
        // x ≥ 1, x ≤ 0 as above, while y is free and only appears in the objective: the dual is infeasible as well.
        ConicSolution solution = Glop.Solve(Linear.Program([-1, -1], new double[,] { { -1, 0 }, { 1, 0 } }, [-1, 0]));
        Assert.That(solution.Termination, Is.EqualTo(Termination.Infeasible));
        Assert.That(solution.Y, Is.EqualTo([1.0, 1.0]).Within(1e-12));
    }

    [Test]
    public void A_direction_of_unbounded_improvement()
    {
        // min −x − y s.t. x = y, x ≥ 3: d = (½, ½) is the only direction with c'd = −1.
        ConicSolution solution = Glop.Solve(Linear.Program([-1, -1], new double[,] { { 1, -1 }, { -1, 0 } }, [0, -3], equalities: 1));
        Assert.That(solution.Termination, Is.EqualTo(Termination.Unbounded));
        Assert.That(solution.X, Is.EqualTo([0.5, 0.5]).Within(1e-12));
        Assert.That(solution.Y, Is.Null);
    }

    [Test]
    public void A_tiny_coefficient_is_a_coefficient()
    {
        // max x s.t. εx ≤ 1 is bounded, by 1/ε, however small ε is: max and min differ in more than a sign.
        const double Epsilon = 2.220446049250313e-16;
        ConicSolution bounded = Glop.Solve(Linear.Program([-1], new double[,] { { Epsilon } }, [1]));
        Assert.That(bounded.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(bounded.X![0] * Epsilon, Is.EqualTo(1).Within(1e-9));

        ConicSolution unbounded = Glop.Solve(Linear.Program([1], new double[,] { { Epsilon } }, [1]));
        Assert.That(unbounded.Termination, Is.EqualTo(Termination.Unbounded));
        Assert.That(unbounded.X, Is.EqualTo([-1.0]).Within(1e-12));
    }

    [Test]
    public void A_far_feasible_point_is_not_taken_for_infeasibility()
    {
        // 1e-6·x + z ≥ 1 with z ≤ 0 and x ≥ 0 needs x ≥ 10⁶, which exists: min x = 10⁶.
        ConicProgram program = Linear.Program([1, 0], new double[,] { { -1e-6, -1 }, { 0, 1 }, { -1, 0 } }, [-1, 0, 0]);
        ConicSolution solution = Glop.Solve(program);
        Assert.That(solution.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(program.Evaluate(solution.X), Is.EqualTo(1e6).Within(1e-3));
    }

    [TestCase(1.0)]
    [TestCase(1e8)]
    [TestCase(1e-8)]
    public void Random_infeasible_programs_get_accepted_rays(double unit)
    {
        // The last row is minus the sum of the others, with a right-hand side 1 below minus theirs: summed up, 0 ≤ −1.
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            int n = random.Next(1, 8), m = random.Next(1, 10);
            var a = new double[m + 1, n];
            var b = new double[m + 1];
            for (int i = 0; i < m; i++)
            {
                b[i] = random.Next(-6, 7);
                b[m] -= b[i];
                for (int j = 0; j < n; j++)
                {
                    a[i, j] = unit * random.Next(-4, 5);
                    a[m, j] -= a[i, j];
                }
            }
            b[m] -= 1;
            var c = new double[n];
            for (int j = 0; j < n; j++) c[j] = random.Next(-3, 4);
            ConicProgram program = Linear.Program(c, a, b, equalities: m / 3);
            ConicSolution solution = Glop.Solve(program);
            Assert.That(solution.Termination, Is.EqualTo(Termination.Infeasible), $"seed {seed}: {solution.Message}");
            (RayCheck check, double[] ray) = RayCheck.OfInfeasibility(program, solution)!.Value;
            Assert.That(check.IsAccepted, $"seed {seed}: {check}");
            Assert.That(ray.Skip(m / 3), Is.All.GreaterThanOrEqualTo(0), $"seed {seed}");
            Assert.That(ray.Count(v => v != 0), Is.LessThanOrEqualTo(n + 1), "An extreme ray has at most n + 1 rows.");
        }
    }

    [TestCase(1.0)]
    [TestCase(1e8)]
    [TestCase(1e-8)]
    public void Random_unbounded_programs_get_accepted_directions(double unit)
    {
        // Rows are turned away from a chosen d (a_i d ≤ 0, or = 0 for equalities, by changing the last entry), c'd < 0, and x = 0 or a shift of it is feasible.
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            int n = random.Next(2, 8), m = random.Next(1, 10), equalities = m / 3;
            var a = new double[m, n];
            var b = new double[m];
            double[] c = new double[n], d = new double[n], x = new double[n];
            for (int j = 0; j < n; j++)
            {
                d[j] = random.Next(-3, 4);
                x[j] = random.Next(-3, 4);
            }
            d[n - 1] = 1;
            for (int i = 0; i < m; i++)
            {
                double dot = 0;
                for (int j = 0; j < n - 1; j++)
                {
                    a[i, j] = random.Next(-4, 5);
                    dot += a[i, j] * d[j];
                }
                a[i, n - 1] = -dot - (i < equalities ? 0 : random.Next(0, 3));
                for (int j = 0; j < n; j++) b[i] += a[i, j] * x[j];
                if (i >= equalities) b[i] += random.Next(0, 3);
                b[i] *= unit;
                for (int j = 0; j < n; j++) a[i, j] *= unit;
            }
            c[n - 1] = -1;
            for (int j = 0; j < n; j++) c[n - 1] -= j < n - 1 ? d[j] * (c[j] = random.Next(-3, 4)) : 0;
            ConicProgram program = Linear.Program(c, a, b, equalities);
            ConicSolution solution = Glop.Solve(program);
            Assert.That(solution.Termination, Is.EqualTo(Termination.Unbounded), $"seed {seed}");
            Assert.That(RayCheck.OfUnboundedness(program, solution)!.Value.Check.IsAccepted, $"seed {seed}");
        }
    }
}

using Copositive.Modeling;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>Going on from a result after the data, or the model, has changed.</summary>
public sealed class WarmStartTests
{
    private static readonly AdmmSolver Solver = new();

    /// <summary>ϑ′ of a random graph: max ⟨E, X⟩, tr X = 1, X_ij = 0 on edges, X completely positive, at Parrilo's level 0.</summary>
    private static ConicModel Theta(int n, Func<int, int, bool> isEdge, double trace = 1, double change = 0)
    {
        var model = new ConicModel("theta");
        Variable x = model.AddSymmetric("X", n).In(Cone.CompletelyPositive);
        model.Add("trace", x.Trace() == trace);
        var edges = new List<Expression>();
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < j; i++)
            {
                if (isEdge(i, j)) edges.Add(x[i, j]);
            }
        }
        model.Add("edges", Expression.Vertical([.. edges]) == 0);
        Expression objective = x.Sum();
        for (int i = 0; i < n; i++) objective += change * (i % 3 - 1) * x[i, i];
        model.Maximize(objective);
        return model;
    }

    private static bool[,] RandomEdges(int n, int seed)
    {
        var random = new Random(seed);
        var edges = new bool[n, n];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < j; i++) edges[i, j] = random.NextDouble() < 0.5;
        }
        return edges;
    }

    private static SolveResult Solve(ConicModel model, WarmStart? start = null, double tolerance = 1e-7) => model.Solve(
        Solver, Approximation.Parrilo(0), new SolveOptions { Tolerance = tolerance, WarmStart = start });

    [Test]
    public void A_result_starts_the_same_model_at_its_optimum()
    {
        bool[,] edges = RandomEdges(14, 1);
        ConicModel model = Theta(14, (i, j) => edges[i, j]);
        SolveResult cold = Solve(model, tolerance: 1e-9), warm = Solve(model, cold.ToWarmStart(), 1e-7);
        Assert.That(warm.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(warm.Iterations, Is.LessThanOrEqualTo(3), $"the split of the dual goes along; cold {cold.Iterations}");
    }

    [Test]
    public void Removing_an_edge_takes_fewer_iterations_than_starting_anew()
    {
        int coldTotal = 0, warmTotal = 0;
        for (int seed = 0; seed < 8; seed++)
        {
            bool[,] edges = RandomEdges(24, seed);
            SolveResult before = Solve(Theta(24, (i, j) => edges[i, j]));
            (int a, int b) = FirstEdge(edges);
            ConicModel changed = Theta(24, (i, j) => edges[i, j] && (i, j) != (a, b));
            SolveResult cold = Solve(changed), warm = Solve(changed, before.ToWarmStart());
            Assert.That((cold.Termination, warm.Termination), Is.EqualTo((Termination.Optimal, Termination.Optimal)));
            Assert.That(warm.PrimalObjective, Is.EqualTo(cold.PrimalObjective!.Value).Within(1e-4));
            coldTotal += cold.Iterations;
            warmTotal += warm.Iterations;
        }
        TestContext.Out.WriteLine($"cold {coldTotal}, warm {warmTotal}");
        Assert.That(warmTotal, Is.LessThan(0.85 * coldTotal));

        static (int, int) FirstEdge(bool[,] edges)
        {
            for (int j = 0; j < edges.GetLength(0); j++)
            {
                for (int i = 0; i < j; i++)
                {
                    if (edges[i, j]) return (i, j);
                }
            }
            throw new InvalidOperationException("The graph has no edge.");
        }
    }

    [Test]
    public void A_small_change_of_the_right_side_takes_fewer_iterations_than_starting_anew()
    {
        bool[,] edges = RandomEdges(16, 5);
        SolveResult before = Solve(Theta(16, (i, j) => edges[i, j]));
        ConicModel changed = Theta(16, (i, j) => edges[i, j], trace: 1.01);
        SolveResult cold = Solve(changed), warm = Solve(changed, before.ToWarmStart());
        TestContext.Out.WriteLine($"cold {cold.Iterations}, warm {warm.Iterations}");
        Assert.That(warm.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(warm.PrimalObjective, Is.EqualTo(1.01 * before.PrimalObjective!.Value).Within(1e-4), "ϑ′ scales with the trace");
        Assert.That(warm.Iterations, Is.LessThan(0.75 * cold.Iterations));
    }

    [Test]
    public void A_small_change_of_the_objective_takes_fewer_iterations_than_starting_anew()
    {
        int coldTotal = 0, warmTotal = 0;
        for (int seed = 20; seed < 26; seed++)
        {
            bool[,] edges = RandomEdges(16, seed);
            SolveResult before = Solve(Theta(16, (i, j) => edges[i, j]));
            ConicModel changed = Theta(16, (i, j) => edges[i, j], change: 0.01);
            SolveResult cold = Solve(changed), warm = Solve(changed, before.ToWarmStart());
            Assert.That(warm.Termination, Is.EqualTo(Termination.Optimal));
            Assert.That(warm.PrimalObjective, Is.EqualTo(cold.PrimalObjective!.Value).Within(1e-4));
            coldTotal += cold.Iterations;
            warmTotal += warm.Iterations;
        }
        TestContext.Out.WriteLine($"objective: cold {coldTotal}, warm {warmTotal}");
        Assert.That(warmTotal, Is.LessThan(0.85 * coldTotal));
    }

    // min ½‖Σ_g A_g x_g − d‖² + β Σ_g ‖x_g‖ for a falling sequence of β, each begun where the last one ended.
    [Test]
    public void A_sweep_over_a_weight_takes_fewer_iterations_than_starting_anew()
    {
        int coldTotal = 0, warmTotal = 0;
        SolveResult? last = null;
        for (double beta = 1; beta > 0.9; beta *= 0.99)
        {
            ConicModel model = GroupLasso(beta);
            SolveResult cold = model.Solve(Solver);
            SolveResult warm = model.Solve(Solver, options: new SolveOptions { WarmStart = last?.ToWarmStart() });
            Assert.That(warm.Termination, Is.EqualTo(Termination.Optimal));
            Assert.That(warm.PrimalObjective, Is.EqualTo(cold.PrimalObjective!.Value).Within(1e-5));
            if (last is not null) (coldTotal, warmTotal) = (coldTotal + cold.Iterations, warmTotal + warm.Iterations);
            last = warm;
        }
        TestContext.Out.WriteLine($"cold {coldTotal}, warm {warmTotal}");
        Assert.That(warmTotal, Is.LessThan(0.75 * coldTotal));

        static ConicModel GroupLasso(double beta)
        {
            const int groups = 10, size = 4, rows = 30;
            var random = new Random(6);
            var model = new ConicModel("group lasso");
            Variable x = model.AddVector("x", groups * size), t = model.AddVector("t", groups), r = model.AddVector("r", rows);
            for (int i = 0; i < rows; i++)
            {
                Expression fit = -random.NextDouble();
                for (int j = 0; j < groups * size; j++) fit += (random.NextDouble() - 0.5) * x[j];
                model.Add($"fit {i}", r[i] == fit);
            }
            for (int g = 0; g < groups; g++)
            {
                Expression[] group = [t[g], .. Enumerable.Range(g * size, size).Select(j => (Expression)x[j])];
                model.Add($"group {g}", Expression.Vertical(group).In(Cone.SecondOrder));
            }
            model.Minimize(0.5 * r.SumOfSquares() + 0.3 * beta * t.Sum());
            return model;
        }
    }

    [Test]
    public void A_model_that_has_grown_takes_the_start_by_place()
    {
        bool[,] edges = RandomEdges(14, 8);
        ConicModel model = Theta(14, (i, j) => edges[i, j]);
        SolveResult before = Solve(model);
        var x = model.Variables[0];
        Variable slack = model.AddVariable("slack");
        model.Add("room", x[0, 0] + slack <= 2);
        model.Add("floor", slack >= 0);
        SolveResult cold = Solve(model), warm = Solve(model, before.ToWarmStart());
        Assert.That(warm.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(warm.PrimalObjective, Is.EqualTo(cold.PrimalObjective!.Value).Within(1e-4));
        Assert.That(warm.Iterations, Is.LessThan(cold.Iterations));
    }

    [TestCase(1e-3)]
    [TestCase(1.0)]
    [TestCase(1e3)]
    [TestCase(1e8)]
    [TestCase(1e300)]
    public void Nonsense_costs_no_accuracy(double size)
    {
        bool[,] edges = RandomEdges(12, 9);
        ConicModel model = Theta(12, (i, j) => edges[i, j]);
        SolveResult cold = Solve(model);
        var random = new Random(10);
        int columns = model.Compile().Columns, rows = model.Compile().Rows;
        var start = new WarmStart(Vector(columns), Vector(rows)) { DualNonnegativePart = Vector(rows) };
        SolveResult warm = Solve(model, start);
        Assert.That(warm.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(warm.Errors!.Value.Max, Is.LessThanOrEqualTo(1e-7));
        Assert.That(warm.PrimalObjective, Is.EqualTo(cold.PrimalObjective!.Value).Within(1e-4));

        double[] Vector(int length) => [.. Enumerable.Range(0, length).Select(_ => size * (random.NextDouble() - 0.5))];
    }

    [Test]
    public void A_result_of_something_else_costs_no_accuracy()
    {
        bool[,] edges = RandomEdges(12, 11), others = RandomEdges(9, 12);
        ConicModel model = Theta(12, (i, j) => edges[i, j]);
        SolveResult cold = Solve(model), warm = Solve(model, Solve(Theta(9, (i, j) => others[i, j])).ToWarmStart());
        Assert.That(warm.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(warm.PrimalObjective, Is.EqualTo(cold.PrimalObjective!.Value).Within(1e-4));
    }
}

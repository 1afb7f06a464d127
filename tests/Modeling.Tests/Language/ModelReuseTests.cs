using Copositive.Modeling;

namespace Copositive.Modeling.Tests;

/// <summary>Models that grow between solves, are shared by threads, or are written in ways that could cost quadratic time or stack.</summary>
public class ModelReuseTests
{
    private static ScriptedSolver Solver(double[] x) => new((program, _) =>
        new() { Termination = Termination.Limit, X = [.. x.Take(program.Columns)], Y = new double[program.Rows] });

    [Test]
    public void Results_keep_their_meaning_when_the_model_grows()
    {
        var model = new ConicModel("growing");
        Variable x = model.AddVector("x", 2);
        Constraint first = model.Add("first", x >= 0);
        model.Minimize(x.Sum());
        SolveResult before = model.Solve(Solver([3, 4, 5]));
        Variable late = model.AddVariable("late");
        Constraint cut = model.Add("cut", x[0] + late <= 9);
        SolveResult after = model.Solve(Solver([3, 4, 5]));
        Assert.Multiple(() =>
        {
            Assert.That(before.Value(x[0] - x[1]), Is.EqualTo(-1));
            Assert.That(before.Dual(first), Has.Length.EqualTo(2));
            Assert.That(() => before.Value(late), Throws.ArgumentException.With.Message.Contains("added after"));
            Assert.That(() => before.Dual(cut), Throws.ArgumentException.With.Message.Contains("added after"));
            Assert.That(after.Value(late), Is.EqualTo(5));
            Assert.That(() => after.Value(new ConicModel("other").AddVariable("x")), Throws.ArgumentException.With.Message.Contains("'other'"));
        });
    }

    [Test]
    public void Threads_that_compile_at_the_same_time_get_one_program()
    {
        for (int trial = 0; trial < 20; trial++)
        {
            var model = new ConicModel();
            Variable x = model.AddSymmetric("X", 30).In(Cone.PositiveSemidefinite);
            model.Add("trace", x.Trace() == 1);
            var programs = new ConicProgram[4];
            Parallel.For(0, programs.Length, k => programs[k] = model.Compile());
            Assert.That(programs, Is.All.SameAs(programs[0]));
        }
    }

    [Test]
    public void Empty_models_compile()
    {
        Assert.That(new ConicModel().Compile().Columns, Is.Zero);
        var model = new ConicModel();
        model.Add("constant", (Expression)3.0 >= 1);
        model.Minimize(7.0);
        ConicProgram program = model.Compile();
        Assert.That((program.Rows, program.Slack([])[0], program.Evaluate([])), Is.EqualTo((1, 2.0, 7.0)));
    }

    [Test]
    public void Stack_grown_entry_by_entry_neither_recurses_nor_repeats_work()
    {
        const int N = 50_000;
        var model = new ConicModel();
        Variable v = model.AddVector("v", N);
        Expression down = v[0], across = v[0];
        for (int i = 1; i < N; i++)
        {
            down = Expression.Vertical(down, 2 * v[i] - i);
            across = Expression.Horizontal(v[i], across);
        }
        var x = new double[N];
        x[^1] = 1;
        Assert.That(down.Evaluate(x)[^1], Is.EqualTo(2 - (N - 1.0)));
        Assert.That(across.Evaluate(x)[0], Is.EqualTo(1));
    }

    [Test]
    public void Stacks_of_stacks_put_every_part_where_it_belongs()
    {
        // Blocks within blocks, with a sum and a multiple around them, against the same on numbers.
        var model = new ConicModel();
        Variable a = model.AddMatrix("A", 2, 2), b = model.AddMatrix("B", 2, 1), c = model.AddMatrix("C", 1, 3);
        Expression top = Expression.Horizontal(a, b) * 2;
        Expression whole = Expression.Vertical(c, top) - Expression.Vertical(Expression.Horizontal(c[0, ..2], b[0]), Expression.Horizontal(b, a));
        double[] x = [1, 2, 3, 4, 10, 20, 100, 200, 300];
        double[] expected =
        [
            100 - 100, 2 * 1 - 10, 2 * 2 - 20,
            200 - 200, 2 * 3 - 1, 2 * 4 - 2,
            300 - 10, 2 * 10 - 3, 2 * 20 - 4,
        ];
        Assert.That(whole.Evaluate(x), Is.EqualTo(expected));
    }

    [Test]
    public void Long_chains_of_multiples_and_squares_do_not_overflow_the_stack()
    {
        var model = new ConicModel();
        Variable v = model.AddVector("v", 3);
        Expression sign = v[0];
        for (int i = 0; i < 300_000; i++) sign = -sign;
        QuadraticExpression squares = 0.5 * v[0].SumOfSquares();
        for (int i = 0; i < 100_000; i++) squares = squares + (v[i % 3] - 1).SumOfSquares() - 0.0 * v[0];
        model.Minimize(squares + sign);
        // At 0: 100 000 times 1.
        Assert.That(model.Compile().Evaluate([0, 0, 0]), Is.EqualTo(100_000));
    }

    [Test]
    public void Multiples_of_sums_of_squares_reach_every_summand()
    {
        var model = new ConicModel();
        Variable v = model.AddVector("v", 2);
        QuadraticExpression q = 3 * (v[0].SumOfSquares() - -2 * (v[1].SumOfSquares() / 4 + v[0])) + 1;
        model.Minimize(q);
        // 3·(x² + 2·(y²/4 + x)) + 1 at (2, 3).
        Assert.That(model.Compile().Evaluate([2, 3]), Is.EqualTo(3 * (4 + 2 * (9 / 4.0 + 2)) + 1).Within(1e-12));
    }

    [Test]
    public void Congruences_are_symmetric_up_to_rounding()
    {
        // The coefficients of (i, j) and (j, i) of t·AXAᵀ are the same products in different orders.
        var random = new Random(12);
        for (int trial = 0; trial < 10; trial++)
        {
            var model = new ConicModel();
            Variable x = model.AddSymmetric("X", 4);
            var matrix = new double[5, 4];
            for (int i = 0; i < 5; i++)
            {
                for (int j = 0; j < 4; j++) matrix[i, j] = 100 * random.NextDouble() - 50;
            }
            Expression a = matrix, outer = Expression.Constant([1, 2, 3, 4, 5.0]) * 0.1;
            model.Add("congruence", (random.NextDouble() * (a * x * a.Transpose()) + outer * outer.Transpose()).In(Cone.PositiveSemidefinite));
            Assert.That(() => model.Compile(), Throws.Nothing);
        }
    }

    [TestCase(1e-9)]
    [TestCase(1.0)]
    public void Asymmetry_above_rounding_is_refused(double difference)
    {
        var model = new ConicModel();
        Variable x = model.AddSymmetric("X", 2), m = model.AddMatrix("M", 2, 2);
        model.Add("constant", (x + (Expression)new double[,] { { 1, 2 }, { 2 + difference, 1 } }).In(Cone.PositiveSemidefinite));
        Assert.That(model.Compile, Throws.ArgumentException.With.Message.Contains("'constant'"));
        var other = new ConicModel();
        m = other.AddMatrix("M", 2, 2);
        other.Add("linear", (m + (1 + difference) * m.Transpose()).In(Cone.PositiveSemidefinite));
        Assert.That(other.Compile, Throws.ArgumentException.With.Message.Contains("'linear'").And.Message.Contains("(0, 1)"));
    }

    [Test]
    public void Sizes_that_no_memory_holds_are_refused_in_words()
    {
        var model = new ConicModel();
        Variable v = model.AddVector("v", 50_000);
        Assert.Multiple(() =>
        {
            Assert.That(() => model.AddSymmetric("S", 70_000), Throws.ArgumentException.With.Message.Contains("70000×70000"));
            Assert.That(() => v.AsDiagonal(), Throws.ArgumentException.With.Message.Contains("50000×50000"));
            Assert.That(() => Expression.Constant(new double[50_000]) * v.Transpose(), Throws.ArgumentException.With.Message.Contains("50000×50000"));
        });
    }

    [Test]
    public void Missing_arguments_are_named()
    {
        var model = new ConicModel();
        Variable v = model.AddVector("v", 2);
        Assert.Multiple(() =>
        {
            Assert.That(() => v == null!, Throws.ArgumentNullException.With.Property("ParamName").EqualTo("left").Or.Property("ParamName").EqualTo("right"));
            Assert.That(() => model.Add("c", null!), Throws.ArgumentNullException);
            Assert.That(() => v.In(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("cone"));
            Assert.That(() => Cone.CopositiveOver(null!), Throws.ArgumentNullException);
            Assert.That(() => Cone.CompletelyPositiveOver(null!), Throws.ArgumentNullException);
            Assert.That(() => model.Solve(null!), Throws.ArgumentNullException);
            Assert.That(() => model.AddVariable("w", (VariableDomain)9), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => v <= new double[3], Throws.ArgumentException.With.Message.Contains("compared"));
        });
    }

    [Test]
    public void Approximations_are_values()
    {
        Approximation first = Approximation.Parrilo(0), second = Approximation.Parrilo(0);
        Assert.That(first, Is.EqualTo(second).And.Not.SameAs(second));
        Assert.That(Approximation.Parrilo(0).ToString(), Is.EqualTo("Parrilo(0)"));
        Assert.That(() => Approximation.Parrilo(-1), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("level"));
    }
}

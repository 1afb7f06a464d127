using Copositive.Numerics;

namespace Copositive.Modeling.Tests;

/// <summary>Rewrites that take rows and columns out, on programs small enough to see what is right.</summary>
public sealed class ReductionTests
{
    private static readonly SolverCapabilities Everything = new()
    {
        Cones = [.. Enum.GetValues<ConeKind>()],
        QuadraticObjective = true,
        Integers = true,
    };

    [Test]
    public void Empty_rows_that_hold_leave()
    {
        // 0 = 0, 1 − x ≥ 0, 5 ≥ 0.
        ConicProgram program = Linear([1], new double[,] { { 0 }, { 1 }, { 0 } }, [0, 1, 5], zeros: 1);
        RewriteStep step = new EmptyRowRewrite().Apply(program, Everything)!;
        Assert.That((step.Target.Rows, step.Target.Blocks.Length, step.Target.B[0]), Is.EqualTo((1, 1, 1.0)));
        Assert.That(step.MapBack(new ConicSolution { Termination = Termination.Optimal, X = [3], Y = [2] }).Y, Is.EqualTo(new double[] { 0, 2, 0 }));
    }

    [TestCase(0, 1.0, -1.0)]
    [TestCase(0, -2.0, 0.5)]
    [TestCase(1, -4.0, 0.25)]
    public void Empty_rows_that_no_point_meets_end_the_plan(int row, double value, double multiplier)
    {
        // 0 = β for β ≠ 0, or β ≥ 0 for β < 0: y with βy = −1.
        double[] b = [0, 1, 1];
        b[row] = value;
        ConicProgram program = Linear([1], new double[,] { { 0 }, { 0 }, { 1 } }, b, zeros: 1);
        SolveResult result = program.Solve(Unasked());
        Assert.That(result.Termination, Is.EqualTo(Termination.Infeasible));
        Assert.That(result.Ray!.IsAccepted, Is.True);
        Assert.That(result.Y![row], Is.EqualTo(multiplier));
        Assert.That(result.Y.Count(t => t != 0), Is.EqualTo(1));
    }

    [Test]
    public void A_violation_as_small_as_rounding_is_left_to_the_backend()
    {
        ConicProgram program = Linear([1], new double[,] { { 0 }, { 1 } }, [1e-12, 1], zeros: 1);
        Assert.That(new EmptyRowRewrite().Apply(program, Everything), Is.Null);
    }

    [Test]
    public void Empty_columns_leave_unless_they_cost()
    {
        ConicProgram program = Linear([0, 1, 3], new double[,] { { 0, 1, 0 } }, [1], zeros: 0);
        RewriteStep step = new EmptyColumnRewrite().Apply(program, Everything)!;
        Assert.That(step.Target.C.ToArray(), Is.EqualTo(new double[] { 1, 3 }));
        Assert.That(step.MapBack(new ConicSolution { Termination = Termination.Limit, X = [7, 8] }).X, Is.EqualTo(new double[] { 0, 7, 8 }));
        Assert.That(step.MapForward(new WarmStart([5, 6, 7], [1]))!.X, Is.EqualTo(new double[] { 6, 7 }));
    }

    [Test]
    public void A_slack_and_its_row_become_an_inequality()
    {
        // min −x₀ − 2x₁ + x₂ s.t. x₀ + x₁ + 2x₂ = 4, x₂ ≥ 0, −5 ≤ x₀ ≤ 10, −9 ≤ x₁ ≤ 3. x₂ = (4 − x₀ − x₁)/2 ≥ 0; the cost becomes
        // −1.5x₀ − 2.5x₁ + 2.
        ConicProgram program = Linear(
            [-1, -2, 1], new double[,] { { 1, 1, 2 }, { 0, 0, -1 }, { 0, 1, 0 }, { 0, -1, 0 }, { 1, 0, 0 }, { -1, 0, 0 } }, [4, 0, 3, 9, 10, 5], zeros: 1);
        RewriteStep step = new SlackColumnRewrite().Apply(program, Everything)!;
        ConicProgram target = step.Target;
        Assert.That(target.C.ToArray(), Is.EqualTo(new[] { -1.5, -2.5 }));
        Assert.That(target.C0, Is.EqualTo(2));
        Assert.That(target.Slack([1, 1]), Is.EqualTo(new double[] { 1, 2, 10, 9, 6 }));
        Assert.That(target.Blocks.Select(block => block.Cone.Kind), Is.All.EqualTo(ConeKind.Nonnegative));

        // The optimum: x₁ = 3, x₀ = 1, x₂ = 0 of value −7; multipliers 3 of the inequality (½·3 = 1.5) and 1 of x₁ ≤ 3.
        ConicSolution back = step.MapBack(new ConicSolution { Termination = Termination.Optimal, X = [1, 3], Y = [3, 1, 0, 0, 0] });
        Assert.That(back.X, Is.EqualTo(new double[] { 1, 3, 0 }));
        Assert.That(Optimality.Errors(program, back)!.Value.Max, Is.LessThan(1e-15));
        Assert.That(program.Evaluate(back.X!), Is.EqualTo(-7));
    }

    /// <summary>
    /// min 0.3x₀ + 0.1x₁ s.t. 3x₀ + x₁ = 1: carried over, the cost of x₀ is 0.3 − 3·0.1, zero but for rounding; left at that, it would
    /// make the program unbounded.
    /// </summary>
    [Test]
    public void Costs_that_cancel_are_zeros()
    {
        ConicProgram program = Linear([0.3, 0.1, 1], new double[,] { { 3, 1, 0 }, { 0, 0, -1 } }, [1, 0], zeros: 1);
        Assert.That(0.3 - 3 * 0.1, Is.Not.Zero);
        RewriteStep step = new SlackColumnRewrite().Apply(program, Everything)!;
        Assert.That(step.Target.C.ToArray().Where(c => c != 0), Is.EqualTo(new double[] { 1 }));
    }

    [Test]
    public void Directions_and_rays_of_slack_programs_hold_on_the_whole_program()
    {
        // Direction: min −x₀ s.t. x₀ − x₁ = 1, x₁ ≥ 0 leaves x₀ ≥ 1; (1) maps back to (1, 1).
        ConicProgram unbounded = Linear([-1, 0], new double[,] { { 1, -1 }, { 0, -1 } }, [1, 0], zeros: 1);
        RewriteStep step = new SlackColumnRewrite().Apply(unbounded, Everything)!;
        ConicSolution direction = step.MapBack(new ConicSolution { Termination = Termination.Unbounded, X = [1] });
        Assert.That(direction.X, Is.EqualTo(new double[] { 1, 1 }));
        Assert.That(RayCheck.OfUnboundedness(unbounded, direction)!.Value.Check.IsAccepted, Is.True);

        // Ray: x₀ + x₁ = 1, x₁ ≥ 0, x₀ ≥ 2 leaves x₀ ≤ 1 against x₀ ≥ 2.
        ConicProgram infeasible = Linear([0, 0], new double[,] { { 1, 1 }, { 0, -1 }, { -1, 0 } }, [1, 0, -2], zeros: 1);
        step = new SlackColumnRewrite().Apply(infeasible, Everything)!;
        int bounds = step.Target.Rows;
        ConicSolution ray = step.MapBack(new ConicSolution { Termination = Termination.Infeasible, Y = [.. Enumerable.Repeat(1.0, bounds)] });
        Assert.That(RayCheck.OfInfeasibility(infeasible, ray)!.Value.Check.IsAccepted, Is.True);
    }

    [Test]
    public void Small_pivots_and_integer_slacks_stay()
    {
        ConicProgram small = Linear([1, 1, 0], new double[,] { { 1, 1, 0.001 }, { 1, 0, 0 }, { 0, 1, 0 }, { 1, 1, 0 }, { 1, 2, 0 } }, [1, 1, 1, 1, 1], zeros: 1);
        Assert.That(new SlackColumnRewrite().Apply(small, Everything), Is.Null);
        ConicProgram integer = Linear([1, 0], new double[,] { { 1, 1 }, { 1, 0 }, { 2, 0 } }, [1, 1, 1], zeros: 1, integers: [0, 1]);
        Assert.That(new SlackColumnRewrite().Apply(integer, Everything), Is.Null);
    }

    [Test]
    public void Of_parallel_rows_the_tightest_stay()
    {
        // x₀ + 3x₁ ≤ 4, 2x₀ + 6x₁ ≤ 6 (the tighter), −x₀ − 3x₁ ≤ 1 (a lower bound), and another row.
        ConicProgram program = Linear([1, 1], new double[,] { { 1, 3 }, { 2, 6 }, { -1, -3 }, { 1, 0 } }, [4, 6, 1, 1], zeros: 0);
        RewriteStep step = new ParallelRowRewrite().Apply(program, Everything)!;
        Assert.That(step.Target.B.ToArray(), Is.EqualTo(new double[] { 6, 1, 1 }));
        Assert.That(step.MapBack(new ConicSolution { Termination = Termination.Limit, Y = [1, 2, 3] }).Y, Is.EqualTo(new double[] { 0, 1, 2, 3 }));

        // Beside an equality of the same row all bounds that it meets leave; a tenth times ten is no exact multiple of 1.
        program = Linear([1, 1], new double[,] { { 1, 3 }, { 2, 6 }, { -1, -3 }, { 0.1, 0.3 } }, [2, 6, 1, 9], zeros: 1);
        step = new ParallelRowRewrite().Apply(program, Everything)!;
        Assert.That(step.Target.B.ToArray(), Is.EqualTo(new double[] { 2, 9 }));
    }

    [TestCase(1, 2.0, 3.0)]
    [TestCase(2, 2.0, 3.0)]
    [TestCase(0, 2.0, -3.0)]
    public void Parallel_rows_that_contradict_each_other_end_the_plan(int zeros, double first, double second)
    {
        // ax = 2 against 2ax ≤ 3 or 2ax = 3; ax ≤ 2 against −ax ≤ −3.
        double factor = zeros == 0 ? -1 : 2;
        ConicProgram program = Linear([1, 1], new double[,] { { 1, 3 }, { factor, 3 * factor }, { 1, 0 } }, [first, second, 1], zeros);
        SolveResult result = program.Solve(Unasked());
        Assert.That(result.Termination, Is.EqualTo(Termination.Infeasible));
        Assert.That(result.RayConstraints, Is.Not.Empty);
        Assert.That(result.Plan.ToString(), Does.Contain("infeasible"));
    }

    [Test]
    public void Equality_rows_that_follow_from_others_leave()
    {
        // The third row is the first plus twice the second.
        ConicProgram program = Linear([1, 1, 1], new double[,] { { 1, 1, 0 }, { 0, 1, 1 }, { 1, 3, 2 }, { -1, 0, 0 } }, [1, 2, 5, 0], zeros: 3);
        RewriteStep step = new DependentRowRewrite().Apply(program, Everything)!;
        Assert.That(step.Target.Rows, Is.EqualTo(3));
        Assert.That(step.MapBack(new ConicSolution { Termination = Termination.Limit, Y = [1, 2, 3] }).Y, Is.EqualTo(new double[] { 1, 2, 0, 3 }));
    }

    [Test]
    public void Equality_rows_that_contradict_others_end_the_plan()
    {
        ConicProgram program = Linear([1, 1, 1], new double[,] { { 1, 1, 0 }, { 0, 1, 1 }, { 1, 3, 2 }, { -1, 0, 0 } }, [1, 2, 6, 0], zeros: 3);
        var step = (InfeasibleStep)new DependentRowRewrite().Apply(program, Everything)!;
        // y = (−1, −2, 1)·(−1): ⟨b, y⟩ = 1 + 4 − 6 = −1.
        Assert.That(step.Answer.Y, Is.EqualTo(new double[] { 1, 2, -1, 0 }).Within(1e-12));
    }

    [Test]
    public void Columns_that_others_stand_for_leave()
    {
        // A₂ = A₀ + A₁ and c₂ = c₀ + c₁; with another cost it would be a direction of descent, or its negative.
        double[,] a = { { 1, 0, 1 }, { 2, 1, 3 }, { 0, 1, 1 } };
        RewriteStep? step = new DependentColumnRewrite().Apply(Linear([1, 2, 3], a, [1, 1, 1], zeros: 0), Everything);
        Assert.That(step!.Target.Columns, Is.EqualTo(2));
        Assert.That(step.MapBack(new ConicSolution { Termination = Termination.Limit, X = [4, 5] }).X, Is.EqualTo(new double[] { 4, 5, 0 }));
        Assert.That(new DependentColumnRewrite().Apply(Linear([1, 2, 4], a, [1, 1, 1], zeros: 0), Everything), Is.Null);
        Assert.That(new DependentColumnRewrite().Apply(Linear([1, 2, 3], a, [1, 1, 1], zeros: 0, integers: [2]), Everything), Is.Null);
    }

    [Test]
    public void Nothing_is_taken_out_without_presolve()
    {
        ConicProgram program = Linear([1], new double[,] { { 0 }, { 1 } }, [0, 1], zeros: 1);
        Assert.That(Plan.Create(program, Everything, "test", presolve: false).Steps, Is.Empty);
        Assert.That(Plan.Create(program, Everything, "test").Steps, Is.Not.Empty);
    }

    /// <summary>A program whose first rows are equalities and the others inequalities Ax ≤ b.</summary>
    private static ConicProgram Linear(double[] c, double[,] a, double[] b, int zeros, int[]? integers = null)
    {
        var (i, j, v) = (new List<int>(), new List<int>(), new List<double>());
        for (int row = 0; row < a.GetLength(0); row++)
        {
            for (int column = 0; column < a.GetLength(1); column++) (i, j, v) = ([.. i, row], [.. j, column], [.. v, a[row, column]]);
        }
        int rows = b.Length;
        return new ConicProgram(
            "p", ObjectiveSense.Minimize, null, c, 0, SparseMatrix.FromTriplets(rows, c.Length, i.ToArray(), j.ToArray(), v.ToArray()), b,
            [new(Cone.Zero, 0, zeros, "equal"), new(Cone.Nonnegative, zeros, rows - zeros, "below")], integerColumns: integers);
    }

    private static ScriptedSolver Unasked() => new((_, _) => throw new InvalidOperationException("The backend was asked."));
}

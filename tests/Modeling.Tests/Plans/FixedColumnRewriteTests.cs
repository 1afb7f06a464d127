using Copositive.Numerics;

namespace Copositive.Modeling.Tests.Plans;

[TestFixture]
public sealed class FixedColumnRewriteTests
{
    private static readonly SolverCapabilities Everything = new()
    {
        Cones = [.. Enum.GetValues<ConeKind>()],
        QuadraticObjective = true,
        Integers = true,
    };

    /// <summary>Six columns; rows: Zero {2x₁ = 3, x₀+x₂+x₁ = 1, −x₄ = 0}, a 2×2 PSD block over everything, Zero {x₁ = 1.5 again}.</summary>
    private static ConicProgram Example(bool quadratic)
    {
        var random = new Random(8);
        var (i, j, v) = (new List<int> { 0, 1, 1, 1, 2, 6 }, new List<int> { 1, 0, 2, 1, 4, 1 }, new List<double> { 2, 1, 1, 1, -1, 1 });
        for (int row = 3; row < 6; row++)
        {
            for (int column = 0; column < 6; column++) (i, j, v) = ([.. i, row], [.. j, column], [.. v, random.NextDouble() - 0.5]);
        }
        SparseMatrix p = SparseMatrix.FromTriplets(6, 6, [0, 0, 1, 4, 1, 3, 5], [0, 1, 1, 4, 5, 3, 5], [2, 0.5, 3, 1, -0.25, 1, 0.5]);
        return new ConicProgram(
            "example", ObjectiveSense.Maximize, quadratic ? p : null, [1, -2, 3, -4, 5, -6], 0.5,
            SparseMatrix.FromTriplets(7, 6, i.ToArray(), j.ToArray(), v.ToArray()), [3, 1, 0, 0.25, -1, 2, 1.5],
            [new(Cone.Zero, 0, 3, "fix"), new(Cone.PositiveSemidefinite, 3, 3, "psd"), new(Cone.Zero, 6, 1, "again")],
            ["a", "b", "c", "d", "e", "f"], integerColumns: [5],
            [new Assumption(AssumptionKind.Trace, "psd", [], 1, 0, 9), new Assumption(AssumptionKind.Box, "v", [1, 2, 5], -1, -1, 1)]);
    }

    private static RewriteStep Step(ConicProgram program)
    {
        RewriteStep? step = new FixedColumnRewrite().Apply(program, Everything);
        Assert.That(step, Is.Not.Null);
        return step!;
    }

    [Test]
    public void FixedColumnsAndTheirRowsLeave()
    {
        ConicProgram target = Step(Example(quadratic: true)).Target;
        Assert.That(Enumerable.Range(0, target.Columns).Select(target.ColumnName), Is.EqualTo(new[] { "a", "c", "d", "f" }));
        Assert.That(target.Blocks.Select(b => (b.Name, b.Start, b.Rows)), Is.EqualTo(new[] { ("fix", 0, 1), ("psd", 1, 3), ("again", 4, 1) }));
        Assert.That(target.IntegerColumns, Is.EqualTo(new[] { 3 }));
        Assert.That(target.Assumptions.Select(a => (a.Block, string.Join(',', a.Columns))), Is.EqualTo(new[] { (1, ""), (-1, "1,3") }));
        // The second row of x₁ is met by x₁ = 3/2 and is left as 0 = 0.
        Assert.That(target.Slack([0, 0, 0, 0])[4], Is.Zero);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void PointsAndDualsMapBackWithTheSameValuesAndResiduals(bool quadratic)
    {
        // Any x̂ and ŷ: the slack of the kept rows, the objective, the stationarity of the kept columns and ⟨s, y⟩ agree; fixed rows have no slack and fixed
        // columns no residual.
        ConicProgram source = Example(quadratic);
        RewriteStep step = Step(source);
        var random = new Random(9);
        double[] x = [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble())], y = [.. Enumerable.Range(0, 5).Select(_ => random.NextDouble())];
        ConicSolution back = step.MapBack(new ConicSolution { Termination = Termination.Optimal, X = x, Y = y });
        Assert.That(back.X![1], Is.EqualTo(1.5));
        Assert.That(back.X[4], Is.Zero);
        Assert.That(source.Evaluate(back.X), Is.EqualTo(step.Target.Evaluate(x)).Within(1e-13));
        double[] slack = source.Slack(back.X), residual = source.DualResidual(back.X, back.Y!);
        Assert.That(new[] { slack[1], slack[3], slack[4], slack[5], slack[6] }, Is.EqualTo(step.Target.Slack(x)).Within(1e-13));
        Assert.That(new[] { slack[0], slack[2] }, Is.EqualTo(new[] { 0.0, 0 }).Within(1e-15));
        Assert.That(new[] { residual[0], residual[2], residual[3], residual[5] }, Is.EqualTo(step.Target.DualResidual(x, y)).Within(1e-13));
        Assert.That(new[] { residual[1], residual[4] }, Is.EqualTo(new[] { 0.0, 0 }).Within(1e-13));
        WarmStart forward = step.MapForward(new WarmStart(back.X, back.Y))!;
        Assert.That((forward.X, forward.Y), Is.EqualTo((x, y)));
    }

    [Test]
    public void RaysMapBackToRays()
    {
        // For ŷ with ÂᵀWŷ = r the mapped ray has AᵀWy = r on kept and 0 on fixed columns, and ⟨b, y⟩ = ⟨b̂, ŷ⟩.
        ConicProgram source = Example(quadratic: false);
        RewriteStep step = Step(source);
        double[] y = [0.5, -1, 2, 3, -0.75];
        ConicSolution back = step.MapBack(new ConicSolution { Termination = Termination.Infeasible, Y = y });
        Assert.That(Inner(source, back.Y!), Is.EqualTo(Inner(step.Target, y)).Within(1e-13));
        double[] kept = Columns(step.Target, y), all = Columns(source, back.Y!);
        Assert.That(all, Is.EqualTo(new[] { kept[0], 0, kept[1], kept[2], 0, kept[3] }).Within(1e-13));

        double[] direction = [1, 2, 3, 4];
        back = step.MapBack(new ConicSolution { Termination = Termination.Unbounded, X = direction });
        Assert.That(back.X, Is.EqualTo(new double[] { 1, 0, 2, 3, 0, 4 }));
    }

    [Test]
    public void ProgramsWithoutFixedColumnsOrWithNothingElseAreLeftAlone()
    {
        var identity = SparseMatrix.FromTriplets(2, 2, [0, 1], [0, 1], [1, 1]);
        Assert.That(new FixedColumnRewrite().Apply(new ConicProgram("p", ObjectiveSense.Minimize, null, [1, 1], 0, identity, [1, 1], [new(Cone.Zero, 0, 2, "z")]), Everything), Is.Null);
        Assert.That(new FixedColumnRewrite().Apply(new ConicProgram("p", ObjectiveSense.Minimize, null, [1, 1], 0, identity, [1, 1], [new(Cone.Nonnegative, 0, 2, "z")]), Everything), Is.Null);
    }

    [Test]
    public void AnIntegerColumnIsNotFixedAtAFraction()
    {
        var identity = SparseMatrix.FromTriplets(2, 2, [0, 1], [0, 1], [1, 1]);
        ConeBlock[] blocks = [new(Cone.Zero, 0, 1, "z"), new(Cone.Nonnegative, 1, 1, "n")];
        Assert.That(new FixedColumnRewrite().Apply(new ConicProgram("p", ObjectiveSense.Minimize, null, [1, 1], 0, identity, [0.5, 1], blocks, null, [0]), Everything), Is.Null);
        Assert.That(new FixedColumnRewrite().Apply(new ConicProgram("p", ObjectiveSense.Minimize, null, [1, 1], 0, identity, [2, 1], blocks, null, [0]), Everything), Is.Not.Null);
    }

    [Test]
    public void FixedValuesThatWouldOverflowTheDataAreNotPutIn()
    {
        // x₀ = 1e100/1e-200 = 1e300 is a number, but 1e200·x₀ in the other row is none.
        SparseMatrix a = SparseMatrix.FromTriplets(2, 2, [0, 1, 1], [0, 0, 1], [1e-200, 1e200, 1]);
        ConeBlock[] blocks = [new(Cone.Zero, 0, 1, "z"), new(Cone.Nonnegative, 1, 1, "n")];
        Assert.That(new FixedColumnRewrite().Apply(new ConicProgram("p", ObjectiveSense.Minimize, null, [0, 1], 0, a, [1e100, 0], blocks), Everything), Is.Null);
    }

    [Test]
    public void BlocksThatLoseAllRowsLeaveAndEmptyOnesStay()
    {
        SparseMatrix a = SparseMatrix.FromTriplets(2, 2, [0, 1], [0, 1], [2, 1]);
        ConeBlock[] blocks = [new(Cone.Zero, 0, 1, "gone"), new(Cone.Zero, 1, 0, "empty"), new(Cone.Nonnegative, 1, 1, "n")];
        RewriteStep step = Step(new ConicProgram("p", ObjectiveSense.Minimize, null, [3, 1], 0, a, [4, 1], blocks));
        Assert.That(step.Target.Blocks.Select(b => (b.Name, b.Start, b.Rows)), Is.EqualTo(new[] { ("empty", 0, 0), ("n", 0, 1) }));
        // c₀ takes over 3·x₀ = 6; the multiplier of 2·x₀ = 4 is −c₀/a = −3/2.
        Assert.That(step.Target.C0, Is.EqualTo(6));
        Assert.That(step.MapBack(new ConicSolution { Termination = Termination.Optimal, X = [1], Y = [0.5] }).Y, Is.EqualTo(new[] { -1.5, 0.5 }));
    }

    private static double Inner(ConicProgram program, double[] y)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++) sum += program.RowWeights[i] * program.B[i] * y[i];
        return sum;
    }

    private static double[] Columns(ConicProgram program, double[] y)
    {
        double[] weighted = [.. y.Select((value, i) => program.RowWeights[i] * value)];
        var product = new double[program.Columns];
        program.A.TransposeMultiply(weighted, product);
        return product;
    }
}

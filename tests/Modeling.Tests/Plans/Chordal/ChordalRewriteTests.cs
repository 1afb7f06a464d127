using System.Collections.Immutable;
using Copositive.Numerics;

namespace Copositive.Modeling.Tests;

/// <summary>
/// Programs min cᵀx, b − Ax ⪰ 0 with sparse slacks. Optima are known by construction: a slack s* and a dual y* that are semidefinite with
/// ⟨y*, s*⟩ = 0, then b := s* + Ax* and c := −AᵀWy*.
/// </summary>
public class ChordalRewriteTests
{
    private static readonly SolverCapabilities Semidefinite = new()
    {
        Cones = ImmutableHashSet.Create(ConeKind.Zero, ConeKind.Nonnegative, ConeKind.PositiveSemidefinite),
        QuadraticObjective = true,
    };

    private static readonly SolverCapabilities Linear = new() { Cones = ImmutableHashSet.Create(ConeKind.Zero, ConeKind.Nonnegative) };

    private static RewriteStep? Rewrite(ConicProgram program, SolverCapabilities? capabilities = null) =>
        new ChordalRewrite(requiredGain: 0).Apply(program, capabilities ?? Semidefinite);

    /// <summary>A block of order n; A has the given entries (i, j, column, value).</summary>
    private static ConicProgram Program(int n, int columns, IEnumerable<(int I, int J, int Column, double Value)> entries, double[]? b = null, double[]? c = null)
    {
        var list = entries.ToList();
        int length = SymmetricVector.Length(n);
        var a = SparseMatrix.FromTriplets(
            length, columns, list.Select(e => SymmetricVector.Index(e.I, e.J)).ToArray(), list.Select(e => e.Column).ToArray(), list.Select(e => e.Value).ToArray());
        c ??= [.. Enumerable.Repeat(1.0, columns)];
        return new ConicProgram("test", ObjectiveSense.Minimize, null, c, 0, a, b ?? new double[length], [new ConeBlock(Cone.PositiveSemidefinite, 0, length, "S")]);
    }

    private static double[] Diagonal(int n, double value = 1)
    {
        var b = new double[SymmetricVector.Length(n)];
        for (int i = 0; i < n; i++) b[SymmetricVector.Index(i, i)] = value;
        return b;
    }

    /// <summary>A band of width 2 and order 60 with random columns, dense in the band.</summary>
    private static ConicProgram Band(int seed = 1)
    {
        const int n = 60, width = 2, columns = 25;
        var random = new Random(seed);
        double[] b = Diagonal(n, 4);
        var entries = new List<(int, int, int, double)>();
        for (int j = 0; j < n; j++)
        {
            for (int i = Math.Max(0, j - width); i <= j; i++)
            {
                b[SymmetricVector.Index(i, j)] += random.NextDouble() - 0.5;
                entries.Add((i, j, random.Next(columns), random.NextDouble() - 0.5));
                if (i == j) entries.Add((i, i, random.Next(columns), random.NextDouble() - 0.5));
            }
        }
        return Program(n, columns, entries, b);
    }

    /// <summary>
    /// s₀₀ = 0 makes s₀₁ = x₁ − x₀ an equation though x₀ has no other entry: x₀ stays, with its value, while x₂, free in s₁₂, is completed.
    /// </summary>
    [Test]
    public void Free_entries_beside_a_zero_diagonal_keep_their_columns()
    {
        double[] b = Diagonal(3);
        b[SymmetricVector.Index(0, 0)] = 0;
        ConicProgram program = Program(3, 3, [(0, 1, 0, 1), (0, 1, 1, -1), (1, 1, 1, -1), (1, 2, 2, 1)], b, [0, 1, 0]);
        if (Rewrite(program) is not { } step) throw new AssertionException("Nothing was rewritten.");
        var found = new double[step.Target.Columns];
        Array.Fill(found, 2.0);
        ConicSolution back = step.MapBack(new ConicSolution { Termination = Termination.Optimal, X = found });
        Assert.That(back.X![..2], Is.EqualTo(new double[] { 2, 2 }));
        Assert.That(program.Slack(back.X)[SymmetricVector.Index(0, 1)], Is.Zero);
    }

    /// <summary>A matrix variable of order 60, X_ij = column, whose costs are on a band of width 2 only; its diagonal is 1.</summary>
    private static ConicProgram BandOfMatrix(int seed = 1)
    {
        const int n = 60, width = 2;
        var random = new Random(seed);
        int length = SymmetricVector.Length(n);
        var c = new double[length];
        var b = new double[length + n];
        var entries = new TripletList();
        for (int k = 0; k < length; k++) entries.Add(k, k, -1);
        for (int j = 0; j < n; j++)
        {
            for (int i = Math.Max(0, j - width); i < j; i++) c[SymmetricVector.Index(i, j)] = random.NextDouble() - 0.5;
            entries.Add(length + j, SymmetricVector.Index(j, j), 1);
            b[length + j] = 1;
        }
        return new ConicProgram(
            "test", ObjectiveSense.Minimize, null, c, 0, entries.ToMatrix(length + n, length), b,
            [new ConeBlock(Cone.PositiveSemidefinite, 0, length, "X"), new ConeBlock(Cone.Zero, length, n, "diagonal")]);
    }

    [Test]
    public void Block_diagonal_slacks_split_and_single_entries_become_rows()
    {
        // Vertices 0, 3 and 1, 4 are tied; 2 stands alone. Small as it is, this always pays.
        RewriteStep step = Rewrite(Program(5, 2, [(0, 3, 0, 1), (1, 4, 1, 1)], Diagonal(5)))!;
        Assert.That(step.Target.Blocks.Select(b => (b.Cone.Kind, b.Rows)), Is.EqualTo(new[]
        {
            (ConeKind.Nonnegative, 1), (ConeKind.PositiveSemidefinite, 3), (ConeKind.PositiveSemidefinite, 3),
        }));
        Assert.That(step.Target.Columns, Is.EqualTo(2));
        ConicSolution back = step.MapBack(new ConicSolution { Termination = Termination.Optimal, X = [1, 2], Y = [10, 1, 2, 3, 4, 5, 6] });
        double sum = 0;
        foreach (double v in back.Y!) sum += v;
        Assert.That((sum, back.Y![SymmetricVector.Index(2, 2)], back.Y[SymmetricVector.Index(0, 1)]), Is.EqualTo((31.0, 10.0, 0.0)));
        Assert.That(back.X, Is.EqualTo(new double[] { 1, 2 }));
    }

    [Test]
    public void Diagonal_slacks_become_rows_for_backends_with_semidefinite_blocks()
    {
        ConicProgram program = Program(4, 2, [(0, 0, 0, 1), (1, 1, 1, 1)], Diagonal(4));
        Assert.That(Rewrite(program)!.Target.Blocks.Select(b => (b.Cone.Kind, b.Rows)), Is.EqualTo(new[] { (ConeKind.Nonnegative, 4) }));
        Assert.That(Rewrite(program, Linear), Is.Null, "what a backend takes does not hang on the data");
    }

    [Test]
    public void Dense_and_small_connected_blocks_stay()
    {
        Assert.That(new ChordalRewrite().Apply(Program(3, 3, [(0, 1, 0, 1), (1, 2, 1, 1), (0, 2, 2, 1), (0, 1, 1, 1), (1, 2, 2, 1), (0, 2, 0, 1)], Diagonal(3)), Semidefinite), Is.Null);
        Assert.That(new ChordalRewrite().Apply(Program(10, 1, Enumerable.Range(0, 9).Select(i => (i, i + 1, 0, 1.0)), Diagonal(10)), Semidefinite), Is.Null);
    }

    /// <summary>
    /// A zero diagonal at vertex 2 forces its row x₀ − 1 = 0. With s = [[x₁, 1, ·], [1, x₂, ·]] the multiplier of the equation is the
    /// dual's off-diagonal entry, halved, and the diagonal makes the dual semidefinite.
    /// </summary>
    [Test]
    public void Rows_of_a_zero_diagonal_become_equations()
    {
        double[] b = new double[6];
        b[SymmetricVector.Index(0, 2)] = 1;
        b[SymmetricVector.Index(0, 1)] = 1;
        ConicProgram program = Program(3, 3, [(0, 2, 0, 1), (0, 0, 1, -1), (1, 1, 2, -1)], b);
        RewriteStep step = Rewrite(program)!;
        Assert.That(step.Target.Blocks.Select(k => (k.Cone.Kind, k.Rows)), Is.EqualTo(new[] { (ConeKind.Zero, 1), (ConeKind.PositiveSemidefinite, 3) }));
        // Stationarity of the target: c₀ + y_equation = 0, c₁ = y₀₀, c₂ = y₁₁; b asks for y₀₁ = −1.
        var solution = new ConicSolution { Termination = Termination.Optimal, X = [1, 1, 1], Y = [-1, 1, -1, 1] };
        Assert.That(Optimality.Errors(step.Target, solution)!.Value.Max, Is.LessThan(1e-15));
        ConicSolution back = step.MapBack(solution);
        Assert.That(back.Y![SymmetricVector.Index(0, 2)], Is.EqualTo(-0.5));
        Assert.That(Optimality.Errors(program, back)!.Value.Max, Is.LessThan(1e-8));
        WarmStart start = step.MapForward(new WarmStart(back.X, back.Y))!;
        Assert.That(start.Y, Is.EqualTo(solution.Y));
    }

    [Test]
    public void A_zero_row_is_dropped()
    {
        ConicProgram program = Program(3, 1, [(0, 2, 0, 1)], [1, 0, 0, 0, 0, 1]);
        RewriteStep step = Rewrite(program)!;
        Assert.That(step.Target.Blocks.Select(k => (k.Cone.Kind, k.Rows)), Is.EqualTo(new[] { (ConeKind.PositiveSemidefinite, 3) }));
    }

    [Test]
    public void Bands_are_taken_apart_with_fewer_flops()
    {
        ConicProgram sum = Rewrite(Band())!.Target, conditions = Rewrite(BandOfMatrix())!.Target;
        Assert.That(sum.Blocks, Has.Length.GreaterThan(2));
        Assert.That(sum.Columns, Is.GreaterThan(25));
        Assert.That(conditions.Blocks, Has.Length.GreaterThan(2));
        Assert.That(conditions.Columns, Is.LessThan(60 * 61 / 2 / 2));
        foreach (ConicProgram program in new[] { sum, conditions })
            Assert.That(program.Blocks.Sum(b => Math.Pow(b.Order, 3)), Is.LessThan(60.0 * 60 * 60 / 3));
    }

    /// <summary>For any x and any overlap columns the clique blocks of a sum add up to the slack: the tie columns cancel.</summary>
    [Test]
    public void Pieces_add_up_to_the_slack()
    {
        ConicProgram program = Band();
        ConicProgram target = Rewrite(program)!.Target;
        var random = new Random(3);
        double[] x = [.. Enumerable.Range(0, target.Columns).Select(_ => random.NextDouble() - 0.5)];
        double[] pieces = target.Slack(x), slack = program.Slack(x.AsSpan(0, program.Columns));
        double there = 0, here = 0;
        foreach (double v in pieces) there += v;
        foreach (double v in slack) here += v;
        Assert.That(there, Is.EqualTo(here).Within(1e-9));
        Assert.That(Optimality.Inner(target, pieces, Restricted(program, target, Ones(program))), Is.EqualTo(Optimality.Inner(program, slack, Ones(program))).Within(1e-9));
    }

    private static double[] Ones(ConicProgram program) => [.. Enumerable.Repeat(1.0, program.Rows)];

    private static double[] Restricted(ConicProgram program, ConicProgram target, double[] y) => Rewrite(program)!.MapForward(new WarmStart(null, y))!.Y!;

    /// <summary>
    /// The optimum of a sum: s* from vectors on two neighbouring vertices, y* = the all-ones matrix of rank one, for which they alternate in
    /// sign. Forward, the restricted dual and the split slack satisfy the target; back, the completion has no more than its tolerance.
    /// </summary>
    [Test]
    public void Optimal_pairs_map_forward_and_back()
    {
        ConicProgram frame = Band();
        int n = frame.Blocks[0].Order;
        var random = new Random(4);
        var slack = new double[frame.Rows];
        for (int i = 0; i + 1 < n; i++)
        {
            double weight = random.NextDouble() + 0.1;
            slack[SymmetricVector.Index(i, i)] += weight;
            slack[SymmetricVector.Index(i + 1, i + 1)] += weight;
            slack[SymmetricVector.Index(i, i + 1)] -= weight;
        }
        double[] x = [.. Enumerable.Range(0, frame.Columns).Select(_ => random.NextDouble() - 0.5)], b = (double[])slack.Clone(), y = Ones(frame);
        frame.A.Multiply(x, b, 1, 1);
        var c = new double[frame.Columns];
        double[] weighted = [.. frame.RowWeights];
        frame.A.TransposeMultiply(weighted, c, -1, 0);
        var program = new ConicProgram("known", ObjectiveSense.Minimize, null, c, 0, frame.A, b, frame.Blocks);
        Assert.That(Optimality.Errors(program, Pair(x, y))!.Value.Max, Is.LessThan(1e-12));
        AssertRoundTrip(program, x, y);
    }

    /// <summary>The same for the other form: X* = the all-ones matrix, and y* is a sum over the band that it annihilates.</summary>
    [Test]
    public void Optimal_pairs_of_matrix_variables_map_forward_and_back()
    {
        ConicProgram frame = BandOfMatrix();
        ConeBlock block = frame.Blocks[0];
        var random = new Random(4);
        var y = new double[frame.Rows];
        for (int i = 0; i + 1 < block.Order; i++)
        {
            double weight = random.NextDouble() + 0.1;
            y[SymmetricVector.Index(i, i)] += weight;
            y[SymmetricVector.Index(i + 1, i + 1)] += weight;
            y[SymmetricVector.Index(i, i + 1)] -= weight;
        }
        for (int i = 0; i < block.Order; i++) y[block.End + i] = y[SymmetricVector.Index(i, i)];
        double[] weighted = [.. Enumerable.Range(0, y.Length).Select(i => frame.RowWeights[i] * y[i])];
        var c = new double[frame.Columns];
        frame.A.TransposeMultiply(weighted, c, -1, 0);
        var program = new ConicProgram("known", ObjectiveSense.Minimize, null, c, 0, frame.A, frame.B, frame.Blocks);
        double[] x = [.. Enumerable.Repeat(1.0, frame.Columns)];
        Assert.That(Optimality.Errors(program, Pair(x, y))!.Value.Max, Is.LessThan(1e-12));
        AssertRoundTrip(program, x, y);
    }

    private static void AssertRoundTrip(ConicProgram program, double[] x, double[] y)
    {
        RewriteStep step = Rewrite(program)!;
        WarmStart start = step.MapForward(new WarmStart(x, y))!;
        ConicSolution there = Pair(start.X!, start.Y!);
        Assert.That(Optimality.Errors(step.Target, there)!.Value.Max, Is.LessThan(1e-10));
        ConicSolution back = step.MapBack(there);
        Assert.That(Optimality.Errors(program, back)!.Value.Max, Is.LessThan(1e-10));
        Assert.That(step.MapForward(new WarmStart(null, null)), Is.EqualTo(new WarmStart(null, null)));
    }

    private static ConicSolution Pair(double[] x, double[] y) => new() { Termination = Termination.Optimal, X = x, Y = y };

    /// <summary>−I plus a band that no multiples of band matrices with zero diagonal can lift: y = I is a Farkas ray, found on the cliques.</summary>
    [Test]
    public void Farkas_rays_are_completed()
    {
        ConicProgram frame = Band();
        int n = frame.Blocks[0].Order;
        ConicProgram program = Program(n, n - 1, Enumerable.Range(0, n - 1).Select(i => (i, i + 1, i, 1.0)), Diagonal(n, -1));
        RewriteStep step = Rewrite(program)!;
        double[] ray = step.MapForward(new WarmStart(null, Diagonal(n)))!.Y!;
        ConicSolution there = new() { Termination = Termination.Infeasible, Y = ray }, back = step.MapBack(there);
        Assert.That(RayCheck.OfInfeasibility(step.Target, there)!.Value.Check.IsAccepted);
        Assert.That(RayCheck.OfInfeasibility(program, back)!.Value.Check.IsAccepted);
        Assert.That(back.X, Is.Null);
    }

    /// <summary>Nothing but X ⪰ 0: a direction with negative cost along which the cliques stay semidefinite is completed to one of the whole.</summary>
    [Test]
    public void Directions_are_completed()
    {
        ConicProgram frame = BandOfMatrix();
        ConeBlock block = frame.Blocks[0];
        var entries = new TripletList();
        for (int k = 0; k < block.Rows; k++) entries.Add(k, k, -1);
        double[] c = Array.ConvertAll(frame.C.ToArray(), v => v == 0 ? 0 : -1.0), b = Diagonal(block.Order, 5);
        var program = new ConicProgram("test", ObjectiveSense.Minimize, null, c, 0, entries.ToMatrix(block.Rows, block.Rows), b, [block]);
        RewriteStep step = Rewrite(program)!;
        ConicSolution there = new() { Termination = Termination.Unbounded, X = [.. Enumerable.Repeat(1.0, step.Target.Columns)] };
        Assert.That(RayCheck.OfUnboundedness(step.Target, there)!.Value.Check.IsAccepted);
        Assert.That(RayCheck.OfUnboundedness(program, step.MapBack(there))!.Value.Check.IsAccepted);
    }

    [Test]
    public void Bounds_that_the_user_vouches_for_go_along()
    {
        ConicProgram plain = Band();
        ConicProgram program = new(
            "test", ObjectiveSense.Minimize, null, plain.C, 0, plain.A, plain.B, plain.Blocks, null, null,
            [new Assumption(AssumptionKind.Trace, "S", [], 0, 0, 7), new Assumption(AssumptionKind.Box, "x3", [3], -1, 0, 1)]);
        ConicProgram target = Rewrite(program)!.Target;
        Assert.That(target.Assumptions.Count(a => a.Kind == AssumptionKind.Trace && a.Upper == 7), Is.EqualTo(target.Blocks.Length));
        Assert.That(target.Assumptions.Single(a => a.Kind == AssumptionKind.Box).Columns, Is.EqualTo(new[] { 3 }));
        Assert.That(target.ColumnName(3), Is.EqualTo("x3"));
        Assert.That(target.ColumnName(plain.Columns), Is.EqualTo("overlap(S)[0]"));
    }

    [Test]
    public void Entries_with_a_bound_a_cost_or_another_row_are_not_free()
    {
        ConicProgram plain = BandOfMatrix();
        int far = SymmetricVector.Index(0, 59), cost = SymmetricVector.Index(1, 59);
        double[] c = plain.C.ToArray();
        c[cost] = 1;
        var program = new ConicProgram(
            "test", ObjectiveSense.Minimize, null, c, 0, plain.A, plain.B, plain.Blocks, null, null,
            [new Assumption(AssumptionKind.Box, "far", [far], -1, 0, 1)]);
        RewriteStep step = Rewrite(program)!;
        string[] names = [.. Enumerable.Range(0, step.Target.Columns).Select(step.Target.ColumnName)];
        Assert.That(names, Does.Contain($"x{far}").And.Contain($"x{cost}").And.Not.Contain($"x{SymmetricVector.Index(2, 58)}"));
    }
}

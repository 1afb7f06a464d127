using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>
/// Sparse semidefinite programs through the plan, which takes their blocks apart, and as they are. Strictly feasible on both sides by
/// construction: the slack at x* is diagonally dominant, and c = −AᵀWI makes the identity a dual point.
/// </summary>
public class ChordalProgramTests
{
    private const int Order = 60;

    private static IEnumerable<TestCaseData> Patterns()
    {
        yield return new TestCaseData((Func<int, int, bool>)((i, j) => j - i <= 2)).SetName("{m}(band)");
        yield return new TestCaseData((Func<int, int, bool>)((i, j) => i < 2)).SetName("{m}(arrow)");
        yield return new TestCaseData((Func<int, int, bool>)((i, j) => i == (j - 1) / 3)).SetName("{m}(tree)");
        yield return new TestCaseData((Func<int, int, bool>)((i, j) => i / 6 == j / 6)).SetName("{m}(blocks)");
    }

    [TestCaseSource(nameof(Patterns))]
    public void Sparse_programs_agree_with_the_direct_solve(Func<int, int, bool> isEdge)
    {
        ConicProgram program = Random(isEdge, 7);
        var solver = new AdmmSolver();
        (RewriteStep step, ConicSolution split) = Split(program, solver);
        Assert.That(step.Target.Blocks, Has.Length.GreaterThan(2));
        ConicSolution direct = solver.Solve(program);
        double value = program.Evaluate(split.X!);
        Assert.Multiple(() =>
        {
            Assert.That(split.Termination, Is.EqualTo(Termination.Optimal));
            Assert.That(Optimality.Errors(program, split)!.Value.Max, Is.LessThan(1e-6));
            Assert.That(value, Is.EqualTo(program.Evaluate(direct.X!)).Within(1e-5 * (1 + Math.Abs(value))));
        });
    }

    /// <summary>The program over cliques, whatever that gains, and its solution mapped back.</summary>
    private static (RewriteStep Step, ConicSolution Solution) Split(ConicProgram program, AdmmSolver solver)
    {
        RewriteStep step = new ChordalRewrite(requiredGain: 0).Apply(program, solver.Capabilities)!;
        return (step, step.MapBack(solver.Solve(step.Target, new SolveOptions { Tolerance = 1e-7 })));
    }

    /// <summary>An answer carried to the cliques and back keeps its errors, and a solve from it ends at the same value.</summary>
    [Test]
    public void Warm_starts_pass_through_the_cliques()
    {
        ConicProgram program = Random((i, j) => j - i <= 2, 8);
        var solver = new AdmmSolver();
        (RewriteStep step, ConicSolution cold) = Split(program, solver);
        WarmStart start = step.MapForward(new WarmStart(cold.X, cold.Y))!;
        ConicSolution carried = step.MapBack(cold with { X = start.X, Y = start.Y });
        Assert.That(Optimality.Errors(program, carried)!.Value.Max, Is.LessThan(1e-6));
        ConicSolution warm = step.MapBack(solver.Solve(step.Target, new SolveOptions { WarmStart = start }));
        double value = program.Evaluate(cold.X!);
        Assert.That(warm.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(program.Evaluate(warm.X!), Is.EqualTo(value).Within(1e-5 * (1 + Math.Abs(value))));
    }

    /// <summary>
    /// The largest cut of an even cycle has all n edges, and max ⟨L/4, X⟩ over X ⪰ 0 with unit diagonal is n as well: for X = vvᵀ, v
    /// alternating, it is attained, and L ⪯ 4I. All other entries of X are free.
    /// </summary>
    [Test]
    public void The_cut_of_a_cycle_is_found_with_the_matrix_as_a_variable()
    {
        var model = new ConicModel("cycle");
        Variable x = model.AddSymmetric("X", Order);
        model.Add("psd", x, Cone.PositiveSemidefinite);
        Expression cut = 0;
        for (int i = 0; i < Order; i++)
        {
            model.Add($"diagonal {i}", x[i, i] == 1);
            cut += 0.5 * (1 - x[i, (i + 1) % Order]);
        }
        model.Maximize(cut);
        ConicProgram program = model.Compile();
        (RewriteStep step, ConicSolution solution) = Split(program, new AdmmSolver());
        Assert.Multiple(() =>
        {
            Assert.That(solution.Termination, Is.EqualTo(Termination.Optimal));
            Assert.That(program.Evaluate(solution.X!) * program.Sign, Is.EqualTo(Order).Within(1e-4));
            Assert.That(step.Target.Blocks.Max(b => b.Order), Is.LessThan(Order / 2));
            Assert.That(Optimality.Errors(program, solution)!.Value.Max, Is.LessThan(1e-6));
        });
    }

    /// <summary>s has the constant diagonal −1 on the last vertex: infeasible, with a ray that the cliques show and the whole confirms.</summary>
    [Test]
    public void Infeasible_and_unbounded_programs_are_told()
    {
        ConicProgram feasible = Random((i, j) => j - i <= 2, 9);
        double[] b = feasible.B.ToArray(), c = new double[feasible.Columns + 1];
        var entries = new TripletList(feasible.A);
        b[^1] = -1;
        SparseMatrix a = entries.Without(feasible.Rows - 1).ToMatrix(feasible.Rows, feasible.Columns);
        var infeasible = new ConicProgram("infeasible", ObjectiveSense.Minimize, null, feasible.C, 0, a, b, feasible.Blocks);
        (RewriteStep step, ConicSolution solution) = Split(infeasible, new AdmmSolver());
        Assert.That(solution.Termination, Is.EqualTo(Termination.Infeasible));
        Assert.That(RayCheck.OfInfeasibility(infeasible, solution)?.Check.IsAccepted, Is.True);
        Assert.That(step.Target.Blocks, Has.Length.GreaterThan(2));

        // A column that adds the identity to the slack, at a negative cost.
        c[^1] = -1;
        for (int i = 0; i < Order; i++) entries.Add(SymmetricVector.Index(i, i), feasible.Columns, -1);
        var unbounded = new ConicProgram(
            "unbounded", ObjectiveSense.Minimize, null, c, 0, entries.ToMatrix(feasible.Rows, feasible.Columns + 1), feasible.B, feasible.Blocks);
        (step, solution) = Split(unbounded, new AdmmSolver());
        Assert.That(solution.Termination, Is.EqualTo(Termination.Unbounded));
        Assert.That(RayCheck.OfUnboundedness(unbounded, solution)?.Check.IsAccepted, Is.True);
        Assert.That(step.Target.Blocks, Has.Length.GreaterThan(2));
    }

    private static ConicProgram Random(Func<int, int, bool> isEdge, int seed)
    {
        const int columns = 20;
        var random = new Random(seed);
        int length = SymmetricVector.Length(Order);
        var b = new double[length];
        var c = new double[columns];
        var x = new double[columns];
        var entries = new TripletList(null);
        for (int k = 0; k < columns; k++) x[k] = random.NextDouble() - 0.5;
        for (int j = 0; j < Order; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                if (i < j && !isEdge(i, j)) continue;
                int row = SymmetricVector.Index(i, j), column = random.Next(columns);
                double slack = random.NextDouble() - 0.5, entry = random.NextDouble() - 0.5;
                if (i < j)
                {
                    b[SymmetricVector.Index(i, i)] += Math.Abs(slack);
                    b[SymmetricVector.Index(j, j)] += Math.Abs(slack);
                }
                entries.Add(row, column, entry);
                b[row] += (i == j ? Math.Abs(slack) : slack) + entry * x[column];
                if (i == j) c[column] -= entry;
            }
        }
        return new ConicProgram("sparse", ObjectiveSense.Minimize, null, c, 0, entries.ToMatrix(length, columns), b, [new ConeBlock(Cone.PositiveSemidefinite, 0, length, "S")]);
    }

    private sealed class TripletList
    {
        private readonly List<(int Row, int Column, double Value)> _entries = [];

        public TripletList(SparseMatrix? matrix)
        {
            for (int j = 0; j < matrix?.Columns; j++)
            {
                for (int k = matrix.ColumnStarts[j]; k < matrix.ColumnStarts[j + 1]; k++) Add(matrix.RowIndices[k], j, matrix.Values[k]);
            }
        }

        public void Add(int row, int column, double value) => _entries.Add((row, column, value));

        public TripletList Without(int row)
        {
            var rest = new TripletList(null);
            rest._entries.AddRange(_entries.Where(e => e.Row != row));
            return rest;
        }

        public SparseMatrix ToMatrix(int rows, int columns) => SparseMatrix.FromTriplets(
            rows, columns, _entries.Select(e => e.Row).ToArray(), _entries.Select(e => e.Column).ToArray(), _entries.Select(e => e.Value).ToArray());
    }
}

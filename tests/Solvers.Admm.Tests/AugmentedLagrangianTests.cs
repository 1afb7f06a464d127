using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;
using Copositive.Tests;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>The method of multipliers on programs whose optimal values are known.</summary>
public sealed class AugmentedLagrangianTests
{
    private const double Tolerance = 1e-7;

    /// <summary>The semidefinite bound lies between the largest cut and the number of edges, which are equal in a bipartite graph.</summary>
    [TestCase(12, 1)]
    [TestCase(40, 2)]
    public void The_bound_on_cuts_of_a_bipartite_graph_is_its_number_of_edges(int n, int seed)
    {
        ConicProgram program = CutProgram.Bipartite(n, seed, out int edges);
        Assert.That(Solve(program, out AugmentedLagrangian run).Objective, Is.EqualTo(edges).Within(1e-5 * edges));
        Assert.That(run.Projections, Is.LessThan(150));
        Assert.That(run.KrylovSteps, Is.GreaterThanOrEqualTo(run.Steps));
    }

    /// <summary>min ⟨C, X⟩ over X ⪰ 0 of trace 1 is the smallest eigenvalue of C.</summary>
    [Test]
    public void Equality_rows_are_met()
    {
        const int n = 8;
        int length = SymmetricVector.Length(n);
        double[] matrix = Symmetric(n, 3), c = new double[length], b = new double[length + 1];
        List<(int, int, double)> entries = [];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                int e = SymmetricVector.Index(i, j);
                c[e] = matrix[i * n + j] * (i < j ? 2 : 1);
                entries.Add((1 + e, e, -1));
            }
            entries.Add((0, SymmetricVector.Index(j, j), 1));
        }
        b[0] = 1;
        ConicProgram program = Program(c, entries, b, [(Cone.Zero, 1), (Cone.PositiveSemidefinite, length)]);
        double expected = SymmetricEigensolver.DecomposeOnce(matrix, n).Values[0];
        Assert.That(Solve(program, out _).Objective, Is.EqualTo(expected).Within(1e-5));
    }

    /// <summary>min c'x over ‖x‖ ≤ 1 is −‖c‖, over x ≥ 0 as well it is minus the norm of the negative part of c.</summary>
    [TestCase(false, -13.0)]
    [TestCase(true, -5.0)]
    public void Other_cones_are_served(bool isNonnegative, double expected)
    {
        double[] c = [-3, 12, -4];
        List<(int, int, double)> entries = [(1, 0, -1), (2, 1, -1), (3, 2, -1), (4, 0, -1), (5, 1, -1), (6, 2, -1)];
        ConicProgram program = isNonnegative
            ? Program(c, entries, [1, 0, 0, 0, 0, 0, 0], [(Cone.SecondOrder, 4), (Cone.Nonnegative, 3)])
            : Program(c, entries[..3], [1, 0, 0, 0], [(Cone.SecondOrder, 4)]);
        Assert.That(Solve(program, out _).Objective, Is.EqualTo(expected).Within(1e-5));
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Repetition_changes_no_bit(int threads)
    {
        ConicProgram program = CutProgram.Bipartite(70, 5, out _);
        using var team = new WorkerTeam(threads);
        double[] first = Solve(program, out _, team).X, again = Solve(program, out _, team).X;
        Assert.That(again, Is.EqualTo(first));
    }

    [Test]
    public void The_measure_can_end_the_run()
    {
        ConicProgram program = CutProgram.Bipartite(12, 1, out _);
        var run = new AugmentedLagrangian(new ScaledProgram(program, 10, 1));
        run.Run(new double[program.Columns], new double[program.Rows], 1, Tolerance, () => null);
        Assert.That((run.Projections, run.Steps), Is.EqualTo((1, 0)));
    }

    private static (double[] X, double Objective) Solve(ConicProgram program, out AugmentedLagrangian run, WorkerTeam? team = null)
    {
        var scaled = new ScaledProgram(program, 10, 1);
        var method = run = new AugmentedLagrangian(scaled, team);
        var errors = new PointErrors(program);
        double[] x = new double[program.Columns], y = new double[program.Rows], s = new double[program.Rows];
        OptimalityErrors last = default;
        run.Run(new double[program.Columns], new double[program.Rows], 1, Tolerance, () =>
        {
            scaled.UnscalePoint(method.Point, x);
            scaled.UnscaleDual(method.Dual, y);
            scaled.UnscaleSlack(method.Slack, s);
            return last = errors.Measure(x, y, s);
        });
        Assert.That(last.Max, Is.LessThanOrEqualTo(Tolerance));
        return (x, errors.PrimalObjective);
    }

    private static double[] Symmetric(int n, int seed)
    {
        var random = new Random(seed);
        var matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = 2 * random.NextDouble() - 1;
        }
        return matrix;
    }

    private static ConicProgram Program(
        double[] c, List<(int, int, double)> entries, double[] b, (Cone Cone, int Rows)[] cones)
    {
        var blocks = new ConeBlock[cones.Length];
        for (int k = 0, start = 0; k < cones.Length; start += cones[k++].Rows)
            blocks[k] = new ConeBlock(cones[k].Cone, start, cones[k].Rows, $"block {k}");
        return new ConicProgram("", ObjectiveSense.Minimize, null, c, 0, Sparse(b.Length, c.Length, entries), b, [.. blocks]);
    }

    private static SparseMatrix Sparse(int rows, int columns, List<(int Row, int Column, double Value)> entries) =>
        SparseMatrix.FromTriplets(
            rows, columns, [.. entries.ConvertAll(e => e.Row)], [.. entries.ConvertAll(e => e.Column)], [.. entries.ConvertAll(e => e.Value)]);
}

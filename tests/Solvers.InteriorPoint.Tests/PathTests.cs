using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;
using Copositive.Tests;

namespace Copositive.Solvers.InteriorPoint.Tests;

/// <summary>The path itself: how fast it ends, that both linear systems lead the same way, and that steps do not allocate.</summary>
public sealed class PathTests
{
    /// <summary>ϑ of the Paley graph of prime order q ≡ 1 (mod 4) is √q (Lovász 1979).</summary>
    [Test]
    public void Paley_graphs_have_known_bounds([Values(13, 17, 29, 37)] int order)
    {
        var edges = new bool[order, order];
        for (int i = 0; i < order; i++)
        {
            for (int j = 1; j < order; j++) edges[i, (i + j * j) % order] = true;
        }
        ConicProgram program = ThetaProgram.Of(edges, false);
        ConicSolution solution = new InteriorPointSolver().Solve(program);
        Assert.That(solution.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(program.Sign * program.Evaluate(solution.X), Is.EqualTo(Math.Sqrt(order)).Within(1e-6));
        Assert.That(solution.Iterations, Is.LessThanOrEqualTo(20));
    }

    [Test]
    public void Sparse_and_dense_systems_lead_to_the_same_end([Values(1, 2, 3)] int seed, [Values] bool quadratic)
    {
        ConicProgram program = ManyBlocks(seed, 60, quadratic);
        var pattern = ReducedPattern.Where(program);
        Assert.That(pattern, Is.Not.Null);
        (double sparse, int sparseSteps) = Follow(program, pattern);
        (double dense, int denseSteps) = Follow(program, null);
        Assert.That(sparse, Is.EqualTo(dense).Within(1e-7 * (1 + Math.Abs(dense))));
        Assert.That(sparseSteps, Is.EqualTo(denseSteps).Within(3));
    }

    /// <summary>Prints the times, which grow with the number of cones.</summary>
    [TestCase(300)]
    [TestCase(3_000, Explicit = true, Reason = "Seconds, for the figures in docs/interior-point.md.")]
    [TestCase(30_000, Explicit = true, Reason = "Half a minute, for the figures in docs/interior-point.md.")]
    public void Many_small_cones_are_solved(int count)
    {
        ConicProgram program = ManyBlocks(1, count, true);
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        ConicSolution solution = new InteriorPointSolver().Solve(program);
        TestContext.Out.WriteLine(
            $"{count} cones: {solution.Iterations} steps, {System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s");
        Assert.That(solution.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(Optimality.Errors(program, solution)!.Value.Max, Is.LessThanOrEqualTo(1e-8));
    }

    [Test]
    public void Small_and_filled_programs_have_no_pattern()
    {
        Assert.That(ReducedPattern.Where(ManyBlocks(1, 4, false)), Is.Null);
        Assert.That(ReducedPattern.Where(CutProgram.Bipartite(150, 5, out _)), Is.Null);
    }

    [Test]
    public void Steps_do_not_allocate()
    {
        ConicProgram program = new RandomProgram(1).Add(Cone.PositiveSemidefinite, 15).Add(Cone.Nonnegative, 12).Add(Cone.SecondOrder, 4)
            .Optimal(12, false).Program;
        var path = new HomogeneousPath(new ScaledProgram(program, 10, 1), MatrixDirection.Hkm, null, null);
        var allocated = new long[12];
        int count = 0;
        path.Run(allocated.Length, () =>
        {
            if (count < allocated.Length) allocated[count++] = GC.GetAllocatedBytesForCurrentThread();
            return count == allocated.Length ? null : default(OptimalityErrors) with { Gap = 1.0 / (1 << count) };
        });
        Assert.That(count, Is.GreaterThan(5));
        // The runtime itself allocates now and then while code is compiled; a step that allocates does so every time.
        Assert.That(Enumerable.Range(1, count - 1).Min(k => allocated[k] - allocated[k - 1]), Is.Zero);
    }

    /// <summary>
    /// max ⟨b, x⟩ with Σ x_a A_a ⪯ C for sparse random A_a; the optimum by construction is that of complementary X and S. In this form 4000
    /// columns make a Schur matrix of 128 MB.
    /// </summary>
    [TestCase(400, 60)]
    [TestCase(4000, 200, Explicit = true, Reason = "Ten seconds, for the figures in docs/interior-point.md.")]
    public void A_random_program_with_many_columns_is_solved_in_little_memory(int columns, int order)
    {
        var random = new Random(columns);
        int triangle = SymmetricVector.Length(order), rank = order / 2;
        List<(int Row, int Column, double Value)> entries = [];
        for (int a = 0; a < columns; a++)
        {
            for (int k = 0; k < 8; k++) entries.Add((random.Next(triangle), a, 2 * random.NextDouble() - 1));
        }
        SparseMatrix matrix = SparseMatrix.FromTriplets(
            triangle, columns, [.. entries.Select(e => e.Row)], [.. entries.Select(e => e.Column)], [.. entries.Select(e => e.Value)]);
        // S and X with the same eigenvectors, those of a reflection, and complementary eigenvalues.
        double[] u = [.. Enumerable.Range(0, order).Select(_ => random.NextDouble() - 0.5)], s = new double[triangle], x = new double[triangle];
        double squares = u.Sum(t => t * t);
        for (int j = 0, k = 0; j < order; j++)
        {
            for (int i = 0; i <= j; i++, k++)
            {
                for (int l = 0; l < order; l++)
                {
                    double product = ((i == l ? 1 : 0) - 2 * u[i] * u[l] / squares) * ((j == l ? 1 : 0) - 2 * u[j] * u[l] / squares);
                    if (l < rank) s[k] += (1 + l % 3) * product;
                    else x[k] += (1 + l % 5) * product;
                }
            }
        }
        double[] point = [.. Enumerable.Range(0, columns).Select(_ => random.NextDouble() - 0.5)], c = new double[columns];
        ConeBlock[] blocks = [new(Cone.PositiveSemidefinite, 0, triangle, "slack")];
        double[] weights = new ConicProgram("", ObjectiveSense.Minimize, null, c, 0, matrix, s, blocks).RowWeights.ToArray();
        matrix.TransposeMultiply([.. x.Select((t, k) => t * weights[k])], c, -1);
        double[] b = (double[])s.Clone();
        matrix.Multiply(point, b, 1, 1);
        var program = new ConicProgram("random", ObjectiveSense.Minimize, null, c, 0, matrix, b, blocks);
        long before = GC.GetTotalMemory(true), start = System.Diagnostics.Stopwatch.GetTimestamp();
        ConicSolution solution = new InteriorPointSolver().Solve(program);
        double megabytes = (GC.GetTotalMemory(false) - before) / 1e6;
        TestContext.Out.WriteLine(
            $"{columns} columns, order {order}: {solution.Iterations} steps, {System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s, {megabytes:F0} MB");
        Assert.That(solution.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(Optimality.Errors(program, solution)!.Value.Max, Is.LessThanOrEqualTo(1e-8));
        Assert.That(program.Evaluate(solution.X), Is.EqualTo(program.Evaluate(point)).Within(1e-6 * (1 + Math.Abs(program.Evaluate(point)))));
        Assert.That(megabytes, Is.LessThan(8.0 * columns * columns / 1e6 * 2 + 400));
    }

    /// <summary>Blocks of several kinds with three columns of their own each, all tied by equalities and a long inequality.</summary>
    private static ConicProgram ManyBlocks(int seed, int count, bool quadratic)
    {
        const int own = 3, shared = 2;
        var random = new Random(seed);
        int columns = own * count;
        List<ConeBlock> blocks = [];
        List<(int Row, int Column, double Value)> entries = [];
        int row = 0;
        double[] point = [.. Enumerable.Range(0, columns).Select(_ => Normal())];
        for (int k = 0; k < count; k++)
        {
            Cone cone = (k % 3) switch { 0 => Cone.PositiveSemidefinite, 1 => Cone.SecondOrder, _ => Cone.Nonnegative };
            int rows = k % 3 == 0 ? SymmetricVector.Length(3) : 4;
            blocks.Add(new ConeBlock(cone, row, rows, $"cone {k}"));
            for (int i = 0; i < rows; i++, row++)
            {
                for (int j = 0; j < own; j++) entries.Add((row, k * own + j, Normal()));
            }
        }
        blocks.Add(new ConeBlock(Cone.Zero, row, shared, "ties"));
        blocks.Add(new ConeBlock(Cone.Nonnegative, row + shared, 1, "long row"));
        for (int i = 0; i <= shared; i++, row++)
        {
            for (int j = 0; j < columns; j++) entries.Add((row, j, Normal()));
        }
        SparseMatrix a = SparseMatrix.FromTriplets(
            row, columns, [.. entries.Select(e => e.Row)], [.. entries.Select(e => e.Column)], [.. entries.Select(e => e.Value)]);
        // b = Ax + s and c = −A'y − Px with s and y inside the cones: feasible on both sides.
        double[] s = new double[row], y = new double[row], c = new double[columns];
        foreach (ConeBlock block in blocks)
        {
            for (int i = block.Start; i < block.End; i++) y[i] = block.Cone.Kind == ConeKind.Zero ? Normal() : 0;
            if (block.Cone.Kind == ConeKind.Zero) continue;
            for (int i = 0; i < block.Rows; i++)
            {
                bool isInner = block.Cone.Kind switch { ConeKind.SecondOrder => i == 0, ConeKind.PositiveSemidefinite => i is 0 or 2 or 5, _ => true };
                if (isInner) (s[block.Start + i], y[block.Start + i]) = (1 + random.NextDouble(), 1 + random.NextDouble());
            }
        }
        double[] b = (double[])s.Clone(), squares = [.. Enumerable.Range(0, columns).Select(j => quadratic && j % 2 == 0 ? 1 + random.NextDouble() : 0)];
        a.Multiply(point, b, 1, 1);
        a.TransposeMultiply(y, c, -1);
        for (int j = 0; j < columns; j++) c[j] -= squares[j] * point[j];
        int[] places = [.. Enumerable.Range(0, columns)];
        return new ConicProgram(
            $"{count} blocks", ObjectiveSense.Minimize, quadratic ? SparseMatrix.FromTriplets(columns, columns, places, places, squares) : null, c, 0, a, b,
            blocks);

        double Normal() => random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
    }

    private static (double Value, int Steps) Follow(ConicProgram program, ReducedPattern? pattern)
    {
        var scaled = new ScaledProgram(program, 10, 1);
        var path = new HomogeneousPath(scaled, MatrixDirection.Hkm, pattern, null);
        var errors = new PointErrors(program);
        double[] x = new double[program.Columns], y = new double[program.Rows], s = new double[program.Rows];
        OptimalityErrors last = default;
        path.Run(60, () =>
        {
            scaled.UnscalePoint(path.Point, x);
            scaled.UnscaleDual(path.Dual, y);
            scaled.UnscaleSlack(path.Slack, s);
            last = errors.Measure(x, y, s);
            return last.Max <= 1e-9 ? null : last;
        });
        Assert.That(last.Max, Is.LessThanOrEqualTo(1e-9));
        return (program.Evaluate(x), path.Steps);
    }
}

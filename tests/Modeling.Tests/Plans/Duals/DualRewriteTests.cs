using Copositive.Numerics;

namespace Copositive.Modeling.Tests;

/// <summary>Programs with a matrix variable and their duals: solutions, starts and rays go over and back.</summary>
public sealed class DualRewriteTests
{
    private const int Order = 14, Vector = 3, Equalities = 20;

    private static readonly SolverCapabilities Capabilities = new()
    {
        Cones = [ConeKind.Zero, ConeKind.Nonnegative, ConeKind.SecondOrder, ConeKind.PositiveSemidefinite],
        WorkGrowsWithColumns = true,
    };

    [Test]
    public void Solutions_go_over_and_back([Values(1, 2, 3)] int seed)
    {
        (ConicProgram program, double[] x, double[] y) = Planted(seed);
        RewriteStep step = new DualRewrite().Apply(program, Capabilities)!;
        Assert.That(step.Target.Columns, Is.EqualTo(Equalities + Vector));
        Assert.That(step.Target.Blocks.Select(block => block.Cone.Kind), Is.EqualTo(new[]
        {
            ConeKind.PositiveSemidefinite, ConeKind.Nonnegative, ConeKind.Zero,
        }));
        WarmStart start = step.MapForward(new WarmStart(x, y))!;
        var dual = new ConicSolution { Termination = Termination.Optimal, X = start.X, Y = start.Y };
        Assert.That(Optimality.Errors(step.Target, dual)!.Value.Max, Is.LessThanOrEqualTo(1e-12));
        Assert.That(step.Target.Evaluate(start.X!), Is.EqualTo(-program.Evaluate(x)).Within(1e-10));
        ConicSolution back = step.MapBack(dual);
        Assert.That(back.X, Is.EqualTo(x).Within(1e-12));
        Assert.That(back.Y, Is.EqualTo(y).Within(1e-10));
    }

    [Test]
    public void Rays_change_sides([Values(1, 2)] int seed)
    {
        (ConicProgram program, _, _) = Planted(seed);
        RewriteStep step = new DualRewrite().Apply(program, Capabilities)!;
        var random = new Random(seed);
        double[] v = [.. Enumerable.Range(0, step.Target.Columns).Select(_ => random.NextDouble() - 0.5)];
        ConicSolution infeasible = step.MapBack(new ConicSolution { Termination = Termination.Unbounded, X = v });
        Assert.That(infeasible.Termination, Is.EqualTo(Termination.Infeasible));
        Assert.That(infeasible.X, Is.Null);
        // c'v of the direction is ⟨b, y⟩ of the ray, and A'Wy vanishes on the matrix's own columns.
        double[] y = infeasible.Y!, residual = new double[program.Columns];
        Assert.That(
            program.B.ToArray().Select((t, i) => t * program.RowWeights[i] * y[i]).Sum(),
            Is.EqualTo(step.Target.C.ToArray().Zip(v, (a, b) => a * b).Sum()).Within(1e-12));
        program.A.TransposeMultiply([.. y.Select((t, i) => t * program.RowWeights[i])], residual);
        Assert.That(residual.Take(SymmetricVector.Length(Order)), Is.All.EqualTo(0).Within(1e-12));
        // A ray of the dual's constraints is a direction; b ≠ 0 here, so it says nothing of a feasible point.
        double[] w = [.. Enumerable.Range(0, step.Target.Rows).Select(_ => random.NextDouble() - 0.5)];
        Assert.That(step.MapBack(new ConicSolution { Termination = Termination.Infeasible, Y = w }).Termination, Is.EqualTo(Termination.Inaccurate));
    }

    [Test]
    public void Other_programs_are_left_alone()
    {
        (ConicProgram program, _, _) = Planted(1);
        Assert.That(new DualRewrite().Apply(program, Capabilities with { WorkGrowsWithColumns = false }), Is.Null);
        int n = program.Columns;
        var quadratic = new ConicProgram("", program.Sense, SparseMatrix.FromTriplets(n, n, [0], [0], [1.0]), program.C, 0, program.A, program.B, program.Blocks);
        Assert.That(new DualRewrite().Apply(quadratic, Capabilities), Is.Null, "quadratic objective");
        RewriteStep dual = new DualRewrite().Apply(program, Capabilities)!;
        Assert.That(new DualRewrite().Apply(dual.Target, Capabilities), Is.Null, "few columns already");
    }

    /// <summary>min ⟨C, X⟩ + c'u + df subject to X ⪰ 0, u ≥ 0 and equalities, with X, Z and u, z complementary; rows of X scaled by 2.</summary>
    private static (ConicProgram Program, double[] X, double[] Y) Planted(int seed)
    {
        var random = new Random(seed);
        int triangle = SymmetricVector.Length(Order), columns = triangle + Vector + 1, rows = triangle + Vector + Equalities;
        // Rank-one parts with disjoint supports are orthogonal: X = pp' and Z = qq'.
        double[] p = [.. Enumerable.Range(0, Order).Select(i => i < Order / 2 ? random.NextDouble() + 0.1 : 0)];
        double[] q = [.. Enumerable.Range(0, Order).Select(i => i < Order / 2 ? 0 : random.NextDouble() + 0.1)];
        double[] x = new double[columns], y = new double[rows], b = new double[rows];
        List<(int Row, int Column, double Value)> entries = [];
        for (int j = 0, k = 0; j < Order; j++)
        {
            for (int i = 0; i <= j; i++, k++)
            {
                (x[k], y[k]) = (p[i] * p[j], q[i] * q[j]);
                entries.Add((k, k, -2));
            }
        }
        for (int k = 0; k < Vector; k++)
        {
            entries.Add((triangle + k, triangle + k, -1));
            if (k % 2 == 0) x[triangle + k] = 1 + k;
            else y[triangle + k] = 2 + k;
        }
        x[^1] = -0.7;
        for (int e = 0; e < Equalities; e++)
        {
            int row = triangle + Vector + e;
            y[row] = random.NextDouble() - 0.5;
            for (int j = 0; j < columns; j++)
            {
                if (random.NextDouble() < 0.3) entries.Add((row, j, random.NextDouble() - 0.5));
            }
        }
        SparseMatrix a = SparseMatrix.FromTriplets(
            rows, columns, [.. entries.Select(e => e.Row)], [.. entries.Select(e => e.Column)], [.. entries.Select(e => e.Value)]);
        ConeBlock[] blocks =
        [
            new(Cone.PositiveSemidefinite, 0, triangle, "X"), new(Cone.Nonnegative, triangle, Vector, "u"),
            new(Cone.Zero, triangle + Vector, Equalities, "equalities"),
        ];
        double[] image = new double[rows], c = new double[columns];
        a.Multiply(x, image);
        for (int e = triangle + Vector; e < rows; e++) b[e] = image[e];
        double[] weights = new ConicProgram("", ObjectiveSense.Minimize, null, c, 0, a, b, blocks).RowWeights.ToArray();
        a.TransposeMultiply([.. y.Select((t, i) => t * weights[i])], c, -1);
        return (new ConicProgram("standard form", ObjectiveSense.Minimize, null, c, 0.5, a, b, blocks), x, y);
    }
}

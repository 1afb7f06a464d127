using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;
using Copositive.Tests;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>Which rows are projected, what the x-step takes of the others, and what the map says on all rows.</summary>
public sealed class PartitionTests
{
    [Test]
    public void Entrywise_bounds_leave_the_state()
    {
        ConicProgram program = ThetaProgram.Of(ThetaProgram.RandomGraph(12, 0.5, 1), isNonnegative: true);
        AffinePart affine = Divide(program);
        Assert.That(affine.Partition.B, Has.Length.EqualTo(SymmetricVector.Length(12)));
        Assert.That(affine.Step, Is.TypeOf<ClampedStep>());
        Assert.That(affine.ProximalWeight, Is.Zero);
    }

    [Test]
    public void Bounds_that_share_columns_with_equalities_are_taken_by_active_sets()
    {
        AffinePart affine = Divide(ThetaProgram.BinaryQuadratic(8, 1));
        Assert.That(affine.Partition.B, Has.Length.EqualTo(SymmetricVector.Length(9)));
        Assert.That(affine.Step, Is.TypeOf<SchurStep>());
    }

    [Test]
    public void Polyhedral_programs_are_projected_as_a_whole() => Assert.That(
        Divide(new RandomProgram(3).Add(Cone.Zero, 2).Add(Cone.Nonnegative, 9).Optimal(5, false).Program).Partition.IsWhole);

    [Test]
    public void The_point_meets_equalities_and_bounds_and_the_affine_dual_is_stationary([Values(1, 2, 3)] int seed)
    {
        ConicProgram program = seed == 3 ? ThetaProgram.Of(ThetaProgram.RandomGraph(9, 0.5, 1), true) : ThetaProgram.BinaryQuadratic(6, seed);
        var scaled = new ScaledProgram(program, 10, 1);
        var map = new SplittingMap(scaled, AffinePart.Create(scaled, 1e-6, true), 0.7);
        var random = new Random(seed);
        double[] state = new double[map.Dimension], residual = new double[map.Dimension], dual = new double[program.Rows], gradient = new double[program.Columns];
        for (int i = 0; i < state.Length; i++) state[i] = random.NextDouble() - 0.5;
        map.Evaluate(state, residual);
        map.AffineDual(residual, dual);
        scaled.A.TransposeMultiply(dual, gradient);
        for (int j = 0; j < gradient.Length; j++) Assert.That(gradient[j] + scaled.C[j], Is.Zero.Within(1e-10));
        double[] slack = (double[])scaled.B.Clone();
        scaled.A.Multiply(map.Point, slack, -1, 1);
        foreach (ConeBlock block in program.Blocks)
        {
            for (int i = block.Start; i < block.End; i++)
            {
                if (block.Cone.Kind == ConeKind.Zero) Assert.That(slack[i], Is.Zero.Within(1e-10));
                if (block.Cone.Kind != ConeKind.Nonnegative) continue;
                Assert.That(slack[i], Is.GreaterThanOrEqualTo(-1e-12));
                Assert.That(map.Slack[i], Is.EqualTo(slack[i]).Within(1e-12));
                Assert.That(map.Dual[i], Is.GreaterThanOrEqualTo(0));
                Assert.That(dual[i] * slack[i], Is.Zero.Within(1e-12));
            }
        }
    }

    [Test]
    public void Of_several_bounds_on_a_side_the_tightest_takes_the_multiplier()
    {
        // min −x₀ s.t. x₀ ≤ 3, 2x₀ ≤ 4 and (x₀ + 5) ⪰ 0 as a matrix of order 1: the second row binds, with 2y = 1.
        var program = new ConicProgram(
            "bounds", ObjectiveSense.Minimize, null, [-1], 0, RandomProgram.Sparse(new double[,] { { 1 }, { 2 }, { -1 } }), [3, 4, 5],
            [new ConeBlock(Cone.Nonnegative, 0, 2, "bounds"), new ConeBlock(Cone.PositiveSemidefinite, 2, 1, "M")]);
        ConicSolution solution = new AdmmSolver().Solve(program);
        Assert.That(solution.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(solution.X![0], Is.EqualTo(2).Within(1e-6));
        Assert.That(solution.Y!, Is.EqualTo(new[] { 0, 0.5, 0 }).AsCollection.Within(1e-6));
    }

    [Test]
    public void Equalities_and_bounds_that_exclude_each_other_make_the_program_infeasible()
    {
        // X ⪰ 0 of order 2 with X₁₂ ≥ 0 and X₁₂ = −1.
        var program = new ConicProgram(
            "excluded", ObjectiveSense.Minimize, null, [1, 0, 1], 0,
            RandomProgram.Sparse(new double[,] { { -1, 0, 0 }, { 0, -1, 0 }, { 0, 0, -1 }, { 0, -1, 0 }, { 0, 1, 0 } }), [0, 0, 0, 0, -1],
            [new ConeBlock(Cone.PositiveSemidefinite, 0, 3, "X"), new ConeBlock(Cone.Nonnegative, 3, 1, "N"), new ConeBlock(Cone.Zero, 4, 1, "e")]);
        ConicSolution solution = new AdmmSolver().Solve(program);
        Assert.That(solution.Termination, Is.EqualTo(Termination.Infeasible));
        RayOracle.CheckInfeasibility(program, solution.Y!);
    }

    [Test]
    public void Iterations_allocate_nothing([Values(false, true)] bool isCoupled)
    {
        ConicProgram program = isCoupled ? ThetaProgram.BinaryQuadratic(20, 1) : ThetaProgram.Of(ThetaProgram.RandomGraph(30, 0.5, 1), true);
        var options = new AdmmOptions { Tolerance = 1e-200, Newton = false };
        long Allocated(int iterations)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            new AdmmSolver(options).Solve(program, new SolveOptions { IterationLimit = iterations });
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        // The least of some runs leaves out what the runtime allocates now and then, for pools and first uses, but nothing that iterations do.
        long Least(int iterations)
        {
            long least = Allocated(iterations);
            for (int run = 0; run < 8; run++) least = Math.Min(least, Allocated(iterations));
            return least;
        }
        // Rays are looked for from iteration 25 on, which allocates.
        Assert.That(Least(24), Is.EqualTo(Least(12)));
    }

    private static AffinePart Divide(ConicProgram program) => AffinePart.Create(new ScaledProgram(program, 10, 1), 1e-6, true);
}

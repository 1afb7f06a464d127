using Copositive.Certification;
using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Admm;
using NUnit.Framework;

namespace Copositive.Copositivity.Tests.Assignment;

[TestFixture]
public sealed class AssignmentProgramTests
{
    // R = wwᵀ with Vw = (1, x): w₀ = 1/n and w_(jl) = x_jl − 1/n, j, l < n − 1. n = 4 makes the numbers exact.
    [Test]
    public void EveryAssignmentIsFeasibleWithItsCost()
    {
        QuadraticAssignmentProblem problem = AssignmentProblems.Random(4, 5, symmetric: false, integer: true);
        ConicProgram program = problem.ToProgram();
        int[] permutation = [2, 0, 3, 1];
        var w = new double[10];
        w[0] = 0.25;
        for (int j = 0; j < 3; j++)
        {
            for (int l = 0; l < 3; l++) w[1 + 3 * j + l] = (permutation[j] == l ? 1 : 0) - 0.25;
        }
        var x = new double[program.Columns];
        for (int j = 0; j < 10; j++)
        {
            for (int i = 0; i <= j; i++) x[SymmetricVector.Index(i, j)] = w[i] * w[j];
        }
        Assert.That(program.Evaluate(x), Is.EqualTo(problem.Cost(permutation)));
        double[] s = program.Slack(x);
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone.Kind == ConeKind.Zero) Assert.That(block.Of(s.AsSpan()).ToArray(), Is.All.Zero, block.Name);
            if (block.Cone.Kind == ConeKind.Nonnegative) Assert.That(block.Of(s.AsSpan()).ToArray(), Is.All.AnyOf(0.0, 1.0), block.Name);
        }
    }

    [Test]
    public void CertifiesTheRelaxationThroughASolver()
    {
        QuadraticAssignmentProblem problem = AssignmentProblems.Tour5;
        SolveResult result = problem.ToProgram().Solve(new AdmmSolver(), options: new SolveOptions { Tolerance = 1e-6 });
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(result.PrimalObjective, Is.EqualTo(34).Within(1e-3));
        CertifiedInterval interval = result.Certify(new CertificationOptions { PrimalSide = false });
        Assert.That(interval.Lower, Is.Not.Null, interval.LowerReason);
        Assert.That(interval.Lower, Is.LessThanOrEqualTo(34).And.EqualTo(34).Within(0.05));
        Assert.That(interval.Assumptions, Is.All.Matches<Premise>(premise => !premise.IsAssumed));
    }
}

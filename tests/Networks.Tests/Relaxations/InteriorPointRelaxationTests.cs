using Copositive.Modeling;
using Copositive.Solvers.InteriorPoint;

namespace Copositive.Networks.Tests;

/// <summary>The level-0 relaxation in form (V), of many small blocks, by the interior-point backend.</summary>
public sealed class InteriorPointRelaxationTests
{
    /// <summary>The relaxation is exact in the plane, so that its value lies within the bounds of an exact training.</summary>
    [Test]
    public void The_spiral_is_solved_to_1e8([Values(1, 0.1, 0.01)] double beta)
    {
        TrainingData data = SpiralData.Generate(perClass: 10);
        SolveResult result = NetworkRelaxation.FormV(data, beta).Model.Solve(new InteriorPointSolver(), Approximation.Parrilo(level: 0));
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), result.Message);
        Assert.That(result.Errors!.Value.Max, Is.LessThanOrEqualTo(1e-8));
        Assert.That(result.Iterations, Is.LessThanOrEqualTo(30));
        TrainingResult exact = new ColumnGeneration().Train(data, beta, new TrainingOptions { RelativeGap = 1e-9 });
        Assert.That(result.PrimalObjective, Is.EqualTo(exact.Upper).Within(1e-6 * (1 + exact.Upper)));
    }
}

using System.Numerics.Tensors;
using Copositive.Benchmarks.Kernels;

namespace Copositive.Numerics.Tests;

/// <summary>Whole runs of ADMM on the max-cut relaxation, with full and with partial projections.</summary>
public class PartialProjectionInAdmmTests
{
    private const double Accuracy = 1e-5, PartOfStep = 0.01;
    private const int Order = 150;

    private static readonly double Root2 = Math.Sqrt(2);

    private delegate PartialProjection Projection(PartialPsdProjector projector, MaxCutIterates run, double step, double[] result);

    /// <summary>Runs to the accuracy; returns the steps, the objective and the number of partial projections.</summary>
    private static (int Steps, double Objective, int Partial) Run(Projection project)
    {
        var run = new MaxCutIterates(Order, seed: 2);
        var projector = new PartialPsdProjector(Order);
        double[] result = new double[run.Point.Length], before = new double[result.Length];
        int partial = 0;
        while (Math.Max(run.PrimalError, run.DualError) > Accuracy && run.Steps < 3000)
        {
            double step = TensorPrimitives.Distance(run.Point, before) / TensorPrimitives.Norm(run.Point);
            run.Point.CopyTo(before);
            partial += project(projector, run, step, result).IsPartial ? 1 : 0;
            run.Advance(result);
        }
        return (run.Steps, run.Objective, partial);
    }

    private static void AssertSame((int Steps, double Objective, int Partial) run)
    {
        (int steps, double objective, _) = Run((projector, run, _, result) => projector.ProjectExactly(run.Point, result, Root2));
        Assert.That(steps, Is.LessThan(3000));
        Assert.That(run.Steps, Is.EqualTo(steps).Within(5).Percent);
        Assert.That(run.Objective, Is.EqualTo(objective).Within(20 * Accuracy * Math.Abs(objective)));
        Assert.That(run.Partial, Is.GreaterThan(run.Steps / 2));
    }

    [Test]
    public void Errors_of_a_hundredth_of_the_last_step_cost_no_steps() =>
        AssertSame(Run((projector, run, step, result) =>
            projector.Project(run.Point, result, Root2, Math.Clamp(PartOfStep * step, 1e-12, 1e-3))));

    [Test]
    public void A_few_products_a_step_cost_no_steps([Values(3, 5)] int degree) =>
        AssertSame(Run((projector, run, _, result) => projector.ProjectInexactly(run.Point, result, Root2, degree)));
}

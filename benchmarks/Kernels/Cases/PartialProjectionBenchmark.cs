using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>
/// The warm-started partial projection along a recorded sequence of iterates, forth and back, against our full projection of one of
/// them. The full
/// decompositions that the partial projection makes from time to time are part of its time.
/// </summary>
/// <remarks>
/// The tolerance is a hundredth of the change from one iterate to the next, with which the run takes as many steps as with exact
/// projections: an error far below what the iteration itself still changes buys nothing.
/// </remarks>
public class PartialProjectionBenchmark : ComparedBenchmark
{
    private const int FirstRecorded = 200, Iterates = 31;
    private const double Scale = 1.4142135623730951, PartOfStep = 0.01;

    private static readonly Dictionary<int, double[][]> Recorded = [];

    private double[][] _iterates = [];
    private double _tolerance;
    private double[] _ours = [], _baseline = [];
    private PartialPsdProjector _partial = new(0);
    private PsdProjector _full = new(0);

    /// <inheritdoc/>
    public override string Kernel => "partial-projection";

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [400, 800];

    /// <inheritdoc/>
    public override int OperationsPerCall => 2 * (Iterates - 1);

    /// <inheritdoc/>
    public override int BaselineOperationsPerCall => 1;

    /// <inheritdoc/>
    public override bool HasBaseline => true;

    /// <summary>The distance of the two projections of the first iterate relative to the tolerance, as a percentage.</summary>
    public override double Difference()
    {
        double squares = 0, norm = 0;
        for (int e = 0; e < _ours.Length; e++)
        {
            squares += (_ours[e] - _baseline[e]) * (_ours[e] - _baseline[e]);
            norm += _iterates[0][e] * _iterates[0][e];
        }
        return 100 * Math.Sqrt(squares / norm) / _tolerance;
    }

    /// <inheritdoc/>
    protected override void PrepareOurs()
    {
        _iterates = Record(Order);
        double step = TensorPrimitives.Distance<double>(_iterates[^1], _iterates[^2]);
        _tolerance = PartOfStep * step / TensorPrimitives.Norm<double>(_iterates[^1]);
        _partial = new PartialPsdProjector(Order, Team);
        _ours = new double[_iterates[0].Length];
    }

    /// <inheritdoc/>
    protected override void PrepareBaseline()
    {
        _full = new PsdProjector(Order, Team);
        _baseline = new double[_iterates[0].Length];
    }

    /// <summary>From the second iterate to the last and back to the first.</summary>
    protected override void RunOurs()
    {
        for (int k = 1; k < Iterates; k++)
            _partial.Project(_iterates[k], _ours, Scale, _tolerance);
        for (int k = Iterates - 2; k >= 0; k--)
            _partial.Project(_iterates[k], _ours, Scale, _tolerance);
    }

    /// <inheritdoc/>
    protected override void RunBaseline() => _full.Project(_iterates[0], _baseline, Scale);

    /// <summary>
    /// Successive iterates of <see cref="MaxCutIterates"/> after the rank has settled below 3 % of the order; computed once in a process.
    /// </summary>
    private static double[][] Record(int order)
    {
        if (Recorded.TryGetValue(order, out double[][]? iterates))
            return iterates;
        var sequence = new MaxCutIterates(order, seed: 1);
        var projector = new PartialPsdProjector(order);
        double[] projection = new double[sequence.Point.Length];
        iterates = new double[Iterates][];
        while (sequence.Steps < FirstRecorded + Iterates)
        {
            if (sequence.Steps >= FirstRecorded)
                iterates[sequence.Steps - FirstRecorded] = sequence.Point.ToArray();
            projector.Project(sequence.Point, projection, Scale, tolerance: 1e-8);
            sequence.Advance(projection);
        }
        return Recorded[order] = iterates;
    }
}

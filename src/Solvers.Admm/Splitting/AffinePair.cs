using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.Admm;

/// <summary>
/// Measures points with their true distances to the cones, at the price of a projection each. s̃ = b − Ax̃ and the stationary dual ỹ meet the
/// affine conditions, s ∈ K and y ∈ K* the cones; ‖s̃ − s‖ only bounds the distance of s̃ to K. Where a solution is degenerate, s̃ − s lies
/// mostly along the face of s, and the distance is smaller by orders of magnitude. Of (x̃, y) and (x̃, ỹ) the pair with the smaller error counts.
/// </summary>
internal sealed class AffinePair
{
    private const int Interval = 5;

    /// <summary>Distances are looked at where the bounds exceed the tolerance by no more than this.</summary>
    private const double Reach = 1e3, StationarityReach = 10;

    private readonly ConicProgram _program;
    private readonly PointErrors _measure;
    private readonly DistanceToCone _distance;
    private readonly double[] _slack;
    private readonly double _tolerance;
    private int _next;

    /// <param name="program">The program as given.</param>
    /// <param name="measure">Measures its points.</param>
    /// <param name="tolerance">The error allowed at optimality.</param>
    /// <param name="team">The threads that share projections; null for the calling one.</param>
    public AffinePair(ConicProgram program, PointErrors measure, double tolerance, WorkerTeam? team)
    {
        _program = program;
        _measure = measure;
        _tolerance = tolerance;
        _distance = new DistanceToCone(program, team);
        _slack = new double[program.Rows];
    }

    /// <summary>Projections done.</summary>
    public int Projections { get; private set; }

    /// <summary>
    /// Whether distances may decide: errors that they can lower are all that is in the way, and the last look is some iterations ago.
    /// </summary>
    /// <param name="errors">The errors of (x̃, y), with ‖s̃ − s‖ in the place of a distance.</param>
    /// <param name="iteration">The iteration.</param>
    public bool IsDue(OptimalityErrors errors, int iteration) =>
        iteration >= _next && errors.Max > _tolerance
        && Math.Max(errors.Equality, Math.Max(errors.Gap, errors.Complementarity)) <= _tolerance
        && errors.PrimalCone <= Reach * _tolerance && errors.Stationarity <= StationarityReach * _tolerance;

    /// <summary>Measures both pairs as far as they may meet the tolerance, and offers them as best points.</summary>
    /// <param name="best">The best point.</param>
    /// <param name="iteration">The iteration.</param>
    /// <param name="errors">As in <see cref="IsDue"/>, measured last of all points.</param>
    /// <param name="x">x̃.</param>
    /// <param name="y">y.</param>
    /// <param name="stationary">ỹ.</param>
    /// <param name="nearby">s.</param>
    /// <returns>Whether one of them is the best point now.</returns>
    public bool Measure(
        BestPoint best, int iteration, OptimalityErrors errors, ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> stationary,
        ReadOnlySpan<double> nearby)
    {
        _next = iteration + Interval;
        if (errors.PrimalCone > _tolerance) errors = errors with { PrimalCone = SlackDistance() / _measure.SlackUnit };
        bool isBest = best.Offer(x, y, errors, iteration);
        if (errors.Stationarity <= _tolerance || errors.PrimalCone > _tolerance) return isBest;
        OptimalityErrors pair = _measure.Measure(x, stationary, nearby) with { PrimalCone = errors.PrimalCone };
        if (pair.Max > _tolerance) return isBest;
        Projections++;
        return best.Offer(x, stationary, pair with { DualCone = _distance.MeasureDual(stationary) / _measure.DualUnit }, iteration) || isBest;
    }

    /// <summary>The distance of the last measured slack to K, equality rows apart.</summary>
    private double SlackDistance()
    {
        _measure.Slack.CopyTo(_slack);
        foreach (ConeBlock block in _program.Blocks)
        {
            if (block.Cone.Kind == ConeKind.Zero) block.Of(_slack.AsSpan()).Clear();
        }
        Projections++;
        return _distance.Measure(_slack);
    }
}

using Copositive.Modeling;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.Admm;

/// <summary>Looks for rays at growing intervals, from the displacement of the iterates and from the iterates themselves.</summary>
/// <param name="program">The program as given.</param>
internal sealed class RayChecks(ConicProgram program)
{
    private const int Interval = 25;
    private const double Undecided = 1e-4;

    private RaySearch? _search;
    private int _next = Interval;

    public bool IsDue(int iteration) => iteration >= _next;

    /// <summary>Forgets what belongs to another scaling or map.</summary>
    public void Restart() => _search = null;

    /// <summary>The answer with a verified ray, or null.</summary>
    /// <param name="scaled">The scaled program.</param>
    /// <param name="map">The map, evaluated.</param>
    /// <param name="residual">Its residual.</param>
    /// <param name="bestError">The smallest error so far: where it is small, there is a solution.</param>
    /// <param name="iterations">The iterations done.</param>
    public ConicSolution? Find(ScaledProgram scaled, SplittingMap map, ReadOnlySpan<double> residual, double bestError, int iterations)
    {
        _next = iterations + Math.Max(Interval, iterations / 4);
        if (bestError < Undecided) return null;
        double[] dual = new double[program.Rows], point = new double[program.Columns];
        map.Displace(residual, dual, point);
        return Find(scaled, iterations, dual, point) ?? Find(scaled, iterations, map.Dual, map.Point);
    }

    /// <summary>The same from a given dual and point, both scaled.</summary>
    public ConicSolution? Find(ScaledProgram scaled, int iterations, ReadOnlySpan<double> dual, ReadOnlySpan<double> point)
    {
        bool isFirst = _search is null;
        _search ??= new RaySearch(scaled);
        if ((_search.FindInfeasibility(dual) ?? (isFirst ? _search.FindInconsistency() : null)) is { } y)
            return new ConicSolution { Termination = Termination.Infeasible, Y = y, Iterations = iterations };
        if (_search.FindUnboundedness(point) is { } d)
            return new ConicSolution { Termination = Termination.Unbounded, X = d, Iterations = iterations };
        return null;
    }
}

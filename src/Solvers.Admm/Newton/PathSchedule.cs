using Copositive.Modeling;
using Copositive.Solvers.Common;
using Copositive.Solvers.InteriorPoint;

namespace Copositive.Solvers.Admm;

/// <summary>
/// Decides when following the central path is cheaper than going on: looks at ever longer intervals how fast the error falls, and compares
/// the operations of the iterations that remain at that pace with those of a whole path.
/// </summary>
internal sealed class PathSchedule
{
    private const int FirstLook = 30, PathSteps = 20, LargestOrder = 2500;
    private const double LargestCost = 4e9, LargestBytes = 2.4e8;

    /// <summary>Nesterov–Todd directions take an eigendecomposition more than the estimate counts.</summary>
    private const double EigenPart = 2;

    /// <summary>The number of iterations grows by this factor from look to look, and by the other after a path was followed.</summary>
    private const double Growth = 1.5, GrowthAfterPath = 9;

    private readonly double _pathCost, _iterationCost;
    private readonly bool _serves;
    private int _next = FirstLook, _last;
    private double _lastError = double.PositiveInfinity;

    public PathSchedule(ScaledProgram program)
    {
        double step = StepCost(program.Source);
        _serves = double.IsFinite(step);
        _pathCost = PathSteps * step;
        _iterationCost = 4.0 * program.A.NonzeroCount + 2.0 * program.Columns * program.Columns;
        foreach (ConeBlock block in program.Source.Blocks) _iterationCost += 20 * Math.Pow(block.Order, 3) + 10.0 * block.Rows;
    }

    /// <summary>Roughly the operations of a step; infinite where the program is too large for a path to be worth a thought.</summary>
    private static double StepCost(ConicProgram program)
    {
        if (program.Columns is 0 or > LargestOrder) return double.PositiveInfinity;
        PathEstimate estimate = PathEstimate.Of(program, null);
        double cost = EigenPart * estimate.Operations + estimate.Products;
        return cost < LargestCost && estimate.Bytes < LargestBytes ? cost : double.PositiveInfinity;
    }

    /// <summary>Whether to follow the path now.</summary>
    /// <param name="iteration">Iterations done.</param>
    /// <param name="error">The smallest error so far.</param>
    /// <param name="tolerance">The error wanted.</param>
    public bool IsDue(int iteration, double error, double tolerance)
    {
        if (!_serves || iteration < _next) return false;
        double pace = Math.Log(_lastError / error) / (iteration - _last), remaining = Math.Log(error / tolerance) / pace;
        bool isFirst = double.IsPositiveInfinity(_lastError);
        _next = (int)(Growth * iteration);
        (_last, _lastError) = (iteration, error);
        if (isFirst || remaining * _iterationCost <= _pathCost) return false;
        _next = (int)(GrowthAfterPath * iteration);
        return true;
    }
}

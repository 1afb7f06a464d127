using Copositive.Modeling;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.Admm;

/// <summary>
/// Decides when following the central path is cheaper than going on: looks at ever longer intervals how fast the error falls, and compares
/// the operations of the iterations that remain at that pace with those of a whole path.
/// </summary>
internal sealed class PathSchedule
{
    private const int FirstLook = 30, PathSteps = 20;

    /// <summary>The number of iterations grows by this factor from look to look, and by the other after a path was followed.</summary>
    private const double Growth = 1.5, GrowthAfterPath = 9;

    private readonly double _pathCost, _iterationCost;
    private readonly bool _serves;
    private int _next = FirstLook, _last;
    private double _lastError = double.PositiveInfinity;

    public PathSchedule(ScaledProgram program)
    {
        double step = CentralPath.StepCost(program);
        _serves = double.IsFinite(step);
        _pathCost = PathSteps * step;
        _iterationCost = 4.0 * program.A.NonzeroCount + 2.0 * program.Columns * program.Columns;
        foreach (ConeBlock block in program.Source.Blocks) _iterationCost += 20 * Math.Pow(block.Order, 3) + 10.0 * block.Rows;
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

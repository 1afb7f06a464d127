using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Common;

/// <summary>
/// Tells whether a point that meets the tolerance shows anything. On programs with a duality gap and on weakly infeasible ones there are points
/// with errors ε as small as one likes whose value is not the optimal one, but they move away as ε falls: their size grows like ε^(−α), with
/// α = 1 where one face is forced and less where faces are nested. Near an optimum that is attained, size settles, however large it is.
/// </summary>
/// <remarks>
/// Sizes are those of slack and dual in the first scaling of the program, whose data have norm 1. The value of a point of size R with errors ε is
/// known up to about Rε, so that a size below 10³ raises no doubt, nor a product Rε far below the one, of order 1, that those sequences keep. Size may
/// rest for a while on such a sequence too, while the errors catch up with it; so a settled size convinces only with a product well below 1. Linear and
/// convex quadratic programs over polyhedra attain their optima and have no gap (Frank and Wolfe 1956): nothing raises a doubt there.
/// </remarks>
internal sealed class Posedness
{
    private const double Far = 1e3, LargestGrowth = 1.25, LargestProduct = 1e-5, LargestSettledProduct = 1e-2;
    private const int BinsPerDecade = 4, Bins = 80, Span = 2 * BinsPerDecade;

    private readonly ScaledProgram _program;
    private readonly bool _isPolyhedral;
    private readonly double[] _sizes = new double[Bins];

    /// <param name="program">The program in its first scaling.</param>
    public Posedness(ScaledProgram program)
    {
        _program = program;
        _isPolyhedral = program.Source.Blocks.All(block => block.Cone.Kind is ConeKind.Zero or ConeKind.Nonnegative);
    }

    /// <summary>Takes in a point better than all before it.</summary>
    /// <param name="slack">An element of K near b − Ax, in the units of the program as given.</param>
    /// <param name="dual">y ∈ K*, likewise.</param>
    /// <param name="error">The largest of its errors.</param>
    public void Record(ReadOnlySpan<double> slack, ReadOnlySpan<double> dual, double error)
    {
        if (!_isPolyhedral) _sizes[Bin(error)] = Math.Max(_program.SlackNorm(slack), _program.DualNorm(dual));
    }

    /// <summary>
    /// Whether the best point is near, or its residuals are small for its size: less so where that settled while the error fell two decades.
    /// </summary>
    /// <param name="x">Its x, in the units of the program as given.</param>
    /// <param name="y">Its y.</param>
    /// <param name="error">The largest of its errors.</param>
    public bool IsConvincing(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double error)
    {
        if (_isPolyhedral || _sizes[Bin(error)] <= Far) return true;
        int now = Bin(error), before = now - Span;
        while (before >= 0 && _sizes[before] == 0) before--;
        bool isSettled = before >= 0 && _sizes[now] <= LargestGrowth * _sizes[before];
        return _sizes[now] * Residual(x, y) <= (isSettled ? LargestSettledProduct : LargestProduct);
    }

    private static int Bin(double error) => (int)Math.Clamp(-BinsPerDecade * Math.Log10(error), 0, Bins - 1);

    /// <summary>The larger of dist(b − Ax, K) and ‖c + Px + A'y‖, scaled.</summary>
    private double Residual(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double[] point = new double[_program.Columns], dual = new double[_program.Rows], stationarity = (double[])_program.C.Clone();
        double[] slack = (double[])_program.B.Clone(), nearest = new double[_program.Rows];
        _program.ScalePoint(x, point);
        _program.ScaleDual(y, dual);
        _program.A.Multiply(point, slack, -1, 1);
        new ProductProjection(_program.Source).Project(slack, nearest);
        TensorPrimitives.Subtract(slack, nearest, slack);
        _program.P?.MultiplySymmetric(point, stationarity, 1, 1);
        _program.A.TransposeMultiply(dual, stationarity, 1, 1);
        return Math.Max(EuclideanNorm.Of(slack), EuclideanNorm.Of(stationarity));
    }
}

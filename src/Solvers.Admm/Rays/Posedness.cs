using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// Tells whether a point that meets the tolerance shows anything. On programs with a duality gap or weakly infeasible ones there are points
/// with errors as small as one likes, ever farther away, whose value is not the optimal one; the product of their residual and
/// their size stays away from 0, while along a sequence that converges it tends to 0. Measured in the scaled program, whose data have norm 1.
/// </summary>
internal static class Posedness
{
    private const double Far = 1e3, LargestProduct = 1e-5;

    /// <summary>False for a point far away whose residuals are not small enough for the distance.</summary>
    /// <param name="program">The scaled program.</param>
    /// <param name="x">x, in the units of the program as given.</param>
    /// <param name="y">y ∈ K*, likewise.</param>
    public static bool IsConvincing(ScaledProgram program, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double[] point = new double[program.Columns], dual = new double[program.Rows], slack = new double[program.Rows];
        program.ScalePoint(x, point);
        program.ScaleDual(y, dual);
        program.A.Multiply(point, slack, -1);
        double size = Math.Max(EuclideanNorm.Of(slack), EuclideanNorm.Of(dual));
        if (size <= Far) return true;
        double[] nearest = new double[program.Rows], stationarity = (double[])program.C.Clone();
        TensorPrimitives.Add(slack, program.B, slack);
        new ProductProjection(program.Source).Project(slack, nearest);
        TensorPrimitives.Subtract(slack, nearest, slack);
        program.P?.MultiplySymmetric(point, stationarity, 1, 1);
        program.A.TransposeMultiply(dual, stationarity, 1, 1);
        return size * Math.Max(EuclideanNorm.Of(slack), EuclideanNorm.Of(stationarity)) <= LargestProduct;
    }
}

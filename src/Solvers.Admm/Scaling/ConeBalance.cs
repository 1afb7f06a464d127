using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.Admm;

/// <summary>
/// Refines the scaling from the iterates: a cone whose slack and dual have different sizes wants another penalty than the rest, and a matrix
/// block whose rows have, a congruence. With Ŝ = DSD and Ŷ = D⁻¹YD⁻¹, the factors d_p = (‖Y_p‖/‖S_p‖)^¼ make the rows' norms equal.
/// </summary>
internal static class ConeBalance
{
    /// <summary>Norms below this part of the block's largest count as that much: a row that tends to 0 says nothing of its scale.</summary>
    private const double Floor = 1e-2;

    private const double LargestFactor = 30, Worthwhile = 1.5;

    /// <summary>The refined factors; null when the present ones are good.</summary>
    /// <param name="program">The present scaling.</param>
    /// <param name="slack">ŝ ∈ K.</param>
    /// <param name="dual">ŷ ∈ K*.</param>
    public static double[][]? Refine(ScaledProgram program, ReadOnlySpan<double> slack, ReadOnlySpan<double> dual)
    {
        var refined = new double[program.ConeFactors.Length][];
        double smallest = double.PositiveInfinity, largest = 0;
        double slackFloor = Floor * EuclideanNorm.Of(slack), dualFloor = Floor * EuclideanNorm.Of(dual);
        if (slackFloor == 0 || dualFloor == 0) return null;
        for (int k = 0; k < refined.Length; k++)
        {
            ConeBlock block = program.Source.Blocks[k];
            refined[k] = (double[])program.ConeFactors[k].Clone();
            double[] change = Change(block, refined[k].Length, block.Of(slack), block.Of(dual), slackFloor, dualFloor);
            for (int p = 0; p < change.Length; p++)
            {
                double factor = Math.Clamp(change[p], 1 / LargestFactor, LargestFactor);
                refined[k][p] *= factor;
                smallest = Math.Min(smallest, factor);
                largest = Math.Max(largest, factor);
            }
        }
        return largest > Worthwhile * smallest ? refined : null;
    }

    private static double[] Change(
        ConeBlock block, int count, ReadOnlySpan<double> slack, ReadOnlySpan<double> dual, double slackFloor, double dualFloor)
    {
        var change = new double[count];
        if (count == 0) return change;
        if (!block.Cone.IsMatrixCone)
        {
            change[0] = Math.Sqrt(Math.Max(EuclideanNorm.Of(dual), dualFloor) / Math.Max(EuclideanNorm.Of(slack), slackFloor));
            return change;
        }
        double[] s = RowNorms(slack, count, slackFloor), y = RowNorms(dual, count, dualFloor);
        for (int p = 0; p < count; p++) change[p] = Math.Sqrt(Math.Sqrt(y[p] / s[p]));
        return change;
    }

    private static double[] RowNorms(ReadOnlySpan<double> triangle, int order, double floor)
    {
        var squares = new double[order];
        int at = 0;
        for (int q = 0; q < order; q++)
        {
            for (int p = 0; p <= q; p++, at++)
            {
                // In the orthonormal scaling an off-diagonal entry stands for half its square in each of two rows.
                double square = triangle[at] * triangle[at];
                squares[q] += p < q ? 0.5 * square : square;
                if (p < q) squares[p] += 0.5 * square;
            }
        }
        double largest = 0;
        for (int p = 0; p < order; p++) largest = Math.Max(largest, squares[p] = Math.Sqrt(squares[p]));
        for (int p = 0; p < order; p++) squares[p] = Math.Max(squares[p], Math.Max(Floor * largest, floor * Floor));
        return squares;
    }
}

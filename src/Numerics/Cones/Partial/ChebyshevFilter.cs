using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// Applies the Chebyshev polynomial T_m((sA − c)/h), which is at most 1 on [c − h, c + h] and grows fastest outside, to the rows of a
/// block: what eigenvectors of larger eigenvalues the rows contain stands out (Zhou, Saad, Tiago and Chelikowsky, "Self-consistent-field
/// calculations using Chebyshev-filtered subspace iteration", 2006).
/// </summary>
/// <remarks>
/// Rows grow at very different rates, so before the fastest drowns the others in rounding errors the block is orthonormalised in the middle
/// of the recurrence T_{j+1} = 2xT_j − T_{j−1}: it stays valid when its last two blocks are multiplied by the same matrix.
/// </remarks>
internal sealed class ChebyshevFilter(int order)
{
    private const double LargestGrowth = 1e5;

    private double[] _previous = [], _gram = [];

    /// <summary>Replaces the block by its filtered rows, orthonormal; false when they are dependent to working precision.</summary>
    /// <param name="a">A, n × n by rows, symmetric.</param>
    /// <param name="sign">s = ±1.</param>
    /// <param name="block">Rows of n entries; replaced, perhaps by another array of its length.</param>
    /// <param name="rows">The number of rows, those with the larger eigenvalues first.</param>
    /// <param name="degree">m ≥ 1.</param>
    /// <param name="lower">c − h.</param>
    /// <param name="upper">c + h.</param>
    /// <param name="largest">About the largest eigenvalue of sA.</param>
    /// <param name="team">The threads; null for the calling one.</param>
    public bool Apply(
        double[] a, double sign, ref double[] block, int rows, int degree, double lower, double upper, double largest, WorkerTeam? team)
    {
        int length = rows * order;
        if (_previous.Length != block.Length)
            _previous = new double[block.Length];
        double center = 0.5 * (lower + upper), half = 0.5 * (upper - lower), x = Math.Max((largest - center) / half, 1);
        double growthRate = x + Math.Sqrt(x * x - 1), growth = 1;
        double[] current = block, previous = _previous;
        for (int j = 1; j <= degree; j++)
        {
            // previous ← (f/h)(sA − c) current − previous, with f = 1 and nothing to subtract at first.
            double factor = (j == 1 ? 1 : 2) / half;
            SymmetricBlock.Multiply(a, order, current, rows, factor * sign, j == 1 ? 0 : -1, previous, team);
            TensorPrimitives.MultiplyAdd(current.AsSpan(0, length), -factor * center, previous.AsSpan(0, length),
                previous.AsSpan(0, length));
            (current, previous) = (previous, current);
            growth *= growthRate;
            if (growth > LargestGrowth || j == degree)
            {
                if (!TryOrthonormalize(current, j == degree ? [] : previous, rows))
                    return false;
                growth = 1;
            }
        }
        (block, _previous) = (current, previous);
        return true;
    }

    /// <summary>
    /// With the Gram matrix LL' of the rows, both blocks are multiplied by L⁻¹: rows are made orthonormal one after the other.
    /// </summary>
    public bool TryOrthonormalize(double[] block, double[] companion, int rows)
    {
        if (_gram.Length < rows * rows)
            _gram = new double[rows * rows];
        Gemm.SyrkLower(rows, order, 1, block, order, false, 0, _gram, rows);
        for (int i = 0; i < rows; i++)
            if (!(_gram[i * rows + i] > 0))
                return false;
        if (!DenseCholesky.TryFactor(_gram, rows))
            return false;
        TriangularSolve.Lower(rows, _gram, rows, block, order, order);
        if (companion.Length > 0)
            TriangularSolve.Lower(rows, _gram, rows, companion, order, order);
        return true;
    }
}

using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>Many matrices of one small order d, in one call of ours and in a loop over LAPACK's. Times are for one matrix.</summary>
public abstract class BatchedBenchmark : ComparedBenchmark
{
    /// <summary>The number of matrices.</summary>
    protected const int Count = 1000;

    private double[][] _matrices = [];

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [2, 4, 6, 8, 10];

    /// <inheritdoc/>
    public sealed override int OperationsPerCall => Count;

    /// <summary>d(d+1)/2.</summary>
    protected int TriangleLength => SymmetricVector.Length(Order);

    /// <summary>The matrices as triangles, one after the other.</summary>
    protected double[] Triangles { get; private set; } = [];

    /// <inheritdoc/>
    public sealed override double Difference()
    {
        double largest = 0;
        for (int k = 0; k < Count; k++)
        {
            RunBaseline(_matrices[k]);
            largest = Math.Max(largest, Difference(k));
        }
        return largest / (Order * Arrays.UnitRoundoff);
    }

    /// <summary>Makes our work space.</summary>
    protected abstract void PrepareBatch();

    /// <summary>Calls the baseline on one matrix.</summary>
    protected abstract void RunBaseline(double[] matrix);

    /// <summary>The relative distance between our result for the k-th matrix and the baseline's last one.</summary>
    protected abstract double Difference(int k);

    /// <summary>The k-th matrix, row-major.</summary>
    protected virtual double[] Matrix(int k) => Arrays.Symmetric(Order, seed: k);

    /// <inheritdoc/>
    protected sealed override void PrepareOurs()
    {
        _matrices = [.. Enumerable.Range(0, Count).Select(Matrix)];
        Triangles = new double[Count * TriangleLength];
        for (int k = 0; k < Count; k++)
            SymmetricVector.Pack(_matrices[k], Triangles.AsSpan(k * TriangleLength), Order, 1);
        PrepareBatch();
    }

    /// <inheritdoc/>
    protected sealed override void RunBaseline()
    {
        foreach (double[] matrix in _matrices)
            RunBaseline(matrix);
    }
}

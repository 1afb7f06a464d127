using System.Numerics.Tensors;

namespace Copositive.Benchmarks.Kernels;

/// <summary>The projection onto the semidefinite cone by dsyevd and dsyrk, from the sign with fewer eigenvalues.</summary>
internal sealed class LapackProjection
{
    private readonly int _order;
    private readonly double[] _vectors, _values, _work;
    private readonly int[] _integerWork;

    public LapackProjection(int order)
    {
        _order = order;
        (int doubles, int integers) = Lapack.EigenWork(order);
        _vectors = new double[order * order];
        _values = new double[order];
        _work = new double[doubles];
        _integerWork = new int[integers];
        Result = new double[order * order];
    }

    /// <summary>The last projection, in the lower triangle by columns.</summary>
    public double[] Result { get; }

    public void Project(ReadOnlySpan<double> matrix)
    {
        int n = _order;
        matrix.CopyTo(_vectors);
        Lapack.Eigen(n, _vectors, _values, _work, _integerWork);
        int nonpositive = 0;
        while (nonpositive < n && _values[nonpositive] <= 0)
            nonpositive++;
        bool fromNegative = nonpositive < n - nonpositive;
        (int first, int count) = fromNegative ? (0, nonpositive) : (nonpositive, n - nonpositive);
        Span<double> selected = _vectors.AsSpan(first * n, count * n);
        for (int k = 0; k < count; k++)
        {
            Span<double> vector = selected.Slice(k * n, n);
            TensorPrimitives.Multiply(vector, Math.Sqrt(Math.Abs(_values[first + k])), vector);
        }
        if (fromNegative)
            matrix.CopyTo(Result);
        Lapack.SymmetricProduct(n, count, selected, fromNegative ? 1 : 0, Result);
    }
}

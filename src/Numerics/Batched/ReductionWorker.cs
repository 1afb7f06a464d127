using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>Does one matrix after the other by <see cref="SymmetricEigensolver"/>, for orders beyond those of rotations in lanes.</summary>
internal sealed unsafe class ReductionWorker(int order) : SymmetricBatchWorker
{
    private readonly int _length = SymmetricVector.Length(order);
    private SymmetricEigensolver? _eigensolver;
    private PsdProjector? _projector;
    private double[] _matrix = [];

    /// <inheritdoc/>
    public override int Run(in SymmetricBatch batch, int first, int end)
    {
        int firstBad = end;
        for (int k = first; k < end; k++)
        {
            var triangle = new ReadOnlySpan<double>(batch.Triangles + (nint)k * _length, _length);
            bool isFinite = double.IsFinite(TensorPrimitives.MaxMagnitude(triangle));
            if (!isFinite)
                firstBad = Math.Min(firstBad, k);
            if (batch.Values != null)
                Decompose(in batch, k, triangle, isFinite);
            if (batch.Projections == null)
                continue;
            var projection = new Span<double>(batch.Projections + (nint)k * _length, _length);
            if (isFinite)
                (_projector ??= new PsdProjector(order)).Project(triangle, projection, batch.OffDiagonalScale);
            else
                projection.Fill(double.NaN);
        }
        return firstBad;
    }

    private void Decompose(in SymmetricBatch batch, int k, ReadOnlySpan<double> triangle, bool isFinite)
    {
        var values = new Span<double>(batch.Values + (nint)k * order, order);
        Span<double> vectors = batch.Vectors == null ? default : new Span<double>(batch.Vectors + (nint)k * order * order, order * order);
        if (!isFinite)
        {
            values.Fill(double.NaN);
            vectors.Fill(double.NaN);
            return;
        }
        _eigensolver ??= new SymmetricEigensolver(order);
        if (_matrix.Length == 0)
            _matrix = new double[order * order];
        SymmetricVector.Unpack(triangle, _matrix, order, 1 / batch.OffDiagonalScale);
        if (batch.Vectors == null)
            _eigensolver.Values(_matrix, values);
        else
            _eigensolver.Decompose(_matrix, values, vectors);
    }
}

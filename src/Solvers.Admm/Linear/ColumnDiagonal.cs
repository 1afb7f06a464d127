using System.Numerics.Tensors;

namespace Copositive.Solvers.Admm;

/// <summary>The diagonal entries g_j + P_jj/ρ of H on columns that H joins to no others, with g_j from the rows.</summary>
internal sealed class ColumnDiagonal
{
    private readonly double[] _gram;
    private readonly double[]? _curvature;

    /// <param name="gram">g.</param>
    /// <param name="curvature">The diagonal of P; null for P = 0.</param>
    public ColumnDiagonal(double[] gram, double[]? curvature)
    {
        _gram = gram;
        _curvature = curvature;
        Values = (double[])gram.Clone();
    }

    /// <summary>The values for the ρ of the last <see cref="Combine"/>.</summary>
    public double[] Values { get; }

    /// <summary>Whether there is a P.</summary>
    public bool DependsOnPenalty => _curvature is not null;

    /// <summary>Values ← those of ρ.</summary>
    public void Combine(double penalty)
    {
        if (_curvature is not null) TensorPrimitives.MultiplyAdd(_curvature, 1 / penalty, _gram, Values);
    }
}

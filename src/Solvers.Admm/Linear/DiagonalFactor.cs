using System.Numerics.Tensors;

namespace Copositive.Solvers.Admm;

/// <summary>A diagonal matrix, kept as reciprocals.</summary>
internal sealed class DiagonalFactor : SymmetricFactor
{
    private const double Smallest = 1e-12;

    private readonly double[] _reciprocals;

    public DiagonalFactor(int order) => _reciprocals = new double[order];

    public override string Description => $"diagonal of order {_reciprocals.Length}";

    public override double SolveCost => 0.5 * _reciprocals.Length;

    public override void Factor(ReadOnlySpan<double> values)
    {
        double least = values.IsEmpty ? 0 : Smallest * TensorPrimitives.Max(values);
        IsWeak = false;
        for (int j = 0; j < values.Length; j++)
        {
            bool isWeak = !(values[j] > least);
            IsWeak |= isWeak;
            _reciprocals[j] = 1 / (isWeak ? Math.Max(least, double.Epsilon / Smallest) : values[j]);
        }
    }

    public override void Solve(Span<double> b) => TensorPrimitives.Multiply(b, _reciprocals, b);
}

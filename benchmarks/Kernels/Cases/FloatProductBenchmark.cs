using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>C = AB for random square matrices of floats, against sgemm.</summary>
public class FloatProductBenchmark : ComparedBenchmark
{
    private float[] _left = [], _right = [], _ours = [], _baseline = [];

    /// <inheritdoc/>
    public override string Kernel => "gemm-float";

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [100, 400];

    /// <inheritdoc/>
    protected override void PrepareOurs()
    {
        int length = Order * Order;
        (_left, _right) = (Arrays.UniformFloats(length, seed: 1), Arrays.UniformFloats(length, seed: 2));
        _ours = new float[length];
    }

    /// <inheritdoc/>
    protected override void PrepareBaseline() => _baseline = new float[Order * Order];

    /// <inheritdoc/>
    protected override void RunOurs() => Gemm.MultiplyAdd(Order, Order, Order, 1, _left, Order, false, _right, Order, false, 0, _ours, Order, Team);

    /// <summary>By columns the arrays are A', B' and C' = B'A'.</summary>
    protected override void RunBaseline() => Lapack.Multiply(Order, _right, _left, _baseline);

    /// <summary>In units of n·2⁻²⁴.</summary>
    public override double Difference() => TensorPrimitives.Distance(_ours, _baseline) / TensorPrimitives.Norm(_baseline) / (Order * Math.ScaleB(1, -24));
}

using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>The pivoted LDL' factorisation of a random symmetric matrix, against dsytrf; the solutions of one system are compared.</summary>
public class LdlBenchmark : ComparedBenchmark
{
    private double[] _matrix = [], _baseline = [], _work = [];
    private int[] _pivots = [];
    private DenseLdl _ours = new(0);

    /// <inheritdoc/>
    public override string Kernel => "ldl";

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [30, 200, 800];

    /// <inheritdoc/>
    protected override void PrepareOurs()
    {
        _matrix = Arrays.Symmetric(Order, seed: 1);
        _ours = new DenseLdl(Order, Team);
    }

    /// <inheritdoc/>
    protected override void PrepareBaseline()
    {
        _baseline = new double[Order * Order];
        _pivots = new int[Order];
        _work = new double[Lapack.LdlWork(Order)];
    }

    /// <inheritdoc/>
    protected override void RunOurs() => _ours.TryFactor(_matrix);

    /// <inheritdoc/>
    protected override void RunBaseline()
    {
        _matrix.CopyTo(_baseline, 0);
        Lapack.Ldl(Order, _baseline, _pivots, _work);
    }

    /// <summary>The backward error of the difference of two solutions: ‖A(x − y)‖ / (‖A‖_F ‖y‖) in units of n·u.</summary>
    public override double Difference()
    {
        double[] x = Arrays.Uniform(Order, seed: 2), y = (double[])x.Clone();
        _ours.SolveInPlace(x);
        Lapack.LdlSolve(Order, _baseline, _pivots, y);
        var image = new double[Order];
        for (int i = 0; i < Order; i++)
            for (int j = 0; j < Order; j++)
                image[i] += _matrix[i * Order + j] * (x[j] - y[j]);
        return Arrays.Norm(image) / (Arrays.Norm(_matrix) * Arrays.Norm(y) * Order * Arrays.UnitRoundoff);
    }
}

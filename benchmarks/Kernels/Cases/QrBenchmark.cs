using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>The QR factorisation of a random square matrix, against dgeqrf; R is compared up to the signs of its rows.</summary>
public class QrBenchmark : ComparedBenchmark
{
    private double[] _byRows = [], _byColumns = [], _baseline = [], _tau = [], _work = [];
    private DenseQr _ours = new(0, 0);

    /// <inheritdoc/>
    public override string Kernel => "qr";

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [100, 400, 800];

    /// <inheritdoc/>
    public override double Difference()
    {
        int n = Order;
        double[] ours = new double[n * n], baseline = new double[n * n];
        _ours.CopyR(ours);
        for (int i = 0; i < n; i++)
        {
            double sign = Math.Sign(ours[i * n + i]) * Math.Sign(_baseline[i * n + i]);
            for (int j = i; j < n; j++)
                baseline[i * n + j] = sign * _baseline[j * n + i];
        }
        return Arrays.RelativeDistance(ours, baseline) / (n * Arrays.UnitRoundoff);
    }

    /// <inheritdoc/>
    protected override void PrepareOurs()
    {
        _byRows = Arrays.Uniform(Order * Order, seed: 1);
        _ours = new DenseQr(Order, Order, Team);
    }

    /// <inheritdoc/>
    protected override void PrepareBaseline()
    {
        _byColumns = Arrays.Transposed(Order, _byRows);
        _baseline = new double[Order * Order];
        _tau = new double[Order];
        _work = new double[Lapack.QrWork(Order, Order)];
    }

    /// <inheritdoc/>
    protected override void RunOurs() => _ours.Factor(_byRows);

    /// <inheritdoc/>
    protected override void RunBaseline()
    {
        _byColumns.CopyTo(_baseline, 0);
        Lapack.Qr(Order, Order, _baseline, _tau, _work);
    }
}

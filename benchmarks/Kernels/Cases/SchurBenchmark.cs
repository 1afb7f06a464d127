using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>
/// The Schur matrix ⟨A_a, WA_bW⟩ of as many full symmetric matrices of order 40 as its order, and its Cholesky factor, against the same
/// by dgemm (L'A_aL with W = LL'), dsyrk and dpotrf.
/// </summary>
public class SchurBenchmark : ComparedBenchmark
{
    private const int MatrixOrder = 40;

    private SchurProducts _products = new(SparseMatrix.Zero(1, 1), 0, 1);
    private double[] _scaling = [], _factor = [], _ours = [], _baseline = [], _vectors = [];
    private double[][] _matrices = [];

    /// <inheritdoc/>
    public override string Kernel => "schur";

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [500, 1000, 2000, 4000];

    /// <inheritdoc/>
    protected override void PrepareOurs()
    {
        int n = MatrixOrder, triangle = SymmetricVector.Length(n);
        var random = new Random(1);
        _scaling = Arrays.PositiveDefinite(n, seed: 2);
        _matrices = new double[Order][];
        int[] starts = new int[Order + 1], rows = new int[Order * triangle];
        var values = new double[Order * triangle];
        for (int a = 0; a < Order; a++)
        {
            for (int k = 0; k < triangle; k++) (rows[a * triangle + k], values[a * triangle + k]) = (k, random.NextDouble() - 0.5);
            starts[a + 1] = (a + 1) * triangle;
            _matrices[a] = new double[n * n];
            SymmetricVector.Unpack(values.AsSpan(a * triangle, triangle), _matrices[a], n, Math.Sqrt(0.5));
        }
        _products = new SchurProducts(SparseMatrix.FromColumns(triangle, Order, starts, rows, values), 0, n);
        _ours = new double[Order * Order];
    }

    /// <inheritdoc/>
    protected override void PrepareBaseline()
    {
        int n = MatrixOrder;
        _factor = (double[])_scaling.Clone();
        DenseCholesky.TryFactor(_factor, n);
        for (int i = 0; i < n; i++) _factor.AsSpan(i * n + i + 1, n - i - 1).Clear();
        _vectors = new double[Order * SymmetricVector.Length(n)];
        _baseline = new double[Order * Order];
    }

    /// <inheritdoc/>
    protected override void RunOurs()
    {
        Array.Clear(_ours);
        _products.AddTo(_ours, Order, _scaling, _scaling, Team);
        SchurProducts.Symmetrize(_ours, Order);
        Shift(_ours);
        DenseCholesky.TryFactor(_ours, Order, Order, out _, Team);
    }

    /// <inheritdoc/>
    protected override void RunBaseline()
    {
        int n = MatrixOrder, triangle = SymmetricVector.Length(n);
        double[] transposed = new double[n * n], half = new double[n * n], scaled = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) transposed[i * n + j] = _factor[j * n + i];
        }
        for (int a = 0; a < Order; a++)
        {
            // Column by column, what is row by row is transposed: products come in reverse.
            Lapack.Multiply(n, _factor, _matrices[a], half);
            Lapack.Multiply(n, half, transposed, scaled);
            SymmetricVector.Pack(scaled, _vectors.AsSpan(a * triangle, triangle), n, Math.Sqrt(2));
        }
        Lapack.GramProduct(Order, triangle, _vectors, _baseline);
        Shift(_baseline);
        Lapack.Cholesky(Order, _baseline);
    }

    /// <inheritdoc/>
    public override double Difference() => Arrays.RelativeDistanceLower(Order, _ours, _baseline) / (Order * Arrays.UnitRoundoff);

    /// <summary>More matrices than their space has dimensions are dependent.</summary>
    private void Shift(double[] matrix)
    {
        for (int j = 0; j < Order; j++) matrix[j * Order + j] += Order;
    }
}

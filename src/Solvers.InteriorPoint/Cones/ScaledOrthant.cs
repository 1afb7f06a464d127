using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>The nonnegative orthant: H = diag(s/z).</summary>
internal sealed class ScaledOrthant : ScaledCone
{
    private readonly double[] _s, _z, _ratio;

    public ScaledOrthant(ConeBlock block, BlockColumns columns) : base(block, columns) =>
        (_s, _z, _ratio) = (new double[block.Rows], new double[block.Rows], new double[block.Rows]);

    /// <summary>H, the ratios s/z.</summary>
    public ReadOnlySpan<double> Ratios => _ratio;

    public override int Degree => Block.Rows;

    public override void Unit(Span<double> v) => v.Fill(1);

    public override bool TryScale(ReadOnlySpan<double> s, ReadOnlySpan<double> z)
    {
        for (int i = 0; i < s.Length; i++)
        {
            if (!(s[i] > 0 && z[i] > 0)) return false;
            _ratio[i] = s[i] / z[i];
            if (!(_ratio[i] > 0 && double.IsFinite(_ratio[i]))) return false;
        }
        s.CopyTo(_s);
        z.CopyTo(_z);
        return true;
    }

    public override void Curvature(ReadOnlySpan<double> g, Span<double> image) => TensorPrimitives.Divide(g, _ratio, image);

    public override void AddProducts(Span<double> matrix)
    {
        SparseMatrix a = Columns.Entries;
        int order = a.Columns;
        ReadOnlySpan<int> starts = a.RowStarts, places = a.ColumnIndices;
        ReadOnlySpan<double> values = a.ValuesByRow;
        for (int i = 0; i < Block.Rows; i++)
        {
            for (int k = starts[i]; k < starts[i + 1]; k++)
            {
                double factor = values[k] / _ratio[i];
                Span<double> row = matrix.Slice(places[k] * order, order);
                for (int l = starts[i]; l <= k; l++) row[places[l]] += factor * values[l];
            }
        }
    }

    public override void Correction(ReadOnlySpan<double> ds, ReadOnlySpan<double> dz, double mu, Span<double> image)
    {
        for (int i = 0; i < image.Length; i++) image[i] = _z[i] + (ds[i] * dz[i] - mu) / _s[i];
    }

    public override double LargestStep(ReadOnlySpan<double> ds, ReadOnlySpan<double> dz)
    {
        double fastest = 0;
        for (int i = 0; i < ds.Length; i++) fastest = Math.Max(fastest, Math.Max(-ds[i] / _s[i], -dz[i] / _z[i]));
        return 1 / fastest;
    }
}

using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>The nonnegative orthant: diagonal matrices, where nothing needs to be symmetrised.</summary>
internal sealed class HkmOrthant : HkmBlock
{
    private readonly SparseMatrix _a;
    private readonly double[] _ds, _dz, _cross;
    private double[] _s, _z, _trial;

    public HkmOrthant(ConeBlock block, SparseMatrix a) : base(block)
    {
        _a = a;
        int rows = block.Rows;
        (_s, _z, _trial) = (new double[rows], new double[rows], new double[rows]);
        (_ds, _dz, _cross) = (new double[rows], new double[rows], new double[rows]);
    }

    public override int Degree => Block.Rows;

    public override void Start(double xi, double eta)
    {
        Array.Fill(_s, xi);
        Array.Fill(_z, eta);
    }

    public override void Write(Span<double> s, Span<double> z)
    {
        _s.CopyTo(s);
        _z.CopyTo(z);
    }

    public override void Prepare()
    {
    }

    public override void AddProducts(double[] matrix, int size)
    {
        ReadOnlySpan<int> starts = _a.RowStarts, columns = _a.ColumnIndices;
        ReadOnlySpan<double> values = _a.ValuesByRow;
        for (int i = 0; i < Block.Rows; i++)
        {
            int start = starts[Block.Start + i], end = starts[Block.Start + i + 1];
            double ratio = _z[i] / _s[i];
            for (int k = start; k < end; k++)
            {
                double factor = ratio * values[k];
                for (int l = start; l <= k; l++) matrix[columns[k] * size + columns[l]] += factor * values[l];
            }
        }
    }

    public override void Transform(ReadOnlySpan<double> v, Span<double> image)
    {
        for (int i = 0; i < image.Length; i++) image[i] = _z[i] * v[i] / _s[i];
    }

    public override void Predict(ReadOnlySpan<double> ds)
    {
        ds.CopyTo(_ds);
        for (int i = 0; i < _dz.Length; i++) _dz[i] = -_z[i] - _z[i] * _ds[i] / _s[i];
    }

    public override double Complementarity(bool withStep)
    {
        double sum = TensorPrimitives.Dot<double>(_s, _z);
        if (!withStep) return sum;
        return sum + TensorPrimitives.Dot<double>(_ds, _z) + TensorPrimitives.Dot<double>(_s, _dz) + TensorPrimitives.Dot<double>(_ds, _dz);
    }

    public override void Correction(double betaMu, Span<double> image)
    {
        TensorPrimitives.Multiply(_dz, _ds, _cross);
        for (int i = 0; i < image.Length; i++) image[i] = (betaMu - _cross[i]) / _s[i];
    }

    public override void Correct(ReadOnlySpan<double> ds, double betaMu)
    {
        ds.CopyTo(_ds);
        for (int i = 0; i < _dz.Length; i++) _dz[i] = (betaMu - _cross[i] - _z[i] * _ds[i]) / _s[i] - _z[i];
    }

    public override void Adjust(ReadOnlySpan<double> v)
    {
        for (int i = 0; i < _ds.Length; i++)
        {
            _ds[i] -= v[i];
            _dz[i] += _z[i] * v[i] / _s[i];
        }
    }

    public override void WriteMultiplier(Span<double> z) => TensorPrimitives.Add(_z, _dz, z);

    public override (double Slack, double Multiplier) LargestSteps(double limit) => (LargestStep(_s, _ds), LargestStep(_z, _dz));

    public override bool TrySlack(double length) => Try(_s, _ds, length);

    public override void MoveSlack() => (_s, _trial) = (_trial, _s);

    public override bool TryMultiplier(double length) => Try(_z, _dz, length);

    public override void MoveMultiplier() => (_z, _trial) = (_trial, _z);

    private static double LargestStep(double[] v, double[] step)
    {
        double fastest = 0;
        for (int i = 0; i < v.Length; i++) fastest = Math.Max(fastest, -step[i] / v[i]);
        return 1 / fastest;
    }

    private bool Try(double[] v, double[] step, double length)
    {
        TensorPrimitives.MultiplyAdd(step, length, v, _trial);
        foreach (double t in _trial)
        {
            if (!(t > 0)) return false;
        }
        return true;
    }
}

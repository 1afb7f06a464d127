using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>
/// The second-order cone, with J = diag(1, −1, …, −1): for s̄ = s/√(s'Js), z̄ likewise, γ² = (1 + s̄'z̄)/2, w = (s̄ + Jz̄)/(2γ),
/// v = (w + e)/√(2(w₀ + 1)) and β⁴ = s'Js/z'Jz, W = β(2vv' − J) and H = β²(2ww' − J), with inverses J(2vv' − J)J/β and J(2ww' − J)J/β².
/// </summary>
internal sealed class ScaledSecondOrderCone : ScaledCone
{
    private readonly double[] _w, _v, _lambda, _ds, _dz, _along;
    private double _beta = 1;

    public ScaledSecondOrderCone(ConeBlock block, BlockColumns columns) : base(block, columns)
    {
        int n = block.Rows;
        (_w, _v, _lambda, _ds, _dz) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
        _along = new double[columns.Entries.Columns];
    }

    public override int Degree => 1;

    public override void Unit(Span<double> v)
    {
        v.Clear();
        v[0] = 1;
    }

    public override bool TryScale(ReadOnlySpan<double> s, ReadOnlySpan<double> z)
    {
        double sj = Determinant(s), zj = Determinant(z);
        if (!(sj > 0 && zj > 0 && s[0] > 0 && z[0] > 0)) return false;
        double sr = Math.Sqrt(sj), zr = Math.Sqrt(zj);
        double gamma = Math.Sqrt(0.5 * (1 + TensorPrimitives.Dot(s, z) / sr / zr));
        for (int i = 0; i < s.Length; i++) _w[i] = (s[i] / sr + (i == 0 ? z[i] : -z[i]) / zr) / (2 * gamma);
        // w'Jw = 1 holds to rounding; a w₀ from the others keeps it so.
        _w[0] = Math.Sqrt(1 + TensorPrimitives.SumOfSquares<double>(_w.AsSpan(1)));
        double root = Math.Sqrt(2 * (_w[0] + 1));
        for (int i = 0; i < s.Length; i++) _v[i] = (_w[i] + (i == 0 ? 1 : 0)) / root;
        _beta = Math.Sqrt(sr / zr);
        Reflect(_v, _beta, z, _lambda);
        return double.IsFinite(_beta) && _beta > 0 && double.IsFinite(_w[0]) && Determinant(_lambda) > 0;
    }

    public override void Curvature(ReadOnlySpan<double> g, Span<double> image) => InverseReflect(_w, 1 / (_beta * _beta), g, image);

    /// <remarks>H⁻¹ = (2vv' − J)/β² with v = Jw.</remarks>
    public override void AddProducts(Span<double> matrix)
    {
        SparseMatrix a = Columns.Entries;
        int order = a.Columns;
        ReadOnlySpan<int> starts = a.RowStarts, places = a.ColumnIndices;
        ReadOnlySpan<double> values = a.ValuesByRow;
        double scale = 1 / (_beta * _beta);
        Array.Clear(_along);
        for (int i = 0; i < Block.Rows; i++)
        {
            double sign = i == 0 ? -scale : scale, along = i == 0 ? _w[i] : -_w[i];
            for (int k = starts[i]; k < starts[i + 1]; k++)
            {
                _along[places[k]] += along * values[k];
                Span<double> row = matrix.Slice(places[k] * order, order);
                for (int l = starts[i]; l <= k; l++) row[places[l]] += sign * values[k] * values[l];
            }
        }
        for (int p = 0; p < order; p++)
        {
            Span<double> row = matrix.Slice(p * order, p + 1);
            TensorPrimitives.MultiplyAdd(_along.AsSpan(0, p + 1), 2 * scale * _along[p], row, row);
        }
    }

    public override void Correction(ReadOnlySpan<double> ds, ReadOnlySpan<double> dz, double mu, Span<double> image)
    {
        InverseReflect(_v, 1 / _beta, ds, _ds);
        Reflect(_v, _beta, dz, _dz);
        double d0 = TensorPrimitives.SumOfSquares<double>(_lambda) + TensorPrimitives.Dot<double>(_ds, _dz) - mu, along = 0;
        for (int i = 1; i < image.Length; i++)
        {
            image[i] = 2 * _lambda[0] * _lambda[i] + _ds[0] * _dz[i] + _dz[0] * _ds[i];
            along += _lambda[i] * image[i];
        }
        // u = λ \ d: λ'u = d₀ and λ₀u_i + u₀λ_i = d_i.
        double u0 = (_lambda[0] * d0 - along) / Determinant(_lambda);
        _ds[0] = u0;
        for (int i = 1; i < image.Length; i++) _ds[i] = (image[i] - u0 * _lambda[i]) / _lambda[0];
        InverseReflect(_v, 1 / _beta, _ds, image);
    }

    public override double LargestStep(ReadOnlySpan<double> ds, ReadOnlySpan<double> dz)
    {
        InverseReflect(_v, 1 / _beta, ds, _ds);
        Reflect(_v, _beta, dz, _dz);
        return Math.Min(LargestStep(_ds), LargestStep(_dz));
    }

    /// <summary>The largest α with λ + αd in the cone.</summary>
    private double LargestStep(double[] d)
    {
        double a = Determinant(d), b = _lambda[0] * d[0] - TensorPrimitives.Dot<double>(_lambda.AsSpan(1), d.AsSpan(1)), c = Determinant(_lambda);
        double discriminant = b * b - a * c;
        // A double root, as on a half-line, may have a discriminant below 0 by rounding.
        if (Math.Abs(discriminant) <= 1e-13 * b * b) discriminant = 0;
        if ((a >= 0 && b >= 0) || discriminant < 0) return double.PositiveInfinity;
        double root = Math.Sqrt(discriminant);
        // The smallest positive root of aα² + 2bα + c.
        return b < 0 ? c / (root - b) : -(b + root) / a;
    }

    private static double Determinant(ReadOnlySpan<double> v)
    {
        double norm = EuclideanNormOfTail(v);
        return (v[0] - norm) * (v[0] + norm);
    }

    private static double EuclideanNormOfTail(ReadOnlySpan<double> v) => Math.Sqrt(TensorPrimitives.SumOfSquares(v[1..]));

    /// <summary>image ← f(2uu' − J)g.</summary>
    private static void Reflect(double[] u, double f, ReadOnlySpan<double> g, Span<double> image)
    {
        double along = 2 * TensorPrimitives.Dot(u, g);
        for (int i = 0; i < u.Length; i++) image[i] = f * (along * u[i] + (i == 0 ? -g[i] : g[i]));
    }

    /// <summary>image ← fJ(2uu' − J)Jg.</summary>
    private static void InverseReflect(double[] u, double f, ReadOnlySpan<double> g, Span<double> image)
    {
        double along = 2 * (2 * u[0] * g[0] - TensorPrimitives.Dot(u, g));
        for (int i = 0; i < u.Length; i++) image[i] = f * (i == 0 ? along * u[i] - g[i] : g[i] - along * u[i]);
    }
}

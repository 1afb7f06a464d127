using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// The smoothed projection onto one symmetric cone: with the spectral values λ of w, s has ½(λ + √(λ² + 4μ)) and s − w has μ over that, so that
/// both lie inside the cone and s ∘ (s − w) = μ (Chen and Mangasarian 1996). Its derivative D satisfies (I − D)D⁻¹ = μ P(s)⁻¹ with the quadratic
/// representation P: entries 1/s_i², or G ↦ S⁻¹GS⁻¹, or 2⟨u, g⟩u − det(u)Jg for u = s⁻¹.
/// </summary>
internal sealed class SmoothedCone
{
    private static readonly double Root2 = Math.Sqrt(2);

    private readonly int _order;
    private readonly SymmetricEigensolver? _eigensolver;
    private readonly double[] _matrix, _vectors, _values, _work, _inverse;

    public SmoothedCone(ConeBlock block)
    {
        Block = block;
        _order = block.Order;
        if (block.Cone.IsMatrixCone) _eigensolver = new SymmetricEigensolver(_order);
        int square = _order * _order;
        _matrix = new double[square];
        _vectors = new double[square];
        _work = new double[square];
        _values = new double[_order];
        _inverse = new double[Math.Max(square, block.Rows)];
    }

    public ConeBlock Block { get; }

    /// <summary>The rank of the cone: the number of its spectral values.</summary>
    public int Rank => Block.Cone.Kind switch { ConeKind.Zero => 0, ConeKind.SecondOrder => 2, _ => _order > 0 ? _order : Block.Rows };

    /// <summary>s and y = s − w on the rows of this cone; for equality rows 0 and −w.</summary>
    public void Project(double mu, ReadOnlySpan<double> w, Span<double> s, Span<double> y)
    {
        switch (Block.Cone.Kind)
        {
            case ConeKind.Zero:
                s.Clear();
                TensorPrimitives.Negate(w, y);
                break;
            case ConeKind.Nonnegative:
                for (int i = 0; i < w.Length; i++)
                {
                    (s[i], y[i]) = Split(w[i], mu);
                    _inverse[i] = 1 / s[i];
                }
                break;
            case ConeKind.SecondOrder:
                ProjectSecondOrder(mu, w, s, y);
                break;
            default:
                ProjectMatrix(mu, w, s, y);
                break;
        }
    }

    /// <summary>image ← μP(s)⁻¹g at the s projected last; for equality rows a large multiple of g.</summary>
    public void Curvature(double mu, double equalityWeight, ReadOnlySpan<double> g, Span<double> image)
    {
        switch (Block.Cone.Kind)
        {
            case ConeKind.Zero:
                TensorPrimitives.Multiply(g, equalityWeight, image);
                break;
            case ConeKind.Nonnegative:
                for (int i = 0; i < g.Length; i++) image[i] = mu * _inverse[i] * _inverse[i] * g[i];
                break;
            case ConeKind.SecondOrder:
                ReadOnlySpan<double> u = _inverse.AsSpan(0, g.Length);
                double along = 2 * mu * TensorPrimitives.Dot(u, g), determinant = mu * (u[0] * u[0] - TensorPrimitives.SumOfSquares(u[1..]));
                for (int i = 0; i < g.Length; i++) image[i] = along * u[i] + (i == 0 ? -determinant : determinant) * g[i];
                break;
            default:
                int n = _order;
                SymmetricVector.Unpack(g, _matrix, n, 1 / Root2);
                Gemm.MultiplyAdd(n, n, n, mu, _inverse, n, false, _matrix, n, false, 0, _work, n);
                Gemm.MultiplyAdd(n, n, n, 1, _work, n, false, _inverse, n, false, 0, _matrix, n);
                SymmetricVector.Pack(_matrix, image, n, Root2);
                break;
        }
    }

    /// <summary>½(λ + √(λ² + 4μ)) and μ over it, without cancellation.</summary>
    private static (double Slack, double Dual) Split(double value, double mu)
    {
        double large = 0.5 * (Math.Abs(value) + Math.Sqrt(value * value + 4 * mu));
        return value >= 0 ? (large, mu / large) : (mu / large, large);
    }

    private void ProjectSecondOrder(double mu, ReadOnlySpan<double> w, Span<double> s, Span<double> y)
    {
        double norm = EuclideanNorm.Of(w[1..]);
        // In the cone's trace form the spectral values are t ± ‖u‖ with idempotents of norm 1/√2.
        (double sPlus, double yPlus) = Split(w[0] + norm, mu);
        (double sMinus, double yMinus) = Split(w[0] - norm, mu);
        double unit = norm > 0 ? 1 / norm : 0;
        s[0] = 0.5 * (sPlus + sMinus);
        y[0] = 0.5 * (yPlus + yMinus);
        _inverse[0] = 0.5 * (1 / sPlus + 1 / sMinus);
        for (int i = 1; i < w.Length; i++)
        {
            double direction = w[i] * unit;
            s[i] = 0.5 * (sPlus - sMinus) * direction;
            y[i] = 0.5 * (yPlus - yMinus) * direction;
            _inverse[i] = 0.5 * (1 / sPlus - 1 / sMinus) * direction;
        }
    }

    private void ProjectMatrix(double mu, ReadOnlySpan<double> w, Span<double> s, Span<double> y)
    {
        int n = _order;
        SymmetricVector.Unpack(w, _matrix, n, 1 / Root2);
        _eigensolver!.Decompose(_matrix, _values, _vectors);
        Rebuild(0, mu);
        SymmetricVector.Pack(_matrix, s, n, Root2);
        Rebuild(1, mu);
        SymmetricVector.Pack(_matrix, y, n, Root2);
        Rebuild(2, mu);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++) _inverse[i * n + j] = _inverse[j * n + i] = _matrix[i * n + j];
        }
    }

    /// <summary>Lower triangle of the matrix ← Σ f(λ_k) v_k v_k' for f the slack, the dual or one over the slack.</summary>
    private void Rebuild(int part, double mu)
    {
        int n = _order;
        for (int k = 0; k < n; k++)
        {
            (double slack, double dual) = Split(_values[k], mu);
            double value = part == 0 ? slack : part == 1 ? dual : 1 / slack;
            TensorPrimitives.Multiply(_vectors.AsSpan(k * n, n), Math.Sqrt(value), _work.AsSpan(k * n, n));
        }
        Gemm.SyrkLower(n, n, 1, _work, n, true, 0, _matrix, n);
    }
}

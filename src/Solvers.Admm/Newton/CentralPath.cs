using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.Admm;

/// <summary>
/// The second phase where ADMM is slow and the program small: a primal–dual interior-point method on the homogeneous embedding
/// <code>
/// Px + A'z + cτ = 0,   Ax + s = bτ,   κ + c'x + b'z + x'Px/τ = 0,   s ∘ z = μe,   τκ = μ
/// </code>
/// followed to μ = 0 with Nesterov–Todd directions and Mehrotra's corrector (Andersen and Ye 1999; Goulart and Chen, "Clarabel", 2024, for
/// the quadratic term). It starts at the units, whatever the program; with τ &gt; 0 in the limit, (x, z)/τ is a solution, otherwise x or z
/// is a ray.
/// </summary>
internal sealed class CentralPath
{
    private const int LargestOrder = 2500, StepLimit = 120, IdleLimit = 12;
    private const double LargestCost = 4e9, LargestSize = 3e7, Boundary = 0.99;

    private readonly ScaledProgram _program;
    private readonly ScaledCone[] _cones;
    private readonly NewtonSystem _system;
    private readonly double[] _x, _s, _z, _point, _slack, _dual, _f1, _f2, _px;
    private readonly double[] _f, _g, _dx, _ds, _dz, _x2, _z2, _scaledZ2, _t, _work, _gradient;
    private double _tau, _kappa, _slope, _f3, _dTau, _dKappa;

    public CentralPath(ScaledProgram program)
    {
        _program = program;
        int n = program.Columns, m = program.Rows;
        SparseMatrix transpose = program.A.Transpose();
        _cones = new ScaledCone[program.Source.Blocks.Length];
        var columns = new BlockColumns[_cones.Length];
        for (int k = 0; k < _cones.Length; k++)
        {
            _cones[k] = ScaledCone.Of(program.Source.Blocks[k]);
            columns[k] = new BlockColumns(program.A, transpose, program.Source.Blocks[k]);
        }
        _system = new NewtonSystem(program, _cones, columns);
        (_x, _point, _f1, _px, _f, _dx, _x2, _gradient) =
            (new double[n], new double[n], new double[n], new double[n], new double[n], new double[n], new double[n], new double[n]);
        (_s, _z, _slack, _dual, _f2, _g, _ds, _dz, _z2, _scaledZ2) =
            (new double[m], new double[m], new double[m], new double[m], new double[m], new double[m], new double[m], new double[m], new double[m], new double[m]);
        (_t, _work) = (new double[m], new double[m]);
    }

    /// <summary>Newton steps done.</summary>
    public int Steps { get; private set; }

    /// <summary>x/τ.</summary>
    public ReadOnlySpan<double> Point => _point;

    /// <summary>s/τ ∈ K.</summary>
    public ReadOnlySpan<double> Slack => _slack;

    /// <summary>z/τ ∈ K*.</summary>
    public ReadOnlySpan<double> Dual => _dual;

    /// <summary>Whether κ outgrew τ, so that the point or the dual is on its way to a ray.</summary>
    public bool TendsToRay => _kappa > _tau;

    /// <summary>Roughly the floating-point operations of a step; infinite where the program is too large for the dense matrices.</summary>
    public static double StepCost(ScaledProgram program)
    {
        int n = program.Columns;
        if (n is 0 or > LargestOrder) return double.PositiveInfinity;
        double cost = Math.Pow(n, 3) / 3, entries = (double)n * n, equalities = 0;
        SparseMatrix transpose = program.A.Transpose();
        foreach (ConeBlock block in program.Source.Blocks)
        {
            entries += 12.0 * block.Order * block.Order;
            cost += 60 * Math.Pow(block.Order, 3);
            if (block.Cone.Kind == ConeKind.Zero) equalities += block.Rows;
            if (!(cost < LargestCost && entries < LargestSize)) return double.PositiveInfinity;
            cost += new BlockColumns(program.A, transpose, block).Cost();
        }
        cost += equalities * n * (n + equalities) + Math.Pow(equalities, 3) / 3;
        return cost < LargestCost && entries + equalities * (n + equalities) < LargestSize ? cost : double.PositiveInfinity;
    }

    /// <summary>Follows the path until the measure says enough.</summary>
    /// <param name="measure">Measures the candidate; null ends the run.</param>
    public void Run(Func<OptimalityErrors?> measure)
    {
        foreach (ScaledCone cone in _cones)
        {
            cone.Unit(cone.Block.Of(_s.AsSpan()));
            cone.Unit(cone.Block.Of(_z.AsSpan()));
        }
        Array.Clear(_x);
        _tau = _kappa = 1;
        double best = double.PositiveInfinity;
        int idle = 0;
        for (Steps = 0; ; Steps++)
        {
            Normalize();
            TensorPrimitives.Divide(_x, _tau, _point);
            TensorPrimitives.Divide(_s, _tau, _slack);
            TensorPrimitives.Divide(_z, _tau, _dual);
            if (measure() is not { } errors || Steps == StepLimit) return;
            Residuals();
            double size = Mu() + EuclideanNorm.Of(_f1) + EuclideanNorm.Of(_f2) + Math.Abs(_f3), error = Math.Min(errors.Max, size);
            idle = error < 0.9 * best ? 0 : idle + 1;
            best = Math.Min(best, error);
            if (idle > IdleLimit || _tau < 1e-12 || !TryStep()) return;
        }
    }

    /// <summary>The embedding is homogeneous: max(τ, κ) = 1 avoids overflow.</summary>
    private void Normalize()
    {
        double unit = Math.Max(_tau, _kappa);
        TensorPrimitives.Divide(_x, unit, _x);
        TensorPrimitives.Divide(_s, unit, _s);
        TensorPrimitives.Divide(_z, unit, _z);
        _tau /= unit;
        _kappa /= unit;
    }

    private double Mu()
    {
        int degree = 1;
        foreach (ScaledCone cone in _cones) degree += cone.Degree;
        return (TensorPrimitives.Dot<double>(_s, _z) + _tau * _kappa) / degree;
    }

    private void Residuals()
    {
        Array.Clear(_px);
        _program.P?.MultiplySymmetric(_x, _px);
        TensorPrimitives.MultiplyAdd(_program.C, _tau, _px, _f1);
        _program.A.TransposeMultiply(_z, _f1, 1, 1);
        TensorPrimitives.MultiplyAdd(_program.B, -_tau, _s, _f2);
        _program.A.Multiply(_x, _f2, 1, 1);
        double curvature = TensorPrimitives.Dot<double>(_x, _px);
        _f3 = _kappa + TensorPrimitives.Dot<double>(_program.C, _x) + TensorPrimitives.Dot<double>(_program.B, _z) + curvature / _tau;
    }

    /// <summary>A predictor and a corrector step; false when the numbers give out.</summary>
    private bool TryStep()
    {
        foreach (ScaledCone cone in _cones)
        {
            ConeBlock block = cone.Block;
            if (!cone.TryScale(block.Of((ReadOnlySpan<double>)_s), block.Of((ReadOnlySpan<double>)_z))) return false;
        }
        if (!_system.TryFactor()) return false;
        PrepareTau();
        WithoutEqualities(_z, _t);
        if (!TryDirection(1, _tau * _kappa)) return false;
        double affine = Length(1), mu = Mu(), sigma = Math.Pow(1 - affine, 3);
        foreach (ScaledCone cone in _cones)
        {
            ConeBlock block = cone.Block;
            cone.Correction(block.Of((ReadOnlySpan<double>)_ds), block.Of((ReadOnlySpan<double>)_dz), sigma * mu, block.Of(_t.AsSpan()));
        }
        if (!TryDirection(1 - sigma, _tau * _kappa + _dTau * _dKappa - sigma * mu)) return false;
        double length = Length(Boundary);
        TensorPrimitives.MultiplyAdd(_dx, length, _x, _x);
        TensorPrimitives.MultiplyAdd(_ds, length, _s, _s);
        TensorPrimitives.MultiplyAdd(_dz, length, _z, _z);
        _tau += length * _dTau;
        _kappa += length * _dKappa;
        return length > 1e-10 && double.IsFinite(EuclideanNorm.Of(_x));
    }

    /// <summary>
    /// (x₂, z₂), the part of a direction that Δτ multiplies: Px₂ + A'z₂ = −c, Ax₂ − Hz₂ = b. It is near ξ = x/τ and z/τ, for which
    /// Pξ + A'z/τ = F₁/τ − c and Aξ − Hz/τ = F₂/τ + b − 2s/τ; the difference is solved for.
    /// </summary>
    private void PrepareTau()
    {
        TensorPrimitives.Multiply(_f1, -1 / _tau, _f);
        TensorPrimitives.Multiply(_f2, -1 / _tau, _g);
        WithoutEqualities(_z, _t);
        TensorPrimitives.Multiply(_t, 2 / _tau, _t);
        _system.Solve(_f, _g, _t, _x2, _z2);
        Array.Clear(_gradient);
        _program.P?.MultiplySymmetric(_x2, _gradient);
        double curvature = TensorPrimitives.Dot<double>(_gradient, _x2);
        TensorPrimitives.MultiplyAdd(_x, 1 / _tau, _x2, _x2);
        TensorPrimitives.MultiplyAdd(_z, 1 / _tau, _z2, _z2);
        Scale(_z2, _scaledZ2);
        _slope = -curvature - TensorPrimitives.SumOfSquares<double>(_scaledZ2) - _kappa / _tau;
    }

    /// <summary>
    /// The direction with PΔx + A'Δz + cΔτ = −ηF₁, AΔx + Δs − bΔτ = −ηF₂, the third row likewise, H⁻¹Δs + Δz = −t and
    /// κΔτ + τΔκ = −k. With Δs eliminated, (Δx, Δz) is one solution plus Δτ times another, and the third row gives Δτ.
    /// </summary>
    private bool TryDirection(double eta, double k)
    {
        TensorPrimitives.Multiply(_f1, -eta, _f);
        TensorPrimitives.Multiply(_f2, -eta, _g);
        _system.Solve(_f, _g, _t, _dx, _dz);
        // The third row's derivative is Δκ + (c + 2Pξ)'Δx + b'Δz − ξ'Pξ Δτ. By the equations of (x₂, z₂) and of (x₁, z₁),
        // (c + 2Pξ)'x₂ + b'z₂ − ξ'Pξ = −(x₂ − ξ)'P(x₂ − ξ) − z₂'Hz₂ and
        // (c + 2Pξ)'x₁ + b'z₁ = x₂'f − z₂'(g + Ht) − 2(x₂ − ξ)'Px₁ − 2z₂'Hz₁, where nothing cancels as μ falls.
        TensorPrimitives.Add(_t, _dz, _ds);
        TensorPrimitives.Add(_ds, _dz, _ds);
        Scale(_ds, _work);
        double first = TensorPrimitives.Dot<double>(_x2, _f) - TensorPrimitives.Dot<double>(_z2, _g)
            - TensorPrimitives.Dot<double>(_scaledZ2, _work) - 2 * TensorPrimitives.Dot<double>(_gradient, _dx);
        double right = -eta * _f3 + k / _tau - first;
        _dTau = right / _slope;
        _dKappa = (-k - _kappa * _dTau) / _tau;
        TensorPrimitives.MultiplyAdd(_x2, _dTau, _dx, _dx);
        TensorPrimitives.MultiplyAdd(_z2, _dTau, _dz, _dz);
        // The second row is kept to rounding; what the scaling loses falls on complementarity.
        TensorPrimitives.Multiply(_f2, -eta, _ds);
        TensorPrimitives.MultiplyAdd(_program.B, _dTau, _ds, _ds);
        _program.A.Multiply(_dx, _ds, -1, 1);
        WithoutEqualities(_ds, _ds);
        return double.IsFinite(_dTau) && double.IsFinite(EuclideanNorm.Of(_dz)) && double.IsFinite(EuclideanNorm.Of(_ds));
    }

    /// <summary>image ← Wv.</summary>
    private void Scale(double[] v, double[] image)
    {
        foreach (ScaledCone cone in _cones) cone.Scale(cone.Block.Of((ReadOnlySpan<double>)v), cone.Block.Of(image.AsSpan()));
    }

    /// <summary>image ← v but 0 on equality rows.</summary>
    private void WithoutEqualities(double[] v, double[] image)
    {
        v.CopyTo(image, 0);
        foreach (ScaledCone cone in _cones)
        {
            if (cone is ScaledZeroCone) cone.Block.Of(image.AsSpan()).Clear();
        }
    }

    /// <summary>The given part of the way to the boundary, at most 1.</summary>
    private double Length(double part)
    {
        double largest = 1 / Math.Max(0, Math.Max(-_dTau / _tau, -_dKappa / _kappa));
        foreach (ScaledCone cone in _cones)
            largest = Math.Min(largest, cone.LargestStep(cone.Block.Of((ReadOnlySpan<double>)_ds), cone.Block.Of((ReadOnlySpan<double>)_dz)));
        return Math.Min(1, part * largest);
    }
}

using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>
/// A primal–dual interior-point method on the homogeneous embedding
/// <code>
/// Px + A'z + cτ = 0,   Ax + s = bτ,   κ + c'x + b'z + x'Px/τ = 0,   s ∘ z = μe,   τκ = μ
/// </code>
/// followed to μ = 0 with Mehrotra's corrector (Andersen and Ye 1999; Goulart and Chen, "Clarabel", 2024, for the quadratic term). It starts
/// at the units, whatever the program; with τ &gt; 0 in the limit, (x, z)/τ is a solution, otherwise x or z is a ray.
/// </summary>
internal sealed class HomogeneousPath
{
    private const int StepLimit = 120, IdleLimit = 12, ShorteningLimit = 12;
    private const double Boundary = 0.98, Shortening = 0.8, LeastStep = 1e-10, LeastTau = 1e-12;

    /// <summary>The residuals of directions may be this part of those of the point, or so large for a τ of 1.</summary>
    private const double ResidualPart = 1e-3, LeastResidual = 1e-11, LargestResidual = 1e-9;

    private readonly ScaledProgram _program;
    private readonly ConeSet _cones;
    private readonly NewtonSystem _system;
    private readonly WorkerTeam? _team;
    private readonly int _degree = 1;
    private readonly double[] _x, _point, _slack, _dual, _f1, _px;
    private readonly double[] _f2, _curved, _f, _g, _scaledCurved, _dx, _ds, _dz, _x2, _z2, _u, _t, _gradient;
    private double[] _s, _z, _nextSlack, _nextDual;
    private double _tau = 1, _kappa = 1, _slope, _f3, _dTau, _dKappa, _goal;

    /// <param name="program">The scaled program, over cones that <see cref="ScaledCone.Of"/> takes.</param>
    /// <param name="matrices">The direction for semidefinite cones.</param>
    /// <param name="pattern">The places of the sparse linear system; null for a dense one.</param>
    /// <param name="team">The threads that share the work; null for the calling one.</param>
    public HomogeneousPath(ScaledProgram program, MatrixDirection matrices, ReducedPattern? pattern, WorkerTeam? team)
    {
        (_program, _team) = (program, team);
        int n = program.Columns, m = program.Rows;
        var cones = new ScaledCone[program.Source.Blocks.Length];
        for (int k = 0; k < cones.Length; k++)
        {
            ConeBlock block = program.Source.Blocks[k];
            cones[k] = ScaledCone.Of(block, BlockColumns.Of(program.A, block), matrices, team);
            _degree += cones[k].Degree;
        }
        _cones = new ConeSet(cones, team);
        ReducedSystem reduced = pattern is null
            ? new DenseReducedSystem(program, cones, team)
            : new SparseReducedSystem(program, cones, pattern, team);
        Description = reduced.Description;
        _system = new NewtonSystem(program, _cones, reduced, team);
        (_x, _point, _f1, _px, _f, _dx, _x2, _gradient) =
            (new double[n], new double[n], new double[n], new double[n], new double[n], new double[n], new double[n], new double[n]);
        (_s, _z, _slack, _dual, _f2, _curved, _g, _scaledCurved) =
            (new double[m], new double[m], new double[m], new double[m], new double[m], new double[m], new double[m], new double[m]);
        (_ds, _dz, _z2, _u, _t, _nextSlack, _nextDual) =
            (new double[m], new double[m], new double[m], new double[m], new double[m], new double[m], new double[m]);
        foreach (ScaledCone cone in cones)
        {
            cone.Unit(cone.Block.Of(_s.AsSpan()));
            cone.Unit(cone.Block.Of(_z.AsSpan()));
        }
    }

    /// <summary>The linear system, for the log.</summary>
    public string Description { get; }

    /// <summary>Corrections that the solves of linear systems took.</summary>
    public int Corrections => _system.Corrections;

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

    /// <summary>Starts near a point and dual: from their slacks' projections onto the cones, moved inside (Skajaa, Andersen and Ye 2013).</summary>
    /// <param name="point">x.</param>
    /// <param name="slack">An element of K near b − Ax.</param>
    /// <param name="dual">z ∈ K*.</param>
    /// <param name="inside">The multiple of the units that is added to slack and dual, above 0.</param>
    public void StartAt(ReadOnlySpan<double> point, ReadOnlySpan<double> slack, ReadOnlySpan<double> dual, double inside)
    {
        point.CopyTo(_x);
        TensorPrimitives.MultiplyAdd(_s, inside, slack, _s);
        TensorPrimitives.MultiplyAdd(_z, inside, dual, _z);
        foreach (ScaledCone cone in _cones.Cones)
        {
            if (cone is ScaledZeroCone) cone.Block.Of(_s.AsSpan()).Clear();
        }
        _kappa = inside * inside;
    }

    /// <summary>Follows the path until the measure says enough.</summary>
    /// <param name="stepLimit">The largest number of steps.</param>
    /// <param name="measure">Measures the candidate; null ends the run.</param>
    public void Run(int stepLimit, Func<OptimalityErrors?> measure)
    {
        if (!_cones.TryScale(_s, _z)) return;
        double best = double.PositiveInfinity;
        int idle = 0;
        for (Steps = 0; ; Steps++)
        {
            TensorPrimitives.Divide(_x, _tau, _point);
            TensorPrimitives.Divide(_s, _tau, _slack);
            TensorPrimitives.Divide(_z, _tau, _dual);
            if (measure() is not { } errors || Steps >= Math.Min(stepLimit, StepLimit)) return;
            Residuals();
            double size = Mu() + EuclideanNorm.Of(_f1) + EuclideanNorm.Of(_f2) + Math.Abs(_f3), error = Math.Min(errors.Max, size);
            idle = error < 0.9 * best ? 0 : idle + 1;
            best = Math.Min(best, error);
            if (idle > IdleLimit || _tau < LeastTau || !TryStep()) return;
        }
    }

    private double Mu() => (TensorPrimitives.Dot<double>(_s, _z) + _tau * _kappa) / _degree;

    private void Residuals()
    {
        Array.Clear(_px);
        _program.P?.MultiplySymmetric(_x, _px);
        TensorPrimitives.MultiplyAdd(_program.C, _tau, _px, _f1);
        _program.A.TransposeMultiply(_z, _f1, 1, 1, _team);
        TensorPrimitives.MultiplyAdd(_program.B, -_tau, _s, _f2);
        _program.A.Multiply(_x, _f2, 1, 1, _team);
        double curvature = TensorPrimitives.Dot<double>(_x, _px);
        _f3 = _kappa + TensorPrimitives.Dot<double>(_program.C, _x) + TensorPrimitives.Dot<double>(_program.B, _z) + curvature / _tau;
        double residual = EuclideanNorm.Of(_f1);
        _goal = Math.Min(Math.Max(ResidualPart * residual, LeastResidual * _tau / (1 + EuclideanNorm.Of(_point))), LargestResidual * _tau);
    }

    /// <summary>A predictor and a corrector step from scaled cones to scaled cones; false when the numbers give out.</summary>
    private bool TryStep()
    {
        if (!_system.TryFactor()) return false;
        _cones.Curvature(_f2, _curved);
        PrepareTau();
        WithoutEqualities(_z, _t);
        if (!TryDirection(1, _tau * _kappa)) return false;
        double affine = Length(1), mu = Mu(), sigma = Math.Pow(1 - affine, 3);
        _cones.Correction(_ds, _dz, sigma * mu, _t);
        return TryDirection(1 - sigma, _tau * _kappa + _dTau * _dKappa - sigma * mu) && TryMove(Length(Boundary));
    }

    /// <summary>
    /// (x₂, z₂), the part of a direction that Δτ multiplies: Px₂ + A'z₂ = −c, Ax₂ − Hz₂ = b. It is near ξ = x/τ and z/τ, for which
    /// Pξ + A'z/τ = F₁/τ − c and Aξ − Hz/τ = F₂/τ + b − 2s/τ; the difference is solved for. u = Hz₂ is Ax₂ − b.
    /// The proximal term counts as part of P, and on equality rows as H.
    /// </summary>
    private void PrepareTau()
    {
        TensorPrimitives.Multiply(_f1, -1 / _tau, _f);
        TensorPrimitives.Multiply(_f2, -1 / _tau, _g);
        TensorPrimitives.Multiply(_curved, -1 / _tau, _scaledCurved);
        WithoutEqualities(_z, _t);
        TensorPrimitives.Multiply(_t, 2 / _tau, _t);
        _system.Solve(_f, _g, _scaledCurved, _t, _goal / _tau, _x2, _z2);
        TensorPrimitives.Multiply(_x2, NewtonSystem.Proximity, _gradient);
        _program.P?.MultiplySymmetric(_x2, _gradient, 1, 1);
        double curvature = TensorPrimitives.Dot<double>(_gradient, _x2);
        TensorPrimitives.Subtract(_f2, _s, _u);
        TensorPrimitives.Divide(_u, _tau, _u);
        _program.A.Multiply(_x2, _u, 1, 1, _team);
        TensorPrimitives.MultiplyAdd(_x, 1 / _tau, _x2, _x2);
        TensorPrimitives.MultiplyAdd(_z, 1 / _tau, _z2, _z2);
        _slope = -curvature - TensorPrimitives.Dot<double>(_z2, _u) - _kappa / _tau;
    }

    /// <summary>
    /// The direction with PΔx + A'Δz + cΔτ = −ηF₁, AΔx + Δs − bΔτ = −ηF₂, the third row likewise, H⁻¹Δs + Δz = −t and
    /// κΔτ + τΔκ = −k. With Δs eliminated, (Δx, Δz) is one solution plus Δτ times another, and the third row gives Δτ.
    /// </summary>
    private bool TryDirection(double eta, double k)
    {
        TensorPrimitives.Multiply(_f1, -eta, _f);
        TensorPrimitives.Multiply(_f2, -eta, _g);
        TensorPrimitives.Multiply(_curved, -eta, _scaledCurved);
        _system.Solve(_f, _g, _scaledCurved, _t, _goal, _dx, _dz);
        // The third row's derivative is Δκ + (c + 2Pξ)'Δx + b'Δz − ξ'Pξ Δτ. By the equations of (x₂, z₂) and of (x₁, z₁),
        // (c + 2Pξ)'x₂ + b'z₂ − ξ'Pξ = −(x₂ − ξ)'P(x₂ − ξ) − z₂'u and
        // (c + 2Pξ)'x₁ + b'z₁ = x₂'f − z₂'g − u't − 2(x₂ − ξ)'Px₁ − 2u'z₁, where nothing cancels as μ falls.
        double first = TensorPrimitives.Dot<double>(_x2, _f) - TensorPrimitives.Dot<double>(_z2, _g) - TensorPrimitives.Dot<double>(_u, _t)
            - 2 * TensorPrimitives.Dot<double>(_gradient, _dx) - 2 * TensorPrimitives.Dot<double>(_u, _dz);
        double right = -eta * _f3 + k / _tau - first;
        _dTau = right / _slope;
        _dKappa = (-k - _kappa * _dTau) / _tau;
        TensorPrimitives.MultiplyAdd(_x2, _dTau, _dx, _dx);
        TensorPrimitives.MultiplyAdd(_z2, _dTau, _dz, _dz);
        // The second row is kept to rounding; what the scaling loses falls on complementarity.
        TensorPrimitives.Multiply(_f2, -eta, _ds);
        TensorPrimitives.MultiplyAdd(_program.B, _dTau, _ds, _ds);
        _program.A.Multiply(_dx, _ds, -1, 1, _team);
        WithoutEqualities(_ds, _ds);
        return double.IsFinite(_dTau) && double.IsFinite(EuclideanNorm.Of(_dz)) && double.IsFinite(EuclideanNorm.Of(_ds));
    }

    /// <summary>
    /// Moves as far as the cones allow, at most by the length given. The embedding is homogeneous: max(τ, κ) = 1 avoids overflow.
    /// </summary>
    private bool TryMove(double length)
    {
        for (int k = 0; k < ShorteningLimit && length > LeastStep; k++, length *= Shortening)
        {
            double tau = _tau + length * _dTau, kappa = _kappa + length * _dKappa;
            if (!(tau > 0 && kappa > 0)) continue;
            double unit = Math.Max(tau, kappa);
            TensorPrimitives.MultiplyAdd(_ds, length, _s, _nextSlack);
            TensorPrimitives.MultiplyAdd(_dz, length, _z, _nextDual);
            TensorPrimitives.Divide(_nextSlack, unit, _nextSlack);
            TensorPrimitives.Divide(_nextDual, unit, _nextDual);
            if (!_cones.TryScale(_nextSlack, _nextDual)) continue;
            (_s, _nextSlack, _z, _nextDual) = (_nextSlack, _s, _nextDual, _z);
            (_tau, _kappa) = (tau / unit, kappa / unit);
            TensorPrimitives.MultiplyAdd(_dx, length, _x, _x);
            TensorPrimitives.Divide(_x, unit, _x);
            return double.IsFinite(EuclideanNorm.Of(_x));
        }
        return false;
    }

    /// <summary>image ← v but 0 on equality rows.</summary>
    private void WithoutEqualities(double[] v, double[] image)
    {
        if (v != image) v.CopyTo(image, 0);
        foreach (ScaledCone cone in _cones.Cones)
        {
            if (cone is ScaledZeroCone) cone.Block.Of(image.AsSpan()).Clear();
        }
    }

    /// <summary>The given part of the way to the boundary, at most 1.</summary>
    private double Length(double part)
    {
        double largest = 1 / Math.Max(0, Math.Max(-_dTau / _tau, -_dKappa / _kappa));
        largest = Math.Min(largest, _cones.LargestStep(_ds, _dz));
        return Math.Min(1, part * largest);
    }
}

using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// One step of ADMM on min ½x'Px + c'x, Ax + s = b, s ∈ K as a fixed-point map T of a state v = (ξ, w), in which it is firmly
/// nonexpansive (Gabay 1983; Eckstein and Bertsekas 1992). With x = ξ/√σ₀:
/// <code>
/// s = Π_K(w),  y = ρ(s − w) ∈ K*                                  (Moreau: the dual is what the projection removes)
/// x̃ = argmin ½x̃'Px̃ + c'x̃ + ρ/2 ‖Ax̃ + s − b + y/ρ‖² + ρσ₀/2 ‖x̃ − x‖²
///   ⇔ (P/ρ + σ₀I + A'A) x̃ = σ₀x − c/ρ + A'(b − 2s + w)
/// s̃ = b − Ax̃,  T(v) = v + (√σ₀(x̃ − x), s̃ − s)
/// </code>
/// At a fixed point s = s̃ and c + Px + A'y = 0. A change of ρ keeps x, s and y and moves w = s − y/ρ. No method allocates but the first
/// <see cref="Derivative"/>.
/// </summary>
internal sealed class SplittingMap
{
    private readonly ScaledProgram _program;
    private readonly ProductProjection _cones;
    private readonly IProximalSystem _system;
    private readonly WorkerTeam? _team;
    private readonly double _proximalWeight, _rootWeight;
    private readonly double[] _q, _t, _slack, _point, _affineSlack, _dual, _columnWork;

    public SplittingMap(ScaledProgram program, IProximalSystem system, double proximalWeight, double penalty, WorkerTeam? team = null)
    {
        _program = program;
        _cones = new ProductProjection(program.Source, team);
        _system = system;
        _team = team;
        _proximalWeight = proximalWeight;
        _rootWeight = Math.Sqrt(proximalWeight);
        _q = new double[program.Columns];
        _point = new double[program.Columns];
        _columnWork = new double[program.Columns];
        _t = new double[program.Rows];
        _slack = new double[program.Rows];
        _affineSlack = new double[program.Rows];
        _dual = new double[program.Rows];
        Penalty = penalty;
        _system.Refactor(penalty);
    }

    /// <summary>n + m, the length of a state.</summary>
    public int Dimension => _program.Columns + _program.Rows;

    /// <summary>ρ.</summary>
    public double Penalty { get; private set; }

    /// <summary>x̃ of the last evaluation.</summary>
    public ReadOnlySpan<double> Point => _point;

    /// <summary>s ∈ K of the last evaluation.</summary>
    public ReadOnlySpan<double> Slack => _slack;

    /// <summary>y ∈ K* of the last evaluation.</summary>
    public ReadOnlySpan<double> Dual => _dual;

    /// <summary>‖s̃ − s‖ of the last evaluation, relative to the larger of the slacks' and b's norms.</summary>
    public double PrimalResidual { get; private set; }

    /// <summary>‖c + Px̃ + A'y‖ of the last evaluation, relative to the larger of c's and A'y's norms.</summary>
    public double DualResidual { get; private set; }

    /// <summary>residual ← T(v) − v.</summary>
    public void Evaluate(ReadOnlySpan<double> state, Span<double> residual)
    {
        int n = _program.Columns;
        ReadOnlySpan<double> xi = state[..n], w = state[n..];
        _cones.Project(w, _slack);
        TensorPrimitives.Subtract(_slack, w, _dual);
        TensorPrimitives.Subtract(_program.B, _slack, _t);
        TensorPrimitives.Subtract(_t, _dual, _t);
        TensorPrimitives.Multiply(_dual, Penalty, _dual);
        TensorPrimitives.Multiply(_program.C, -1 / Penalty, _q);
        TensorPrimitives.MultiplyAdd(xi, _rootWeight, _q, _q);
        _system.Solve(_q, _t, _point);
        _program.B.CopyTo(_affineSlack, 0);
        _program.A.Multiply(_point, _affineSlack, -1, 1, _team);

        Span<double> pointResidual = residual[..n], slackResidual = residual[n..];
        TensorPrimitives.Multiply(_point, _rootWeight, pointResidual);
        TensorPrimitives.Subtract(pointResidual, xi, pointResidual);
        TensorPrimitives.Subtract(_affineSlack, _slack, slackResidual);
        MeasureResiduals(pointResidual, slackResidual);
    }

    /// <summary>image ← (T′ − I) direction, at the state evaluated last.</summary>
    public void Derivative(ReadOnlySpan<double> direction, Span<double> image)
    {
        int n = _program.Columns;
        ReadOnlySpan<double> dxi = direction[..n], dw = direction[n..];
        Span<double> dx = image[..n], ds = image[n..];
        _cones.Derivative(dw, ds);
        TensorPrimitives.MultiplyAdd(ds, -2, dw, _t);
        TensorPrimitives.Multiply(dxi, _rootWeight, _q);
        _system.Solve(_q, _t, _columnWork);
        _program.A.Multiply(_columnWork, _t, team: _team);
        TensorPrimitives.Multiply(_columnWork, _rootWeight, dx);
        TensorPrimitives.Subtract(dx, dxi, dx);
        TensorPrimitives.Add(ds, _t, ds);
        TensorPrimitives.Negate(ds, ds);
    }

    /// <summary>
    /// Changes ρ and moves a state so that x, s and y stay; the last evaluation must have been at the state's slack and dual.
    /// </summary>
    public void ChangePenalty(double penalty, Span<double> state)
    {
        // w = s − y/ρ moves by y(1/ρ − 1/ρ⁺).
        Span<double> w = state[_program.Columns..];
        TensorPrimitives.MultiplyAdd(_dual, 1 / Penalty - 1 / penalty, w, w);
        Penalty = penalty;
        _system.Refactor(penalty);
    }

    /// <summary>The state with a given point and dual, both scaled: s is the projection of b − Ax.</summary>
    public void StateOf(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> state)
    {
        _program.B.CopyTo(_affineSlack, 0);
        _program.A.Multiply(x, _affineSlack, -1, 1, _team);
        _cones.Project(_affineSlack, _t);
        StateOf(x, _t, y, state);
    }

    /// <summary>The state (√σ₀ x, s − y/ρ).</summary>
    public void StateOf(ReadOnlySpan<double> x, ReadOnlySpan<double> s, ReadOnlySpan<double> y, Span<double> state)
    {
        TensorPrimitives.Multiply(x, _rootWeight, state[.._program.Columns]);
        TensorPrimitives.MultiplyAdd(y, -1 / Penalty, s, state[_program.Columns..]);
    }

    /// <summary>
    /// Optimality of x̃ makes c + Px̃ + A'y = ρ(A'(s̃ − s) − σ₀(x̃ − x)), so that P is not needed.
    /// </summary>
    private void MeasureResiduals(ReadOnlySpan<double> pointResidual, ReadOnlySpan<double> slackResidual)
    {
        double slack = Math.Max(EuclideanNorm.Of(_slack), EuclideanNorm.Of(_affineSlack));
        PrimalResidual = EuclideanNorm.Of(slackResidual) / Math.Max(Math.Max(slack, EuclideanNorm.Of(_program.B)), 1e-12);
        _program.A.TransposeMultiply(slackResidual, _columnWork, team: _team);
        TensorPrimitives.MultiplyAdd(pointResidual, -_rootWeight, _columnWork, _columnWork);
        double stationarity = Penalty * EuclideanNorm.Of(_columnWork);
        double dual = Penalty == 0 ? 0 : EuclideanNorm.Of(_dual);
        DualResidual = stationarity / Math.Max(Math.Max(dual, EuclideanNorm.Of(_program.C)), 1e-12);
    }
}

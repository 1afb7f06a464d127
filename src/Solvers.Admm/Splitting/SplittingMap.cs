using System.Numerics.Tensors;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.Admm;

/// <summary>
/// One step of ADMM as a fixed-point map T of a state w over the projected rows, in which it is firmly nonexpansive (Gabay 1983; Eckstein
/// and Bertsekas 1992). The program is min f(x), A_p x + s = b_p, s ∈ K_p, with f(x) = ½x'Px + c'x on A_0x = b_0, l ≤ x ≤ u and ∞ elsewhere:
/// <code>
/// s = Π(w),  y = ρ(s − w) ∈ K_p*                                  (Moreau: the dual is what the projection removes)
/// x̃ = argmin f(x̃) + ρ/2 ‖A_p x̃ − t‖²,  t = b_p − s − y/ρ          (exactly: IAffineStep with h = A_p't − c/ρ)
/// s̃ = b_p − A_p x̃,  T(w) = w + s̃ − s
/// </code>
/// This is the Douglas–Rachford operator of the indicator of K_p and of F(s) = min {f(x) : A_p x + s = b_p}: x̃ gives the proximal
/// point s̃ of F/ρ at the reflection 2s − w, whatever equalities and bounds f contains. The x-step's optimality says that ỹ = ρ(A_p x̃ − t) =
/// y − ρ(s̃ − s), with its own multipliers ρν and ρf on equalities and bounds, is stationary: (x̃, ỹ) lacks only ỹ ∈ K_p* and s̃ ∈ K_p, while
/// (x̃, y) lacks stationarity by ρA_p'(s̃ − s). Of the latter, bounds take what pushes against them. At a fixed point both agree.
/// </summary>
/// <remarks>
/// <para>
/// With J the derivative of t ↦ A_p x̃ and Π′ that of the projection, T′d = d − Π′d + J(2Π′d − d): J is symmetric with 0 ⪯ J ⪯ I.
/// </para>
/// <para>
/// Where H = P/ρ + A_p'A_p is singular, ρσ₀/2 ‖x̃ − x‖² is added and the state becomes (ξ, w) with ξ = √σ₀ x; its part of T is
/// √σ₀x̃ − ξ. A change of ρ keeps x, s and y and moves w = s − y/ρ. No method allocates but the first <see cref="Apply"/>.
/// </para>
/// </remarks>
internal sealed class SplittingMap : ILinearMap
{
    private readonly ScaledProgram _program;
    private readonly ProgramPartition _partition;
    private readonly ProductProjection _cones;
    private readonly IAffineStep _step;
    private readonly WorkerTeam? _team;
    private readonly SparseMatrix _a;
    private readonly double[] _b;
    private readonly double _rootWeight;
    private readonly int _points;
    private readonly double[] _h, _t, _projected, _point, _affineSlack, _projectedDual, _columnWork, _slack, _dual;
    private float[]? _single;

    public SplittingMap(ScaledProgram program, AffinePart affine, double penalty, WorkerTeam? team = null)
    {
        _program = program;
        _partition = affine.Partition;
        _cones = new ProductProjection(_partition.Blocks, team);
        _step = affine.Step;
        _team = team;
        _a = _partition.A;
        _b = _partition.B;
        _rootWeight = Math.Sqrt(affine.ProximalWeight);
        _points = affine.ProximalWeight > 0 ? program.Columns : 0;
        _h = new double[program.Columns];
        _point = new double[program.Columns];
        _columnWork = new double[program.Columns];
        _t = new double[_b.Length];
        _projected = new double[_b.Length];
        _affineSlack = new double[_b.Length];
        _projectedDual = new double[_b.Length];
        _slack = _partition.IsWhole ? _projected : new double[program.Rows];
        _dual = _partition.IsWhole ? _projectedDual : new double[program.Rows];
        Penalty = penalty;
        _step.Refactor(penalty);
    }

    /// <summary>The length of a state.</summary>
    public int Dimension => _points + _b.Length;

    /// <summary>ρ.</summary>
    public double Penalty { get; private set; }

    /// <summary>Whether the last x-step met the equalities; they may have no solution if not.</summary>
    public bool IsExact => _step.IsExact;

    /// <summary>x̃ of the last evaluation.</summary>
    public ReadOnlySpan<double> Point => _point;

    /// <summary>On all rows, an element of K near b − Ax̃: s of the last evaluation, and what is left of the bounds.</summary>
    public ReadOnlySpan<double> Slack => _slack;

    /// <summary>On all rows, y ∈ K* of the last evaluation.</summary>
    public ReadOnlySpan<double> Dual => _dual;

    /// <summary>‖s̃ − s‖ of the last evaluation, relative to the larger of the slacks' and b's norms.</summary>
    public double PrimalResidual { get; private set; }

    /// <summary>‖c + Px̃ + A'y‖ of the last evaluation, relative to the larger of c's and y's norms.</summary>
    public double DualResidual { get; private set; }

    /// <summary>residual ← T(v) − v.</summary>
    /// <param name="state">v.</param>
    /// <param name="residual">Receives T(v) − v.</param>
    /// <param name="mode">What is wanted of the projection.</param>
    public void Evaluate(ReadOnlySpan<double> state, Span<double> residual, ProjectionMode mode = default)
    {
        ReadOnlySpan<double> xi = state[.._points], w = state[_points..];
        _cones.Project(w, _projected, mode);
        TensorPrimitives.Subtract(_projected, w, _projectedDual);
        TensorPrimitives.Subtract(_b, _projected, _t);
        TensorPrimitives.Subtract(_t, _projectedDual, _t);
        TensorPrimitives.Multiply(_projectedDual, Penalty, _projectedDual);
        TensorPrimitives.Multiply(_program.C, -1 / Penalty, _h);
        if (_points > 0) TensorPrimitives.MultiplyAdd(xi, _rootWeight, _h, _h);
        _a.TransposeMultiply(_t, _h, 1, 1, _team);
        _step.Solve(_h, _point);
        _b.CopyTo(_affineSlack, 0);
        _a.Multiply(_point, _affineSlack, -1, 1, _team);

        Span<double> pointResidual = residual[.._points], slackResidual = residual[_points..];
        TensorPrimitives.Subtract(_affineSlack, _projected, slackResidual);
        if (_points > 0)
        {
            TensorPrimitives.Multiply(_point, _rootWeight, pointResidual);
            TensorPrimitives.Subtract(pointResidual, xi, pointResidual);
        }
        CompletePair(pointResidual, slackResidual);
    }

    /// <summary>
    /// image ← (T′ − I) direction, at the state evaluated last: vectors over rows in single precision, the x-step in double.
    /// </summary>
    public void Apply(ReadOnlySpan<float> direction, Span<float> image)
    {
        ReadOnlySpan<float> dxi = direction[.._points], dw = direction[_points..];
        Span<float> dx = image[.._points], ds = image[_points..];
        _cones.Derivative(dw, ds);
        _single ??= new float[_t.Length];
        TensorPrimitives.MultiplyAdd(ds, -2, dw, _single);
        TensorPrimitives.ConvertTruncating<float, double>(_single, _t);
        _a.TransposeMultiply(_t, _h, team: _team);
        for (int j = 0; j < _points; j++) _h[j] += _rootWeight * dxi[j];
        _step.Differentiate(_h, _columnWork);
        _a.Multiply(_columnWork, _t, team: _team);
        TensorPrimitives.ConvertTruncating<double, float>(_t, _single);
        TensorPrimitives.Add(ds, _single, ds);
        TensorPrimitives.Negate(ds, ds);
        for (int j = 0; j < _points; j++) dx[j] = (float)(_rootWeight * _columnWork[j] - dxi[j]);
    }

    /// <summary>
    /// The directions in which dual and point move when the state moves by its residual without end: rays, where the program has no
    /// solution. With v the residual, δy = −v with the multipliers that the x-step adds at t + v, and δx from t − v.
    /// </summary>
    /// <param name="residual">T(v) − v at the last evaluation.</param>
    /// <param name="dual">Receives δy, on all rows.</param>
    /// <param name="point">Receives δx.</param>
    public void Displace(ReadOnlySpan<double> residual, Span<double> dual, Span<double> point)
    {
        ReadOnlySpan<double> v = residual[_points..];
        _a.TransposeMultiply(v, _h, team: _team);
        _step.Differentiate(_h, _columnWork);
        dual.Clear();
        TensorPrimitives.Negate(v, _t);
        _partition.Scatter(_t, dual);
        ReadOnlySpan<double> multipliers = _step.MultiplierDerivative;
        _partition.ScatterEqualities(multipliers, 1, dual);
        if (multipliers.Length > 0) _partition.EqualityA.TransposeMultiply(multipliers, _h, -1, 1);
        _partition.ScatterForces(_h, 1, dual);
        if (_points > 0) residual[.._points].CopyTo(point);
        else TensorPrimitives.Negate(_columnWork, point);
    }

    /// <summary>Writes ỹ of the last evaluation, exactly stationary with x̃, on all rows.</summary>
    /// <param name="residual">T(v) − v at that evaluation.</param>
    /// <param name="dual">Receives ỹ.</param>
    public void AffineDual(ReadOnlySpan<double> residual, Span<double> dual)
    {
        _dual.CopyTo(dual);
        _partition.Restrict(_dual, _t);
        TensorPrimitives.MultiplyAdd(residual[_points..], -Penalty, _t, _t);
        _partition.Scatter(_t, dual);
        if (_step.Forces.IsEmpty) return;
        _step.Forces.CopyTo(_columnWork);
        _partition.ScatterForces(_columnWork, Penalty, dual);
    }

    /// <summary>
    /// Changes ρ and moves a state so that x, s and y stay; the last evaluation must have been at the state's slack and dual.
    /// </summary>
    public void ChangePenalty(double penalty, Span<double> state)
    {
        // w = s − y/ρ moves by y(1/ρ − 1/ρ⁺).
        Span<double> w = state[_points..];
        TensorPrimitives.MultiplyAdd(_projectedDual, 1 / Penalty - 1 / penalty, w, w);
        Penalty = penalty;
        _step.Refactor(penalty);
    }

    /// <summary>The state with a given point and dual, both scaled and on all rows: s is the projection of b − Ax.</summary>
    public void StateOf(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> state)
    {
        _b.CopyTo(_affineSlack, 0);
        _a.Multiply(x, _affineSlack, -1, 1, _team);
        _cones.Project(_affineSlack, _projected);
        WriteState(x, _projected, y, state);
    }

    /// <summary>The state (√σ₀ x, s − y/ρ), the slack and dual on all rows.</summary>
    public void StateOf(ReadOnlySpan<double> x, ReadOnlySpan<double> s, ReadOnlySpan<double> y, Span<double> state)
    {
        _partition.Restrict(s, _affineSlack);
        WriteState(x, _affineSlack, y, state);
    }

    private void WriteState(ReadOnlySpan<double> x, ReadOnlySpan<double> projectedSlack, ReadOnlySpan<double> y, Span<double> state)
    {
        if (_points > 0) TensorPrimitives.Multiply(x, _rootWeight, state[.._points]);
        _partition.Restrict(y, _t);
        TensorPrimitives.MultiplyAdd(_t, -1 / Penalty, projectedSlack, state[_points..]);
    }

    /// <summary>
    /// Slack and dual on all rows, and the relative residuals. The x-step's optimality makes c + Px̃ + A_p'y + ρA_0'ν =
    /// ρ(A_p'(s̃ − s) − σ₀(x̃ − x) − f), so that P is not needed.
    /// </summary>
    private void CompletePair(ReadOnlySpan<double> pointResidual, ReadOnlySpan<double> slackResidual)
    {
        _a.TransposeMultiply(slackResidual, _columnWork, -1, 0, _team);
        if (_points > 0) TensorPrimitives.MultiplyAdd(pointResidual, _rootWeight, _columnWork, _columnWork);
        if (!_step.Forces.IsEmpty) TensorPrimitives.Add(_columnWork, _step.Forces, _columnWork);
        if (!_partition.IsWhole)
        {
            _partition.Scatter(_projected, _slack);
            _partition.ScatterBoundSlacks(_point, _slack);
            _partition.Scatter(_projectedDual, _dual);
            _partition.ScatterEqualities(_step.Multipliers, Penalty, _dual);
            _partition.ScatterForces(_columnWork, Penalty, _dual);
        }
        double slack = Math.Max(EuclideanNorm.Of(_projected), EuclideanNorm.Of(_affineSlack));
        PrimalResidual = EuclideanNorm.Of(slackResidual) / Math.Max(Math.Max(slack, EuclideanNorm.Of(_b)), 1e-12);
        double stationarity = Penalty * EuclideanNorm.Of(_columnWork), dual = EuclideanNorm.Of(_projectedDual);
        DualResidual = stationarity / Math.Max(Math.Max(dual, EuclideanNorm.Of(_program.C)), 1e-12);
    }
}

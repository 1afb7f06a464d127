using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// A splitting method for the doubly nonnegative relaxation of a quadratic assignment problem on its minimal face,
/// <code>min ⟨C, Y⟩   subject to   Y ∈ 𝒴,  Y ∈ ℱ = {Y ⪰ 0 : range Y ⊆ L},</code>
/// 𝒴 the matrices with entries in [0, 1], Y₀₀ = 1, diagonal equal to the first row, and zeros at (ik)(il) and (ik)(jk). Both projections
/// are cheap: onto 𝒴 entry by entry, onto ℱ by one eigendecomposition (<see cref="AssignmentFace"/>). So there are no equations to solve,
/// and L = span z is met exactly at every iterate of ℱ; as a constraint it would leave no Slater point.
/// </summary>
/// <remarks>
/// <para>
/// The fixed-point map of ADMM (D. Oliveira, H. Wolkowicz, Y. Xu, Math. Prog. Comp. 10 (2018)), in the form of Douglas and Rachford: at a
/// state W, S = Π_ℱ(W), Z = S − W (σZ is the multiplier, in ℱ*), Y = Π_𝒴(S + Z − C/σ), T(W) = W + Y − S. The iteration is over-relaxed and
/// accelerated in Anderson's manner; a step that doubles the residual is taken back. C has norm 1 here and Y is divided by n.
/// </para>
/// </remarks>
internal sealed class FaceSplitting
{
    private const int Memory = 15, AccelerationStart = 10, FirstPenaltyChange = 10;
    private const double OverRelaxation = 1.6, AllowedGrowth = 2;

    private readonly int _n, _order;
    private readonly double _costNorm, _largest;
    private readonly AssignmentFace _face;
    private readonly PsdProjector _projector;
    private readonly AndersonAcceleration _anderson;
    private readonly double[] _cost, _state, _slack, _oldSlack, _multiplier, _point, _step, _image, _fallback;
    private double _penalty = 1, _accepted = double.PositiveInfinity;
    private bool _isAccelerated;
    private int _nextPenaltyChange = FirstPenaltyChange;

    public FaceSplitting(QuadraticAssignmentProblem problem, WorkerTeam? team)
    {
        _n = problem.Size;
        _face = new AssignmentFace(_n);
        _order = _face.Order;
        _largest = 1.0 / _n;
        _projector = new PsdProjector(_order, team);
        int length = _order * _order;
        _anderson = new AndersonAcceleration(length, Memory);
        _cost = CostMatrix(problem);
        double norm = EuclideanNorm.Of(_cost);
        _costNorm = norm > 0 ? norm : 1;
        TensorPrimitives.Divide(_cost, _costNorm, _cost);
        _state = new double[length];
        _slack = new double[length];
        _oldSlack = new double[length];
        _multiplier = new double[length];
        _point = new double[length];
        _step = new double[length];
        _image = new double[length];
        _fallback = new double[length];
    }

    /// <summary>Iterations done.</summary>
    public int Iterations { get; private set; }

    /// <summary>‖Y − S‖/‖S‖ at the last iteration.</summary>
    public double Residual { get; private set; } = double.PositiveInfinity;

    /// <summary>⟨C, Y⟩ at the last iteration: an estimate of the relaxation's value.</summary>
    public double Objective { get; private set; }

    /// <summary>The multiplier of Y ∈ ℱ in the problem's own units, order n² + 1, row-major.</summary>
    public void CopyMultiplier(Span<double> matrix) => TensorPrimitives.Multiply(_multiplier, _penalty * _costNorm, matrix);

    /// <summary>One iteration.</summary>
    public void Iterate(CancellationToken cancellation)
    {
        double residual = Evaluate(cancellation);
        int iteration = Iterations++;
        if (_isAccelerated && !(residual <= AllowedGrowth * _accepted))
        {
            _isAccelerated = false;
            _anderson.Clear();
            _fallback.CopyTo(_state, 0);
            return;
        }
        _accepted = residual;
        _isAccelerated = false;
        TensorPrimitives.Multiply(_step, OverRelaxation, _step);
        TensorPrimitives.Add(_state, _step, _image);
        if (iteration >= _nextPenaltyChange && TryChangePenalty(iteration)) return;
        _anderson.Push(_step, _image);
        _image.CopyTo(_state, 0);
        if (iteration < AccelerationStart || !_anderson.TryExtrapolate(_state)) return;
        _image.CopyTo(_fallback, 0);
        _isAccelerated = true;
    }

    /// <summary>S, Z, Y and the step Y − S at the state; the norm of the step.</summary>
    private double Evaluate(CancellationToken cancellation)
    {
        _slack.CopyTo(_oldSlack, 0);
        _state.CopyTo(_slack, 0);
        _face.Compress(_slack);
        _projector.ProjectMatrix(_slack, cancellation);
        TensorPrimitives.Subtract(_slack, _state, _multiplier);
        TensorPrimitives.MultiplyAdd(_cost, -1 / _penalty, _slack, _point);
        TensorPrimitives.Add(_point, _multiplier, _point);
        ProjectPoint(_point);
        TensorPrimitives.Subtract(_point, _slack, _step);
        double residual = EuclideanNorm.Of(_step);
        Residual = residual / Math.Max(EuclideanNorm.Of(_slack), 1e-12);
        Objective = TensorPrimitives.Dot<double>(_cost, _point) * _costNorm * _n;
        return residual;
    }

    /// <summary>Π_𝒴, 𝒴 divided by n. A variable x_(ik) stands for Y_(ik)(ik), Y_0(ik) and Y_(ik)0: the nearest is their mean.</summary>
    private void ProjectPoint(Span<double> y)
    {
        for (int p = 1; p < _order; p++)
        {
            int i = (p - 1) / _n, k = (p - 1) % _n;
            Span<double> row = y.Slice(p * _order, _order);
            double own = Math.Clamp((row[p] + row[0] + y[p]) / 3, 0, _largest);
            TensorPrimitives.Max(row, 0, row);
            TensorPrimitives.Min(row, _largest, row);
            row.Slice(1 + i * _n, _n).Clear();
            for (int j = 0; j < _n; j++) row[1 + j * _n + k] = 0;
            row[p] = row[0] = y[p] = own;
        }
        y[0] = _largest;
    }

    /// <summary>Balances the residuals: of Y − S against that of the change of S, which leaves the dual equation open.</summary>
    private bool TryChangePenalty(int iteration)
    {
        _nextPenaltyChange = iteration < 60 ? iteration + 10 : iteration < 100 ? iteration + 20 : iteration + iteration / 2;
        TensorPrimitives.Subtract(_slack, _oldSlack, _oldSlack);
        double primal = Residual, dual = EuclideanNorm.Of(_oldSlack) / Math.Max(EuclideanNorm.Of(_multiplier), 1e-12);
        double factor = Math.Clamp(Math.Sqrt(primal / Math.Max(dual, 1e-12)), 0.5, 2);
        if (!(Math.Abs(factor - 1) > 0.1)) return false;
        // W = S − y/σ with S and y = σZ kept.
        TensorPrimitives.MultiplyAdd(_multiplier, -1 / factor, _slack, _state);
        TensorPrimitives.Divide(_multiplier, factor, _multiplier);
        _penalty *= factor;
        _anderson.Clear();
        _accepted = double.PositiveInfinity;
        return true;
    }

    private static double[] CostMatrix(QuadraticAssignmentProblem problem)
    {
        int n = problem.Size, order = 1 + n * n;
        var cost = new double[order * order];
        for (int p = 1; p < order; p++)
        {
            int i = (p - 1) / n, k = (p - 1) % n;
            for (int q = 1; q < order; q++)
            {
                int j = (q - 1) / n, l = (q - 1) % n;
                cost[p * order + q] = 0.5 * (problem.Flow(i, j) * problem.Distance(k, l) + problem.Flow(j, i) * problem.Distance(l, k));
            }
        }
        return cost;
    }
}

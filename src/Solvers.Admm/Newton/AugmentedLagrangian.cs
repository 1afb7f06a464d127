using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.Admm;

/// <summary>
/// The method of multipliers with semismooth Newton steps inside (Zhao, Sun and Toh 2010; Yang, Sun and Toh 2015), for the form
/// min c'x, b − Ax ∈ K:
/// <code>
/// v = b − Ax − y/ρ,  s = Π_K(v),  y⁺ = ρ(s − v) ∈ K*
/// φ(x) = c'x + ρ/2 ‖s − v‖²,  ∇φ = c + A'y⁺,  ∂²φ ∋ ρA'(I − Π′(v))A
/// </code>
/// φ is convex and continuously differentiable: its minimiser is found by Newton steps with line search (Armijo), one projection each,
/// until (x, y⁺) is as stationary as x is feasible; then y ← y⁺. ρ grows while infeasibility lags behind.
/// </summary>
/// <remarks>
/// <para>
/// It is the phase for one large matrix of which x moves the diagonal only, as in bounds on cuts. With n columns there is a dual solution of
/// rank r, r(r + 1)/2 ≤ n (Pataki 1998), so that I − Π′ acts through few eigenvectors and a product with it costs little of a projection;
/// x is short, so that conjugate gradients cost nothing beside; and A'A is diagonal. Where x moves other entries, H is so ill-conditioned
/// that ADMM with its Newton steps is faster.
/// </para>
/// <para>
/// Equality rows are the case K = {0}. The report (x, s, y⁺) has s ∈ K and y⁺ ∈ K* with ⟨s, y⁺⟩ = 0 exactly. Work space is allocated
/// once; not thread-safe.
/// </para>
/// </remarks>
internal sealed class AugmentedLagrangian
{
    /// <summary>What the penalty of ADMM, which balances the first steps of both residuals, is multiplied by at the start.</summary>
    public const double PenaltyGrowth = 1e4;

    private const int OuterLimit = 60, InnerLimit = 15, BacktrackLimit = 12, ConjugateGradientLimit = 300, IdleLimit = 8;
    private const double LeastPenalty = 1e-5, LargestPenalty = 1e7;

    /// <summary>On smaller matrices the iteration itself, or the central path, is as fast.</summary>
    private const int LeastOrder = 200;

    /// <summary>Runs that succeed stay well below; the rest should not cost much more than they would have without.</summary>
    private const int ProjectionLimit = 80, KrylovLimit = 5000;

    private readonly ScaledProgram _program;
    private readonly ProductProjection _cones;
    private readonly AugmentedHessian _hessian;
    private readonly WorkerTeam? _team;
    private readonly double[] _x, _y, _v, _s, _dual, _gradient, _direction, _start;
    private double _penalty;

    public AugmentedLagrangian(ScaledProgram program, WorkerTeam? team = null)
    {
        _program = program;
        _team = team;
        _cones = new ProductProjection(program.Source, team);
        _hessian = new AugmentedHessian(program, _cones, team);
        int n = program.Columns, m = program.Rows;
        (_x, _gradient, _direction, _start) = (new double[n], new double[n], new double[n], new double[n]);
        (_y, _v, _s, _dual) = (new double[m], new double[m], new double[m], new double[m]);
    }

    /// <summary>Newton steps done.</summary>
    public int Steps { get; private set; }

    /// <summary>Conjugate-gradient steps done, each one derivative of the projection.</summary>
    public int KrylovSteps { get; private set; }

    /// <summary>Projections done.</summary>
    public int Projections { get; private set; }

    /// <summary>ρ, with which the iteration outside may go on.</summary>
    public double Penalty => _penalty;

    /// <summary>x.</summary>
    public ReadOnlySpan<double> Point => _x;

    /// <summary>s ∈ K.</summary>
    public ReadOnlySpan<double> Slack => _s;

    /// <summary>y⁺ ∈ K*.</summary>
    public ReadOnlySpan<double> Dual => _dual;

    /// <summary>
    /// Whether the phase is meant for a program: one semidefinite cone of large order, and columns of A that share no row and have entries
    /// on the diagonal only.
    /// </summary>
    public static bool Serves(ScaledProgram program)
    {
        if (program.P is not null || program.Columns == 0 || program.Source.Blocks.Length != 1) return false;
        ConeBlock block = program.Source.Blocks[0];
        if (block.Cone.Kind != ConeKind.PositiveSemidefinite || block.Order < LeastOrder) return false;
        var isFree = new bool[program.Rows];
        for (int i = 0; i < block.Order; i++) isFree[SymmetricVector.Index(i, i)] = true;
        foreach (int row in program.A.RowIndices)
        {
            if (!isFree[row]) return false;
            isFree[row] = false;
        }
        return true;
    }

    /// <summary>
    /// Goes on from x and y until the measure says enough, a minimisation fails, or the work outgrows what success takes.
    /// </summary>
    /// <param name="x">x, scaled.</param>
    /// <param name="y">y ∈ K*, scaled.</param>
    /// <param name="penalty">ρ &gt; 0 to start with.</param>
    /// <param name="tolerance">The largest error wanted.</param>
    /// <param name="measure">Measures <see cref="Point"/>, <see cref="Slack"/> and <see cref="Dual"/>; null ends the run.</param>
    public void Run(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double penalty, double tolerance, Func<OptimalityErrors?> measure)
    {
        x.CopyTo(_x);
        y.CopyTo(_y);
        _penalty = penalty;
        Steps = KrylovSteps = Projections = 0;
        double best = double.PositiveInfinity;
        int idle = 0;
        for (int outer = 0; outer < OuterLimit && idle < IdleLimit; outer++)
        {
            if (!TryMinimize(tolerance, measure, out OptimalityErrors errors)) return;
            _dual.CopyTo(_y, 0);
            idle = errors.Max < 0.9 * best ? 0 : idle + 1;
            best = Math.Min(best, errors.Max);
            ChangePenalty(Infeasibility(errors), errors.Stationarity);
        }
    }

    private static double Infeasibility(OptimalityErrors errors) => Math.Max(errors.Equality, errors.PrimalCone);

    /// <summary>Minimises φ roughly; false when the measure said enough or the minimiser is out of reach.</summary>
    private bool TryMinimize(double tolerance, Func<OptimalityErrors?> measure, out OptimalityErrors errors)
    {
        errors = default;
        double value = Evaluate();
        for (int inner = 0; ; inner++)
        {
            if (measure() is not { } now) return false;
            errors = now;
            if (errors.Max <= tolerance) return false;
            if (inner > 0 && errors.Stationarity <= Math.Max(Infeasibility(errors), 0.1 * tolerance)) return true;
            if (inner == InnerLimit || Projections >= ProjectionLimit || KrylovSteps >= KrylovLimit || !TryStep(ref value)) return false;
        }
    }

    /// <summary>One Newton step with line search; false, with x as it was, where none descends.</summary>
    private bool TryStep(ref double value)
    {
        const double sufficient = 1e-4, rounding = 1e-13;
        double norm = EuclideanNorm.Of(_gradient);
        if (!(norm > 0) || !double.IsFinite(norm)) return false;
        _hessian.Solve(
            _penalty, Math.Min(1e-3, 0.1 * norm), _gradient, Math.Clamp(norm, 1e-3, 1e-2), ConjugateGradientLimit, _direction);
        KrylovSteps += _hessian.Steps;
        Steps++;
        double slope = TensorPrimitives.Dot(_gradient, _direction), length = 1;
        _x.CopyTo(_start, 0);
        for (int k = 0; k < BacktrackLimit; k++, length *= 0.5)
        {
            TensorPrimitives.MultiplyAdd(_direction, length, _start, _x);
            double trial = Evaluate();
            if (!(trial <= value + sufficient * length * slope + rounding * Math.Abs(value))) continue;
            value = trial;
            return true;
        }
        _start.CopyTo(_x, 0);
        value = Evaluate();
        return false;
    }

    /// <summary>Leaves s, y⁺ and ∇φ; returns φ.</summary>
    private double Evaluate()
    {
        TensorPrimitives.MultiplyAdd(_y, -1 / _penalty, _program.B, _v);
        _program.A.Multiply(_x, _v, -1, 1, _team);
        _cones.Project(_v, _s, new ProjectionMode(DerivativeFollows: true));
        Projections++;
        TensorPrimitives.Subtract(_s, _v, _dual);
        double squares = TensorPrimitives.SumOfSquares<double>(_dual);
        TensorPrimitives.Multiply(_dual, _penalty, _dual);
        _program.C.CopyTo(_gradient, 0);
        _program.A.TransposeMultiply(_dual, _gradient, 1, 1, _team);
        return TensorPrimitives.Dot<double>(_program.C, _x) + 0.5 * _penalty * squares;
    }

    private void ChangePenalty(double infeasibility, double stationarity)
    {
        if (infeasibility > 3 * stationarity) _penalty *= infeasibility > 10 * stationarity ? 3 : 2;
        else if (stationarity > 3 * infeasibility) _penalty /= 2;
        _penalty = Math.Clamp(_penalty, LeastPenalty, LargestPenalty);
    }
}

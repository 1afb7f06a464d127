using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// The method of multipliers with semismooth Newton steps inside (Zhao, Sun and Toh 2010; Yang, Sun and Toh 2015), for the form
/// min ½x'Px + c'x, b − Ax ∈ K, as a phase for programs on which ADMM is slow and x is short:
/// <code>
/// v = b − Ax − y/ρ,  s = Π_K(v),  y⁺ = ρ(s − v) ∈ K*
/// φ(x) = ½x'Px + c'x + ρ/2 ‖s − v‖²,  ∇φ = c + Px + A'y⁺,  ∂²φ ∋ P + ρA'(I − Π′(v))A
/// </code>
/// φ is convex and continuously differentiable: its minimiser is found by Newton steps with line search (Armijo), one projection each,
/// until the stationarity of (x, y⁺) is well below the infeasibility of x; then y ← y⁺. ρ grows while infeasibility lags behind.
/// </summary>
/// <remarks>
/// Equality rows are the case K = {0}. The report (x, s, y⁺) has s ∈ K and y⁺ ∈ K* with ⟨s, y⁺⟩ = 0 exactly. Work space is allocated
/// once; not thread-safe.
/// </remarks>
internal sealed class AugmentedLagrangian
{
    private const int OuterLimit = 60, InnerLimit = 40, BacktrackLimit = 12, ConjugateGradientLimit = 300;
    private const double LeastPenalty = 1e-5, LargestPenalty = 1e7;

    /// <summary>So many columns at most: the work in x should be nothing beside the projections.</summary>
    private const int LargestColumns = 5000;

    private readonly ScaledProgram _program;
    private readonly ProductProjection _cones;
    private readonly AugmentedHessian _hessian;
    private readonly WorkerTeam? _team;
    private readonly double[] _x, _y, _v, _s, _dual, _gradient, _direction, _start, _work;
    private double _penalty;

    public AugmentedLagrangian(ScaledProgram program, WorkerTeam? team = null)
    {
        _program = program;
        _team = team;
        _cones = new ProductProjection(program.Source, team);
        _hessian = new AugmentedHessian(program, _cones, team);
        int n = program.Columns, m = program.Rows;
        (_x, _gradient, _direction, _start, _work) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
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
    /// Whether the phase is meant for a program: x is short, and there is a semidefinite cone, so that the projections are the work.
    /// </summary>
    public static bool Serves(ScaledProgram program)
    {
        if (program.Columns is 0 or > LargestColumns) return false;
        foreach (ConeBlock block in program.Source.Blocks)
        {
            if (block.Cone.Kind == ConeKind.PositiveSemidefinite && block.Order > 1) return true;
        }
        return false;
    }

    /// <summary>Goes on from x and y until the measure says enough or no progress is made.</summary>
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
        for (int outer = 0; outer < OuterLimit && idle < 8; outer++)
        {
            double value = Evaluate();
            if (!TryMinimize(value, tolerance, measure, out OptimalityErrors errors)) return;
            _dual.CopyTo(_y, 0);
            idle = errors.Max < 0.9 * best ? 0 : idle + 1;
            best = Math.Min(best, errors.Max);
            ChangePenalty(Infeasibility(errors), errors.Stationarity);
        }
    }

    private static double Infeasibility(OptimalityErrors errors) => Math.Max(errors.Equality, errors.PrimalCone);

    /// <summary>Minimises φ roughly; false when the measure said enough.</summary>
    private bool TryMinimize(double value, double tolerance, Func<OptimalityErrors?> measure, out OptimalityErrors errors)
    {
        const double enough = 0.2;
        errors = default;
        for (int inner = 0; ; inner++)
        {
            if (measure() is not { } now) return false;
            errors = now;
            if (errors.Max <= tolerance) return false;
            bool isStationary = errors.Stationarity <= Math.Max(enough * Infeasibility(errors), 0.1 * tolerance);
            if ((inner > 0 && isStationary) || inner == InnerLimit || !TryStep(ref value)) return true;
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
        Array.Clear(_work);
        _program.P?.MultiplySymmetric(_x, _work, 1, 1);
        double quadratic = TensorPrimitives.Dot<double>(_work, _x), linear = TensorPrimitives.Dot<double>(_program.C, _x);
        TensorPrimitives.Add(_work, _program.C, _gradient);
        _program.A.TransposeMultiply(_dual, _gradient, 1, 1, _team);
        return 0.5 * quadratic + linear + 0.5 * _penalty * squares;
    }

    private void ChangePenalty(double infeasibility, double stationarity)
    {
        if (infeasibility > 3 * stationarity) _penalty *= infeasibility > 10 * stationarity ? 3 : 2;
        else if (stationarity > 3 * infeasibility) _penalty /= 2;
        _penalty = Math.Clamp(_penalty, LeastPenalty, LargestPenalty);
    }
}

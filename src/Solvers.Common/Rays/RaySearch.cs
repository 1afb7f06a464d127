using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Common;

/// <summary>
/// Looks for rays that prove a program infeasible or unbounded. On such programs the displacement T(v) − v of the state tends to a nonzero
/// vector whose parts are rays (Banjac, Goulart, Stellato and Boyd 2019), and so do the directions of y and x̃. A candidate that nearly
/// is one is polished, and then accepted only when it holds on the program as given.
/// </summary>
internal sealed class RaySearch
{
    /// <summary>A candidate with a larger relative residual is not polished.</summary>
    private const double CandidateResidual = 0.1;

    /// <summary>What a ray may lack, relative to its size, in the program as given.</summary>
    private const double RayResidual = 1e-9;

    /// <summary>The largest product of a ray's residual and its length in the scaled program, at ⟨b, y⟩ = −1 or c'd = −1.</summary>
    private const double LargestProduct = 1e-6;

    /// <summary>
    /// The largest product of the residual and the third power of the length. A weakly infeasible program has ever longer near-rays with ever
    /// smaller residuals: of the order 1/length for one forced face, 1/length³ for two nested ones. That of a true ray is a rounding error. A
    /// residual below rounding counts as rounding, so that a ray too long to be told from a near-ray is none.
    /// </summary>
    private const double LargestCubicProduct = 1e-5, Rounding = 2.3e-16;

    private readonly ScaledProgram _program;
    private readonly FarkasEquation _farkas;
    private readonly RecessionEquation _recession;
    private readonly RayNewton _farkasNewton, _recessionNewton;
    private readonly double[] _dualCandidate, _candidate, _dualResidual, _residual;

    public RaySearch(ScaledProgram program)
    {
        _program = program;
        var cones = new ProductProjection(program.Source);
        _farkas = new FarkasEquation(program, cones);
        _recession = new RecessionEquation(program, cones);
        _farkasNewton = new RayNewton(_farkas);
        _recessionNewton = new RayNewton(_recession);
        _dualCandidate = new double[program.Rows];
        _candidate = new double[program.Columns];
        _dualResidual = new double[_farkas.Equations];
        _residual = new double[_recession.Equations];
    }

    /// <summary>A y ∈ K* with AᵀWy = 0 and ⟨b, y⟩ = −1 in the units of the program as given; null when none is found.</summary>
    /// <param name="direction">Nearly such a ray, of any positive length; not necessarily in K*.</param>
    public double[]? FindInfeasibility(ReadOnlySpan<double> direction)
    {
        _farkas.Evaluate(direction, _dualResidual);
        double value = _dualResidual[^1] - 1;
        if (!(value < 0) || !(EuclideanNorm.Of(_dualResidual.AsSpan(0, _program.Columns)) <= -CandidateResidual * value)) return null;
        TensorPrimitives.Multiply(direction, -1 / value, _dualCandidate);
        double lack = _farkasNewton.Polish(_dualCandidate);
        if (!IsSmall(lack, EuclideanNorm.Of(_farkas.Ray))) return null;
        var y = new double[_program.Rows];
        _program.UnscaleDual(_farkas.Ray, y);
        return VerifyInfeasibility(y) ? y : null;
    }

    /// <summary>A d with −Ad ∈ K, Pd = 0 and c'd = −1 in the units of the program as given; null when none is found.</summary>
    /// <param name="direction">Nearly such a direction, of any positive length.</param>
    public double[]? FindUnboundedness(ReadOnlySpan<double> direction)
    {
        double value = TensorPrimitives.Dot(_program.C, direction);
        if (!(value < 0)) return null;
        TensorPrimitives.Multiply(direction, -1 / value, _candidate);
        _recession.Evaluate(_candidate, _residual);
        if (!(EuclideanNorm.Of(_residual) <= CandidateResidual)) return null;
        double lack = _recessionNewton.Polish(_candidate);
        if (!IsSmall(lack, EuclideanNorm.Of(_candidate))) return null;
        var d = new double[_program.Columns];
        _program.UnscalePoint(_candidate, d);
        return VerifyUnboundedness(d) ? d : null;
    }

    /// <summary>
    /// The ray of equations that contradict each other: with the residual r = b₀ − A₀x of their least squares, A₀'r = 0 and ⟨b₀, r⟩ = ‖r‖², so
    /// that −r is one where r ≠ 0. Computed by CGLS.
    /// </summary>
    public double[]? FindInconsistency()
    {
        const int steps = 300;
        const double settled = 1e-13;
        int n = _program.Columns, m = _program.Rows;
        double[] residual = new double[m], image = new double[m], gradient = new double[n], direction = new double[n];
        CopyEqualities(_program.B, residual);
        double start = EuclideanNorm.Of(residual);
        if (start == 0) return null;
        _program.A.TransposeMultiply(residual, gradient);
        gradient.CopyTo(direction, 0);
        double squares = TensorPrimitives.SumOfSquares<double>(gradient), first = squares;
        for (int k = 0; k < steps && squares > settled * settled * first; k++)
        {
            _program.A.Multiply(direction, image);
            CopyEqualities(image, image);
            double alpha = squares / TensorPrimitives.SumOfSquares<double>(image);
            if (!double.IsFinite(alpha)) break;
            TensorPrimitives.MultiplyAdd(image, -alpha, residual, residual);
            _program.A.TransposeMultiply(residual, gradient);
            double next = TensorPrimitives.SumOfSquares<double>(gradient);
            TensorPrimitives.MultiplyAdd(direction, next / squares, gradient, direction);
            squares = next;
        }
        if (EuclideanNorm.Of(residual) < 1e-9 * start) return null;
        TensorPrimitives.Negate(residual, residual);
        return FindInfeasibility(residual);
    }

    /// <summary>
    /// The direction along which nothing but the objective changes: d = −r with the residual r of c against the ranges of A' and P, where
    /// r ≠ 0. Computed by CGLS.
    /// </summary>
    public double[]? FindFreeDescent()
    {
        const int steps = 300;
        const double settled = 1e-13, nothing = 1e-9;
        int n = _program.Columns, m = _program.Rows;
        double[] residual = (double[])_program.C.Clone(), image = new double[n], curved = new double[n], curvedDirection = new double[n];
        double[] gradient = new double[m], direction = new double[m];
        double start = EuclideanNorm.Of(residual);
        if (start == 0) return null;
        Pull(residual, gradient, curved);
        gradient.CopyTo(direction, 0);
        curved.CopyTo(curvedDirection, 0);
        double squares = Squares(), first = squares;
        for (int k = 0; k < steps && squares > settled * settled * first; k++)
        {
            Array.Clear(image);
            _program.P?.MultiplySymmetric(curvedDirection, image);
            _program.A.TransposeMultiply(direction, image, 1, 1);
            double alpha = squares / TensorPrimitives.SumOfSquares<double>(image);
            if (!double.IsFinite(alpha)) break;
            TensorPrimitives.MultiplyAdd(image, -alpha, residual, residual);
            Pull(residual, gradient, curved);
            double next = Squares();
            TensorPrimitives.MultiplyAdd(direction, next / squares, gradient, direction);
            TensorPrimitives.MultiplyAdd(curvedDirection, next / squares, curved, curvedDirection);
            squares = next;
        }
        if (EuclideanNorm.Of(residual) < nothing * start) return null;
        TensorPrimitives.Negate(residual, residual);
        return FindUnboundedness(residual);

        double Squares() => TensorPrimitives.SumOfSquares<double>(gradient) + TensorPrimitives.SumOfSquares<double>(curved);

        void Pull(double[] of, double[] toRows, double[] toColumns)
        {
            _program.A.Multiply(of, toRows);
            _program.P?.MultiplySymmetric(of, toColumns);
        }
    }

    private void CopyEqualities(ReadOnlySpan<double> from, Span<double> to)
    {
        foreach (ConeBlock block in _program.Source.Blocks)
        {
            if (block.Cone.Kind == ConeKind.Zero) block.Of(from).CopyTo(block.Of(to));
            else block.Of(to).Clear();
        }
    }

    private static bool IsSmall(double lack, double length)
    {
        length = Math.Max(1, length);
        lack = Math.Max(lack, Rounding * length);
        return lack * length <= LargestProduct && lack * length * length * length <= LargestCubicProduct;
    }

    private bool VerifyInfeasibility(double[] y)
    {
        ConicProgram program = _program.Source;
        var weighted = new double[y.Length];
        TensorPrimitives.Multiply(program.RowWeights, y, weighted);
        double value = TensorPrimitives.Dot(program.B, weighted);
        if (!(value < 0)) return false;
        TensorPrimitives.Divide(y, -value, y);
        TensorPrimitives.Divide(weighted, -value, weighted);
        var residual = new double[program.Columns];
        program.A.TransposeMultiply(weighted, residual);
        return EuclideanNorm.Of(residual) <= RayResidual * (1 + program.A.MaxAbs() * EuclideanNorm.Of(y));
    }

    private bool VerifyUnboundedness(double[] d)
    {
        ConicProgram program = _program.Source;
        double value = TensorPrimitives.Dot(program.C, d);
        if (!(value < 0)) return false;
        TensorPrimitives.Divide(d, -value, d);
        double size = EuclideanNorm.Of(d);
        var slack = new double[program.Rows];
        program.A.Multiply(d, slack, -1);
        if (!(new DistanceToCone(program).Measure(slack) <= RayResidual * (1 + program.A.MaxAbs() * size))) return false;
        if (program.P is null) return true;
        var curvature = new double[program.Columns];
        program.P.MultiplySymmetric(d, curvature);
        return EuclideanNorm.Of(curvature) <= RayResidual * (1 + program.P.MaxAbs() * size);
    }
}

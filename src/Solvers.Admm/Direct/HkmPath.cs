using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.Admm;

/// <summary>
/// An infeasible primal–dual interior-point method for programs min c'x, S = b − Ax ∈ K over nonnegative and semidefinite cones, with HKM
/// directions and Mehrotra's corrector (Fujisawa, Fukuda, Kojima and Nakata, "SDPA", 2000; Borchers, "CSDP", 1999). A step solves
/// <code>
/// dS = R − A dx with R = b − Ax − S,   A'(Z + dZ) = −c,   dZ = βμS⁻¹ − Z − sym((Z dS + C)S⁻¹)
/// M dx = A'sym(Z R S⁻¹) − c − A'(βμS⁻¹ − sym(C S⁻¹)),   M_ab = ⟨A_a, Z A_b S⁻¹⟩
/// </code>
/// with C = 0 = β for the predictor. It is for programs that are small and have an interior point on both sides; what it cannot solve
/// is left to other methods.
/// </summary>
internal sealed class HkmPath
{
    private const int StepLimit = 60, IdleLimit = 6, HalvingLimit = 8, RefinementLimit = 5;
    private const double Boundary = 0.95, LeastLength = 1e-3, FeasibleResidual = 1e-13, Far = 1e10;
    private const double LeastShift = 1e-15, LargestShift = 1e-9, RefinedResidual = 1e-15, RefinedPart = 0.05;
    private const double LeastCentering = 0.05, InfeasibleCentering = 0.2, StartNear = 1, StartFar = 10, FullStart = 0.9;

    private readonly ScaledProgram _program;
    private readonly HkmBlock[] _blocks;
    private readonly int _degree;
    private readonly double[] _x, _dx, _fixed, _right, _rest, _correction, _matrix, _factor;
    private readonly double[] _slack, _dual, _residual, _rows;
    private double _slackLength, _dualLength;

    /// <param name="program">A linear objective over nonnegative and semidefinite cones.</param>
    /// <param name="products">Its <see cref="Products"/>.</param>
    public HkmPath(ScaledProgram program, SchurProducts?[] products)
    {
        _program = program;
        _blocks = new HkmBlock[products.Length];
        for (int k = 0; k < _blocks.Length; k++)
        {
            ConeBlock block = program.Source.Blocks[k];
            _blocks[k] = products[k] is { } own ? new HkmMatrixBlock(block, own) : new HkmOrthant(block, program.A);
            _degree += _blocks[k].Degree;
        }
        int n = program.Columns, m = program.Rows;
        (_x, _dx, _fixed, _right, _rest, _correction) = (new double[n], new double[n], new double[n], new double[n], new double[n], new double[n]);
        (_matrix, _factor) = (new double[n * n], new double[n * n]);
        (_slack, _dual, _residual, _rows) = (new double[m], new double[m], new double[m], new double[m]);
    }

    /// <summary>
    /// Prepares the method where it serves and the steps of a path are estimated to cost less than the iterations that ADMM needs on
    /// programs where it is fast; null elsewhere.
    /// </summary>
    public static HkmPath? Where(ScaledProgram program)
    {
        HkmEstimate estimate = new(program);
        if (!estimate.Favours(0)) return null;
        SchurProducts?[] products = Products(program);
        double cost = 0;
        foreach (SchurProducts? block in products) cost += block?.Cost ?? 0;
        return estimate.Favours(cost) ? new HkmPath(program, products) : null;
    }

    /// <summary>The products that matrix blocks add to M; null for other blocks.</summary>
    public static SchurProducts?[] Products(ScaledProgram program)
    {
        ReadOnlySpan<ConeBlock> blocks = program.Source.Blocks.AsSpan();
        var products = new SchurProducts?[blocks.Length];
        for (int k = 0; k < blocks.Length; k++)
        {
            if (blocks[k].Cone.Kind == ConeKind.PositiveSemidefinite)
                products[k] = new SchurProducts(program.A, blocks[k].Start, blocks[k].Order);
        }
        return products;
    }

    /// <summary>Steps done.</summary>
    public int Steps { get; private set; }

    /// <summary>x.</summary>
    public ReadOnlySpan<double> Point => _x;

    /// <summary>S ∈ K.</summary>
    public ReadOnlySpan<double> Slack => _slack;

    /// <summary>Z ∈ K*.</summary>
    public ReadOnlySpan<double> Dual => _dual;

    /// <summary>Follows the path until the measure says enough or the method fails.</summary>
    /// <param name="stepLimit">The largest number of steps.</param>
    /// <param name="measure">Measures the point; null ends the run.</param>
    public void Run(int stepLimit, Func<OptimalityErrors?> measure)
    {
        Start(StartNear);
        double best = double.PositiveInfinity, stationarity = double.PositiveInfinity;
        int idle = 0;
        for (Steps = 0; ; Steps++)
        {
            foreach (HkmBlock block in _blocks) block.Write(block.Block.Of(_slack.AsSpan()), block.Block.Of(_dual.AsSpan()));
            if (measure() is not { } errors || Steps >= Math.Min(stepLimit, StepLimit)) return;
            idle = errors.Max < 0.9 * best ? 0 : idle + 1;
            best = Math.Min(best, errors.Max);
            // Rounding shows where A'Z = −c was met better before, or decides.
            bool refines = errors.Stationarity > Math.Min(stationarity, RefinedPart * errors.Max);
            stationarity = errors.Stationarity;
            if (idle > IdleLimit || !(EuclideanNorm.Of(_slack) + EuclideanNorm.Of(_dual) < Far) || !TryStep(refines)) return;
            // From units that are too small for the solution, even the first step is a short one.
            if (Steps == 0 && Math.Min(_slackLength, _dualLength) < FullStart) Start(StartFar);
        }
    }

    private void Start(double slack)
    {
        Array.Clear(_x);
        foreach (HkmBlock block in _blocks) block.Start(slack, 1);
    }

    private bool TryStep(bool refines)
    {
        foreach (HkmBlock block in _blocks) block.Prepare();
        if (!TryFactor()) return false;
        TensorPrimitives.Subtract(_program.B, _slack, _residual);
        _program.A.Multiply(_x, _residual, -1, 1);
        bool isFeasible = EuclideanNorm.Of(_residual) <= FeasibleResidual * (1 + EuclideanNorm.Of(_slack));
        TensorPrimitives.Negate(_program.C, _fixed);
        if (!isFeasible)
        {
            foreach (HkmBlock block in _blocks) block.Transform(block.Block.Of((ReadOnlySpan<double>)_residual), block.Block.Of(_rows.AsSpan()));
            _program.A.TransposeMultiply(_rows, _fixed, 1, 1);
        }
        _fixed.CopyTo(_right, 0);
        Direct();
        double now = 0, predicted = 0;
        foreach (HkmBlock block in _blocks)
        {
            block.Predict(block.Block.Of((ReadOnlySpan<double>)_rows));
            now += block.Complementarity(false);
            predicted += block.Complementarity(true);
        }
        double mu = now / _degree, ratio = Math.Clamp(predicted / now, 0, 1);
        double beta = Math.Max(isFeasible ? LeastCentering : InfeasibleCentering, ratio * ratio);
        foreach (HkmBlock block in _blocks) block.Correction(beta * mu, block.Block.Of(_rows.AsSpan()));
        _fixed.CopyTo(_right, 0);
        _program.A.TransposeMultiply(_rows, _right, -1, 1);
        Direct();
        foreach (HkmBlock block in _blocks) block.Correct(block.Block.Of((ReadOnlySpan<double>)_rows), beta * mu);
        if (refines) Refine();
        double limit = 1 / Boundary, slack = limit, multiplier = limit;
        foreach (HkmBlock block in _blocks)
        {
            (double ofSlack, double ofMultiplier) = block.LargestSteps(limit);
            (slack, multiplier) = (Math.Min(slack, ofSlack), Math.Min(multiplier, ofMultiplier));
        }
        slack = slack < limit ? Boundary * slack : 1;
        multiplier = multiplier < limit ? Boundary * multiplier : 1;
        if (!TryMoveSlack(slack, out _slackLength) || !TryMoveMultiplier(multiplier, out _dualLength)) return false;
        TensorPrimitives.MultiplyAdd(_dx, _slackLength, _x, _x);
        return Math.Max(_slackLength, _dualLength) > LeastLength;
    }

    /// <summary>Forms M and factors it, with a small shift where rounding or dependent columns ask for one.</summary>
    private bool TryFactor()
    {
        int n = _x.Length;
        Array.Clear(_matrix);
        foreach (HkmBlock block in _blocks) block.AddProducts(_matrix, n);
        SchurProducts.Symmetrize(_matrix, n);
        double largest = 0;
        for (int j = 0; j < n; j++) largest = Math.Max(largest, _matrix[j * n + j]);
        if (!(largest > 0 && double.IsFinite(largest))) return false;
        for (double shift = 0; shift < LargestShift; shift = Math.Max(LeastShift, 100 * shift))
        {
            _matrix.CopyTo(_factor, 0);
            for (int j = 0; j < n; j++) _factor[j * n + j] += shift * (largest + _matrix[j * n + j]);
            if (DenseCholesky.TryFactor(_factor, n)) return true;
        }
        return false;
    }

    /// <summary>dx ← M⁻¹ of the right-hand side, refined while that helps, and the rows dS = R − A dx.</summary>
    private void Direct()
    {
        int n = _x.Length;
        _right.CopyTo(_dx, 0);
        DenseCholesky.SolveInPlace(_factor, n, _dx);
        double norm = Rest(), goal = RefinedResidual * EuclideanNorm.Of(_right);
        for (int k = 0; k < RefinementLimit && norm > goal; k++)
        {
            _rest.CopyTo(_correction, 0);
            DenseCholesky.SolveInPlace(_factor, n, _correction);
            TensorPrimitives.Add(_dx, _correction, _dx);
            double next = Rest();
            if (!(next < 0.5 * norm))
            {
                if (!(next < norm)) TensorPrimitives.Subtract(_dx, _correction, _dx);
                break;
            }
            norm = next;
        }
        _residual.CopyTo(_rows, 0);
        _program.A.Multiply(_dx, _rows, -1, 1);
    }

    /// <summary>
    /// Corrects the step by what dZ, as computed, lacks of A'(Z + dZ) = −c: rounding in products with S⁻¹ is more than that of M dx.
    /// </summary>
    private void Refine()
    {
        double last = double.PositiveInfinity;
        for (int k = 0; k < RefinementLimit; k++)
        {
            foreach (HkmBlock block in _blocks) block.WriteMultiplier(block.Block.Of(_rows.AsSpan()));
            TensorPrimitives.Negate(_program.C, _correction);
            _program.A.TransposeMultiply(_rows, _correction, -1, 1);
            double norm = EuclideanNorm.Of(_correction);
            if (!(norm < 0.5 * last) || norm < 1e-14) return;
            last = norm;
            DenseCholesky.SolveInPlace(_factor, _x.Length, _correction);
            TensorPrimitives.Add(_dx, _correction, _dx);
            _program.A.Multiply(_correction, _rows);
            foreach (HkmBlock block in _blocks) block.Adjust(block.Block.Of((ReadOnlySpan<double>)_rows));
        }
    }

    /// <summary>The rest of the right-hand side, and its norm.</summary>
    private double Rest()
    {
        _right.CopyTo(_rest, 0);
        Symv.MultiplyAdd(_x.Length, -1, _matrix, _x.Length, _dx, 1, _rest);
        return EuclideanNorm.Of(_rest);
    }

    private bool TryMoveSlack(double length, out double taken)
    {
        taken = length;
        for (int halving = 0; halving < HalvingLimit; halving++, taken *= 0.7)
        {
            bool isInside = true;
            foreach (HkmBlock block in _blocks) isInside = isInside && block.TrySlack(taken);
            if (!isInside) continue;
            foreach (HkmBlock block in _blocks) block.MoveSlack();
            return true;
        }
        return false;
    }

    private bool TryMoveMultiplier(double length, out double taken)
    {
        taken = length;
        for (int halving = 0; halving < HalvingLimit; halving++, taken *= 0.7)
        {
            bool isInside = true;
            foreach (HkmBlock block in _blocks) isInside = isInside && block.TryMultiplier(taken);
            if (!isInside) continue;
            foreach (HkmBlock block in _blocks) block.MoveMultiplier();
            return true;
        }
        return false;
    }
}

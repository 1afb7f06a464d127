using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;

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
    private const int StepLimit = 60, IdleLimit = 6, HalvingLimit = 8;
    private const double Boundary = 0.95, LeastLength = 1e-3, FeasibleResidual = 1e-13, Far = 1e10;
    private static readonly double LeastCentering = E("BS", 0.05), InfeasibleCentering = E("BB", 0.2), StartSlack = E("XI", 1), StartMultiplier = E("ETA", 1), Gamma = E("GA", 0.95), Pow = E("POW", 2);
    private static double E(string s, double d) => double.Parse(Environment.GetEnvironmentVariable(s) ?? d.ToString());

    private readonly ScaledProgram _program;
    private readonly HkmBlock[] _blocks;
    private readonly int _degree;
    private readonly double[] _x, _dx, _fixed, _right, _rest, _matrix, _diagonal;
    private readonly double[] _slack, _dual, _residual, _rows;

    public HkmPath(ScaledProgram program)
    {
        _program = program;
        ReadOnlySpan<ConeBlock> blocks = program.Source.Blocks.AsSpan();
        _blocks = new HkmBlock[blocks.Length];
        for (int k = 0; k < blocks.Length; k++)
        {
            ConeBlock block = blocks[k];
            _blocks[k] = block.Cone.Kind == ConeKind.Nonnegative
                ? new HkmOrthant(block, program.A)
                : new HkmMatrixBlock(block, new SchurProducts(program.A, block.Start, block.Order));
            _degree += _blocks[k].Degree;
        }
        int n = program.Columns, m = program.Rows;
        (_x, _dx, _fixed, _right, _rest, _diagonal) = (new double[n], new double[n], new double[n], new double[n], new double[n], new double[n]);
        _matrix = new double[n * n];
        (_slack, _dual, _residual, _rows) = (new double[m], new double[m], new double[m], new double[m]);
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
    /// <param name="tolerance">The largest error wanted.</param>
    /// <param name="stepLimit">The largest number of steps.</param>
    /// <param name="measure">Measures the point; null ends the run.</param>
    public void Run(double tolerance, int stepLimit, Func<OptimalityErrors?> measure)
    {
        foreach (HkmBlock block in _blocks) block.Start(StartSlack, StartMultiplier);
        double best = double.PositiveInfinity;
        int idle = 0;
        for (Steps = 0; ; Steps++)
        {
            foreach (HkmBlock block in _blocks) block.Write(block.Block.Of(_slack.AsSpan()), block.Block.Of(_dual.AsSpan()));
            if (measure() is not { } errors || errors.Max <= tolerance || Steps >= Math.Min(stepLimit, StepLimit)) return;
            idle = errors.Max < 0.9 * best ? 0 : idle + 1;
            best = Math.Min(best, errors.Max);
            if (Environment.GetEnvironmentVariable("TR") is not null) System.Diagnostics.Trace.WriteLine($"{Steps} {errors.Max:e2} {errors.Equality:e1} {errors.PrimalCone:e1} {errors.Stationarity:e1} {errors.Gap:e1}");
            if (idle > IdleLimit || !(EuclideanNorm.Of(_slack) + EuclideanNorm.Of(_dual) < Far) || !TryStep()) return;
        }
    }

    private bool TryStep()
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
        double beta = Math.Max(isFeasible ? LeastCentering : InfeasibleCentering, Math.Pow(ratio, Pow));
        foreach (HkmBlock block in _blocks) block.Correction(beta * mu, block.Block.Of(_rows.AsSpan()));
        _fixed.CopyTo(_right, 0);
        _program.A.TransposeMultiply(_rows, _right, -1, 1);
        Direct();
        double limit = 1 / Gamma, slack = limit, multiplier = limit;
        foreach (HkmBlock block in _blocks)
        {
            block.Correct(block.Block.Of((ReadOnlySpan<double>)_rows), beta * mu);
            (double ofSlack, double ofMultiplier) = block.LargestSteps(limit);
            (slack, multiplier) = (Math.Min(slack, ofSlack), Math.Min(multiplier, ofMultiplier));
        }
        if (!TryMoveSlack(Math.Min(1, Gamma * slack), out slack) || !TryMoveMultiplier(Math.Min(1, Gamma * multiplier), out multiplier)) return false;
        TensorPrimitives.MultiplyAdd(_dx, slack, _x, _x);
            if (Environment.GetEnvironmentVariable("TR") is not null) System.Diagnostics.Trace.WriteLine($"   ratio {ratio:g3} beta {beta:g3} slack {slack:g3} mult {multiplier:g3} mu {mu:e1}");
        return Math.Max(slack, multiplier) > LeastLength;
    }

    /// <summary>M, its lower triangle replaced by its factor; false where it is not positive definite.</summary>
    private bool TryFactor()
    {
        int n = _x.Length;
        Array.Clear(_matrix);
        foreach (HkmBlock block in _blocks) block.AddProducts(_matrix, n);
        SchurProducts.Symmetrize(_matrix, n);
        for (int j = 0; j < n; j++) _diagonal[j] = _matrix[j * n + j];
        return DenseCholesky.TryFactor(_matrix, n);
    }

    /// <summary>dx ← M⁻¹ of the right-hand side, and the rows dS = R − A dx.</summary>
    private void Direct()
    {
        _right.CopyTo(_dx, 0);
        DenseCholesky.SolveInPlace(_matrix, _x.Length, _dx);
        _residual.CopyTo(_rows, 0);
        _program.A.Multiply(_dx, _rows, -1, 1);
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

using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// The second phase where ADMM is slow and the program small: Newton's method on the smoothed optimality conditions
/// <code>
/// c + Px + A'y(w) = 0,   Ax + s(w) − b = 0,   s(w) ∘ y(w) = μ,   s(w) − y(w) = w
/// </code>
/// for μ falling to 0 (non-interior continuation: Chen and Harker 1993; Hayashi, Yamashita and Fukushima 2005). Eliminating dw leaves
/// (P + A'ΘA) dx = −(c + Px + A'y) − A'Θ(Ax + s − b) with Θ = μP(s)⁻¹, the matrix of interior-point methods, whose insensitivity to
/// degeneracy it shares; s and y are inside their cones for every w, so that it starts anywhere.
/// </summary>
internal sealed class CentralPath
{
    private const int LargestOrder = 2500, NewtonLimit = 150, BacktrackLimit = 14, Refinements = 2;
    private const double LargestCost = 4e9, EqualityWeight = 1e7;

    private readonly ScaledProgram _program;
    private readonly SmoothedCone[] _cones;
    private readonly BlockColumns[] _columns;
    private readonly double[] _matrix, _x, _w, _s, _y, _dual, _primal, _dx, _dw, _trialX, _trialW, _work, _right;

    public CentralPath(ScaledProgram program)
    {
        _program = program;
        int n = program.Columns, m = program.Rows;
        SparseMatrix transpose = program.A.Transpose();
        _cones = new SmoothedCone[program.Source.Blocks.Length];
        _columns = new BlockColumns[_cones.Length];
        for (int k = 0; k < _cones.Length; k++)
        {
            _cones[k] = new SmoothedCone(program.Source.Blocks[k]);
            _columns[k] = new BlockColumns(program.A, transpose, program.Source.Blocks[k]);
        }
        _matrix = new double[n * n];
        (_x, _dual, _dx, _trialX, _right) = (new double[n], new double[n], new double[n], new double[n], new double[n]);
        (_w, _s, _y, _primal, _dw, _trialW, _work) = (new double[m], new double[m], new double[m], new double[m], new double[m], new double[m], new double[m]);
    }

    /// <summary>Newton steps done.</summary>
    public int Steps { get; private set; }

    /// <summary>x.</summary>
    public ReadOnlySpan<double> Point => _x;

    /// <summary>s ∈ K.</summary>
    public ReadOnlySpan<double> Slack => _s;

    /// <summary>y ∈ K*.</summary>
    public ReadOnlySpan<double> Dual => _y;

    /// <summary>Whether a program is small enough for a dense matrix and its assembly.</summary>
    public static bool Serves(ScaledProgram program)
    {
        if (program.Columns is 0 or > LargestOrder) return false;
        double cost = Math.Pow(program.Columns, 3) / 3, entries = 0;
        SparseMatrix transpose = program.A.Transpose();
        foreach (ConeBlock block in program.Source.Blocks)
        {
            double columns = BlockColumns.Find(transpose, block).Length, rows = block.Rows, order = block.Order;
            entries += columns * (rows + columns);
            cost += 2 * columns * (columns * rows + 2 * order * order * order);
        }
        return cost < LargestCost && entries < 3e7;
    }

    /// <summary>Follows the path from x and w until the measure says enough.</summary>
    /// <param name="x">x, scaled.</param>
    /// <param name="s">s ∈ K, scaled.</param>
    /// <param name="y">y ∈ K*, scaled.</param>
    /// <param name="tolerance">The largest error wanted.</param>
    /// <param name="measure">Measures the candidate; null ends the run.</param>
    public void Run(ReadOnlySpan<double> x, ReadOnlySpan<double> s, ReadOnlySpan<double> y, double tolerance, Func<OptimalityErrors?> measure)
    {
        const double smallest = 1e-18, enough = 0.05;
        x.CopyTo(_x);
        TensorPrimitives.Subtract(s, y, _w);
        int rank = 0;
        foreach (SmoothedCone cone in _cones) rank += cone.Rank;
        double mu = 1e-3 * (1 + TensorPrimitives.SumOfSquares<double>(_w)) / Math.Max(rank, 1), fall = 0.2;
        double norm = Evaluate(mu), neighbourhood = Math.Max(norm / mu, 1);
        int failures = 0;
        for (Steps = 0; Steps < NewtonLimit && failures < 3; Steps++)
        {
            if (measure() is not { } errors || errors.Max <= tolerance) return;
            double length = TryStep(mu, ref norm);
            failures = length < 1e-3 ? failures + 1 : 0;
            // Feasibility is to fall with μ, and μ no further than the gap needs.
            bool isSmall = Math.Max(errors.Gap, errors.Complementarity) < enough * tolerance;
            if (mu <= smallest || isSmall || (norm > neighbourhood * mu && length > 0)) continue;
            fall = length > 0.9 ? Math.Max(0.5 * fall, 0.02) : length > 0.5 ? fall : Math.Min(0.6, 2 * fall);
            mu *= fall;
            norm = Evaluate(mu);
        }
        measure();
    }

    /// <summary>One damped Newton step; returns its length, 0 for none.</summary>
    private double TryStep(double mu, ref double norm)
    {
        if (!TryFactor(mu)) return 0;
        Array.Clear(_dx);
        for (int k = 0; k <= Refinements; k++)
        {
            Residual(mu);
            DenseCholesky.SolveInPlace(_matrix, _right.Length, _right);
            TensorPrimitives.Add(_dx, _right, _dx);
        }
        // A dx + D dw = −r and D⁻¹ = I + Θ, because (I − D)D⁻¹ = Θ.
        _primal.CopyTo(_dw, 0);
        _program.A.Multiply(_dx, _dw, 1, 1);
        Apply(mu, _dw, _work);
        TensorPrimitives.Add(_dw, _work, _dw);
        TensorPrimitives.Negate(_dw, _dw);
        _x.CopyTo(_trialX, 0);
        _w.CopyTo(_trialW, 0);
        double length = 1;
        for (int k = 0; k < BacktrackLimit; k++, length *= 0.6)
        {
            TensorPrimitives.MultiplyAdd(_dx, length, _trialX, _x);
            TensorPrimitives.MultiplyAdd(_dw, length, _trialW, _w);
            if (!double.IsFinite(EuclideanNorm.Of(_w))) continue;
            double trial = Evaluate(mu);
            if (!(trial <= (1 - 1e-3 * length) * norm)) continue;
            norm = trial;
            return length;
        }
        _trialX.CopyTo(_x, 0);
        _trialW.CopyTo(_w, 0);
        norm = Evaluate(mu);
        return 0;
    }

    /// <summary>Right-hand side ← −(c + Px + A'y) − P dx − A'Θ(Ax + s − b + A dx), which the elimination makes 0.</summary>
    private void Residual(double mu)
    {
        _primal.CopyTo(_dw, 0);
        _program.A.Multiply(_dx, _dw, 1, 1);
        Apply(mu, _dw, _work);
        _dual.CopyTo(_right, 0);
        _program.P?.MultiplySymmetric(_dx, _right, 1, 1);
        _program.A.TransposeMultiply(_work, _right, 1, 1);
        TensorPrimitives.Negate(_right, _right);
    }

    /// <summary>Leaves s, y and the residuals; returns their norm.</summary>
    private double Evaluate(double mu)
    {
        foreach (SmoothedCone cone in _cones)
        {
            ConeBlock block = cone.Block;
            cone.Project(mu, block.Of((ReadOnlySpan<double>)_w), block.Of(_s.AsSpan()), block.Of(_y.AsSpan()));
        }
        _program.C.CopyTo(_dual, 0);
        _program.P?.MultiplySymmetric(_x, _dual, 1, 1);
        _program.A.TransposeMultiply(_y, _dual, 1, 1);
        TensorPrimitives.Subtract(_s, _program.B, _primal);
        _program.A.Multiply(_x, _primal, 1, 1);
        return double.Hypot(EuclideanNorm.Of(_dual), EuclideanNorm.Of(_primal));
    }

    /// <summary>image ← Θv.</summary>
    private void Apply(double mu, double[] v, double[] image)
    {
        foreach (SmoothedCone cone in _cones)
            cone.Curvature(mu, EqualityWeight, cone.Block.Of((ReadOnlySpan<double>)v), cone.Block.Of(image.AsSpan()));
    }

    private bool TryFactor(double mu)
    {
        int n = _program.Columns;
        for (double shift = 1e-12; shift < 1; shift *= 1000)
        {
            Array.Clear(_matrix);
            for (int k = 0; k < _cones.Length; k++) Add(_cones[k], _columns[k], mu);
            if (_program.P is { } p)
            {
                for (int j = 0; j < n; j++)
                {
                    for (int k = p.ColumnStarts[j]; k < p.ColumnStarts[j + 1]; k++) _matrix[j * n + p.RowIndices[k]] += p.Values[k];
                }
            }
            for (int j = 0; j < n; j++) _matrix[j * n + j] += shift * (1 + _matrix[j * n + j]);
            if (DenseCholesky.TryFactor(_matrix, n)) return true;
        }
        return false;
    }

    /// <summary>Adds G'ΘG, G the columns of A that meet the cone, to the lower triangle, row-major.</summary>
    private void Add(SmoothedCone cone, BlockColumns g, double mu)
    {
        int n = _program.Columns, count = g.Columns.Length, rows = cone.Block.Rows;
        if (count == 0) return;
        for (int a = 0; a < count; a++)
            cone.Curvature(mu, EqualityWeight, g.Values.AsSpan(a * rows, rows), g.Image.AsSpan(a * rows, rows));
        Gemm.MultiplyAdd(count, count, rows, 1, g.Values, rows, false, g.Image, rows, true, 0, g.Product, count);
        for (int a = 0; a < count; a++)
        {
            int row = g.Columns[a] * n;
            for (int b = 0; b <= a; b++) _matrix[row + g.Columns[b]] += g.Product[a * count + b];
        }
    }
}

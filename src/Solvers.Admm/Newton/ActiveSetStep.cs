using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.Admm;

/// <summary>
/// The Newton step of a program whose cones are all polyhedral, solved directly: with the rows where y &gt; 0 (and equality rows) taken as
/// equations and y = 0 elsewhere, the point solves
/// <code>
/// Px + c + A_a'y_a = 0,   A_a x = b_a
/// </code>
/// With the right rows that is a solution to full accuracy (the polish of OSQP; semismooth Newton, and the primal-dual active set
/// method of Hintermüller, Ito and Kunisch 2003). The equations are solved for the change of (x, y) by proximal refinement with the
/// quasi-definite [P + δI, A_a'; A_a, −δI], which converges where they are consistent, redundant ones included.
/// </summary>
internal sealed class ActiveSetStep
{
    private const double Regularization = 1e-7;
    private const int Refinements = 8;

    private readonly ScaledProgram _program;
    private readonly KktMatrix _matrix;
    private readonly SparseLdl _factor;
    private readonly double[] _values, _right, _x, _y, _slack;
    private readonly bool[] _isEquality, _isActive;

    public ActiveSetStep(ScaledProgram program)
    {
        _program = program;
        _matrix = new KktMatrix(program.A.Transpose(), program.P);
        _factor = _matrix.Analyze();
        _values = new double[_matrix.Linear.Length];
        _right = new double[_matrix.Order];
        _x = new double[program.Columns];
        _y = new double[program.Rows];
        _slack = new double[program.Rows];
        _isEquality = new bool[program.Rows];
        _isActive = new bool[program.Rows];
        foreach (ConeBlock block in program.Source.Blocks)
        {
            if (block.Cone.Kind == ConeKind.Zero) _isEquality.AsSpan(block.Start, block.Rows).Fill(true);
        }
    }

    /// <summary>Whether this step serves a program.</summary>
    public static bool Serves(ConicProgram program)
    {
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone.Kind is not (ConeKind.Zero or ConeKind.Nonnegative)) return false;
        }
        return true;
    }

    /// <summary>Makes the state of the solution for the rows active at the map's last evaluation.</summary>
    /// <param name="map">The map, evaluated.</param>
    /// <param name="candidate">Receives the state.</param>
    public void Solve(SplittingMap map, Span<double> candidate)
    {
        map.Point.CopyTo(_x);
        map.Dual.CopyTo(_y);
        for (int i = 0; i < _y.Length; i++)
        {
            _isActive[i] = _isEquality[i] || _y[i] > 0;
            if (!_isActive[i]) _y[i] = 0;
        }
        Factor();
        double last = double.PositiveInfinity;
        for (int step = 0; step < Refinements; step++)
        {
            double norm = Residual();
            if (!(norm < 0.9 * last) || norm < 1e-15) break;
            last = norm;
            _factor.Solve(_right, refinementSteps: 2);
            TensorPrimitives.Add(_x, _right.AsSpan(0, _x.Length), _x);
            TensorPrimitives.Add(_y, _right.AsSpan(_x.Length), _y);
        }
        Slack();
        for (int i = 0; i < _y.Length; i++)
        {
            if (_isActive[i]) _slack[i] = 0;
        }
        map.StateOf(_x, _slack, _y, candidate);
    }

    private void Factor()
    {
        int n = _matrix.Columns;
        TensorPrimitives.Add(_matrix.Quadratic, _matrix.Linear, _values);
        for (int j = 0; j < n; j++) _values[_matrix.Diagonal(j)] += Regularization;
        for (int i = 0; i < _isActive.Length; i++)
        {
            int diagonal = _matrix.Diagonal(n + i);
            if (!_isActive[i]) _values.AsSpan(_matrix.Starts[n + i], diagonal - _matrix.Starts[n + i]).Clear();
            _values[diagonal] = _isActive[i] ? -Regularization : -1;
        }
        _factor.Refactor(_values);
    }

    /// <summary>Right-hand side ← minus the residual of the equations; returns its norm.</summary>
    private double Residual()
    {
        Span<double> stationarity = _right.AsSpan(0, _x.Length), rows = _right.AsSpan(_x.Length);
        _program.C.CopyTo(stationarity);
        _program.P?.MultiplySymmetric(_x, stationarity, 1, 1);
        _program.A.TransposeMultiply(_y, stationarity, 1, 1);
        TensorPrimitives.Negate(stationarity, stationarity);
        Slack();
        _slack.CopyTo(rows);
        for (int i = 0; i < rows.Length; i++)
        {
            if (!_isActive[i]) rows[i] = 0;
        }
        return EuclideanNorm.Of(_right);
    }

    private void Slack()
    {
        _program.B.CopyTo(_slack, 0);
        _program.A.Multiply(_x, _slack, -1, 1);
    }
}

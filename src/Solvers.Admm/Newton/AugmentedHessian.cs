using System.Numerics.Tensors;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.Admm;

/// <summary>
/// The generalised Hessian H = ρA'(I − Π′)A + εI of the augmented Lagrangian in x, at the slacks that the projection saw last; its
/// Newton directions by conjugate gradients with the diagonal of ρA'A + εI as preconditioner. Derivatives of projections are in
/// single precision.
/// </summary>
internal sealed class AugmentedHessian
{
    private readonly ScaledProgram _program;
    private readonly ProductProjection _cones;
    private readonly WorkerTeam? _team;
    private readonly float[] _rowDirection, _rowImage;
    private readonly double[] _rows, _squares, _diagonal, _residual, _preconditioned, _direction, _image;

    public AugmentedHessian(ScaledProgram program, ProductProjection cones, WorkerTeam? team)
    {
        _program = program;
        _cones = cones;
        _team = team;
        int n = program.Columns, m = program.Rows;
        (_rowDirection, _rowImage, _rows) = (new float[m], new float[m], new double[m]);
        (_squares, _diagonal) = (new double[n], new double[n]);
        (_residual, _preconditioned, _direction, _image) = (new double[n], new double[n], new double[n], new double[n]);
        ReadOnlySpan<int> starts = program.A.ColumnStarts;
        for (int j = 0; j < n; j++)
            _squares[j] = TensorPrimitives.SumOfSquares(program.A.Values[starts[j]..starts[j + 1]]);
    }

    /// <summary>Products with H in the last solve.</summary>
    public int Steps { get; private set; }

    /// <summary>Solves Hd = −g roughly.</summary>
    /// <param name="penalty">ρ.</param>
    /// <param name="shift">ε &gt; 0.</param>
    /// <param name="gradient">g.</param>
    /// <param name="tolerance">The residual wanted, relative to ‖g‖.</param>
    /// <param name="limit">The most steps.</param>
    /// <param name="d">Receives a direction of descent: the iterates of conjugate gradients are such, however far they get.</param>
    public void Solve(double penalty, double shift, ReadOnlySpan<double> gradient, double tolerance, int limit, Span<double> d)
    {
        TensorPrimitives.Multiply(_squares, penalty, _diagonal);
        TensorPrimitives.Add(_diagonal, shift, _diagonal);
        d.Clear();
        TensorPrimitives.Negate(gradient, _residual);
        TensorPrimitives.Divide(_residual, _diagonal, _preconditioned);
        _preconditioned.CopyTo(_direction, 0);
        double target = tolerance * EuclideanNorm.Of(gradient);
        double product = TensorPrimitives.Dot(_residual, _preconditioned);
        for (Steps = 0; Steps < limit && EuclideanNorm.Of(_residual) > target;)
        {
            Multiply(penalty, shift, _direction, _image);
            Steps++;
            double curvature = TensorPrimitives.Dot(_direction, _image);
            if (!(curvature > 0)) break;
            double length = product / curvature, before = product;
            TensorPrimitives.MultiplyAdd(_direction, length, d, d);
            TensorPrimitives.MultiplyAdd(_image, -length, _residual, _residual);
            TensorPrimitives.Divide(_residual, _diagonal, _preconditioned);
            product = TensorPrimitives.Dot(_residual, _preconditioned);
            TensorPrimitives.MultiplyAdd(_direction, product / before, _preconditioned, _direction);
        }
    }

    /// <summary>image ← Hv.</summary>
    private void Multiply(double penalty, double shift, double[] v, double[] image)
    {
        TensorPrimitives.Multiply(v, shift, image);
        _program.A.Multiply(v, _rows, team: _team);
        TensorPrimitives.ConvertTruncating<double, float>(_rows, _rowDirection);
        _cones.Derivative(_rowDirection, _rowImage);
        for (int i = 0; i < _rows.Length; i++) _rows[i] -= _rowImage[i];
        _program.A.TransposeMultiply(_rows, image, penalty, 1, _team);
    }
}

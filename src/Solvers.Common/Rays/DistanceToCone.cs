using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Common;

/// <summary>
/// The W-weighted distance of a vector in the units of the program as given to its cone K or to K*, by a projection. Work space is
/// allocated once; not thread-safe.
/// </summary>
internal sealed class DistanceToCone
{
    private readonly ConicProgram _program;
    private readonly ProductProjection _cones;
    private readonly double[] _orthonormal, _projected;

    public DistanceToCone(ConicProgram program, WorkerTeam? team = null)
    {
        _program = program;
        _cones = new ProductProjection(program, team);
        _orthonormal = new double[program.Rows];
        _projected = new double[program.Rows];
    }

    /// <summary>The distance of s to K.</summary>
    public double Measure(ReadOnlySpan<double> s)
    {
        Project(s, 1);
        TensorPrimitives.Subtract(_projected, _orthonormal, _projected);
        return EuclideanNorm.Of(_projected);
    }

    /// <summary>The distance of y to K*: by Moreau, y = Π_K*(y) − Π_K(−y), it is ‖Π_K(−y)‖.</summary>
    public double MeasureDual(ReadOnlySpan<double> y)
    {
        Project(y, -1);
        return EuclideanNorm.Of(_projected);
    }

    private void Project(ReadOnlySpan<double> v, double factor)
    {
        ReadOnlySpan<double> weights = _program.RowWeights;
        for (int i = 0; i < v.Length; i++) _orthonormal[i] = factor * v[i] * Math.Sqrt(weights[i]);
        _cones.Project(_orthonormal, _projected);
    }
}

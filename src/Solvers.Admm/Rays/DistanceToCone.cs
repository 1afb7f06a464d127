using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>The W-weighted distance of a vector in the units of the program as given to its cone K.</summary>
internal sealed class DistanceToCone
{
    private readonly ConicProgram _program;

    public DistanceToCone(ConicProgram program) => _program = program;

    public double Measure(ReadOnlySpan<double> s)
    {
        ReadOnlySpan<double> weights = _program.RowWeights;
        double[] orthonormal = new double[s.Length], projected = new double[s.Length];
        for (int i = 0; i < s.Length; i++) orthonormal[i] = s[i] * Math.Sqrt(weights[i]);
        var cones = new ProductProjection(_program);
        cones.Project(orthonormal, projected);
        for (int i = 0; i < s.Length; i++) projected[i] -= orthonormal[i];
        return EuclideanNorm.Of(projected);
    }
}

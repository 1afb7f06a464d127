using Copositive.Modeling;
using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Conformance;

/// <summary>Distances to cones in the Frobenius norm, from their definitions and MathNet's eigenvalues.</summary>
internal static class DenseCones
{
    /// <summary>The distance of a block to a cone; membership in SPN is judged by the split given, N = 0 where there is none.</summary>
    public static double Distance(ConeKind cone, double[] v, double[]? split) => cone switch
    {
        _ when v.Length == 0 => 0,
        ConeKind.Zero => Norm(v),
        ConeKind.Nonnegative => Norm(v.Select(t => Math.Min(0, t))),
        ConeKind.SecondOrder => BallDistance(v[0], Norm(v.Skip(1))),
        // (s₀ + s₁)/√2 ≥ ‖((s₀ − s₁)/√2, s₂, …)‖ is the same cone after a rotation.
        ConeKind.RotatedSecondOrder => BallDistance((v[0] + v[1]) / Math.Sqrt(2), Norm(v.Skip(2).Prepend((v[0] - v[1]) / Math.Sqrt(2)))),
        ConeKind.PositiveSemidefinite => Norm(Eigenvalues(v).Select(t => Math.Min(0, t))),
        ConeKind.DoublyNonnegative => Norm([Distance(ConeKind.PositiveSemidefinite, v, null), NegativePart(v)]),
        ConeKind.Spn => split is null
            ? Distance(ConeKind.PositiveSemidefinite, v, null)
            : Norm([Distance(ConeKind.PositiveSemidefinite, [.. v.Zip(split, (s, n) => s - n)], null), NegativePart(split)]),
        _ => throw new NotSupportedException($"{cone}"),
    };

    /// <summary>The dual of a cone other than {0}.</summary>
    public static ConeKind Dual(ConeKind cone) => cone switch
    {
        ConeKind.DoublyNonnegative => ConeKind.Spn,
        ConeKind.Spn => ConeKind.DoublyNonnegative,
        _ => cone,
    };

    /// <summary>Row, column and place of each entry of a triangle of the given length: 00, 01, 11, 02, ….</summary>
    public static IEnumerable<(int Row, int Column, int Place)> Places(int length)
    {
        for (int j = 0, k = 0; k < length; j++)
        {
            for (int i = 0; i <= j; i++, k++) yield return (i, j, k);
        }
    }

    // Outside the cone the distance is (‖u‖ − t)/√2, and the norm of all of (t, u) in the polar, where the nearest point is 0.
    private static double BallDistance(double t, double norm) => norm <= t ? 0 : norm <= -t ? Norm([t, norm]) : (norm - t) / Math.Sqrt(2);

    private static double NegativePart(double[] triangle) =>
        Norm(Places(triangle.Length).Select(p => Math.Min(0, triangle[p.Place]) * (p.Row == p.Column ? 1 : Math.Sqrt(2))));

    private static IEnumerable<double> Eigenvalues(double[] triangle)
    {
        int n = Places(triangle.Length).Max(p => p.Column) + 1;
        Matrix<double> matrix = Matrix<double>.Build.Dense(n, n);
        foreach ((int i, int j, int k) in Places(triangle.Length)) matrix[i, j] = matrix[j, i] = triangle[k];
        return matrix.Evd(Symmetricity.Symmetric).EigenValues.Select(z => z.Real);
    }

    private static double Norm(IEnumerable<double> v) => Math.Sqrt(v.Sum(t => t * t));
}

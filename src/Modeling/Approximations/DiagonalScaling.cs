using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Powers of two near diag(M)^(−½), so that DMD has a diagonal between ½ and 2: M is copositive exactly if DMD is, but the levels above 0 of the
/// polynomial families accept the one sooner than the other.
/// </summary>
/// <remarks>Source: P. Dickinson, M. Dür, L. Gijben, R. Hildebrand, Scaling relationship between the copositive cone and Parrilo's first level approximation, Optim. Lett. 7 (2013).</remarks>
public static class DiagonalScaling
{
    /// <summary>The largest power of two used, and the reciprocal of the smallest; diagonals further out are not worth digits.</summary>
    private const int MaxExponent = 20;

    /// <summary>d for a matrix given by its upper triangle, column by column; 1 where the diagonal entry is not positive.</summary>
    /// <param name="triangle">n(n+1)/2 entries.</param>
    /// <exception cref="ArgumentException">The length is no triangular number.</exception>
    public static double[] Of(ReadOnlySpan<double> triangle)
    {
        var scale = new double[SymmetricVector.OrderOf(triangle.Length)];
        for (int i = 0; i < scale.Length; i++)
        {
            double entry = triangle[SymmetricVector.Index(i, i)];
            int exponent = entry > 0 && double.IsFinite(entry) ? (int)Math.Round(-0.5 * Math.Log2(entry)) : 0;
            scale[i] = Math.ScaleB(1, Math.Clamp(exponent, -MaxExponent, MaxExponent));
        }
        return scale;
    }

    /// <summary>
    /// A family scaled for every block of the copositive family by the result of a lower level: M is the slack of a copositive block and the
    /// dual of a completely positive one. Within an orbit of the family's symmetry group the largest entry serves all.
    /// </summary>
    /// <param name="family">The family to scale.</param>
    /// <param name="lower">A result for the same program; blocks of which it has no point or dual are left as they are.</param>
    public static PolynomialApproximation WithScaling(this PolynomialApproximation family, SolveResult lower)
    {
        ArgumentNullException.ThrowIfNull(family);
        ArgumentNullException.ThrowIfNull(lower);
        ConicProgram program = lower.Program;
        double[]? slack = null;
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone is not PolyhedralMatrixCone { Polyhedron: null }) continue;
            ReadOnlySpan<double> matrix;
            if (block.Cone.Kind == ConeKind.Copositive && lower.HasPoint) matrix = block.Of((slack ??= program.Slack(lower.X)).AsSpan());
            else if (block.Cone.Kind == ConeKind.CompletelyPositive && lower.HasDual) matrix = block.Of(lower.Y.AsSpan());
            else continue;
            double[] scale = Of(matrix);
            if (family.Symmetry is { } group && group.Degree == scale.Length)
            {
                int[] orbits = group.Orbits();
                for (int i = 0; i < scale.Length; i++) scale[orbits[i]] = Math.Max(scale[orbits[i]], scale[i]);
                for (int i = 0; i < scale.Length; i++) scale[i] = scale[orbits[i]];
            }
            family = family.WithScaling(block.Name, scale);
        }
        return family;
    }
}

using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// What has to be known of the facets of K = {u : Fu ≥ 0} for rewrites of the cones over it. First, whether K has interior points. Where it has, {U ⪰ 0 : FUFᵀ ≥ 0} has one as well (uuᵀ + εI for Fu > 0), so that
/// its dual {S + FᵀNF : S ⪰ 0, N ≥ 0} is closed. Elsewhere it need not be: for K = {u : u₁ ≥ 0, −u₁ ≥ 0} it lacks the matrix with ones off
/// the diagonal and zeros on it, which is copositive over K.
/// </summary>
internal static class SolidCone
{
    private const int MaxSteps = 2000;

    /// <summary>Whether some u with f_i·u > 0 for all facets f_i ≠ 0 is found and proved to be one; false says nothing.</summary>
    /// <remarks>Gilbert's algorithm for the shortest vector of the convex hull of the normalised facets, which is such a u where there is one.</remarks>
    public static bool HasInteriorPoint(PolyhedralCone cone)
    {
        int d = cone.Dimension;
        double[][] facets = Facets(cone);
        if (facets.Length == 0) return true;
        double[][] unit = Array.ConvertAll(facets, Normalised);
        var u = (double[])unit[0].Clone();
        for (int step = 0; step < MaxSteps; step++)
        {
            int worst = 0;
            for (int i = 1; i < unit.Length; i++)
            {
                if (Dot(unit[i], u) < Dot(unit[worst], u)) worst = i;
            }
            if (Dot(unit[worst], u) > 0 && Array.TrueForAll(facets, f => Rounded.DotDown(f, u) > 0)) return true;
            double slope = 0, length = 0;
            for (int j = 0; j < d; j++)
            {
                double change = unit[worst][j] - u[j];
                slope -= u[j] * change;
                length += change * change;
            }
            if (!(slope > 0)) return false;
            double share = Math.Min(1, slope / length);
            for (int j = 0; j < d; j++) u[j] += share * (unit[worst][j] - u[j]);
        }
        return false;
    }

    /// <summary>Whether f_i·f_j ≥ 0 is proved for every two facets.</summary>
    public static bool HasAcuteFacets(PolyhedralCone cone)
    {
        double[][] facets = Facets(cone);
        for (int j = 1; j < facets.Length; j++)
        {
            for (int i = 0; i < j; i++)
            {
                if (!(ExactSum.Dot(facets[i], facets[j]).Lower >= 0)) return false;
            }
        }
        return true;
    }

    private static double[][] Facets(PolyhedralCone cone)
    {
        var facets = new List<double[]>();
        for (int k = 0; k < cone.Count; k++)
        {
            var facet = new double[cone.Dimension];
            for (int j = 0; j < facet.Length; j++) facet[j] = cone[k, j];
            if (facet.AsSpan().ContainsAnyExcept(0)) facets.Add(facet);
        }
        return [.. facets];
    }

    private static double[] Normalised(double[] facet)
    {
        double largest = 0;
        foreach (double entry in facet) largest = Math.Max(largest, Math.Abs(entry));
        double[] scaled = Array.ConvertAll(facet, entry => entry / largest);
        double norm = Math.Sqrt(Dot(scaled, scaled));
        return Array.ConvertAll(scaled, entry => entry / norm);
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int j = 0; j < a.Length; j++) sum += a[j] * b[j];
        return sum;
    }
}

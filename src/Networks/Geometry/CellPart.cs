using Copositive.Modeling;

namespace Copositive.Networks;

/// <summary>A full-dimensional cone within a cell, spanned by some of the cell's extreme rays: the cell itself, or a piece of it.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed class CellPart
{
    private readonly int[] _rays;
    private readonly int[][] _facets;

    internal CellPart(Arrangement cell, int[] rays, int[][] facets)
    {
        Cell = cell;
        _rays = rays;
        _facets = facets;
    }

    /// <summary>The cell; the part has its active rows.</summary>
    public Arrangement Cell { get; }

    /// <summary>The cell's rays that span the part.</summary>
    public ReadOnlySpan<int> Rays => _rays;

    /// <summary>The number of facets.</summary>
    public int FacetCount => _facets.Length;

    /// <summary>The cell's rays that lie on a facet of the part.</summary>
    /// <param name="facet">The facet, 0-based.</param>
    public ReadOnlySpan<int> RaysOfFacet(int facet) => _facets[facet];

    /// <summary>The whole of a cell.</summary>
    /// <param name="cell">The cell.</param>
    public static CellPart Whole(Arrangement cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var rays = new int[cell.RayCount];
        for (var k = 0; k < rays.Length; k++) rays[k] = k;
        var facets = new int[cell.FacetCount][];
        for (var f = 0; f < facets.Length; f++)
        {
            var facet = f;
            facets[f] = Array.FindAll(rays, k => cell.IsIncident(facet, k));
        }
        return new CellPart(cell, rays, facets);
    }

    /// <summary>
    /// The part as {u : Fu ≥ 0} in R^d, with a unit normal within the row space of the data for each facet: the planes through the rounded
    /// rays, as good as these are.
    /// </summary>
    public PolyhedralCone ToCone() => ConeOf(ray => Cell.Ray(ray).ToArray());

    /// <summary>
    /// The same incidences on other rays: the cone spanned by the images of this part's rays under an injective linear map.
    /// </summary>
    /// <param name="rayOf">The image of each of the cell's rays in the part.</param>
    internal PolyhedralCone ConeOf(Func<int, double[]> rayOf)
    {
        var normals = Array.ConvertAll(_facets, facet => Normal(Array.ConvertAll(facet, ray => rayOf(ray)), rayOf(Opposite(facet)), Cell.Rank - 1));
        var facets = new double[normals.Length, normals[0].Length];
        for (var f = 0; f < normals.Length; f++)
        {
            for (var j = 0; j < normals[f].Length; j++) facets[f, j] = normals[f][j];
        }
        return PolyhedralCone.FromFacets(facets);
    }

    private int Opposite(int[] facet) => Array.Find(_rays, ray => Array.IndexOf(facet, ray) < 0);

    /// <summary>The unit normal of the plane that some rays span, towards another ray: what projection leaves of that one.</summary>
    private static double[] Normal(double[][] spanning, double[] towards, int dimension)
    {
        var basis = GramSchmidt.Orthonormal(spanning, dimension);
        var normal = (double[])towards.Clone();
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var unit in basis)
            {
                var along = GramSchmidt.Dot(unit, normal);
                for (var j = 0; j < normal.Length; j++) normal[j] -= along * unit[j];
            }
            GramSchmidt.Normalize(normal);
        }
        return normal;
    }
}

using Copositive.Modeling;

namespace Copositive.Networks;

/// <summary>
/// Writes a cell as a union of cones with at most four facets and disjoint interiors. CP of a union of convex cones is the sum of their CPs, and
/// with at most four facets doubly nonnegative and completely positive agree: on the pieces, level 0 of the relaxation is exact.
/// </summary>
public static class ConeSplitting
{
    /// <summary>The number of facets up to which level 0 is exact: doubly nonnegative matrices of order 4 are completely positive.</summary>
    public const int ExactFacets = 4;

    /// <summary>The largest rank for which pieces with four facets exist: a pointed cone of rank r has at least r facets.</summary>
    public const int MaximumRank = 4;

    /// <summary>The cell itself, {u : Fu ≥ 0} with the rows of F scaled to length 1; all of R^d (F = 0, one row) where the data is zero.</summary>
    /// <param name="cell">The cell.</param>
    public static PolyhedralCone Whole(Arrangement cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (cell.FacetCount == 0) return PolyhedralCone.FromFacets(new double[1, cell.Dimension]);
        var facets = cell.Facets();
        var rows = new List<double[]>();
        for (var f = 0; f < cell.FacetCount; f++)
        {
            var row = new double[cell.Dimension];
            var largest = 0.0;
            for (var j = 0; j < row.Length; j++) largest = Math.Max(largest, Math.Abs(facets[f, j]));
            for (var j = 0; j < row.Length; j++) row[j] = facets[f, j] / largest;
            GramSchmidt.Normalize(row);
            rows.Add(row);
        }
        return FromRows(rows);
    }

    /// <summary>
    /// The pieces. A cell with at most four facets is its own piece. At rank 3 the polygon of rays is cut by diagonals from one corner into
    /// quadrilaterals and at most one triangle; at rank 4 the polyhedron of rays is cut into simplices by pulling its corners in turn.
    /// Facets that cross the cell are planes through rounded rays: as good as the rays are.
    /// </summary>
    /// <param name="cell">A cell of rank at most 4.</param>
    /// <exception cref="ArgumentException">The cell has more than four facets and rank above 4: its pieces would have more than four facets too.</exception>
    public static IReadOnlyList<PolyhedralCone> Split(Arrangement cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (cell.FacetCount <= ExactFacets) return [Whole(cell)];
        if (cell.Rank > MaximumRank)
            throw new ArgumentException(
                $"The cell has {cell.FacetCount} facets and rank {cell.Rank}; cones with at most {ExactFacets} facets exist up to rank {MaximumRank}. Use a higher level of a hierarchy instead.",
                nameof(cell));
        var pieces = new List<PolyhedralCone>();
        if (cell.Rank == 3)
        {
            var polygon = Polygon(cell);
            for (var k = 1; k + 1 < polygon.Length; k += 2)
                pieces.Add(FromPolygon(cell, k + 2 < polygon.Length ? [polygon[0], .. polygon[k..(k + 3)]] : [polygon[0], .. polygon[k..(k + 2)]]));
            return pieces;
        }
        foreach (var simplex in Pull(cell, cell.Faces[0])) pieces.Add(FromSimplex(cell, simplex));
        return pieces;
    }

    /// <summary>The rays of a cell of rank 3 in cyclic order: each facet holds two neighbours.</summary>
    private static int[] Polygon(Arrangement cell)
    {
        var order = new List<int> { 0 };
        for (int previous = -1, current = 0; order.Count < cell.RayCount;)
        {
            var next = -1;
            foreach (var face in cell.Faces)
            {
                if (face.Dimension != 2 || face.Rays.IndexOf(current) < 0) continue;
                var other = face.Rays[0] == current ? face.Rays[1] : face.Rays[0];
                if (other != previous) next = other;
            }
            order.Add(next);
            (previous, current) = (current, next);
        }
        return [.. order];
    }

    private static PolyhedralCone FromPolygon(Arrangement cell, int[] corners)
    {
        var rows = new List<double[]>();
        for (var k = 0; k < corners.Length; k++)
            rows.Add(Normal(cell, [corners[k], corners[(k + 1) % corners.Length]], corners[(k + 2) % corners.Length]));
        return FromRows(rows);
    }

    /// <summary>Pulling triangulation: the first ray of a face joined to a triangulation of every facet of the face that does not contain it.</summary>
    private static IEnumerable<int[]> Pull(Arrangement cell, CellFace face)
    {
        var apex = face.Rays[0];
        if (face.Dimension == 1)
        {
            yield return [apex];
            yield break;
        }
        foreach (var facet in cell.Faces)
        {
            if (facet.Dimension != face.Dimension - 1 || facet.Rays.IndexOf(apex) >= 0 || !IsSubset(facet, face)) continue;
            foreach (var simplex in Pull(cell, facet)) yield return [apex, .. simplex];
        }
    }

    private static bool IsSubset(CellFace inner, CellFace outer)
    {
        foreach (var ray in inner.Rays)
        {
            if (outer.Rays.IndexOf(ray) < 0) return false;
        }
        return true;
    }

    private static PolyhedralCone FromSimplex(Arrangement cell, int[] corners)
    {
        var rows = new List<double[]>();
        foreach (var opposite in corners) rows.Add(Normal(cell, Array.FindAll(corners, corner => corner != opposite), opposite));
        return FromRows(rows);
    }

    /// <summary>The unit normal, within the row space, of the plane through some rays, towards another one: its remainder after projection.</summary>
    private static double[] Normal(Arrangement cell, int[] spanning, int towards)
    {
        var basis = GramSchmidt.Orthonormal(Array.ConvertAll(spanning, ray => cell.Ray(ray).ToArray()), spanning.Length);
        var normal = cell.Ray(towards).ToArray();
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

    private static PolyhedralCone FromRows(List<double[]> rows)
    {
        var facets = new double[rows.Count, rows[0].Length];
        for (var f = 0; f < rows.Count; f++)
        {
            for (var j = 0; j < rows[f].Length; j++) facets[f, j] = rows[f][j];
        }
        return PolyhedralCone.FromFacets(facets);
    }
}

namespace Copositive.Networks;

/// <summary>
/// Writes a cell as a union of cones with at most four facets and disjoint interiors. CP of a union of convex cones is the sum of their
/// CPs, and with at most four facets doubly nonnegative and completely positive agree: on the pieces, level 0 of the relaxation is exact.
/// </summary>
public static class ConeSplitting
{
    /// <summary>
    /// The number of facets up to which level 0 is exact: doubly nonnegative matrices of order 4 are completely positive.
    /// </summary>
    public const int ExactFacets = 4;

    /// <summary>The largest rank for which pieces with four facets exist: a pointed cone of rank r has at least r facets.</summary>
    public const int MaximumRank = 4;

    /// <summary>
    /// The pieces. A cell with at most four facets is its own piece. At rank 3 the polygon of rays is cut by diagonals from one corner into
    /// quadrilaterals and at most one triangle; at rank 4 the polyhedron of rays is cut into simplices by pulling its corners in turn.
    /// </summary>
    /// <param name="cell">A cell of rank at most 4.</param>
    /// <exception cref="ArgumentException">The cell has more than four facets and rank above 4: its pieces would have more than four facets
    /// too.</exception>
    public static IReadOnlyList<CellPart> Split(Arrangement cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (cell.FacetCount <= ExactFacets) return [CellPart.Whole(cell)];
        if (cell.Rank > MaximumRank)
            throw new ArgumentException(
                $"The cell has {cell.FacetCount} facets and rank {cell.Rank}; cones with at most {ExactFacets} facets exist up to rank {MaximumRank}. Use a higher level of a hierarchy instead.",
                nameof(cell));
        var pieces = new List<CellPart>();
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

    private static CellPart FromPolygon(Arrangement cell, int[] corners)
    {
        var facets = new int[corners.Length][];
        for (var k = 0; k < corners.Length; k++) facets[k] = [corners[k], corners[(k + 1) % corners.Length]];
        return new CellPart(cell, corners, facets);
    }

    /// <summary>
    /// Pulling triangulation: the first ray of a face joined to a triangulation of every facet of the face that does not contain it.
    /// </summary>
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

    private static CellPart FromSimplex(Arrangement cell, int[] corners) =>
        new(cell, corners, Array.ConvertAll(corners, opposite => Array.FindAll(corners, corner => corner != opposite)));
}

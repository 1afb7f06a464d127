namespace Copositive.Networks;

/// <summary>The face lattice of a cell: the faces are the intersections of facets, each known by the extreme rays on it.</summary>
internal static class CellFaces
{
    /// <summary>
    /// Every face of positive dimension, larger dimensions first. The dimension is exact: 1 for a ray, else
    /// one more than the largest dimension of a proper subface, since the lattice of faces is graded.
    /// </summary>
    public static CellFace[] Find(Arrangement cell)
    {
        var whole = new RaySet(Enumerable.Range(0, cell.RayCount));
        var facets = new RaySet[cell.FacetCount];
        for (var f = 0; f < facets.Length; f++)
        {
            var facet = f;
            facets[f] = new RaySet(Enumerable.Range(0, cell.RayCount).Where(k => cell.IsIncident(facet, k)));
        }
        var found = new HashSet<RaySet> { whole };
        var pending = new Queue<RaySet>(found);
        while (pending.TryDequeue(out var face))
        {
            foreach (var facet in facets)
            {
                var meet = face.Intersect(facet);
                if (meet.Count > 0 && found.Add(meet)) pending.Enqueue(meet);
            }
        }

        var ascending = found.OrderBy(face => face.Count).ThenBy(face => face).ToArray();
        var dimensions = new int[ascending.Length];
        for (var a = 0; a < ascending.Length; a++)
        {
            dimensions[a] = ascending[a].Count == 0 ? 0 : 1;
            for (var b = 0; b < a; b++)
            {
                if (ascending[b].Count < ascending[a].Count && ascending[b].IsSubsetOf(ascending[a]))
                    dimensions[a] = Math.Max(dimensions[a], dimensions[b] + 1);
            }
        }
        var faces = new List<CellFace>(ascending.Length);
        for (var a = 0; a < ascending.Length; a++)
        {
            if (dimensions[a] == 0) continue;
            var rays = ascending[a].Rays;
            faces.Add(new CellFace(dimensions[a], rays, GramSchmidt.Orthonormal(Array.ConvertAll(rays, ray => cell.Ray(ray).ToArray()), dimensions[a])));
        }
        return [.. faces.OrderByDescending(static face => face.Dimension)];
    }
}

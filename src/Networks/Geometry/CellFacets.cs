using System.Numerics;

namespace Copositive.Networks;

/// <summary>The facets of a cell from the incidences of its rays.</summary>
internal static class CellFacets
{
    /// <summary>
    /// The hyperplanes that are facets, ascending. A hyperplane that touches the cell does so in a face; it is a facet exactly when that
    /// face is in no other hyperplane's, since distinct hyperplanes share no facet and every smaller face lies in one.
    /// </summary>
    public static int[] Find(ArrangementRay[] rays, ArrangementFrame frame)
    {
        var touching = new List<int>();
        var counts = new int[frame.Normals.Length];
        foreach (var ray in rays)
        {
            for (var w = 0; w < frame.Words; w++)
            {
                for (var bits = ray.Tight[w]; bits != 0; bits &= bits - 1) counts[64 * w + BitOperations.TrailingZeroCount(bits)]++;
            }
        }
        for (var h = 0; h < counts.Length; h++)
        {
            if (counts[h] >= frame.Rank - 1) touching.Add(h);
        }
        var facets = new List<int>(touching.Count);
        foreach (var h in touching)
        {
            var maximal = true;
            foreach (var other in touching)
            {
                if (other == h || counts[other] < counts[h] || !Covers(rays, other, h)) continue;
                maximal = false;
                break;
            }
            if (maximal) facets.Add(h);
        }
        return [.. facets];
    }

    /// <summary>Whether every ray on hyperplane h is on the other one too.</summary>
    private static bool Covers(ArrangementRay[] rays, int other, int h)
    {
        foreach (var ray in rays)
        {
            if ((ray.Tight[h >> 6] >> (h & 63) & 1) != 0 && (ray.Tight[other >> 6] >> (other & 63) & 1) == 0) return false;
        }
        return true;
    }
}

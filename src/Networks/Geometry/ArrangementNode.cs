using System.Numerics;

namespace Copositive.Networks;

/// <summary>A pointed cone bounded by some of the hyperplanes, given by its extreme rays: a union of cells, or a single one.</summary>
internal sealed class ArrangementNode(ArrangementRay[] rays)
{
    /// <summary>The extreme rays.</summary>
    public ArrangementRay[] Rays { get; } = rays;

    /// <summary>
    /// The first hyperplane that meets the interior, or −1 where the cone is a cell. A hyperplane meets the interior exactly when rays lie
    /// strictly on both of its sides. The others go to <paramref name="valid"/>: they bound the cone or leave it on one side.
    /// </summary>
    public int FirstCut(ArrangementFrame frame, Span<ulong> valid)
    {
        var first = -1;
        for (var w = 0; w < frame.Words; w++)
        {
            ulong positive = 0, negative = 0;
            foreach (var ray in Rays)
            {
                negative |= ray.Negative[w];
                positive |= ~(ray.Negative[w] | ray.Tight[w]);
            }
            var cut = positive & negative & frame.All[w];
            valid[w] = ~cut & frame.All[w];
            if (first < 0 && cut != 0) first = 64 * w + BitOperations.TrailingZeroCount(cut);
        }
        return first;
    }

    /// <summary>
    /// The two parts on the sides of a hyperplane, by the double description method (Motzkin, Raiffa, Thompson and Thrall): both keep the
    /// rays on their side and on the hyperplane, and gain its crossing with every two-dimensional face that it separates.
    /// </summary>
    public (ArrangementNode Positive, ArrangementNode Negative) Split(int h, ReadOnlySpan<ulong> valid, ArrangementFrame frame)
    {
        var word = h >> 6;
        var bit = 1UL << (h & 63);
        var positive = new List<ArrangementRay>();
        var negative = new List<ArrangementRay>();
        var shared = new List<ArrangementRay>();
        foreach (var ray in Rays)
            ((ray.Tight[word] & bit) != 0 ? shared : (ray.Negative[word] & bit) != 0 ? negative : positive).Add(ray);
        foreach (var p in positive)
        {
            foreach (var q in negative)
            {
                if (Adjacent(p, q, valid, frame.Rank)) shared.Add(ArrangementRay.Crossing(p, q, h, frame));
            }
        }
        return (new ArrangementNode([.. positive, .. shared]), new ArrangementNode([.. negative, .. shared]));
    }

    /// <summary>
    /// Whether two rays span a two-dimensional face: the smallest face containing both is cut out by the valid hyperplanes through both,
    /// and it is two-dimensional exactly when no third ray lies on all of them.
    /// </summary>
    private bool Adjacent(ArrangementRay p, ArrangementRay q, ReadOnlySpan<ulong> valid, int rank)
    {
        var common = 0;
        for (var w = 0; w < valid.Length; w++) common += BitOperations.PopCount(p.Tight[w] & q.Tight[w] & valid[w]);
        if (common < rank - 2) return false;
        foreach (var ray in Rays)
        {
            if (ray == p || ray == q) continue;
            var contains = true;
            for (var w = 0; w < valid.Length && contains; w++) contains = (p.Tight[w] & q.Tight[w] & valid[w] & ~ray.Tight[w]) == 0;
            if (contains) return false;
        }
        return true;
    }
}

namespace Copositive.Networks;

/// <summary>An immutable ascending set of ray numbers with value equality.</summary>
internal sealed class RaySet(IEnumerable<int> ascending) : IEquatable<RaySet>, IComparable<RaySet>
{
    /// <summary>The members, ascending.</summary>
    public int[] Rays { get; } = [.. ascending];

    public int Count => Rays.Length;

    public RaySet Intersect(RaySet other) => new(Rays.Where(other.Contains));

    public bool IsSubsetOf(RaySet other) => Array.TrueForAll(Rays, other.Contains);

    public bool Contains(int ray) => Array.BinarySearch(Rays, ray) >= 0;

    public bool Equals(RaySet? other) => other is not null && Rays.AsSpan().SequenceEqual(other.Rays);

    public override bool Equals(object? obj) => Equals(obj as RaySet);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var ray in Rays) hash.Add(ray);
        return hash.ToHashCode();
    }

    public int CompareTo(RaySet? other) => other is null ? 1 : Rays.AsSpan().SequenceCompareTo(other.Rays);
}

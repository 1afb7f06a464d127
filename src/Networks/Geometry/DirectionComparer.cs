using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Copositive.Networks;

/// <summary>Equality of integer vectors entry by entry.</summary>
internal sealed class DirectionComparer : IEqualityComparer<BigInteger[]>
{
    public static DirectionComparer Instance { get; } = new();

    public bool Equals(BigInteger[]? x, BigInteger[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode([DisallowNull] BigInteger[] obj)
    {
        var hash = new HashCode();
        foreach (ref readonly var value in obj.AsSpan()) hash.Add(value.GetHashCode());
        return hash.ToHashCode();
    }
}

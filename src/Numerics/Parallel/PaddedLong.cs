using System.Runtime.InteropServices;

namespace Copositive.Numerics;

/// <summary>A number that shares its cache line, and the one a prefetcher adds to it, with nothing else.</summary>
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct PaddedLong
{
    /// <summary>The number.</summary>
    [FieldOffset(128)]
    public long Value;
}

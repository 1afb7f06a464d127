using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Copositive.Numerics;

/// <summary>
/// Doubles at a fixed address that is a multiple of 64 bytes (a cache line, and a vector of 512 bits). The garbage collector owns the
/// memory, so there is nothing to dispose; a pointer is valid as long as the buffer is reachable.
/// </summary>
internal sealed unsafe class AlignedBuffer
{
    private const int Alignment = 64;
    private const int LeastForHugePages = 1 << 19;
    private readonly object _owner;

    /// <summary>Allocates <paramref name="length"/> doubles, all zero.</summary>
    public AlignedBuffer(int length)
    {
        Length = length;
        if (length >= LeastForHugePages)
        {
            var block = new HugePageBlock(sizeof(double) * (long)length);
            _owner = block;
            Pointer = block.Pointer;
            return;
        }
        double[] storage = GC.AllocateArray<double>(length + Alignment / sizeof(double), pinned: true);
        _owner = storage;
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(storage));
        Pointer = (double*)((address + (Alignment - 1)) & ~(nuint)(Alignment - 1));
    }

    /// <summary>The number of doubles.</summary>
    public int Length { get; }

    /// <summary>The first double.</summary>
    public double* Pointer { get; }

    /// <summary>The doubles as a span.</summary>
    public Span<double> Span => new(Pointer, Length);
}

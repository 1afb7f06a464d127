using System.Runtime.InteropServices;

namespace Copositive.Benchmarks.Solvers;

/// <summary>
/// A C struct written or read member by member. Members lie at the next multiple of their size, as C compilers place them; the type scs_int
/// has 4 or 8 bytes, as the library was built.
/// </summary>
internal sealed unsafe class NativeBlock : IDisposable
{
    private const int Capacity = 1024;
    private readonly int _integerSize;
    private readonly byte* _start;
    private byte* _at;

    /// <summary>A struct of zeros, larger than any of SCS.</summary>
    public NativeBlock(int integerSize, byte fill = 0)
    {
        _integerSize = integerSize;
        _start = _at = (byte*)NativeMemory.Alloc(Capacity);
        new Span<byte>(_start, Capacity).Fill(fill);
    }

    /// <summary>The address of the first member.</summary>
    public nint Address => (nint)_start;

    /// <summary>All bytes.</summary>
    public ReadOnlySpan<byte> Bytes => new(_start, Capacity);

    /// <summary>Goes back to the first member.</summary>
    public NativeBlock Rewind()
    {
        _at = _start;
        return this;
    }

    /// <summary>Writes an scs_int.</summary>
    public NativeBlock Integer(long value)
    {
        byte* at = Next(_integerSize);
        if (_integerSize == sizeof(int)) *(int*)at = (int)value;
        else *(long*)at = value;
        return this;
    }

    /// <summary>Writes an scs_float.</summary>
    public NativeBlock Real(double value)
    {
        *(double*)Next(sizeof(double)) = value;
        return this;
    }

    /// <summary>Writes a pointer.</summary>
    public NativeBlock Pointer(nint value)
    {
        *(nint*)Next(sizeof(nint)) = value;
        return this;
    }

    /// <summary>Passes over members of type scs_int.</summary>
    public NativeBlock SkipIntegers(int count)
    {
        while (count-- > 0) Next(_integerSize);
        return this;
    }

    /// <summary>Passes over members of type scs_float.</summary>
    public NativeBlock SkipReals(int count)
    {
        while (count-- > 0) Next(sizeof(double));
        return this;
    }

    /// <summary>Passes over an array of characters.</summary>
    public NativeBlock SkipText(int length)
    {
        _at += length;
        return this;
    }

    /// <summary>Reads an scs_int.</summary>
    public long ReadInteger()
    {
        byte* at = Next(_integerSize);
        return _integerSize == sizeof(int) ? *(int*)at : *(long*)at;
    }

    /// <summary>Reads an scs_float.</summary>
    public double ReadReal() => *(double*)Next(sizeof(double));

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.Free(_start);

    private byte* Next(int size)
    {
        long offset = (_at - _start + size - 1) / size * size;
        byte* at = _start + offset;
        _at = at + size;
        return at;
    }
}

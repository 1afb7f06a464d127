using System.Runtime.InteropServices;

namespace Copositive.Benchmarks.Solvers;

/// <summary>Arrays for a C library, freed together.</summary>
internal sealed unsafe class NativeArrays(int integerSize) : IDisposable
{
    private readonly List<nint> _blocks = [];

    /// <summary>A copy of an array of scs_float.</summary>
    public nint Reals(ReadOnlySpan<double> values)
    {
        nint address = Allocate((nuint)values.Length * sizeof(double));
        values.CopyTo(new Span<double>((void*)address, values.Length));
        return address;
    }

    /// <summary>A copy of an array of scs_int.</summary>
    public nint Integers(ReadOnlySpan<int> values)
    {
        nint address = Allocate((nuint)values.Length * (nuint)integerSize);
        if (integerSize == sizeof(int))
        {
            values.CopyTo(new Span<int>((void*)address, values.Length));
            return address;
        }
        var wide = new Span<long>((void*)address, values.Length);
        for (int k = 0; k < values.Length; k++) wide[k] = values[k];
        return address;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (nint block in _blocks) NativeMemory.Free((void*)block);
        _blocks.Clear();
    }

    private nint Allocate(nuint bytes)
    {
        var address = (nint)NativeMemory.Alloc(Math.Max(bytes, 1));
        _blocks.Add(address);
        return address;
    }
}

namespace Copositive.Numerics;

/// <summary>
/// The operations of a vector of doubles that a kernel is written in, so that one source serves vectors of 512, 256 and 128 bits and
/// plain doubles. An implementation is a type argument, hence each kernel is compiled separately for each width, without calls.
/// </summary>
/// <typeparam name="TVector">The vector, or <see cref="double"/> where there is no vector hardware.</typeparam>
internal unsafe interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>The number of doubles in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>All lanes zero.</summary>
    static abstract TVector Zero { get; }

    /// <summary>Reads <see cref="Count"/> doubles; no alignment is needed.</summary>
    static abstract TVector Load(double* source);

    /// <summary>Writes <see cref="Count"/> doubles.</summary>
    static abstract void Store(TVector value, double* target);

    /// <summary>The value in every lane.</summary>
    static abstract TVector Broadcast(double value);

    /// <summary>x + y.</summary>
    static abstract TVector Add(TVector x, TVector y);

    /// <summary>x − y.</summary>
    static abstract TVector Subtract(TVector x, TVector y);

    /// <summary>x · y, lane by lane.</summary>
    static abstract TVector Multiply(TVector x, TVector y);

    /// <summary>x / y, lane by lane.</summary>
    static abstract TVector Divide(TVector x, TVector y);

    /// <summary>x · y + z, with one rounding where the hardware has it.</summary>
    static abstract TVector MultiplyAdd(TVector x, TVector y, TVector z);

    /// <summary>z − x · y, with one rounding where the hardware has it.</summary>
    static abstract TVector MultiplySubtractFrom(TVector x, TVector y, TVector z);

    /// <summary>The sum of the lanes.</summary>
    static abstract double Sum(TVector value);
}

namespace Copositive.Numerics;

/// <summary>
/// The operations of a vector of numbers that a kernel is written in, so that one source serves vectors of 512, 256 and 128 bits and
/// single numbers. An implementation is a type argument, hence each kernel is compiled separately for each width, without calls.
/// </summary>
/// <typeparam name="TVector">The vector, or <typeparamref name="T"/> itself where there is no vector hardware.</typeparam>
/// <typeparam name="T">The number: <see cref="double"/> or <see cref="float"/>.</typeparam>
/// <remarks>
/// A mask is a vector made by <see cref="LessThan"/>; only <see cref="Select"/>, <see cref="And"/> and <see cref="Any"/> may read it.
/// </remarks>
internal unsafe interface ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>All lanes zero.</summary>
    static abstract TVector Zero { get; }

    /// <summary>Reads <see cref="Count"/> numbers; no alignment is needed.</summary>
    static abstract TVector Load(T* source);

    /// <summary>Writes <see cref="Count"/> numbers.</summary>
    static abstract void Store(TVector value, T* target);

    /// <summary>The value in every lane.</summary>
    static abstract TVector Broadcast(T value);

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

    /// <summary>√x, lane by lane.</summary>
    static abstract TVector Sqrt(TVector x);

    /// <summary>|x|, lane by lane.</summary>
    static abstract TVector Abs(TVector x);

    /// <summary>The larger of x and y, lane by lane; unspecified where one is NaN.</summary>
    static abstract TVector Max(TVector x, TVector y);

    /// <summary>The smaller of x and y, lane by lane; unspecified where one is NaN.</summary>
    static abstract TVector Min(TVector x, TVector y);

    /// <summary>The mask of the lanes with x &lt; y.</summary>
    static abstract TVector LessThan(TVector x, TVector y);

    /// <summary>The mask of the lanes in both masks.</summary>
    static abstract TVector And(TVector x, TVector y);

    /// <summary>x in the lanes of the mask, y in the others.</summary>
    static abstract TVector Select(TVector mask, TVector x, TVector y);

    /// <summary>Whether the mask has a lane.</summary>
    static abstract bool Any(TVector mask);

    /// <summary>x₀, y₀, x₁, y₁, … from the lower halves.</summary>
    static abstract TVector InterleaveLow(TVector x, TVector y);

    /// <summary>The same from the upper halves. Of single numbers, low gives x and high y.</summary>
    static abstract TVector InterleaveHigh(TVector x, TVector y);

    /// <summary>The sum of the lanes.</summary>
    static abstract T Sum(TVector value);
}

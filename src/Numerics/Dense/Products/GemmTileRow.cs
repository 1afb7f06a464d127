using System.Numerics;
using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>One row of a register tile: up to three vectors of sums.</summary>
/// <remarks>The compiler keeps the vectors in registers, and drops those beyond <typeparamref name="TWidth"/>.</remarks>
internal unsafe struct GemmTileRow<TLanes, TVector, T, TWidth>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TWidth : struct, ITileSize
{
    private TVector _first, _middle, _last;

    /// <summary>Adds a times a row of B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T a, TVector first, TVector middle, TVector last)
    {
        TVector x = TLanes.Broadcast(a);
        _first = TLanes.MultiplyAdd(first, x, _first);
        if (TWidth.Value > 2)
            _middle = TLanes.MultiplyAdd(middle, x, _middle);
        if (TWidth.Value > 1)
            _last = TLanes.MultiplyAdd(last, x, _last);
    }

    /// <summary>
    /// Writes β times the row of C plus α times the sums. All of C's row is read before it is written; with β = 0 it is not read.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* c, in GemmTileOperands<T> operands)
    {
        T* cMiddle = c + TLanes.Count, cLast = c + operands.CLast;
        TVector alpha = TLanes.Broadcast(operands.Alpha);
        TVector first = TLanes.Multiply(_first, alpha), middle = TLanes.Multiply(_middle, alpha), last = TLanes.Multiply(_last, alpha);
        if (operands.Beta != T.Zero)
        {
            TVector beta = TLanes.Broadcast(operands.Beta);
            first = TLanes.MultiplyAdd(TLanes.Load(c), beta, first);
            if (TWidth.Value > 2)
                middle = TLanes.MultiplyAdd(TLanes.Load(cMiddle), beta, middle);
            if (TWidth.Value > 1)
                last = TLanes.MultiplyAdd(TLanes.Load(cLast), beta, last);
        }
        TLanes.Store(first, c);
        if (TWidth.Value > 2)
            TLanes.Store(middle, cMiddle);
        if (TWidth.Value > 1)
            TLanes.Store(last, cLast);
    }
}

using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// Moves arrays of equal length, one after the other in memory, to the lanes of vectors and back: array l of a group goes to lane l, its
/// entry e to vector e.
/// </summary>
internal static unsafe class LaneInterleaving<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>Reads <paramref name="arrays"/> arrays; the lanes beyond them are zero.</summary>
    /// <param name="source">The first array.</param>
    /// <param name="length">Entries of an array.</param>
    /// <param name="arrays">At most the number of lanes.</param>
    /// <param name="target">Receives <paramref name="length"/> vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather(double* source, int length, int arrays, double* target)
    {
        int lanes = TLanes.Count;
        if (lanes == 8 && arrays == 8)
        {
            double* s1 = source + length, s2 = s1 + length, s3 = s2 + length, s4 = s3 + length, s5 = s4 + length, s6 = s5 + length,
                s7 = s6 + length;
            for (nint e = 0; e < length; e++, target += 8)
            {
                target[0] = source[e];
                target[1] = s1[e];
                target[2] = s2[e];
                target[3] = s3[e];
                target[4] = s4[e];
                target[5] = s5[e];
                target[6] = s6[e];
                target[7] = s7[e];
            }
            return;
        }
        for (int lane = 0; lane < lanes; lane++)
        {
            double* to = target + lane;
            if (lane < arrays)
                for (nint e = 0; e < length; e++, to += lanes)
                    *to = source[(nint)lane * length + e];
            else
                for (nint e = 0; e < length; e++, to += lanes)
                    *to = 0;
        }
    }

    /// <summary>Writes <paramref name="arrays"/> arrays from as many lanes.</summary>
    /// <param name="source"><paramref name="length"/> vectors.</param>
    /// <param name="length">Entries of an array.</param>
    /// <param name="arrays">At most the number of lanes.</param>
    /// <param name="target">Receives the arrays.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scatter(double* source, int length, int arrays, double* target)
    {
        for (int lane = 0; lane < arrays; lane++)
        {
            double* from = source + lane;
            for (nint e = 0; e < length; e++, from += TLanes.Count)
                *target++ = *from;
        }
    }
}

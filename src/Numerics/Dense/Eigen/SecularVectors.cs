using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// The eigenvectors of diag(d) + ρ zz', given the roots: they are made from weights ẑ for which the computed roots are the exact ones,
/// which makes them orthogonal to working precision (Gu and Eisenstat, "A stable and efficient algorithm for the rank-one modification
/// of the symmetric eigenproblem", 1994).
/// </summary>
internal static unsafe class SecularVectors<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>
    /// ẑ_i for from ≤ i &lt; end, a range as for the roots: ẑ_i² = (λ_i − d_i) Π_{j≠i} (λ_j − d_i)/(d_j − d_i), up to the factor ρ that
    /// normalising removes; ẑ_i has z_i's sign.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MakeWeights(in SecularProblem problem, int from, int end)
    {
        int count = problem.Count;
        double* d = problem.Poles, origins = problem.Origins, offsets = problem.Offsets;
        TVector one = TLanes.Broadcast(1);
        for (int i = from; i < end; i += TLanes.Count)
        {
            TVector pole = TLanes.Load(problem.OrderedPoles + i), product = one;
            int j = 0;
            // Differences lie between 1e-40 and 1e10, so that products of four neither overflow nor vanish; they save divisions.
            for (; j + 4 <= count; j += 4)
            {
                TVector roots = TLanes.Multiply(
                    TLanes.Multiply(Difference(pole, origins[j], offsets[j]), Difference(pole, origins[j + 1], offsets[j + 1])),
                    TLanes.Multiply(Difference(pole, origins[j + 2], offsets[j + 2]), Difference(pole, origins[j + 3], offsets[j + 3])));
                TVector poles = TLanes.Multiply(
                    TLanes.Multiply(Gap(pole, d[j], one), Gap(pole, d[j + 1], one)),
                    TLanes.Multiply(Gap(pole, d[j + 2], one), Gap(pole, d[j + 3], one)));
                product = TLanes.Multiply(product, TLanes.Divide(roots, poles));
            }
            for (; j < count; j++)
                product = TLanes.Multiply(product, TLanes.Divide(Difference(pole, origins[j], offsets[j]), Gap(pole, d[j], one)));
            TVector size = TLanes.Sqrt(TLanes.Abs(product));
            TVector isNegative = TLanes.LessThan(TLanes.Load(problem.OrderedZ + i), TLanes.Zero);
            TLanes.Store(TLanes.Select(isNegative, TLanes.Subtract(TLanes.Zero, size), size), problem.ExactZ + i);
        }
        if (end == count)
            new Span<double>(problem.ExactZ + count, TLanes.Count - 1).Clear();
    }

    /// <summary>
    /// The unit vectors u_i ∝ ẑ_i/(d_i − λ_j) for from ≤ j &lt; end, as rows that have <see cref="SecularProblem.Padding"/> after them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MakeVectors(in SecularProblem problem, int from, int end, double* target, nint stride)
    {
        int count = problem.Count, lanes = TLanes.Count;
        double* z = problem.ExactZ, d = problem.OrderedPoles;
        for (int j = from; j < end; j++, target += stride)
        {
            TVector sum = TLanes.Zero;
            for (int i = 0; i < count; i += lanes)
            {
                TVector u = TLanes.Divide(TLanes.Load(z + i), Difference(TLanes.Load(d + i), problem.Origins[j], problem.Offsets[j]));
                sum = TLanes.MultiplyAdd(u, u, sum);
                TLanes.Store(u, target + i);
            }
            TVector scale = TLanes.Broadcast(1 / Math.Sqrt(TLanes.Sum(sum)));
            for (int i = 0; i < count; i += lanes)
                TLanes.Store(TLanes.Multiply(scale, TLanes.Load(target + i)), target + i);
        }
    }

    /// <summary>
    /// The products of the same unit vectors u_j with two vectors, of which only these are wanted: row j of the target receives
    /// (u_j · first, u_j · second). Both have <see cref="SecularProblem.Padding"/> finite numbers after them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MakeProducts(
        in SecularProblem problem, int from, int end, double* first, double* second, double* target, nint stride)
    {
        int count = problem.Count, longest = RowCombination<TLanes, TVector>.LongestSum;
        double* z = problem.ExactZ, d = problem.OrderedPoles;
        for (int j = from; j < end; j++, target += stride)
        {
            TVector origin = TLanes.Broadcast(problem.Origins[j]), offset = TLanes.Broadcast(problem.Offsets[j]);
            double squares = 0, firstProduct = 0, secondProduct = 0;
            for (int start = 0; start < count; start += longest)
            {
                TVector sum = TLanes.Zero, firstSum = TLanes.Zero, secondSum = TLanes.Zero;
                for (int i = start, last = Math.Min(start + longest, count); i < last; i += TLanes.Count)
                {
                    TVector difference = TLanes.Subtract(TLanes.Subtract(TLanes.Load(d + i), origin), offset);
                    TVector u = TLanes.Divide(TLanes.Load(z + i), difference);
                    sum = TLanes.MultiplyAdd(u, u, sum);
                    firstSum = TLanes.MultiplyAdd(u, TLanes.Load(first + i), firstSum);
                    secondSum = TLanes.MultiplyAdd(u, TLanes.Load(second + i), secondSum);
                }
                squares += TLanes.Sum(sum);
                firstProduct += TLanes.Sum(firstSum);
                secondProduct += TLanes.Sum(secondSum);
            }
            double scale = 1 / Math.Sqrt(squares);
            target[0] = scale * firstProduct;
            target[1] = scale * secondProduct;
        }
    }

    /// <summary>d_i − λ_j to full relative accuracy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Difference(TVector pole, double origin, double offset) =>
        TLanes.Subtract(TLanes.Subtract(pole, TLanes.Broadcast(origin)), TLanes.Broadcast(offset));

    /// <summary>d_i − d_j, or 1 at i = j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Gap(TVector pole, double other, TVector one)
    {
        TVector difference = TLanes.Subtract(pole, TLanes.Broadcast(other));
        return TLanes.Select(TLanes.LessThan(TLanes.Zero, TLanes.Abs(difference)), difference, one);
    }
}

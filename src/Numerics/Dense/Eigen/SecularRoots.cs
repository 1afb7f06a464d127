using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// The roots of the secular equation f(λ) = 1 + Σ w_i/(d_i − λ) = 0, w_i = ρz_i²: one right of each pole d_j, a vector of them at a time.
/// </summary>
/// <remarks>
/// A root is sought as an offset μ from the nearer pole, so that all d_i − λ are accurate however close λ is to a pole (Li, "Solving
/// secular equations stably and efficiently", LAPACK Working Note 89, 1993). Each step solves a model with the two poles around the
/// root, inside a bracket that bisection shrinks where the model is slow.
/// </remarks>
internal static unsafe class SecularRoots<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    private const double Roundoff = 1.1102230246251565e-16;

    /// <summary>Bisection alone halves a bracket to the last bit in fewer steps.</summary>
    private const int MaxIterations = 120;

    /// <summary>Finds the roots from … end − 1; both must be multiples of the number of lanes, or the end that of the roots.</summary>
    public static void Find(in SecularProblem problem, int from, int end)
    {
        for (int j = from; j < end; j += TLanes.Count)
            FindGroup(in problem, j);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FindGroup(in SecularProblem problem, int group)
    {
        int count = problem.Count, lanes = TLanes.Count, groupEnd = Math.Min(group + lanes, count);
        double* d = problem.Poles, w = problem.Weights;
        double* indices = stackalloc double[lanes];
        for (int lane = 0; lane < lanes; lane++)
            indices[lane] = group + lane;
        TVector index = TLanes.Load(indices), one = TLanes.Broadcast(1);
        TVector active = TLanes.LessThan(index, TLanes.Broadcast(count));
        TVector leftPole = TLanes.Load(d + group), rightPole = TLanes.Load(d + group + 1);
        TVector half = TLanes.Multiply(TLanes.Broadcast(0.5), TLanes.Subtract(rightPole, leftPole));
        TVector origin = leftPole, mu = half, low = TLanes.Zero, high = half;
        TVector previous = TLanes.Broadcast(double.MaxValue), slow = TLanes.Zero;
        for (int iteration = 0; iteration < MaxIterations; iteration++)
        {
            TVector left = TLanes.Zero, leftSlope = TLanes.Zero, right = TLanes.Zero, rightSlope = TLanes.Zero;
            AddTerms(d, w, 0, group, origin, mu, ref left, ref leftSlope);
            for (int i = group; i < groupEnd; i++)
            {
                TVector inverse = TLanes.Divide(one, Delta(d[i], origin, mu));
                TVector term = TLanes.Multiply(TLanes.Broadcast(w[i]), inverse), slope = TLanes.Multiply(term, inverse);
                TVector isLeft = TLanes.LessThan(TLanes.Broadcast(i - 0.5), index);
                left = TLanes.Add(left, TLanes.Select(isLeft, term, TLanes.Zero));
                right = TLanes.Add(right, TLanes.Select(isLeft, TLanes.Zero, term));
                leftSlope = TLanes.Add(leftSlope, TLanes.Select(isLeft, slope, TLanes.Zero));
                rightSlope = TLanes.Add(rightSlope, TLanes.Select(isLeft, TLanes.Zero, slope));
            }
            AddTerms(d, w, groupEnd, count, origin, mu, ref right, ref rightSlope);
            TVector f = TLanes.Add(one, TLanes.Add(left, right));
            if (iteration == 0)
            {
                TVector isNearLeft = TLanes.LessThan(TLanes.Zero, f);
                origin = TLanes.Select(isNearLeft, leftPole, rightPole);
                low = TLanes.Select(isNearLeft, TLanes.Zero, TLanes.Subtract(TLanes.Zero, half));
                high = TLanes.Select(isNearLeft, half, TLanes.Zero);
                TVector left0 = TLanes.Subtract(leftPole, origin), right0 = TLanes.Subtract(rightPole, origin);
                mu = FirstGuess(f, half, TLanes.Load(w + group), TLanes.Load(w + group + 1), left0, right0, low, high);
                continue;
            }
            TVector size = TLanes.Abs(f), slopes = TLanes.Add(leftSlope, rightSlope);
            TVector terms = TLanes.Add(one, TLanes.Subtract(right, left));
            TVector rounding = TLanes.Multiply(
                TLanes.Broadcast(Roundoff), TLanes.MultiplyAdd(TLanes.Broadcast(8), terms, TLanes.Multiply(TLanes.Abs(mu), slopes)));
            active = TLanes.And(active, TLanes.LessThan(rounding, size));
            TVector below = TLanes.LessThan(f, TLanes.Zero);
            low = TLanes.Select(below, TLanes.Max(low, mu), low);
            high = TLanes.Select(below, high, TLanes.Min(high, mu));
            TVector resolution = TLanes.Multiply(TLanes.Broadcast(2 * Roundoff), TLanes.Max(TLanes.Abs(low), TLanes.Abs(high)));
            active = TLanes.And(active, TLanes.LessThan(resolution, TLanes.Subtract(high, low)));
            if (!TLanes.Any(active))
                break;
            TVector delta1 = TLanes.Subtract(TLanes.Subtract(leftPole, origin), mu);
            TVector delta2 = TLanes.Subtract(TLanes.Subtract(rightPole, origin), mu);
            TVector next = TLanes.Add(mu, Step(f, delta1, delta2, leftSlope, rightSlope));
            TVector isSlow = TLanes.LessThan(TLanes.Multiply(TLanes.Broadcast(0.5), previous), size);
            slow = TLanes.Select(isSlow, TLanes.Add(slow, one), slow);
            previous = size;
            TVector isInside = TLanes.And(TLanes.LessThan(low, next), TLanes.LessThan(next, high));
            TVector good = TLanes.And(isInside, TLanes.LessThan(slow, TLanes.Broadcast(4.5)));
            if (TLanes.Any(TLanes.Select(good, TLanes.Zero, active)))
            {
                slow = TLanes.Select(good, slow, TLanes.Zero);
                next = TLanes.Select(good, next, Bisect(low, high));
            }
            active = TLanes.And(active, TLanes.LessThan(TLanes.Zero, TLanes.Abs(TLanes.Subtract(next, mu))));
            mu = TLanes.Select(active, next, mu);
        }
        TLanes.Store(origin, problem.Origins + group);
        TLanes.Store(mu, problem.Offsets + group);
        TLanes.Store(TLanes.Add(origin, mu), problem.Roots + group);
    }

    /// <summary>
    /// Adds Σ w_i/δ_i and Σ w_i/δ_i², δ_i = d_i − origin − μ, over i from … end − 1, with one division for four terms: 1/a =
    /// bcd/(abcd). No product overflows or vanishes, because deflation leaves no d_i nearer to another than 1e-16.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTerms(double* d, double* w, int from, int end, TVector origin, TVector mu, ref TVector sum, ref TVector slope)
    {
        TVector one = TLanes.Broadcast(1), sums = sum, slopes = slope;
        int i = from;
        for (; i + 4 <= end; i += 4)
        {
            TVector delta0 = Delta(d[i], origin, mu), delta1 = Delta(d[i + 1], origin, mu);
            TVector delta2 = Delta(d[i + 2], origin, mu), delta3 = Delta(d[i + 3], origin, mu);
            TVector first = TLanes.Multiply(delta0, delta1), second = TLanes.Multiply(delta2, delta3);
            TVector inverse = TLanes.Divide(one, TLanes.Multiply(first, second));
            TVector inverseFirst = TLanes.Multiply(inverse, second), inverseSecond = TLanes.Multiply(inverse, first);
            TVector inverse0 = TLanes.Multiply(inverseFirst, delta1), inverse1 = TLanes.Multiply(inverseFirst, delta0);
            TVector inverse2 = TLanes.Multiply(inverseSecond, delta3), inverse3 = TLanes.Multiply(inverseSecond, delta2);
            TVector term0 = TLanes.Multiply(TLanes.Broadcast(w[i]), inverse0);
            TVector term1 = TLanes.Multiply(TLanes.Broadcast(w[i + 1]), inverse1);
            TVector term2 = TLanes.Multiply(TLanes.Broadcast(w[i + 2]), inverse2);
            TVector term3 = TLanes.Multiply(TLanes.Broadcast(w[i + 3]), inverse3);
            sums = TLanes.Add(sums, TLanes.Add(TLanes.Add(term0, term1), TLanes.Add(term2, term3)));
            TVector pair = TLanes.MultiplyAdd(term0, inverse0, TLanes.Multiply(term1, inverse1));
            slopes = TLanes.MultiplyAdd(term2, inverse2, TLanes.MultiplyAdd(term3, inverse3, TLanes.Add(slopes, pair)));
        }
        for (; i < end; i++)
        {
            TVector inverse = TLanes.Divide(one, Delta(d[i], origin, mu)), term = TLanes.Multiply(TLanes.Broadcast(w[i]), inverse);
            sums = TLanes.Add(sums, term);
            slopes = TLanes.MultiplyAdd(term, inverse, slopes);
        }
        sum = sums;
        slope = slopes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Delta(double pole, TVector origin, TVector mu) =>
        TLanes.Subtract(TLanes.Subtract(TLanes.Broadcast(pole), origin), mu);

    /// <summary>
    /// The root of c + a₁/(p₁ − μ) + a₂/(p₂ − μ), c chosen to agree with f in the middle between the poles; the bracket's middle when
    /// there is none inside.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector FirstGuess(TVector f, TVector half, TVector a1, TVector a2, TVector p1, TVector p2, TVector low, TVector high)
    {
        // In the middle p₁ − μ = −half and p₂ − μ = half.
        TVector c = TLanes.Add(f, TLanes.Divide(TLanes.Subtract(a1, a2), half));
        TVector minusB = TLanes.MultiplyAdd(c, TLanes.Add(p1, p2), TLanes.Add(a1, a2));
        TVector q = TLanes.MultiplyAdd(TLanes.Multiply(c, p1), p2, TLanes.MultiplyAdd(a1, p2, TLanes.Multiply(a2, p1)));
        TVector discriminant = TLanes.MultiplySubtractFrom(TLanes.Multiply(TLanes.Broadcast(4), c), q, TLanes.Multiply(minusB, minusB));
        TVector root = TLanes.Sqrt(TLanes.Max(TLanes.Zero, discriminant));
        TVector signed = TLanes.Select(TLanes.LessThan(minusB, TLanes.Zero), TLanes.Subtract(minusB, root), TLanes.Add(minusB, root));
        TVector x = TLanes.Multiply(TLanes.Broadcast(0.5), signed), mu = TLanes.Divide(x, c), other = TLanes.Divide(q, x);
        TVector middle = TLanes.Multiply(TLanes.Broadcast(0.5), TLanes.Add(low, high));
        TVector guess = TLanes.Select(TLanes.And(TLanes.LessThan(low, other), TLanes.LessThan(other, high)), other, middle);
        return TLanes.Select(TLanes.And(TLanes.LessThan(low, mu), TLanes.LessThan(mu, high)), mu, guess);
    }

    /// <summary>
    /// The "middle way" step: f is modelled by c + s/(δ₁ − η) + S/(δ₂ − η), which has f's value and the slopes of its parts left and
    /// right of the root; Newton's step where that has no root in f's direction.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Step(TVector f, TVector delta1, TVector delta2, TVector leftSlope, TVector rightSlope)
    {
        TVector slope = TLanes.Add(leftSlope, rightSlope), product = TLanes.Multiply(delta1, delta2);
        TVector c = TLanes.MultiplySubtractFrom(delta2, rightSlope, TLanes.MultiplySubtractFrom(delta1, leftSlope, f));
        TVector a = TLanes.MultiplySubtractFrom(product, slope, TLanes.Multiply(TLanes.Add(delta1, delta2), f));
        TVector b = TLanes.Multiply(product, f);
        TVector discriminant = TLanes.MultiplySubtractFrom(TLanes.Multiply(TLanes.Broadcast(4), b), c, TLanes.Multiply(a, a));
        TVector root = TLanes.Sqrt(TLanes.Max(TLanes.Zero, discriminant));
        TVector isPositive = TLanes.LessThan(TLanes.Zero, a);
        TVector step = TLanes.Divide(
            TLanes.Select(isPositive, TLanes.Add(b, b), TLanes.Subtract(a, root)),
            TLanes.Select(isPositive, TLanes.Add(a, root), TLanes.Add(c, c)));
        TVector newton = TLanes.Divide(TLanes.Subtract(TLanes.Zero, f), slope);
        return TLanes.Select(TLanes.LessThan(TLanes.Multiply(f, step), TLanes.Zero), step, newton);
    }

    /// <summary>The middle of the bracket, geometric when it spans a factor of more than four.</summary>
    private static TVector Bisect(TVector low, TVector high)
    {
        TVector four = TLanes.Broadcast(4), geometric = TLanes.Multiply(TLanes.Sqrt(TLanes.Abs(low)), TLanes.Sqrt(TLanes.Abs(high)));
        TVector middle = TLanes.Multiply(TLanes.Broadcast(0.5), TLanes.Add(low, high));
        TVector isRight = TLanes.And(TLanes.LessThan(TLanes.Zero, low), TLanes.LessThan(TLanes.Multiply(four, low), high));
        TVector isLeft = TLanes.And(TLanes.LessThan(high, TLanes.Zero), TLanes.LessThan(low, TLanes.Multiply(four, high)));
        return TLanes.Select(isRight, geometric, TLanes.Select(isLeft, TLanes.Subtract(TLanes.Zero, geometric), middle));
    }
}

using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// Eigenvalues and eigenvectors of diag(d) + ρ zz' by the secular equation f(λ) = 1 + ρ Σ z_i²/(d_i − λ) = 0, one root right of each pole,
/// for one vector width.
/// </summary>
/// <remarks>
/// A root is sought as an offset μ from the nearer pole, so that all d_i − λ are accurate however close λ is to a pole. The vectors are
/// made from weights ẑ for which the computed roots are the exact ones, which makes them orthogonal to working precision (Gu and
/// Eisenstat, "A stable and efficient algorithm for the rank-one modification of the symmetric eigenproblem", 1994).
/// </remarks>
internal static unsafe class SecularKernel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    private const double Roundoff = 1.1102230246251565e-16;

    /// <summary>Bisection alone halves a bracket to the last bit in fewer steps.</summary>
    private const int MaxIterations = 120;

    /// <summary>Finds all roots, their differences to the poles, and the exact weights.</summary>
    public static void FindRoots(ref SecularProblem problem)
    {
        for (int j = 0; j < problem.Count; j++)
            problem.Roots[j] = FindRoot(ref problem, j, problem.Differences + j * problem.Stride);
        MakeExactWeights(ref problem);
    }

    /// <summary>Unit vectors u_i ∝ ẑ_i/(d_i − λ_j) for the wanted roots.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MakeVectors(ref SecularProblem problem, double* scratch)
    {
        int count = problem.Count, lanes = TLanes.Count;
        double* z = problem.ExactWeights;
        int* order = problem.Order;
        for (int j = problem.First; j < problem.End; j++)
        {
            double* differences = problem.Differences + j * problem.Stride, target = problem.Vectors + (j - problem.First) * problem.Stride;
            TVector sum = TLanes.Zero;
            int i = 0;
            for (; i + lanes <= count; i += lanes)
            {
                TVector u = TLanes.Divide(TLanes.Load(z + i), TLanes.Load(differences + i));
                sum = TLanes.MultiplyAdd(u, u, sum);
                TLanes.Store(u, scratch + i);
            }
            double squares = TLanes.Sum(sum);
            for (; i < count; i++)
            {
                double u = z[i] / differences[i];
                squares += u * u;
                scratch[i] = u;
            }
            double scale = 1 / Math.Sqrt(squares);
            for (i = 0; i < count; i++)
                target[i] = scratch[order[i]] * scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double FindRoot(ref SecularProblem problem, int j, double* differences)
    {
        int count = problem.Count;
        double* d = problem.Poles, z = problem.Weights;
        double rho = problem.Rho;
        if (count == 1)
        {
            differences[0] = -rho * z[0] * z[0];
            return d[0] - differences[0];
        }
        // The two poles that f is modelled by: around the root, or the last two.
        bool last = j == count - 1;
        int left = last ? j - 1 : j;
        double gap = last ? rho * SumOfSquares(z, count) : d[j + 1] - d[j];
        double origin = d[j], mu = 0.5 * gap;
        Terms terms = Evaluate(ref problem, left, origin, mu);
        double f = terms.Value, low, high;
        if (f > 0)
            (low, high) = (0, mu);
        else if (last)
            (low, high) = (mu, gap * (1 + 4 * Roundoff));
        else
        {
            origin = d[j + 1];
            (low, high) = (-mu, 0);
        }
        mu = FirstGuess(f, d[left] - d[j] - mu, d[left + 1] - d[j] - mu, rho * z[left] * z[left], rho * z[left + 1] * z[left + 1], d[left] - origin, d[left + 1] - origin, low, high);
        double previous = double.PositiveInfinity;
        int slow = 0;
        for (int iteration = 0; iteration < MaxIterations; iteration++)
        {
            terms = Evaluate(ref problem, left, origin, mu);
            f = terms.Value;
            double rounding = Roundoff * (8 * (Math.Abs(terms.Left) + Math.Abs(terms.Right) + 1) + Math.Abs(mu) * (terms.LeftSlope + terms.RightSlope));
            if (Math.Abs(f) <= rounding)
                break;
            if (f < 0)
                low = Math.Max(low, mu);
            else
                high = Math.Min(high, mu);
            if (high - low <= 2 * Roundoff * Math.Max(Math.Abs(low), Math.Abs(high)))
                break;
            double next = mu + Step(f, d[left] - origin - mu, d[left + 1] - origin - mu, in terms);
            if (Math.Abs(f) > 0.5 * previous)
                slow++;
            previous = Math.Abs(f);
            if (!(next > low && next < high) || slow > 4)
            {
                slow = 0;
                next = Bisect(low, high);
            }
            if (next == mu)
                break;
            mu = next;
        }
        WriteDifferences(d, origin, mu, count, differences);
        return origin + mu;
    }

    /// <summary>
    /// The root of c + a₁/(p₁ − μ) + a₂/(p₂ − μ), c chosen to agree with f at the bracket's middle; the middle when there is none inside.
    /// </summary>
    private static double FirstGuess(double f, double leftAtMiddle, double rightAtMiddle, double a1, double a2, double p1, double p2, double low, double high)
    {
        double c = f - a1 / leftAtMiddle - a2 / rightAtMiddle, b = -(c * (p1 + p2) + a1 + a2), q = c * p1 * p2 + a1 * p2 + a2 * p1;
        double root = -0.5 * (b + Math.CopySign(Math.Sqrt(Math.Max(0, b * b - 4 * c * q)), b)), mu = root / c, other = q / root;
        return mu > low && mu < high ? mu : other > low && other < high ? other : 0.5 * (low + high);
    }

    /// <summary>
    /// The "middle way" step (Li, LAPACK Working Note 89): f is modelled by c + s/(δ₁ − η) + S/(δ₂ − η), which has f's value, and the slopes of
    /// its parts left and right of the root.
    /// </summary>
    private static double Step(double f, double delta1, double delta2, in Terms terms)
    {
        double slope = terms.LeftSlope + terms.RightSlope;
        double c = f - delta1 * terms.LeftSlope - delta2 * terms.RightSlope;
        double a = (delta1 + delta2) * f - delta1 * delta2 * slope, b = delta1 * delta2 * f;
        double root = Math.Sqrt(Math.Max(0, a * a - 4 * b * c));
        double step = a <= 0 ? (a - root) / (2 * c) : 2 * b / (a + root);
        return double.IsNaN(step) || f * step > 0 ? -f / slope : step;
    }

    /// <summary>The middle of the bracket, geometric when it spans a factor of more than four.</summary>
    private static double Bisect(double low, double high) =>
        low > 0 && high > 4 * low ? Math.Sqrt(low) * Math.Sqrt(high)
        : high < 0 && low < 4 * high ? -Math.Sqrt(-low) * Math.Sqrt(-high)
        : 0.5 * (low + high);

    private static double SumOfSquares(double* z, int count)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
            sum += z[i] * z[i];
        return sum;
    }

    private static void WriteDifferences(double* d, double origin, double mu, int count, double* target)
    {
        int lanes = TLanes.Count, i = 0;
        TVector o = TLanes.Broadcast(origin), m = TLanes.Broadcast(mu);
        for (; i + lanes <= count; i += lanes)
            TLanes.Store(TLanes.Subtract(TLanes.Subtract(TLanes.Load(d + i), o), m), target + i);
        for (; i < count; i++)
            target[i] = d[i] - origin - mu;
    }

    /// <summary>The sums over the poles up to <paramref name="left"/> and over the rest, and their slopes, at origin + μ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Terms Evaluate(ref SecularProblem problem, int left, double origin, double mu)
    {
        double* d = problem.Poles, z = problem.Weights;
        Sum(d, z, 0, left + 1, origin, mu, out double leftSum, out double leftSlope);
        Sum(d, z, left + 1, problem.Count, origin, mu, out double rightSum, out double rightSlope);
        double rho = problem.Rho;
        return new Terms(rho * leftSum, rho * rightSum, rho * leftSlope, rho * rightSlope);
    }

    /// <summary>Σ z_i²/δ_i and Σ z_i²/δ_i², δ_i = d_i − origin − μ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum(double* d, double* z, int i, int end, double origin, double mu, out double sum, out double slope)
    {
        int lanes = TLanes.Count;
        TVector o = TLanes.Broadcast(origin), m = TLanes.Broadcast(mu), sums = TLanes.Zero, slopes = TLanes.Zero;
        for (; i + lanes <= end; i += lanes)
        {
            TVector weight = TLanes.Load(z + i), delta = TLanes.Subtract(TLanes.Subtract(TLanes.Load(d + i), o), m);
            TVector term = TLanes.Divide(weight, delta);
            sums = TLanes.MultiplyAdd(weight, term, sums);
            slopes = TLanes.MultiplyAdd(term, term, slopes);
        }
        sum = TLanes.Sum(sums);
        slope = TLanes.Sum(slopes);
        for (; i < end; i++)
        {
            double term = z[i] / (d[i] - origin - mu);
            sum += z[i] * term;
            slope += term * term;
        }
    }

    /// <summary>ẑ_i² = (λ_i − d_i) Π_{j≠i} (λ_j − d_i)/(d_j − d_i), up to the factor ρ that normalising removes; ẑ_i has z_i's sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MakeExactWeights(ref SecularProblem problem)
    {
        int count = problem.Count, lanes = TLanes.Count;
        double* d = problem.Poles, product = problem.ExactWeights;
        for (int i = 0; i < count; i++)
            product[i] = problem.Differences[i * problem.Stride + i];
        for (int j = 0; j < count; j++)
        {
            double* differences = problem.Differences + j * problem.Stride;
            MultiplyRatios(product, differences, d, d[j], 0, j, lanes);
            MultiplyRatios(product, differences, d, d[j], j + 1, count, lanes);
        }
        for (int i = 0; i < count; i++)
            product[i] = Math.CopySign(Math.Sqrt(Math.Abs(product[i])), problem.Weights[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyRatios(double* product, double* differences, double* d, double pole, int i, int end, int lanes)
    {
        TVector p = TLanes.Broadcast(pole);
        for (; i + lanes <= end; i += lanes)
            TLanes.Store(TLanes.Multiply(TLanes.Load(product + i), TLanes.Divide(TLanes.Load(differences + i), TLanes.Subtract(TLanes.Load(d + i), p))), product + i);
        for (; i < end; i++)
            product[i] *= differences[i] / (d[i] - pole);
    }

    /// <summary>f's parts left and right of the root and their derivatives.</summary>
    private readonly record struct Terms(double Left, double Right, double LeftSlope, double RightSlope)
    {
        public double Value => 1 + Left + Right;
    }
}

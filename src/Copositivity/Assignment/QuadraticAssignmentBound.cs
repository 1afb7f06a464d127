using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// A proof of a lower bound of a quadratic assignment problem from any symmetric matrix.
/// <para>
/// For an assignment let z = (1, x), x_(ik) = 1 where facility i goes to location k, and C the matrix with zᵀCz the cost:
/// C_(ik)(jl) = ½(F_ij D_kl + F_ji D_lk). The 2n rows of T say Tz = 0: Σ_k x_(ik) = z₀ and Σ_i x_(ik) = z₀. So for any symmetric S̃ and
/// any U
/// <code>zᵀCz = zᵀS̃z + zᵀRz,   R = C − S̃ − TᵀU − UᵀT,   zᵀS̃z ≥ λ_min(S̃)(n + 1),</code>
/// and zᵀRz is at least the bound of Gilmore and Lawler of R: with b_(ik) the least cost of the other facilities in row (ik) of R,
/// plus R_(ik)(ik) + 2R_0(ik), zᵀRz ≥ R₀₀ + min over assignments of Σ b_iπ(i). Every number is an enclosure, so the bound holds in
/// exact arithmetic.
/// </para>
/// <para>
/// A dual solution S of the doubly nonnegative relaxation (PSP ⪰ 0, R ≥ 0 off the zeros) makes this at least the relaxation's value:
/// S̃ = Π₊(PSP), U from S − PSP = TᵀU + UᵀT. The linear assignments use R ≥ 0 better than entry by entry, so that a rough S serves already.
/// </para>
/// <para>Sources: P. Gilmore, J. SIAM 10 (1962); E. Lawler, Management Science 9 (1963); Q. Zhao and others, J. Comb. Optim. 2
/// (1998).</para>
/// </summary>
public static class QuadraticAssignmentBound
{
    /// <summary>A number that is certainly at most the cost of every assignment.</summary>
    /// <param name="problem">The problem, of size n.</param>
    /// <param name="matrix">
    /// A guess of S, row-major, order n² + 1 with (ik) at 1 + i·n + k; the zero matrix gives the bound of Gilmore and Lawler. It is made
    /// symmetric, and one that is not finite counts as zero.
    /// </param>
    /// <param name="team">The threads that share the work; null for the calling one alone.</param>
    /// <returns>The bound; −∞ where the numbers overflow.</returns>
    /// <exception cref="ArgumentException">The length is not (n² + 1)².</exception>
    public static double FromMatrix(QuadraticAssignmentProblem problem, ReadOnlySpan<double> matrix, WorkerTeam? team = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        int n = problem.Size, order = 1 + n * n;
        if (matrix.Length != order * order)
            throw new ArgumentException($"A problem of size {n} needs {order}² entries; got {matrix.Length}.", nameof(matrix));
        double[] s = SymmetricPart(matrix, order);
        var face = new AssignmentFace(n);
        var compressed = (double[])s.Clone();
        face.Compress(compressed);
        double[] multipliers = Multipliers(s, compressed, face, n);
        new PsdProjector(order, team).ProjectMatrix(compressed);
        double lambda = VerifiedCholesky.LowerEigenvalueBound(compressed, order);
        double eigenvaluePart = Rounded.MultiplyDown(n + 1, lambda);
        double[] reduced = ReducedCosts(problem, compressed, multipliers);
        double bound = Rounded.AddDown(eigenvaluePart, GilmoreLawler(reduced, n));
        return double.IsFinite(bound) ? bound : double.NegativeInfinity;
    }

    private static double[] SymmetricPart(ReadOnlySpan<double> matrix, int order)
    {
        const double largest = 1e150;
        var s = new double[order * order];
        for (int p = 0; p < order; p++)
        {
            for (int q = 0; q <= p; q++)
            {
                double entry = 0.5 * (matrix[p * order + q] + matrix[q * order + p]);
                if (!(Math.Abs(entry) <= largest)) return new double[order * order];
                s[p * order + q] = s[q * order + p] = entry;
            }
        }
        return s;
    }

    /// <summary>
    /// U with TᵀU + UᵀT ≈ E = S − PSP. With Π = I − P = Tᵀ(TTᵀ)⁺T, E = ΠE + EΠ − ΠEΠ, so that
    /// U = (TTᵀ)⁺T(E − ½EΠ), and E − ½EΠ = ½(E + EP). TTᵀ is n on vectors of sum 0 in rows and in columns, 4n on (e, e) and 0 on (e, −e).
    /// </summary>
    private static double[] Multipliers(double[] s, double[] compressed, AssignmentFace face, int n)
    {
        int order = face.Order;
        var half = new double[order * order];
        var row = new double[order];
        for (int p = 0; p < order; p++)
        {
            for (int q = 0; q < order; q++) row[q] = s[p * order + q] - compressed[p * order + q];
            row.CopyTo(half, p * order);
            face.Project(row);
            for (int q = 0; q < order; q++) half[p * order + q] = 0.5 * (half[p * order + q] + row[q]);
        }
        var u = new double[2 * n * order];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < n; k++)
            {
                for (int q = 0; q < order; q++)
                {
                    double entry = half[(1 + i * n + k) * order + q];
                    u[i * order + q] += entry;
                    u[(n + k) * order + q] += entry;
                }
            }
        }
        for (int q = 0; q < order; q++)
        {
            double rowMean = 0, columnMean = 0, first = half[q];
            for (int i = 0; i < n; i++)
            {
                rowMean += (u[i * order + q] -= first) / n;
                columnMean += (u[(n + i) * order + q] -= first) / n;
            }
            double mean = (rowMean + columnMean) / (8 * n);
            for (int i = 0; i < n; i++)
            {
                u[i * order + q] = (u[i * order + q] - rowMean) / n + mean;
                u[(n + i) * order + q] = (u[(n + i) * order + q] - columnMean) / n + mean;
            }
        }
        return u;
    }

    /// <summary>R, every entry rounded down.</summary>
    private static double[] ReducedCosts(QuadraticAssignmentProblem problem, double[] s, double[] u)
    {
        int n = problem.Size, order = 1 + n * n;
        // TᵀU rounded up: row (ik) is U_i + U_(n+k), row 0 minus the sum of all.
        var product = new double[order * order];
        for (int q = 0; q < order; q++)
        {
            for (int t = 0; t < 2 * n; t++) product[q] = Rounded.SubtractUp(product[q], u[t * order + q]);
        }
        for (int p = 1; p < order; p++)
        {
            int i = (p - 1) / n, k = (p - 1) % n;
            for (int q = 0; q < order; q++) product[p * order + q] = Rounded.AddUp(u[i * order + q], u[(n + k) * order + q]);
        }
        var reduced = new double[order * order];
        for (int p = 0; p < order; p++)
        {
            for (int q = 0; q <= p; q++)
            {
                double cost = q == 0 ? 0 : Cost(problem, (p - 1) / n, (p - 1) % n, (q - 1) / n, (q - 1) % n);
                double change = Rounded.AddUp(product[p * order + q], product[q * order + p]);
                reduced[p * order + q] = reduced[q * order + p] =
                    Rounded.SubtractDown(Rounded.SubtractDown(cost, s[p * order + q]), change);
            }
        }
        return reduced;
    }

    /// <summary>½(F_ij D_kl + F_ji D_lk), rounded down.</summary>
    private static double Cost(QuadraticAssignmentProblem problem, int i, int k, int j, int l) => Rounded.MultiplyDown(
        0.5,
        Rounded.AddDown(
            Rounded.MultiplyDown(problem.Flow(i, j), problem.Distance(k, l)),
            Rounded.MultiplyDown(problem.Flow(j, i), problem.Distance(l, k))));

    private static double GilmoreLawler(double[] reduced, int n)
    {
        int order = 1 + n * n;
        var assignment = new LinearAssignment(n);
        double[] outer = new double[n * n], inner = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < n; k++)
            {
                int p = 1 + i * n + k, at = 0;
                for (int j = 0; j < n; j++)
                {
                    if (j == i) continue;
                    for (int l = 0; l < n; l++)
                    {
                        if (l != k) inner[at++] = reduced[p * order + 1 + j * n + l];
                    }
                }
                double own = Rounded.AddDown(reduced[p * order + p], 2 * reduced[p]);
                outer[i * n + k] = Rounded.AddDown(own, assignment.LowerBound(inner, n - 1));
            }
        }
        return Rounded.AddDown(reduced[0], assignment.LowerBound(outer, n));
    }
}

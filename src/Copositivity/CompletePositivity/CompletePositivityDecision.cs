using System.Diagnostics;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// Decides whether a symmetric matrix is completely positive, with proofs in exact arithmetic for the doubles it holds.
/// <para>
/// Necessary and, for order at most 4, sufficient is that the matrix is doubly nonnegative. Nonnegative diagonally dominant matrices have a
/// factor at once; so has A if A − BBᵀ is exactly such a matrix for a B ≥ 0 found by descent for A less a small reserve. Where the graph of the positive entries has no triangle, the matrix is completely positive exactly if its comparison matrix
/// is semidefinite. Beyond that the largest t with A − tW completely positive is bounded, W = tr(A)/n · (I + E/n) being so itself: atoms vvᵀ from
/// below, which give an exact factorisation once t ≥ 0, and the hierarchies of the copositive cone from above, whose multiplier M
/// separates once t &lt; 0 and is then decided to be copositive exactly. On the boundary, t = 0, the atoms have to be met exactly, so that
/// the answer may be unknown.
/// </para>
/// </summary>
/// <param name="solver">The backend; one that takes semidefinite and linear programs, such as auto.</param>
/// <remarks>Sources: A. Berman, N. Shaked-Monderer, Completely positive matrices, World Scientific 2003; M. Kaykobad, Linear Algebra Appl. 84 (1987).</remarks>
public sealed class CompletePositivityDecision(IConicSolver solver)
{
    /// <summary>The share of the time limit for factors by descent.</summary>
    private const double FactorShare = 0.3;

    private static readonly double[] Reserves = [0.3, 0.1, 0.03, 0.01, 1e-3];

    private readonly IConicSolver _solver = solver ?? throw new ArgumentNullException(nameof(solver));

    /// <summary>Decides a matrix.</summary>
    /// <param name="matrix">A, symmetric, finite, n ≥ 1.</param>
    /// <param name="timeLimit">Wall-clock limit, above zero, after which the answer is unknown; null for none.</param>
    /// <param name="seed">The seed of the search for atoms.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">The matrix is not square and symmetric, is empty, or has an entry that is not finite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public CompletePositivityResult Decide(double[,] matrix, TimeSpan? timeLimit = null, int seed = 1, CancellationToken cancellationToken = default)
    {
        _ = IntegerMatrix.From(matrix);
        int n = matrix.GetLength(0);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                if (matrix[i, j] < 0) return Not(UnitSeparator(n, i, j), $"entry ({i}, {j}) is negative");
            }
        }
        if (NegativeDirection.Of(matrix) is { } direction) return Not(Outer(direction), "the matrix is not positive semidefinite");
        if (DominantFactor(matrix) is { } dominant) return Proved(dominant, "the matrix is nonnegative and diagonally dominant");
        int[] rows = [.. Enumerable.Range(0, n).Where(i => matrix[i, i] != 0)];
        double[,] core = Principal(matrix, rows);
        CompletePositivityResult searched = Search(core, timeLimit, seed, cancellationToken);
        CompletePositivityResult result = Widened(searched, rows, n);
        if (result.Status == CompletePositivityStatus.Unknown && rows.Length <= 4)
            return Proved(null, "the matrix is doubly nonnegative and of order at most 4");
        if (result.Status == CompletePositivityStatus.Unknown && IsTriangleFree(core) && NegativeDirection.Of(Comparison(core)) is null)
            return Proved(null, "its graph has no triangle and its comparison matrix is positive semidefinite");
        return result;
    }

    /// <summary>
    /// A − BBᵀ exactly nonnegative and diagonally dominant, for B near a factor of A less a reserve δ·min a_ii·(E/(2n) + I). Larger reserves are tried
    /// first, for they forgive more.
    /// </summary>
    private static double[,]? ReservedFactor(double[,] a, TimeSpan? timeLimit, int seed, CancellationToken cancellationToken)
    {
        int n = a.GetLength(0);
        double least = double.PositiveInfinity;
        for (int i = 0; i < n; i++) least = Math.Min(least, a[i, i]);
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        foreach (double share in Reserves)
        {
            var reduced = new double[n, n];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) reduced[i, j] = a[i, j] - share * least * (0.5 / n + (i == j ? 1 : 0));
            }
            if (reduced.Cast<double>().Any(entry => entry < 0)) continue;
            foreach (int columns in new[] { n, 2 * n })
            {
                double[,] b = SymmetricFactorization.Run(reduced, columns, random, 0.1 * share * least / n, MayContinue);
                if (SymmetricFactorization.IsProved(a, b)) return b;
                if (!MayContinue()) return null;
            }
        }
        return null;

        bool MayContinue()
        {
            cancellationToken.ThrowIfCancellationRequested();
            return !(watch.Elapsed > FactorShare * timeLimit);
        }
    }

    /// <summary>The factor with the remainder's own: B, then the columns of the diagonally dominant A − BBᵀ.</summary>
    private static double[,] WithRemainder(double[,] a, double[,] b)
    {
        int n = a.GetLength(0), columns = b.GetLength(1);
        var rest = (double[,])a.Clone();
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int k = 0; k < columns; k++) rest[i, j] -= b[i, k] * b[j, k];
                // The exact remainder is nonnegative; its rounding may not be.
                rest[i, j] = Math.Max(0, rest[i, j]);
            }
        }
        double[,] remainder = DominantFactor(rest) ?? new double[n, 0];
        var all = new double[n, columns + remainder.GetLength(1)];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < all.GetLength(1); k++) all[i, k] = k < columns ? b[i, k] : remainder[i, k - columns];
        }
        return all;
    }

    private CompletePositivityResult Search(double[,] a, TimeSpan? timeLimit, int seed, CancellationToken cancellationToken)
    {
        int n = a.GetLength(0);
        if (ReservedFactor(a, timeLimit, seed, cancellationToken) is { } reserved)
            return Proved(WithRemainder(a, reserved), "A − BBᵀ is exactly nonnegative and diagonally dominant for a B ≥ 0");
        double trace = 0;
        for (int i = 0; i < n; i++) trace += a[i, i];
        // A power of two keeps A − tW exact.
        double unit = Math.ScaleB(1, Math.ILogB(trace / n));
        var interior = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) interior[i, j] = unit * (i == j ? 2 : 1);
        }
        var model = new ConicModel("distance to the boundary of the completely positive cone");
        Variable t = model.AddVariable("t");
        model.Add("A − tW", (Expression)a - t * interior, Cone.CompletelyPositive);
        model.Add("t ≤ 1", t <= 1);
        model.Maximize(t);
        BoundingResult bounds = new BoundingService(_solver).Bound(
            model, new BoundingOptions { Target = 0, TimeLimit = timeLimit, Seed = seed, MaxLevel = 3, UsePartitions = n <= 6 }, cancellationToken: cancellationToken);
        if (bounds.Lower >= 0)
            return Proved(FactorOf(bounds, interior), $"A − tW is a sum of atoms for t = {bounds.Lower:G3} ≥ 0");
        if (bounds.Upper < 0)
        {
            double[,]? separator = bounds.UpperResult?.Y is { } y
                ? Separate(Unpack(y.AsSpan(0, SymmetricVector.Length(n)), n), a, timeLimit, cancellationToken)
                : null;
            return Not(separator, $"A − tW is completely positive for no t ≥ {bounds.Upper:G3}, by {bounds.UpperBy}");
        }
        return new CompletePositivityResult
        {
            Status = CompletePositivityStatus.Unknown,
            Method = $"the largest t with A − tW completely positive lies in [{bounds.Lower?.ToString("G3") ?? "?"}, {bounds.Upper?.ToString("G3") ?? "?"}]; {bounds.Reason}",
        };
    }

    /// <summary>M moved into the interior as little as makes it copositive by an exact decision, as long as ⟨M, A⟩ &lt; 0.</summary>
    private static double[,]? Separate(double[,] multiplier, double[,] a, TimeSpan? timeLimit, CancellationToken cancellationToken)
    {
        int n = a.GetLength(0);
        double scale = 0;
        foreach (double entry in multiplier) scale = Math.Max(scale, Math.Abs(entry));
        foreach (double shift in new[] { 1e-12, 1e-10, 1e-8, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2 })
        {
            var moved = (double[,])multiplier.Clone();
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) moved[i, j] = (float)(multiplier[i, j] / scale + (i == j ? 2 : 1) * shift);
            }
            if (!(InnerProductUp(moved, a) < 0)) return null;
            if (CopositivityDecision.Decide(moved, new CopositivityOptions { TimeLimit = timeLimit }, cancellationToken).IsCopositive) return moved;
        }
        return null;
    }

    private static double InnerProductUp(double[,] m, double[,] a)
    {
        var sum = new ExactSum();
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(0); j++) sum.AddProduct(m[i, j], a[i, j]);
        }
        return sum.Up();
    }

    /// <summary>B = [√w_k v_k …, √(t·unit)(e, √… I)] of the exact sum A = tW + Σ w_k v_k v_kᵀ.</summary>
    private static double[,]? FactorOf(BoundingResult bounds, double[,] interior)
    {
        if (bounds is not { LowerBy: AtomApproximation atoms, LowerResult: { HasPoint: true } result }) return null;
        int n = interior.GetLength(0);
        ReadOnlySpan<double> weights = result.ApproximatedSolution.X.AsSpan(result.Program.Columns);
        var columns = new List<double[]>();
        for (int k = 0; k < Math.Min(weights.Length, atoms.Atoms.Length); k++)
        {
            if (!(weights[k] > 0)) continue;
            double root = Math.Sqrt(weights[k]);
            columns.Add([.. atoms.Atoms[k].Select(entry => root * entry)]);
        }
        double rest = Math.Sqrt(Math.Max(0, result.X![0]) * interior[0, 0] / 2);
        if (rest > 0)
        {
            var all = new double[n];
            Array.Fill(all, rest);
            columns.Add(all);
            for (int i = 0; i < n; i++)
            {
                var unit = new double[n];
                unit[i] = rest;
                columns.Add(unit);
            }
        }
        return Stack(columns, n);
    }

    /// <summary>Σ_{i&lt;j} a_ij (e_i + e_j)(e_i + e_j)ᵀ + Σ_i (a_ii − Σ_j a_ij) e_i e_iᵀ where the last factors are proved to be at least 0.</summary>
    private static double[,]? DominantFactor(double[,] a)
    {
        int n = a.GetLength(0);
        var columns = new List<double[]>();
        var sum = new ExactSum();
        for (int i = 0; i < n; i++)
        {
            sum.Clear();
            sum.Add(a[i, i]);
            for (int j = 0; j < n; j++)
            {
                if (j == i) continue;
                sum.Add(-a[i, j]);
                if (j > i || a[i, j] == 0) continue;
                var pair = new double[n];
                pair[i] = pair[j] = Math.Sqrt(a[i, j]);
                columns.Add(pair);
            }
            BigRational rest = sum.ToRational();
            if (rest.Sign < 0) return null;
            if (rest.IsZero) continue;
            var single = new double[n];
            single[i] = Math.Sqrt(rest.ToDouble());
            columns.Add(single);
        }
        return Stack(columns, n);
    }

    private static bool IsTriangleFree(double[,] a)
    {
        int n = a.GetLength(0);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                for (int k = 0; k < j; k++)
                {
                    if (a[i, j] != 0 && a[j, k] != 0 && a[i, k] != 0) return false;
                }
            }
        }
        return true;
    }

    /// <summary>The diagonal, and minus the other entries.</summary>
    private static double[,] Comparison(double[,] a)
    {
        var comparison = (double[,])a.Clone();
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(0); j++) comparison[i, j] = i == j ? a[i, j] : -a[i, j];
        }
        return comparison;
    }

    private static CompletePositivityResult Proved(double[,]? factor, string method) =>
        new() { Status = CompletePositivityStatus.CompletelyPositive, Factor = factor, Method = method };

    private static CompletePositivityResult Not(double[,]? separator, string method) =>
        new() { Status = CompletePositivityStatus.NotCompletelyPositive, Separator = separator, Method = method };

    private static CompletePositivityResult Widened(CompletePositivityResult result, int[] rows, int n) => result with
    {
        Factor = result.Factor is null ? null : Place(result.Factor, rows, n, isSquare: false),
        Separator = result.Separator is null ? null : Place(result.Separator, rows, n, isSquare: true),
    };

    private static double[,] Place(double[,] small, int[] rows, int n, bool isSquare)
    {
        var wide = new double[n, isSquare ? n : small.GetLength(1)];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < small.GetLength(1); j++) wide[rows[i], isSquare ? rows[j] : j] = small[i, j];
        }
        return wide;
    }

    private static double[,] Principal(double[,] a, int[] rows)
    {
        var small = new double[rows.Length, rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < rows.Length; j++) small[i, j] = a[rows[i], rows[j]];
        }
        return small;
    }

    private static double[,] UnitSeparator(int n, int i, int j)
    {
        var m = new double[n, n];
        m[i, j] = m[j, i] = 1;
        return m;
    }

    private static double[,] Outer(double[] v)
    {
        var m = new double[v.Length, v.Length];
        for (int i = 0; i < v.Length; i++)
        {
            for (int j = 0; j < v.Length; j++) m[i, j] = v[i] * v[j];
        }
        return m;
    }

    private static double[,] Unpack(ReadOnlySpan<double> triangle, int n)
    {
        var m = new double[n, n];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i <= j; i++) m[i, j] = m[j, i] = triangle[SymmetricVector.Index(i, j)];
        }
        return m;
    }

    private static double[,] Stack(List<double[]> columns, int n)
    {
        var b = new double[n, columns.Count];
        for (int k = 0; k < columns.Count; k++)
        {
            for (int i = 0; i < n; i++) b[i, k] = columns[k][i];
        }
        return b;
    }
}

using System.Numerics.Tensors;

namespace Copositive.Networks;

/// <summary>
/// The training problem over fixed hidden neurons, a group lasso: min over v_j ½‖Σ_j a_j v_jᵀ − Y‖² + βΣ_j‖v_j‖₂ with a_j = (Xu_j)₊.
/// </summary>
/// <remarks>
/// <para>With ‖v‖ = min over η &gt; 0 of ½(‖v‖²/η + η) and v eliminated, the problem is min over η ≥ 0 of
/// f(η) = ½ tr Yᵀ M(η)⁻¹ Y + (β/2)Ση, M(η) = I + A diag(η)Aᵀ/β, smooth and convex in m unknowns; then Z = M⁻¹Y is the residual and v_j = (η_j/β) Zᵀa_j.
/// Its gradient is β/2 − ‖Zᵀa_j‖²/(2β) and its Hessian (a_jᵀM⁻¹a_k)(Zᵀa_j·Zᵀa_k)/β². A primal-dual interior-point method with Mehrotra's predictor
/// and corrector keeps η and the multipliers λ of η ≥ 0 positive. It stops on the duality gap of
/// the group lasso itself: of v, against the better of two dual points, Y − Σ a_j v_jᵀ and M⁻¹Y. They agree in exact arithmetic; for small β the second
/// has the smaller error.</para>
/// <para>Duplicate atoms, more atoms than samples, zero atoms and Y = 0 are all in order. Stateless and thread-safe.</para>
/// </remarks>
public static class RestrictedSolver
{
    /// <summary>Solves the problem.</summary>
    /// <param name="atoms">m×n: row j is the atom a_j. m may be 0.</param>
    /// <param name="y">Y, n×c.</param>
    /// <param name="beta">β &gt; 0.</param>
    /// <param name="warmStart">v_j, m×c, of a similar problem, or null.</param>
    /// <param name="tolerance">The relative duality gap to reach; default 1e-13. What doubles cannot reach is left: see the solution's gap.</param>
    /// <param name="cancellationToken">Ends the solve with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">A dimension does not match, an entry is not finite, or β is not positive and finite.</exception>
    public static RestrictedSolution Solve(double[,] atoms, double[,] y, double beta, double[,]? warmStart = null, double tolerance = 1e-13,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(atoms);
        ArgumentNullException.ThrowIfNull(y);
        if (!(beta > 0) || !double.IsFinite(beta)) throw new ArgumentOutOfRangeException(nameof(beta), beta, "β must be positive and finite.");
        var (m, n, c) = (atoms.GetLength(0), y.GetLength(0), y.GetLength(1));
        if (m > 0 && atoms.GetLength(1) != n) throw new ArgumentException($"The atoms have {atoms.GetLength(1)} entries; Y has {n} rows.", nameof(atoms));
        if (warmStart is not null && (warmStart.GetLength(0) != m || warmStart.GetLength(1) != c))
            throw new ArgumentException($"The warm start is {warmStart.GetLength(0)}×{warmStart.GetLength(1)}; expected {m}×{c}.", nameof(warmStart));
        return Solve(m == 0 ? [] : DenseRows.Of(atoms, nameof(atoms)), DenseRows.Of(y, nameof(y)), n, c, beta,
            warmStart is null || m == 0 ? [] : DenseRows.Of(warmStart, nameof(warmStart)), tolerance, cancellationToken);
    }

    internal static RestrictedSolution Solve(ReadOnlySpan<double> atoms, ReadOnlySpan<double> y, int n, int c, double beta,
        ReadOnlySpan<double> warmStart, double tolerance, CancellationToken cancellationToken = default)
    {
        var v = new double[atoms.Length / n * c];
        var iterations = 0;
        var gap = double.PositiveInfinity;
        double[]? dual = null;
        var problem = RestrictedProblem.Of(atoms, y, n, c, beta);
        if (problem is not null)
        {
            var method = new RestrictedInteriorPoint(problem, cancellationToken);
            var scaled = method.Solve(WarmEta(problem, warmStart), tolerance, out iterations, out gap, out var point);
            gap *= problem.ObjectiveScale;
            if (point is not null) dual = problem.ToDual(point);
            for (var j = 0; j < problem.Count; j++)
                TensorPrimitives.Multiply(scaled.AsSpan(j * c, c), problem.VScale, v.AsSpan(problem.Active[j] * c, c));
        }

        var solution = Evaluate(atoms, y, n, c, beta, v, iterations);
        return solution with { Dual = dual ?? solution.Residual, DualObjective = Math.Max(solution.DualObjective, solution.Objective - gap) };
    }

    /// <summary>The residual, objective and dual value of given output weights.</summary>
    internal static RestrictedSolution Evaluate(ReadOnlySpan<double> atoms, ReadOnlySpan<double> y, int n, int c, double beta, double[] v, int iterations)
    {
        var residual = y.ToArray();
        double norms = 0, largest = 0;
        for (var j = 0; j < v.Length / c; j++)
        {
            var row = v.AsSpan(j * c, c);
            var norm = DenseRows.Norm(row);
            if (norm == 0) continue;
            norms += norm;
            for (var i = 0; i < n; i++)
            {
                var a = atoms[j * n + i];
                if (a == 0) continue;
                for (var q = 0; q < c; q++) residual[i * c + q] -= a * row[q];
            }
        }

        var product = new double[c];
        for (var j = 0; j < v.Length / c; j++)
        {
            Array.Clear(product);
            for (var i = 0; i < n; i++)
            {
                var a = atoms[j * n + i];
                if (a == 0) continue;
                for (var q = 0; q < c; q++) product[q] += a * residual[i * c + q];
            }

            largest = Math.Max(largest, DenseRows.Norm(product));
        }

        var square = TensorPrimitives.SumOfSquares<double>(residual);
        var inner = TensorPrimitives.Dot<double>(residual, y);
        var limit = largest > 0 ? beta / largest : double.MaxValue;
        var s = square > 0 ? Math.Clamp(inner / square, -limit, limit) : 0;
        return new RestrictedSolution(v, residual, residual, 0.5 * square + beta * norms, s * inner - 0.5 * s * s * square, iterations);
    }

    private static double[]? WarmEta(RestrictedProblem problem, ReadOnlySpan<double> warmStart)
    {
        if (warmStart.IsEmpty) return null;
        var eta = new double[problem.Count];
        for (var j = 0; j < eta.Length; j++)
            eta[j] = DenseRows.Norm(warmStart.Slice(problem.Active[j] * problem.C, problem.C)) / problem.VScale;
        return eta;
    }
}

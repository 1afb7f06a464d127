using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Our own check of a ray. A Farkas ray y is normalised to ⟨b, y⟩ = −1 and shows infeasibility when AᵀWy = 0 and y ∈ K*; a direction
/// x is normalised to cᵀx = −1 and shows unboundedness (of a feasible program) when Px = 0 and −Ax ∈ K.
/// </summary>
/// <param name="Residual">‖AᵀWy‖, or ‖Px‖, after normalisation.</param>
/// <param name="ConeDistance">The distance of y to K*, or of −Ax to K, after normalisation.</param>
/// <param name="IsAccepted">
/// Whether both are within <see cref="Tolerance"/>, absolutely and relative to the magnitudes of the terms they are made of: a residual
/// that no terms cancelled in is small by the scale of the data only, and shows nothing. The product normalised must be no rounding error
/// of its own terms either.
/// </param>
public sealed record RayCheck(double Residual, double ConeDistance, bool IsAccepted)
{
    /// <summary>
    /// The largest violation accepted of a normalised ray. ⟨b, y⟩ = −1 and a residual ε still exclude every feasible point of norm below 1/ε.
    /// </summary>
    public const double Tolerance = 1e-6;

    private const double Rounding = 1e-14, LeastSlope = 1e-13;

    /// <summary>Normalises and checks the Farkas ray of an infeasible program.</summary>
    /// <returns>The check and the normalised ray; null if ⟨b, y⟩ is not negative.</returns>
    public static (RayCheck Check, double[] Ray)? OfInfeasibility(ConicProgram program, ConicSolution solution)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(solution);
        if (solution.Y is not { } y) return null;
        double product = Optimality.Inner(program, program.B, y);
        if (!(product < 0) || !double.IsFinite(product)) return null;
        ConicSolution scaled = solution with
        {
            Y = Scaled(y, -1 / product),
            DualNonnegativePart = solution.DualNonnegativePart is { } n ? Scaled(n, -1 / product) : null,
        };
        double distance = 0;
        foreach (ConeBlock block in program.Blocks)
        {
            double d = Optimality.DualDistance(block, scaled.Y, scaled);
            distance += d * d;
        }
        var weighted = new double[program.Rows];
        ReadOnlySpan<double> w = program.RowWeights;
        for (int i = 0; i < weighted.Length; i++) weighted[i] = w[i] * scaled.Y[i];
        var residual = new double[program.Columns];
        program.A.TransposeMultiply(weighted, residual);
        var terms = new double[program.Columns];
        ForEach(program.A, (i, j, a) => terms[j] += Math.Abs(a * weighted[i]));
        double norm = Norm(scaled.Y), slopeTerms = 0;
        for (int i = 0; i < weighted.Length; i++) slopeTerms += Math.Abs(program.B[i] * weighted[i]);
        bool holds = LeastSlope * slopeTerms < 1
            && IsSmall(Norm(residual), Norm(terms), Optimality.MaxAbs(program.A.Values) * norm)
            && IsSmall(Math.Sqrt(distance), norm, norm);
        return (new RayCheck(Norm(residual), Math.Sqrt(distance), holds), scaled.Y);
    }

    /// <summary>Normalises and checks the direction of an unbounded program.</summary>
    /// <returns>The check and the normalised direction; null if cᵀx is not negative.</returns>
    public static (RayCheck Check, double[] Ray)? OfUnboundedness(ConicProgram program, ConicSolution solution)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(solution);
        if (solution.X is not { } x) return null;
        double slope = 0;
        for (int j = 0; j < x.Length; j++) slope += program.C[j] * x[j];
        if (!(slope < 0) || !double.IsFinite(slope)) return null;
        double[] ray = Scaled(x, -1 / slope);
        var direction = new double[program.Rows];
        program.A.Multiply(ray, direction, alpha: -1);
        ConicSolution scaled = solution with
        {
            SlackNonnegativePart = solution.SlackNonnegativePart is { } n ? Scaled(n, -1 / slope) : null,
        };
        double distance = 0;
        foreach (ConeBlock block in program.Blocks)
        {
            double d = Optimality.Distance(block, direction, scaled);
            distance += d * d;
        }
        var curvature = new double[program.Columns];
        program.P?.MultiplySymmetric(ray, curvature);
        var terms = new double[program.Rows];
        ForEach(program.A, (i, j, a) => terms[i] += Math.Abs(a * ray[j]));
        var curved = new double[program.Columns];
        if (program.P is { } p)
        {
            ForEach(p, (i, j, a) =>
            {
                curved[i] += Math.Abs(a * ray[j]);
                if (i != j) curved[j] += Math.Abs(a * ray[i]);
            });
        }
        double norm = Norm(ray), slopeTerms = 0;
        for (int j = 0; j < ray.Length; j++) slopeTerms += Math.Abs(program.C[j] * ray[j]);
        bool holds = LeastSlope * slopeTerms < 1
            && IsSmall(Norm(curvature), Norm(curved), program.P is null ? 0 : Optimality.MaxAbs(program.P.Values) * norm)
            && IsSmall(Math.Sqrt(distance), Norm(terms), Optimality.MaxAbs(program.A.Values) * norm);
        return (new RayCheck(Norm(curvature), Math.Sqrt(distance), holds), ray);
    }

    /// <summary>Whether a violation is small, absolutely and beside its terms; or no more than rounding of what its terms could have been.</summary>
    private static bool IsSmall(double violation, double terms, double possible) =>
        violation <= Math.Min(Tolerance, Math.Max(Tolerance * terms, Rounding * possible));

    private static void ForEach(SparseMatrix matrix, Action<int, int, double> entry)
    {
        for (int j = 0; j < matrix.Columns; j++)
        {
            for (int k = matrix.ColumnStarts[j]; k < matrix.ColumnStarts[j + 1]; k++) entry(matrix.RowIndices[k], j, matrix.Values[k]);
        }
    }

    private static double Norm(ReadOnlySpan<double> v)
    {
        double sum = 0;
        foreach (double t in v) sum += t * t;
        return Math.Sqrt(sum);
    }

    private static double[] Scaled(double[] v, double factor)
    {
        var result = new double[v.Length];
        for (int i = 0; i < v.Length; i++) result[i] = factor * v[i];
        return result;
    }
}

using System.Collections.Immutable;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>
/// Turns a solver's estimates into certified bounds: numbers between which the optimum of the program certainly lies, in exact arithmetic, for
/// the doubles that the program holds. The point and dual may be of any quality; poor ones give wide intervals or none, never wrong ones.
/// </summary>
/// <remarks>
/// <para>For a minimisation the dual side gives the lower bound: the dual vector is moved so that it is exactly feasible, or its
/// shortcomings are paid for by a-priori bounds on the feasible set, inferred from the constraints or assumed by the user. The primal side gives
/// the upper bound: a point exactly feasible is proved to lie next to the one found. For a maximisation the sides trade places. Where columns
/// must be integer, the dual side bounds the relaxation, and so the program too.</para>
/// <para>Proofs are made for the zero, nonnegative, second-order, rotated second-order, semidefinite, doubly nonnegative and S + N cones. Blocks of
/// other cones get the multiplier 0 on the dual side and refuse the primal side. Thread-safe; deterministic on one machine.</para>
/// </remarks>
public static class Certifier
{
    /// <summary>Certified bounds of a program's optimal value.</summary>
    /// <param name="program">The program.</param>
    /// <param name="x">An estimate of an optimal point, length n; null for none. NaN and infinite entries count as 0.</param>
    /// <param name="y">An estimate of an optimal dual of the stored minimisation, length m; null for none. NaN and infinite entries count as 0.</param>
    /// <param name="dualNonnegativePart">N of y = S + N on doubly nonnegative blocks, length m; null lets the certifier find it.</param>
    /// <param name="options">How much work to do; null for the defaults.</param>
    /// <exception cref="ArgumentException">A vector has the wrong length.</exception>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public static CertifiedInterval Certify(
        ConicProgram program, double[]? x, double[]? y, double[]? dualNonnegativePart = null, CertificationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        CheckLength(x, program.Columns, nameof(x));
        CheckLength(y, program.Rows, nameof(y));
        CheckLength(dualNonnegativePart, program.Rows, nameof(dualNonnegativePart));
        options ??= CertificationOptions.Default;
        options.Validate();

        var form = BasicForm.Of(program, x, y, dualNonnegativePart);
        var work = new SearchBudget(options);
        ProvedBound dual = new(double.NegativeInfinity, 0, "not asked for"), primal = new(double.PositiveInfinity, 0, "not asked for");
        ImmutableArray<double>? witness = null;
        double witnessRadius = 0;
        if (options.DualSide) dual = new DualSearch(form.Program, work).Find(form.X, form.Y);
        if (options.PrimalSide)
        {
            var search = new PrimalSearch(form.Program, work);
            primal = search.Find(form.X);
            if (search.Witness is { } point)
            {
                witness = [.. point.AsSpan(0, program.Columns)];
                witnessRadius = search.WitnessRadius;
            }
        }

        // Adding 0 turns −0 into 0.
        double? low = dual.IsProved ? dual.Value + 0.0 : null, high = primal.IsProved ? primal.Value + 0.0 : null;
        var isMinimisation = program.Sense == ObjectiveSense.Minimize;
        return new CertifiedInterval
        {
            Lower = isMinimisation ? low : 0.0 - high,
            Upper = isMinimisation ? high : 0.0 - low,
            LowerReason = isMinimisation ? dual.Failure : primal.Failure,
            UpperReason = isMinimisation ? primal.Failure : dual.Failure,
            Assumptions = form.Program.Bounds.Premises.List(dual.Premises),
            Witness = witness,
            WitnessRadius = witnessRadius,
        };
    }

    /// <summary>Whether it is proved that no point meets the constraints; user assumptions are not used.</summary>
    /// <param name="program">The program; its objective does not matter.</param>
    /// <param name="ray">An approximate Farkas ray y (y ∈ K*, AᵀWy = 0, ⟨b, y⟩ &lt; 0), of any quality; null for none.</param>
    /// <param name="options">How much work to do; null for the defaults.</param>
    /// <remarks>The lower bound of the same constraints with objective 0 is positive, or propagation contradicts itself.</remarks>
    /// <exception cref="ArgumentException">The ray has the wrong length.</exception>
    public static bool ProveInfeasible(ConicProgram program, double[]? ray, CertificationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        CheckLength(ray, program.Rows, nameof(ray));
        var feasibility = new ConicProgram(
            program.Name, ObjectiveSense.Minimize, null, new double[program.Columns], 0, program.A, program.B, program.Blocks, program.ColumnNames);
        var form = BasicForm.Of(feasibility, null, Normalised(program, ray), null);
        if (form.Program.Bounds.Columns.Contradiction is not null) return true;
        var work = new SearchBudget(options ?? CertificationOptions.Default);
        var bound = new DualSearch(form.Program, work).Find(form.X, form.Y);
        return bound.IsProved && bound.Value > 0;
    }

    /// <summary>Whether it is proved that the stored minimisation has feasible points of arbitrarily small objective.</summary>
    /// <param name="program">The program; integer columns are refused (false).</param>
    /// <param name="x">An approximate feasible point; null for 0.</param>
    /// <param name="direction">An approximate direction d with cᵀd &lt; 0, Pd = 0 and −Ad ∈ K; null for none.</param>
    /// <param name="options">How much work to do; null for the defaults.</param>
    /// <remarks>A feasible point and a direction of the program {−Ad ∈ K, Pd = 0, cᵀd = −1} are both proved to exist.</remarks>
    /// <exception cref="ArgumentException">A vector has the wrong length.</exception>
    public static bool ProveUnbounded(ConicProgram program, double[]? x, double[]? direction, CertificationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        CheckLength(x, program.Columns, nameof(x));
        CheckLength(direction, program.Columns, nameof(direction));
        if (direction is null || !program.IntegerColumns.IsEmpty) return false;
        var work = new SearchBudget(options ?? CertificationOptions.Default);
        return HasFeasiblePoint(program, x, work)
            && HasFeasiblePoint(RecessionProgram.Of(program), RecessionProgram.Scale(program, direction), work);
    }

    private static bool HasFeasiblePoint(ConicProgram program, double[]? x, SearchBudget work)
    {
        var form = BasicForm.Of(program, x, null, null);
        return new PrimalSearch(form.Program, work).Find(form.X).IsProved;
    }

    /// <summary>The ray scaled so that ⟨b, y⟩ = −1 where that makes sense.</summary>
    private static double[]? Normalised(ConicProgram program, double[]? ray)
    {
        if (ray is null) return null;
        double product = 0;
        for (var i = 0; i < ray.Length; i++) product += program.RowWeights[i] * program.B[i] * ray[i];
        if (!(product < 0) || double.IsInfinity(product)) return ray;
        var scaled = new double[ray.Length];
        for (var i = 0; i < ray.Length; i++) scaled[i] = ray[i] / -product;
        return scaled;
    }

    private static void CheckLength(double[]? vector, int length, string name)
    {
        if (vector is not null && vector.Length != length)
            throw new ArgumentException($"The vector has {vector.Length} entries; the program needs {length}.", name);
    }
}

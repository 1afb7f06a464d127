using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Copositive.Modeling;

/// <summary>
/// What a solve found, rechecked against the program's own data. Solver values are estimates; only certification turns them into
/// bounds. Objectives are in the user's sense; the dual vector belongs to the stored minimisation.
/// </summary>
public sealed partial class SolveResult
{
    private const int DirectionColumns = 20;

    internal SolveResult(
        string solver, Plan plan, ConicSolution solution, ConicSolution approximated, Termination termination,
        OptimalityErrors? errors, RayCheck? ray, TimeSpan elapsed, string? message)
    {
        Solver = solver;
        Plan = plan;
        Solution = solution;
        ApproximatedSolution = approximated;
        Termination = termination;
        Errors = errors;
        Ray = ray;
        Elapsed = elapsed;
        Message = message;
    }

    /// <summary>The backend's name.</summary>
    public string Solver { get; }

    /// <summary>The name of the backend whose answer this is: <see cref="Solver"/>, unless that chose another.</summary>
    public string Backend => ApproximatedSolution.Backend ?? Solver;

    /// <summary>Why <see cref="Backend"/> was chosen; null where nothing was chosen.</summary>
    public string? Choice => ApproximatedSolution.Choice;

    /// <summary>How the program was carried to the backend.</summary>
    public Plan Plan { get; }

    /// <summary>The program as stated.</summary>
    public ConicProgram Program => Plan.Source;

    /// <summary>How the solve ended, after our own checks.</summary>
    public Termination Termination { get; }

    /// <summary>The solution in terms of <see cref="Program"/>; rays are normalised.</summary>
    public ConicSolution Solution { get; }

    /// <summary>The solution in terms of <see cref="Modeling.Plan.Approximated"/>, the program over basic cones.</summary>
    public ConicSolution ApproximatedSolution { get; }

    /// <summary>x, or the direction of an unbounded program; null where there is none.</summary>
    public double[]? X => Solution.X;

    /// <summary>y, or the Farkas ray of an infeasible program; null where there is none.</summary>
    public double[]? Y => Solution.Y;

    /// <summary>The six errors, recomputed on the program over basic cones; null where point or dual is missing or a ray.</summary>
    public OptimalityErrors? Errors { get; }

    /// <summary>Our check of the ray of an infeasible or unbounded program; null otherwise.</summary>
    public RayCheck? Ray { get; }

    /// <summary>Iterations done by the backend.</summary>
    public int Iterations => Solution.Iterations;

    /// <summary>Wall-clock time of planning, solving, mapping back and checking.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>A remark for the reader; null if none.</summary>
    public string? Message { get; }

    /// <summary>Whether there is a point (and not a direction).</summary>
    public bool HasPoint => X is not null && Termination is not (Termination.Unbounded or Termination.Infeasible);

    /// <summary>Whether there is a dual (and not a ray).</summary>
    public bool HasDual => Y is not null && Termination is not (Termination.Unbounded or Termination.Infeasible);

    /// <summary>
    /// A start for another solve, of the same program or one with other data, rows or columns: <see cref="SolveOptions.WarmStart"/>. It
    /// carries the splits of doubly nonnegative duals and SPN slacks, and is fitted to the other program: for a model that has grown, by
    /// place; for another model, by the names of columns and constraints. What has no counterpart starts at 0.
    /// </summary>
    /// <returns>The start; null where there is neither point nor dual.</returns>
    public WarmStart? ToWarmStart() => !HasPoint && !HasDual ? null : new WarmStart(HasPoint ? X : null, HasDual ? Y : null)
    {
        DualNonnegativePart = HasDual
            ? Plan.MapSplitBack(ApproximatedSolution.DualNonnegativePart, ConeKind.DoublyNonnegative, ConeKind.CompletelyPositive)
            : null,
        SlackNonnegativePart = HasPoint
            ? Plan.MapSplitBack(ApproximatedSolution.SlackNonnegativePart, ConeKind.Spn, ConeKind.Copositive)
            : null,
        Origin = Program,
    };

    /// <summary>The objective at x, in the user's sense, c₀ included; null without a point.</summary>
    public double? PrimalObjective => HasPoint ? Program.Sign * Program.Evaluate(X!) : null;

    /// <summary>The dual objective, in the user's sense, c₀ included; null without a dual.</summary>
    public double? DualObjective => HasDual && ApproximatedSolution is { X: { } x, Y: { } y }
        ? Program.Sign * Optimality.DualObjective(Plan.Approximated, x, y)
        : null;

    /// <summary>What the optimal value of the program solved bounds of the program stated, in the user's sense.</summary>
    public BoundSide Side => (Plan.Side, Program.Sense) switch
    {
        (BoundSide.Lower, ObjectiveSense.Maximize) => BoundSide.Upper,
        (BoundSide.Upper, ObjectiveSense.Maximize) => BoundSide.Lower,
        var (side, _) => side,
    };

    /// <summary>A report on each constraint of the program over basic cones.</summary>
    public ImmutableArray<ConstraintReport> Constraints => _constraints.IsDefault ? _constraints = Report() : _constraints;

    private ImmutableArray<ConstraintReport> _constraints;

    /// <summary>The constraints with a part in an infeasible program's ray, heaviest first; empty for other results.</summary>
    public ImmutableArray<ConstraintReport> RayConstraints => Termination != Termination.Infeasible
        ? []
        : [.. Constraints.Where(c => c.MultiplierNorm > 1e-9).OrderByDescending(c => c.MultiplierNorm)];

    /// <summary>
    /// Status, plan, errors and, by constraint, violation, multiplier and share ⟨s, y⟩ of the gap, as text; for an infeasible result the
    /// constraints in the ray, for an unbounded one the direction.
    /// </summary>
    public string Explain()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Solver}: {Termination} after {Iterations} iterations, {Elapsed.TotalSeconds:F2} s\n");
        if (Message is not null) text.Append(Message).Append('\n');
        if (PrimalObjective is { } p) text.Append(CultureInfo.InvariantCulture, $"primal objective {p:G12}\n");
        if (DualObjective is { } d) text.Append(CultureInfo.InvariantCulture, $"dual objective   {d:G12}\n");
        if (Plan.Steps.Length > 0) text.Append("plan:\n").Append(Plan).Append('\n');
        if (Side is BoundSide.Lower or BoundSide.Upper)
            text.Append(CultureInfo.InvariantCulture, $"the optimal value of the approximation is {(Side == BoundSide.Lower ? "a lower" : "an upper")} bound of the model's\n");
        if (Errors is { } e)
            text.Append(CultureInfo.InvariantCulture, $"errors: equality {e.Equality:0.0e+00}, primal cone {e.PrimalCone:0.0e+00}, stationarity {e.Stationarity:0.0e+00}, dual cone {e.DualCone:0.0e+00}, gap {e.Gap:0.0e+00}, complementarity {e.Complementarity:0.0e+00}\n");
        if (Ray is { } ray)
            text.Append(CultureInfo.InvariantCulture, $"ray: residual {ray.Residual:0.0e+00}, distance to the cone {ray.ConeDistance:0.0e+00}, {(ray.IsAccepted ? "accepted" : "not accepted")}\n");
        if (Termination == Termination.Infeasible)
        {
            text.Append("constraints that contradict each other (multiplier norm):\n");
            foreach (ConstraintReport c in RayConstraints) text.Append(CultureInfo.InvariantCulture, $"  {c.Block}: {c.MultiplierNorm:G6}\n");
            return text.ToString();
        }
        if (Termination == Termination.Unbounded)
        {
            AppendDirection(text);
            return text.ToString();
        }
        foreach (ConstraintReport c in Constraints)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {c.Block}: ");
            text.Append(CultureInfo.InvariantCulture, $"violation {Show(c.Violation)}, multiplier {Show(c.MultiplierNorm)}, ⟨s, y⟩ = {Show(c.Complementarity)}\n");
        }
        return text.ToString();

        static string Show(double? value) => value is { } v ? v.ToString("0.00e+00", CultureInfo.InvariantCulture) : "–";
    }

    private void AppendDirection(StringBuilder text)
    {
        int[] moving = [.. Enumerable.Range(0, X!.Length).Where(j => X[j] != 0).OrderByDescending(j => Math.Abs(X[j]))];
        text.Append("direction of endless improvement, by 1 a unit (columns that move, the fastest first):\n");
        foreach (int j in moving.AsSpan(0, Math.Min(moving.Length, DirectionColumns)))
            text.Append(CultureInfo.InvariantCulture, $"  {Program.ColumnName(j)}: {X[j]:G6}\n");
        if (moving.Length > DirectionColumns) text.Append(CultureInfo.InvariantCulture, $"  and {moving.Length - DirectionColumns} more\n");
    }

    /// <inheritdoc/>
    public override string ToString() => PrimalObjective is { } p
        ? string.Create(CultureInfo.InvariantCulture, $"{Termination}, objective {p:G10} ({Solver})")
        : $"{Termination} ({Solver})";

    private ImmutableArray<ConstraintReport> Report()
    {
        ConicProgram program = Plan.Approximated;
        ConicSolution solution = ApproximatedSolution;
        double[]? s = HasPoint ? program.Slack(solution.X!) : null;
        double[]? y = Termination == Termination.Unbounded ? null : solution.Y;
        ReadOnlySpan<double> w = program.RowWeights;
        var reports = ImmutableArray.CreateBuilder<ConstraintReport>(program.Blocks.Length);
        foreach (ConeBlock block in program.Blocks)
        {
            double product = 0, norm = 0;
            for (int i = block.Start; i < block.End; i++)
            {
                if (y is null) break;
                norm += w[i] * y[i] * y[i];
                if (s is not null) product += w[i] * s[i] * y[i];
            }
            reports.Add(new ConstraintReport(
                block,
                s is null ? null : Optimality.Distance(block, s, solution),
                y is null ? null : Optimality.DualDistance(block, y, solution),
                s is null || y is null ? null : product,
                y is null ? null : Math.Sqrt(norm)));
        }
        return reports.MoveToImmutable();
    }
}

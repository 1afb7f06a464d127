namespace Copositive.Benchmarks.Solvers;

/// <summary>
/// The largest tolerance that reaches the goal. Solvers measure their errors in norms and scalings of their own, so equal tolerances are
/// no equal answers: what is compared is the run with the largest tolerance of a decreasing sequence whose recomputed error is small
/// enough.
/// </summary>
internal static class ToleranceSearch
{
    /// <summary>first, 0.3 first, 0.1 first, 0.03 first, … down to the last.</summary>
    public static double[] Sequence(double first, double last)
    {
        const double RoundingSlack = 0.999;
        var list = new List<double>();
        for (double decade = first; decade >= RoundingSlack * last; decade /= 10)
        {
            list.Add(decade);
            if (0.3 * decade >= RoundingSlack * last) list.Add(0.3 * decade);
        }
        return [.. list];
    }

    /// <summary>
    /// Tries tolerances from the largest on until one reaches the goal, the program is called infeasible or unbounded, the limit passes or
    /// the solver fails.
    /// </summary>
    /// <returns>The attempt that ended the search; the most accurate one where none did, or where the last one failed.</returns>
    public static Attempt Run(IReadOnlyList<double> tolerances, Goal goal, Func<double, Attempt> attempt)
    {
        Attempt? best = null;
        foreach (double tolerance in tolerances)
        {
            Attempt current = attempt(tolerance);
            if (current.Reaches(goal) || current.Claim is Claim.Infeasible or Claim.Unbounded or Claim.Limit) return current;
            if (current.Claim == Claim.Failed) return best ?? current;
            if (best is null || current.Error < best.Error) best = current;
        }
        return best ?? throw new ArgumentException("There is no tolerance to try.", nameof(tolerances));
    }
}

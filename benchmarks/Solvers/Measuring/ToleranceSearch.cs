using System.Diagnostics;

namespace Copositive.Benchmarks.Solvers;

/// <summary>
/// The largest tolerance that reaches the goal. Solvers measure their errors in norms and scalings of their own, so equal tolerances are
/// no equal answers: what is compared is the run with the largest tolerance of a falling sequence whose recomputed error is small enough.
/// </summary>
internal static class ToleranceSearch
{
    private const int HalfDecades = 6;
    private const double Largest = 0.1;

    /// <summary>1000 e, 300 e, 100 e, …, 3 e, e, 0.3 e, …, 0.001 e around the goal's error e, without those above both 0.1 and e.</summary>
    public static double[] Around(double error)
    {
        var list = new List<double>();
        for (int k = HalfDecades; k >= -HalfDecades; k--)
        {
            double tolerance = error * Math.Pow(10, Math.Floor(k / 2.0)) * (k % 2 == 0 ? 1 : 3);
            if (k <= 0 || tolerance <= Largest) list.Add(tolerance);
        }
        return [.. list];
    }

    /// <summary>
    /// Tries the tolerance at the start; then larger ones as long as they reach the goal, or smaller ones until one does. A run that a limit
    /// ended without a point says nothing against larger tolerances, so they are tried; one that left a point says that the goal is not
    /// reached in that time, since a larger tolerance ends the same iteration earlier. It is assumed that smaller tolerances give smaller
    /// errors and longer runs.
    /// </summary>
    /// <param name="tolerances">Falling tolerances.</param>
    /// <param name="start">The index of the first to try.</param>
    /// <param name="goal">The goal; no run is begun after its total limit.</param>
    /// <param name="attempt">Runs the solver with a tolerance.</param>
    /// <returns>
    /// The attempt with the largest tolerance that reached the goal; where none did, one that calls the program infeasible or unbounded or
    /// met the limit, else the most accurate one that did not fail.
    /// </returns>
    public static Attempt Run(IReadOnlyList<double> tolerances, int start, Goal goal, Func<double, Attempt> attempt)
    {
        long begin = Stopwatch.GetTimestamp();
        Attempt first = attempt(tolerances[start]);
        if (first.Claim is Claim.Infeasible or Claim.Unbounded or Claim.Failed) return first;
        if (first.Reaches(goal) || IsStopped(first)) return Larger();
        return first.Claim == Claim.Limit ? first : Smaller();

        static bool IsStopped(Attempt one) => one.Claim == Claim.Limit && double.IsInfinity(one.Error);

        bool IsTimeLeft() => Stopwatch.GetElapsedTime(begin) < goal.TotalLimit;

        Attempt Larger()
        {
            Attempt best = first;
            for (int k = start - 1; k >= 0 && IsTimeLeft(); k--)
            {
                Attempt current = attempt(tolerances[k]);
                if (current.Reaches(goal)) best = current;
                else if (!IsStopped(current) || best.Reaches(goal)) break;
            }
            return best;
        }

        Attempt Smaller()
        {
            Attempt best = first;
            for (int k = start + 1; k < tolerances.Count && IsTimeLeft(); k++)
            {
                Attempt current = attempt(tolerances[k]);
                if (current.Reaches(goal) || current.Claim is Claim.Infeasible or Claim.Unbounded or Claim.Limit) return current;
                if (current.Claim == Claim.Failed) return best;
                if (current.Error < best.Error) best = current;
            }
            return best;
        }
    }
}

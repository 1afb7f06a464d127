namespace Copositive.Copositivity;

/// <summary>
/// A tabu search for good assignments over exchanges of two facilities (E. Taillard, Robust taboo search for the quadratic assignment
/// problem, Parallel Computing 17 (1991)). Deterministic for a seed.
/// </summary>
internal sealed class AssignmentSearch
{
    private const double Work = 2e8;
    private const int MostSteps = 20_000;

    private readonly QuadraticAssignmentProblem _problem;
    private readonly Random _random;
    private readonly int _n;
    private readonly int[] _place;
    private readonly long[] _tabuUntil;

    private AssignmentSearch(QuadraticAssignmentProblem problem, int seed)
    {
        _problem = problem;
        _random = new Random(seed);
        _n = problem.Size;
        _place = new int[_n];
        _tabuUntil = new long[_n * _n];
    }

    /// <summary>The best assignment found: entry i is the location of facility i.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="seed">The seed of the random choices.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public static int[] Find(QuadraticAssignmentProblem problem, int seed, CancellationToken cancellationToken) =>
        new AssignmentSearch(problem, seed).Run(cancellationToken);

    private int[] Run(CancellationToken cancellationToken)
    {
        for (int i = 0; i < _n; i++) _place[i] = i;
        _random.Shuffle(_place);
        var best = (int[])_place.Clone();
        double cost = 0, least = 0; // relative to the first assignment
        long steps = (long)Math.Min(MostSteps, Work / ((double)_n * _n * _n));
        for (long step = 1; step <= steps; step++)
        {
            if ((step & 63) == 0) cancellationToken.ThrowIfCancellationRequested();
            (int r, int s, double change) = BestExchange(step, least - cost);
            if (r < 0) continue;
            Forbid(r, step);
            Forbid(s, step);
            (_place[r], _place[s]) = (_place[s], _place[r]);
            cost += change;
            if (cost >= least) continue;
            least = cost;
            _place.CopyTo(best, 0);
        }
        return best;
    }

    /// <summary>The best exchange that brings no facility back to a place it left lately, or is better than needed for a new
    /// record.</summary>
    private (int R, int S, double Change) BestExchange(long step, double record)
    {
        (int R, int S, double Change) best = (-1, -1, double.PositiveInfinity);
        for (int r = 0; r < _n; r++)
        {
            for (int s = r + 1; s < _n; s++)
            {
                double change = Change(r, s);
                if (change >= best.Change) continue;
                bool isTabu = _tabuUntil[r * _n + _place[s]] > step && _tabuUntil[s * _n + _place[r]] > step;
                if (!isTabu || change < record) best = (r, s, change);
            }
        }
        return best;
    }

    private void Forbid(int facility, long step) =>
        _tabuUntil[facility * _n + _place[facility]] = step + _random.Next((int)(0.9 * _n), (int)(1.1 * _n) + 4);

    /// <summary>What the cost changes by when r and s exchange their places: only terms with an index r or s differ.</summary>
    private double Change(int r, int s)
    {
        int pr = _place[r], ps = _place[s];
        double change = (_problem.Flow(r, r) - _problem.Flow(s, s)) * (_problem.Distance(ps, ps) - _problem.Distance(pr, pr))
            + (_problem.Flow(r, s) - _problem.Flow(s, r)) * (_problem.Distance(ps, pr) - _problem.Distance(pr, ps));
        for (int k = 0; k < _n; k++)
        {
            if (k == r || k == s) continue;
            int pk = _place[k];
            change += (_problem.Flow(k, r) - _problem.Flow(k, s)) * (_problem.Distance(pk, ps) - _problem.Distance(pk, pr))
                + (_problem.Flow(r, k) - _problem.Flow(s, k)) * (_problem.Distance(ps, pk) - _problem.Distance(pr, pk));
        }
        return change;
    }
}

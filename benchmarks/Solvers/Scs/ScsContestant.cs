namespace Copositive.Benchmarks.Solvers;

/// <summary>SCS in the better of its two forms, each measured in a process of its own.</summary>
/// <param name="path">The library's file; null to look for it.</param>
/// <param name="threads">The numbers of threads of OpenBLAS of which the best is reported.</param>
internal sealed class ScsContestant(string? path, IReadOnlyList<int> threads) : IContestant
{
    /// <summary>Its name.</summary>
    public const string Key = "scs";

    /// <summary>A form so much slower than the other with one number of threads is not tried with another.</summary>
    private const double Hopeless = 3;

    private readonly Lazy<string?> _absence = new(() =>
    {
        ScsLibrary.TryLoad(path, out string? reason);
        return reason;
    });

    /// <inheritdoc/>
    public string Name => Key;

    /// <inheritdoc/>
    public string? Absence => _absence.Value;

    /// <inheritdoc/>
    public Measurement Measure(Instance instance, Goal goal)
    {
        Measurement? best = null;
        string[] forms = [ScsMeasurement.Slack, ScsMeasurement.Standard];
        var tolerances = new Dictionary<string, double?>();
        foreach (int count in threads)
        {
            var measured = new List<Measurement>();
            foreach (string form in forms)
            {
                var request = new WorkerRequest(
                    instance.Source, Key, goal.Error, goal.TimeLimit.TotalSeconds, count, Library: path, Form: form,
                    FirstTolerance: tolerances.GetValueOrDefault(form));
                Measurement one = Worker.Ask(request, PeerEnvironment.WithThreads(count));
                if (one.IsSolved) tolerances[form] = one.Tolerance;
                measured.Add(one);
                best = Measurement.Better(best, one);
            }

            // Where neither form was solved, both are tried again: more threads may be slower or faster.
            if (best!.IsSolved) forms = [.. measured.Where(one => one.IsSolved && one.Seconds < Hopeless * best.Seconds)
                .Select(one => one.Form!)];
        }
        return best!;
    }
}

namespace Copositive.Benchmarks.Solvers;

/// <summary>SCS in the better of its forms, each measured in a process of its own.</summary>
/// <param name="path">The library's file; null to look for it.</param>
/// <param name="threads">The numbers of threads of OpenBLAS of which the best is reported.</param>
/// <param name="forms">The forms to try.</param>
internal sealed class ScsContestant(string? path, IReadOnlyList<int> threads, IReadOnlyList<string> forms) : IContestant
{
    /// <summary>Its name.</summary>
    public const string Key = "scs";

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
        var tolerances = new Dictionary<string, double?>();
        foreach (int count in threads)
        {
            foreach (string form in forms)
            {
                Goal share = goal.NotSlowerThan(best);
                var request = new WorkerRequest(
                    instance.Source, Key, goal.Error, share.TimeLimit.TotalSeconds, share.TotalLimit.TotalSeconds, count, Library: path,
                    Form: form, FirstTolerance: tolerances.GetValueOrDefault(form));
                Measurement one = Worker.Ask(request, PeerEnvironment.WithThreads(count));
                if (one.IsSolved) tolerances[form] = one.Tolerance;
                best = Measurement.Better(best, one);
            }
        }
        return best!;
    }
}

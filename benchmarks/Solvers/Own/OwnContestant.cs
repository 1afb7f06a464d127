namespace Copositive.Benchmarks.Solvers;

/// <summary>A backend of this library, measured in a process of its own.</summary>
/// <param name="key">Its key.</param>
/// <param name="threads">The numbers of threads of which the best is reported; empty for the backend's default.</param>
/// <param name="settings">Settings other than the defaults; null for none.</param>
internal sealed class OwnContestant(string key, IReadOnlyList<int> threads, OwnSettings? settings = null) : IContestant
{
    private static readonly Dictionary<string, string?> SameEnvironment = [];

    /// <inheritdoc/>
    public string Name => key;

    /// <inheritdoc/>
    public string? Absence => null;

    /// <inheritdoc/>
    public Measurement Measure(Instance instance, Goal goal)
    {
        Measurement? best = null;
        foreach (int? count in threads.Count == 0 ? [null] : threads.Select(count => (int?)count))
        {
            var request = new WorkerRequest(
                instance.Source, key, goal.Error, goal.TimeLimit.TotalSeconds, goal.TotalLimit.TotalSeconds, count, settings);
            best = Measurement.Better(best, Worker.Ask(request, SameEnvironment));
        }
        return best!;
    }
}

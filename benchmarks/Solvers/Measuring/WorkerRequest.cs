namespace Copositive.Benchmarks.Solvers;

/// <summary>What a process of this benchmark is asked to measure for another.</summary>
/// <param name="Source">The instance.</param>
/// <param name="Solver">A backend's key, or <see cref="ScsContestant.Key"/>.</param>
/// <param name="Error">The goal's error.</param>
/// <param name="Seconds">The goal's time limit of a run.</param>
/// <param name="TotalSeconds">The goal's limit of all runs.</param>
/// <param name="Threads">The number of threads; null for the solver's default.</param>
/// <param name="Settings">For a backend: settings other than the defaults.</param>
/// <param name="Library">For SCS: its library.</param>
/// <param name="Form">For SCS: the form.</param>
/// <param name="FirstTolerance">The largest tolerance to try, and the first; null to search around the goal's error.</param>
internal sealed record WorkerRequest(
    InstanceSource Source,
    string Solver,
    double Error,
    double Seconds,
    double TotalSeconds,
    int? Threads = null,
    OwnSettings? Settings = null,
    string? Library = null,
    string? Form = null,
    double? FirstTolerance = null)
{
    /// <summary>The goal.</summary>
    public Goal ToGoal() => new(Error, TimeSpan.FromSeconds(Seconds), TimeSpan.FromSeconds(TotalSeconds));
}

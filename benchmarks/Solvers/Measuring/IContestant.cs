namespace Copositive.Benchmarks.Solvers;

/// <summary>A solver that takes part.</summary>
internal interface IContestant
{
    /// <summary>The name in tables.</summary>
    string Name { get; }

    /// <summary>Why it cannot take part on this machine; null if it can.</summary>
    string? Absence { get; }

    /// <summary>Solves an instance with the largest tolerance that reaches the goal, and measures that.</summary>
    Measurement Measure(Instance instance, Goal goal);
}

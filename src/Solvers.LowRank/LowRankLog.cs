using Copositive.Modeling;
using Microsoft.Extensions.Logging;

namespace Copositive.Solvers.LowRank;

internal static partial class LowRankLog
{
    [LoggerMessage(1, LogLevel.Debug, "'{Name}': order {Order}, {Sweeps} sweeps at rank {Rank}.")]
    public static partial void Swept(ILogger logger, string name, int order, int sweeps, int rank);

    [LoggerMessage(2, LogLevel.Debug, "Rank {Rank}: {Steps} steps to a gradient of {Gradient:E1}; {Verdict}.")]
    public static partial void Minimized(ILogger logger, int rank, int steps, double gradient, string verdict);

    [LoggerMessage(3, LogLevel.Debug, "'{Name}' ended {Termination} after {Iterations} iterations, largest error {Error:E2}, {Seconds:F3} s.")]
    public static partial void Ended(ILogger logger, string name, Termination termination, int iterations, double error, double seconds);
}

using Copositive.Modeling;
using Microsoft.Extensions.Logging;

namespace Copositive.Solvers.OrTools;

/// <summary>The messages that <see cref="GlopSolver"/> logs.</summary>
internal static partial class GlopLog
{
    [LoggerMessage(1, LogLevel.Debug, "glop: {Program} with {Rows} rows, {Columns} columns, {Nonzeros} nonzeros")]
    public static partial void Begin(ILogger logger, string program, int rows, int columns, int nonzeros);

    [LoggerMessage(2, LogLevel.Debug, "glop: the {Purpose} program ended as {Status} after {Iterations} iterations, at {Seconds:F3} s")]
    public static partial void Ran(ILogger logger, string purpose, GlopStatus status, long iterations, double seconds);

    [LoggerMessage(3, LogLevel.Warning, "glop: optimal by its own account, but the recomputed error {Error:E1} is above {Tolerance:E1}")]
    public static partial void Inaccurate(ILogger logger, double error, double tolerance);

    [LoggerMessage(4, LogLevel.Information, "glop: {Termination} after {Iterations} iterations, {Seconds:F3} s")]
    public static partial void End(ILogger logger, Termination termination, int iterations, double seconds);
}

using Copositive.Modeling;
using Microsoft.Extensions.Logging;

namespace Copositive.Solvers.InteriorPoint;

internal static partial class InteriorPointLog
{
    [LoggerMessage(1, LogLevel.Debug, "Solving '{Name}': {Columns} columns, {Rows} rows, {Blocks} cones; {Direction} directions, {System}.")]
    public static partial void Started(
        ILogger logger, string name, int columns, int rows, int blocks, MatrixDirection direction, string system);

    [LoggerMessage(2, LogLevel.Trace, "Step {Step}: errors {Equality:E1} {PrimalCone:E1} {Stationarity:E1} {Gap:E1} {Complementarity:E1}.")]
    public static partial void Stepped(
        ILogger logger, int step, double equality, double primalCone, double stationarity, double gap, double complementarity);

    [LoggerMessage(3, LogLevel.Debug, "'{Name}' ended {Termination} after {Steps} steps, largest error {Error:E2}, {Seconds:F3} s.")]
    public static partial void Ended(ILogger logger, string name, Termination termination, int steps, double error, double seconds);
}

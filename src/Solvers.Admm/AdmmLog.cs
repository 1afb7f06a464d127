using Copositive.Modeling;
using Microsoft.Extensions.Logging;

namespace Copositive.Solvers.Admm;

internal static partial class AdmmLog
{
    [LoggerMessage(1, LogLevel.Debug, "Solving '{Name}': {Columns} columns, {Rows} rows, {Blocks} cones; {System}.")]
    public static partial void Started(ILogger logger, string name, int columns, int rows, int blocks, string system);

    [LoggerMessage(2, LogLevel.Trace, "Iteration {Iteration}: errors {Equality:E1} {PrimalCone:E1} {Stationarity:E1} {Gap:E1} {Complementarity:E1}, residual {Residual:E2}, penalty {Penalty:E2}.")]
    public static partial void Iterated(
        ILogger logger, int iteration, double equality, double primalCone, double stationarity, double gap, double complementarity, double residual, double penalty);

    [LoggerMessage(3, LogLevel.Trace, "Newton direction at iteration {Iteration}: {Steps} GMRES steps to {Relative:E1}.")]
    public static partial void Directed(ILogger logger, int iteration, int steps, double relative);

    [LoggerMessage(4, LogLevel.Debug, "'{Name}' ended {Termination} after {Iterations} iterations ({Newton} Newton steps accepted, {Krylov} GMRES steps), largest error {Error:E2}, {Seconds:F3} s.")]
    public static partial void Ended(
        ILogger logger, string name, Termination termination, int iterations, int newton, int krylov, double error, double seconds);

    [LoggerMessage(5, LogLevel.Debug, "Method of multipliers from iteration {Iteration}: {Steps} Newton steps, {Krylov} steps of conjugate gradients, {Projections} projections, penalty {Penalty:E1}, least error {Error:E2}.")]
    public static partial void Multiplied(ILogger logger, int iteration, int steps, int krylov, int projections, double penalty, double error);

    [LoggerMessage(6, LogLevel.Debug, "Interior-point path: {Steps} steps, least error {Error:E2}.")]
    public static partial void FollowedPath(ILogger logger, int steps, double error);
}

using Copositive.Modeling;
using Microsoft.Extensions.Logging;

namespace Copositive.Solvers.Auto;

internal static partial class AutoLog
{
    [LoggerMessage(1, LogLevel.Debug, "'{Name}' goes to {Backend}: {Reason}.")]
    public static partial void Chosen(ILogger logger, string name, string backend, string reason);

    [LoggerMessage(2, LogLevel.Debug, "{Backend} ended {Termination}, error {Error:E1}.")]
    public static partial void Ended(ILogger logger, string backend, Termination termination, double error);
}

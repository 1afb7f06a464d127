using System.Text.Json;

namespace Copositive.Benchmarks.Solvers;

/// <summary>
/// Measurements in processes of their own, so that none shares memory, threads or compiled code with another, and a crash or a limit ends
/// only one. The parent writes a <see cref="WorkerRequest"/> to the child's standard input; the child answers with a
/// <see cref="Measurement"/> on its standard output.
/// </summary>
internal static class Worker
{
    /// <summary>The argument that makes this program a worker.</summary>
    public const string Argument = "--worker";

    private const string AnswerMark = "measurement: ";
    private const int RunsBeyondTotal = 3;
    private static readonly TimeSpan StartUp = TimeSpan.FromSeconds(60);

    /// <summary>Has a child measure.</summary>
    /// <param name="request">What to measure.</param>
    /// <param name="environment">Variables of the child.</param>
    public static Measurement Ask(WorkerRequest request, IReadOnlyDictionary<string, string?> environment)
    {
        (string file, string[] arguments) = Self();
        Goal goal = request.ToGoal();
        TimeSpan limit = StartUp + goal.TotalLimit + RunsBeyondTotal * goal.TimeLimit;
        ChildProcess.Result result = ChildProcess.Run(
            file, arguments, Environment.CurrentDirectory, environment, limit, JsonSerializer.Serialize(request));
        string? answer = result.Output.Split('\n').LastOrDefault(line => line.StartsWith(AnswerMark, StringComparison.Ordinal));
        if (answer is not null) return JsonSerializer.Deserialize<Measurement>(answer[AnswerMark.Length..])!;
        return new Measurement
        {
            Instance = request.Source.Name,
            Solver = request.Solver,
            Status = result.IsStopped ? Measurement.Limit : "failed",
            Seconds = result.Seconds,
            Threads = request.Threads,
            Form = request.Form,
            Note = result.IsStopped ? "stopped" : $"ended with code {result.ExitCode}: {LastLine(result.Error)}",
        };
    }

    /// <summary>Reads a request, measures and answers.</summary>
    public static int Run(TextReader input, TextWriter output)
    {
        WorkerRequest request = JsonSerializer.Deserialize<WorkerRequest>(input.ReadToEnd())!;
        var instance = new Instance(request.Source, request.Source.Load());
        Measurement measurement = request.Solver == ScsContestant.Key ? ScsMeasurement.Run(instance, request)
            : OwnMeasurement.Run(instance, request);
        output.WriteLine();
        output.WriteLine(AnswerMark + JsonSerializer.Serialize(measurement));
        return 0;
    }

    /// <summary>This program: its own executable beside the assembly, else the assembly run by the host of this process.</summary>
    private static (string File, string[] Arguments) Self()
    {
        string assembly = typeof(Worker).Assembly.Location;
        string executable = Path.ChangeExtension(assembly, OperatingSystem.IsWindows() ? ".exe" : null)!;
        return File.Exists(executable) ? (executable, [Argument]) : (Environment.ProcessPath!, [assembly, Argument]);
    }

    private static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "no message";
}

using System.Diagnostics;

namespace Copositive.Benchmarks.Solvers;

/// <summary>Runs a program to its end or a time limit, and measures its wall-clock time and peak resident memory.</summary>
internal static class ChildProcess
{
    private const int LongestPause = 50;

    /// <summary>How a process ended.</summary>
    /// <param name="ExitCode">Its exit code; null where it was stopped at the limit.</param>
    /// <param name="Output">Its standard output.</param>
    /// <param name="Error">Its standard error.</param>
    /// <param name="Seconds">From start to end.</param>
    /// <param name="Megabytes">Peak resident memory; null where the system does not tell or the process was too short to be asked.</param>
    public sealed record Result(int? ExitCode, string Output, string Error, double Seconds, double? Megabytes)
    {
        /// <summary>Whether the limit came first.</summary>
        public bool IsStopped => ExitCode is null;
    }

    /// <summary>Runs a program.</summary>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Its working folder.</param>
    /// <param name="environment">Variables to set, or to remove where the value is null.</param>
    /// <param name="limit">After which it is stopped.</param>
    /// <param name="input">Its standard input; null for none.</param>
    public static Result Run(
        string file, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string?> environment, TimeSpan limit,
            string? input = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach ((string name, string? value) in environment)
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }
        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        try
        {
            if (input is not null) process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read.
        }
        long peak = 0;
        bool isStopped = false;
        for (int pause = 1; ; pause = Math.Min(2 * pause, LongestPause))
        {
            peak = Math.Max(peak, PeakOf(process));
            if (process.WaitForExit(pause)) break;
            if (Stopwatch.GetElapsedTime(begin) < limit) continue;
            isStopped = true;
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            break;
        }
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return new Result(isStopped ? null : process.ExitCode, output.Result, error.Result, seconds, peak > 0 ? peak / 1e6 : null);
    }

    private static long PeakOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }
}

using System.Globalization;

namespace Copositive.Benchmarks.Solvers;

/// <summary>SDPA (Yamashita, Fujisawa and Kojima 2003), an interior-point method; its time is that of its main loop, as it prints
/// it.</summary>
internal sealed class SdpaSolver(string? path, IReadOnlyList<int> threads) : ExternalSolver("sdpa", path, threads)
{
    private const string OutputFile = "sdpa.out", ParameterFile = "param.sdpa";

    /// <inheritdoc/>
    protected override Attempt Run(ExternalRun run)
    {
        string output = Path.Combine(run.Folder, OutputFile), parameters = Path.Combine(run.Folder, ParameterFile);
        File.Delete(output);
        File.WriteAllText(parameters, Parameters(run.Tolerance));
        ChildProcess.Result result = ChildProcess.Run(
            Executable, ["-ds", run.SdpaFile, "-o", output, "-p", parameters, "-numThreads", $"{run.Threads}"], run.Folder,
                Environment(run), run.TimeLimit);
        var attempt = new Attempt
        {
            Claim = result.IsStopped ? Claim.Limit : Claim.Failed,
            Tolerance = run.Tolerance,
            Seconds = result.Seconds,
            Megabytes = result.Megabytes,
            Note = result.ExitCode is 0 or null ? null : $"sdpa ended with code {result.ExitCode}",
        };
        if (result.IsStopped || !File.Exists(output)) return attempt;
        using var reader = new StreamReader(output);
        var answer = SdpaOutputFile.Read(reader, run.Program);
        attempt = attempt with
        {
            Claim = ClaimOf(answer.Phase),
            Iterations = answer.Iterations,
            Seconds = Math.Min(answer.Seconds ?? result.Seconds, result.Seconds),
            Note = answer.Phase is null ? attempt.Note : $"phase {answer.Phase}",
        };
        if (attempt.Claim is Claim.Infeasible or Claim.Unbounded || answer is not { X: { } x, Y: { } y }) return attempt;
        return attempt.With(run.Program, x, y);
    }

    /// <summary>Its primal is the program of the file.</summary>
    internal static Claim ClaimOf(string? phase) => phase switch
    {
        "pdOPT" => Claim.Solved,
        "pINF_dFEAS" or "dUNBD" => Claim.Infeasible,
        "pFEAS_dINF" or "pUNBD" => Claim.Unbounded,
        null => Claim.Failed,
        _ => Claim.Inaccurate,
    };

    private static string Parameters(double tolerance) => string.Create(CultureInfo.InvariantCulture, $"""
        200	unsigned int maxIteration;
        {tolerance:E6}	double 0.0 < epsilonStar;
        1.0E2	double 0.0 < lambdaStar;
        2.0	double 1.0 < omegaStar;
        -1.0E5	double lowerBound;
        1.0E5	double upperBound;
        0.1	double 0.0 <= betaStar < 1.0;
        0.2	double 0.0 <= betaBar < 1.0, betaStar <= betaBar;
        0.9	double 0.0 < gammaStar < 1.0;
        {tolerance:E6}	double 0.0 < epsilonDash;
        %+24.16e	char* xPrint
        NOPRINT	char* XPrint
        %+24.16e	char* YPrint
        %+24.16e	char* infPrint

        """);
}

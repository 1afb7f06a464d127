using System.Globalization;
using System.Text.RegularExpressions;

namespace Copositive.Benchmarks.Solvers;

/// <summary>CSDP (Borchers 1999), an interior-point method.</summary>
/// <remarks>
/// It prints no times. With T the time of a run of k iterations and T₁ that of a run stopped after one, the iterations take
/// (T − T₁)k/(k − 1): starting the program, reading the file and writing the answer are not counted.
/// </remarks>
internal sealed partial class CsdpSolver(string? path, IReadOnlyList<int> threads) : ExternalSolver("csdp", path, threads)
{
    private const string SolutionFile = "csdp.sol", ParameterFile = "param.csdp";
    private const int MostIterations = 200;

    /// <inheritdoc/>
    protected override Attempt Run(ExternalRun run) => Run(run, MostIterations);

    /// <inheritdoc/>
    protected override double Time(ExternalRun run, Attempt first)
    {
        if (first.Iterations is not { } k || k < 2) return first.Seconds;
        int repetitions = Repetitions(first.Seconds);
        double whole = Averages.Median([first.Seconds, .. Enumerable.Range(0, repetitions).Select(_ => Run(run).Seconds)]);
        double one = Averages.Median(Enumerable.Range(0, 1 + repetitions).Select(_ => Run(run, mostIterations: 1).Seconds));
        double iterations = (whole - one) * k / (k - 1);

        // Where the difference drowns in the time of starting a process, the whole is all that can be said.
        return iterations > 0 ? Math.Min(iterations, whole) : whole;
    }

    private Attempt Run(ExternalRun run, int mostIterations)
    {
        string solution = Path.Combine(run.Folder, SolutionFile);
        File.Delete(solution);
        File.WriteAllText(Path.Combine(run.Folder, ParameterFile), Parameters(run.Tolerance, mostIterations));
        ChildProcess.Result result = ChildProcess.Run(Executable, [run.SdpaFile, solution], run.Folder, Environment(run), run.TimeLimit);
        MatchCollection iterations = IterationLine().Matches(result.Output);
        var attempt = new Attempt
        {
            Claim = ClaimOf(result.ExitCode),
            Tolerance = run.Tolerance,
            Seconds = result.Seconds,
            Iterations = iterations.Count > 0 ? int.Parse(iterations[^1].Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null,
            Megabytes = result.Megabytes,
            Note = result.ExitCode is 0 or null ? null : $"csdp ended with code {result.ExitCode}",
        };
        if (attempt.Claim is not (Claim.Solved or Claim.Inaccurate)) return attempt;
        if (!File.Exists(solution)) return attempt with { Claim = Claim.Failed };
        using var reader = new StreamReader(solution);
        (double[] x, double[] y) = CsdpSolutionFile.Read(reader, run.Program);
        return attempt.With(run.Program, x, y);
    }

    /// <summary>Its primal is the dual of the program in the file, so what it calls primal infeasible is our unbounded.</summary>
    internal static Claim ClaimOf(int? exitCode) => exitCode switch
    {
        null => Claim.Limit,
        0 => Claim.Solved,
        1 => Claim.Unbounded,
        2 => Claim.Infeasible,
        >= 3 and <= 8 => Claim.Inaccurate,
        _ => Claim.Failed,
    };

    private static string Parameters(double tolerance, int mostIterations) => string.Create(CultureInfo.InvariantCulture, $"""
        axtol={tolerance:E6}
        atytol={tolerance:E6}
        objtol={tolerance:E6}
        pinftol=1.0e8
        dinftol=1.0e8
        maxiter={mostIterations}
        minstepfrac=0.90
        maxstepfrac=0.97
        minstepp=1.0e-8
        minstepd=1.0e-8
        usexzgap=1
        tweakgap=0
        affine=0
        printlevel=1
        perturbobj=1
        fastmode=0

        """);

    [GeneratedRegex(@"^Iter:\s*(\d+)", RegexOptions.Multiline)]
    private static partial Regex IterationLine();
}

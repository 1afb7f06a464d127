using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Copositive.Cli;
using Copositive.Cli.CommandLine;
using Copositive.Modeling;

namespace Copositive.Benchmarks.Solvers;

/// <summary>The command line of the benchmark.</summary>
internal static class BenchmarkCommand
{
    private static readonly string[] Peers = ["csdp", "sdpa", ScsContestant.Key];

    /// <summary>Parses, measures and prints. Exit code 0 where it ran, whatever was measured; 2 for bad input.</summary>
    public static int Run(string[] arguments, CommandOutput output)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = ".dat-s, or graphs (.clq, .col, .mtx), which stand for their bounds",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string[]> solvers = List("--solvers", $"Solvers: {string.Join(", ", CommandServices.SolverKeys.Concat(Peers))}");
        Option<double?> error = NumericOption.Real(
            "--error", "The largest of the six recomputed errors allowed (1e-6)", e => e is > 0 and < 1, "a number above 0 and below 1");
        Option<double?> timeLimit = TimeLimitOption.Create();
        var json = new Option<bool>("--json") { Description = "Print a JSON list and nothing else" };
        Option<string?> csv = InputPath.Option("--csv", "Write all measurements");
        Option<string?> profile = InputPath.Option("--profile", "Write a performance profile as PNG");
        var theta = new Option<bool>("--theta") { Description = "Of graphs: Lovász's bound only" };
        var thetaPrime = new Option<bool>("--theta-prime") { Description = "Of graphs: Schrijver's bound only" };
        var clique = new Option<bool>("--clique") { Description = "Of graphs: bounds of the clique number" };
        var totalLimit = NumericOption.Real(
            "--total-limit", "Seconds for all runs of a solver on an instance (3 times the time limit)", t => t > 0, "a number above 0");
        Option<string[]> forms = List("--scs-forms", $"Forms in which SCS is tried ({string.Join(',', ScsMeasurement.Forms)})");
        Option<string[]> threads = List("--threads", "Numbers of threads of peers, of which the best is reported (1,2)");
        Option<string[]> ownThreads = List("--own-threads", "The same for this library's solvers (their defaults)");
        Option<string?> csdp = InputPath.Option("--csdp", "The program csdp, if it is not on the PATH");
        Option<string?> sdpa = InputPath.Option("--sdpa", "The program sdpa, if it is not on the PATH");
        Option<string?> scs =
            InputPath.Option("--scs-library", $"The native library of SCS, if neither {ScsLibrary.PathVariable} nor the loader names it");
        var settings = new Option<bool>("--settings") { Description = "Compare the default settings of admm with five others" };
        Option<string[]> scaling = List("--scaling", "Schrijver's bound on random graphs of these orders, instead of files");
        var root = new RootCommand("Compares solvers on semidefinite programs, each stopped at the same recomputed error.")
        {
            files, solvers, error, timeLimit, totalLimit, json, csv, profile, theta, thetaPrime, clique, threads, ownThreads, csdp, sdpa,
            scs, forms, settings, scaling,
        };
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is not null && parsed.Errors.Count == 0)
            return parsed.Invoke(new InvocationConfiguration { Output = output.Standard, Error = output.Error });
        if (parsed.Errors.Count > 0) return output.Fail(ExitStatus.BadInput, $"{parsed.Errors[0].Message} (see --help)");
        try
        {
            BoundKind[] bounds = (parsed.GetValue(theta), parsed.GetValue(thetaPrime)) switch
            {
                (true, false) => [BoundKind.Theta],
                (false, true) => [BoundKind.ThetaPrime],
                _ => [BoundKind.Theta, BoundKind.ThetaPrime],
            };
            int[]? orders = parsed.GetValue(scaling) is { Length: > 0 } words ? Integers(words, "--scaling", 2) : null;
            int[] peerThreads = parsed.GetValue(threads) is { Length: > 0 } counts ? Integers(counts, "--threads", 1)
                : Environment.ProcessorCount > 1 ? [1, 2] : [1];
            int[] own = Integers(parsed.GetValue(ownThreads) ?? [], "--own-threads", 1);
            string[] chosen = parsed.GetValue(solvers) is { Length: > 0 } names ? names : ["admm", .. orders is null ? Peers : []];
            string[] named = parsed.GetValue(files) ?? [];
            if ((named.Length == 0) == (orders is null)) throw new BadInputException("expected files, or --scaling with orders");
            string[] scsForms = parsed.GetValue(forms) is { Length: > 0 } given ? given : ScsMeasurement.Forms;
            if (scsForms.FirstOrDefault(form => !ScsMeasurement.Forms.Contains(form)) is { } strange)
                throw new BadInputException($"SCS has no form '{strange}'; available: {string.Join(", ", ScsMeasurement.Forms)}");
            double limit = parsed.GetValue(timeLimit) ?? 120;
            var options = new BenchmarkOptions
            {
                Instances = orders is null
                    ? [.. named.SelectMany(file => InstanceSource.Of(file, bounds, parsed.GetValue(clique)))]
                    : [.. orders.Select(InstanceSource.Random)],
                Solvers = [.. chosen.Select(name => Contestant(name, own, peerThreads, parsed.GetValue(csdp), parsed.GetValue(sdpa),
                    parsed.GetValue(scs), scsForms))],
                Goal = new Goal(
                    parsed.GetValue(error) ?? 1e-6, TimeSpan.FromSeconds(limit),
                    TimeSpan.FromSeconds(parsed.GetValue(totalLimit) ?? 3 * limit)),
                Json = parsed.GetValue(json),
                Csv = InputPath.RequireWritable(parsed.GetValue(csv)),
                Profile = InputPath.RequireWritable(parsed.GetValue(profile)),
                Settings = parsed.GetValue(settings),
                Scaling = orders,
            };
            BenchmarkRun.Run(options, output);
            return ExitStatus.Decided;
        }
        catch (Exception exception) when (exception is BadInputException or InputFormatException or IOException or UnauthorizedAccessException)
        {
            return output.Fail(ExitStatus.BadInput, exception.Message);
        }
    }

    private static IContestant Contestant(
        string name, int[] own, int[] threads, string? csdp, string? sdpa, string? scs, string[] forms) => name switch
    {
        "csdp" => new CsdpSolver(csdp, threads),
        "sdpa" => new SdpaSolver(sdpa, threads),
        ScsContestant.Key => new ScsContestant(scs is null ? null : Path.GetFullPath(scs), threads, forms),
        _ when CommandServices.SolverKeys.Contains(name) => new OwnContestant(name, own),
        _ => throw new BadInputException(
            $"there is no solver '{name}'; available: {string.Join(", ", CommandServices.SolverKeys.Concat(Peers))}"),
    };

    private static Option<string[]> List(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "A,B,…",
        CustomParser = result => [.. result.Tokens.SelectMany(token =>
            token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
        Arity = ArgumentArity.ExactlyOne,
    };

    private static int[] Integers(string[] words, string option, int least) =>
    [
        .. words.Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least
            ? value
            : throw new BadInputException($"{option} has '{word}'; expected integers of at least {least}")),
    ];
}

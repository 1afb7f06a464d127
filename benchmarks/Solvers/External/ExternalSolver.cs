namespace Copositive.Benchmarks.Solvers;

/// <summary>A solver that is a program of its own, reads SDPA files and writes its answer to a file.</summary>
/// <param name="name">Its name here, by which it is also looked for on the PATH.</param>
/// <param name="path">Its file; null to look for it.</param>
/// <param name="threads">The numbers of threads of which the best is reported.</param>
internal abstract class ExternalSolver(string name, string? path, IReadOnlyList<int> threads) : IContestant
{
    private readonly string? _file = path ?? ExecutableSearch.Find(name);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string? Absence => _file is null
        ? $"no program '{name}' on the PATH; install it or name it with --{name} PATH"
        : File.Exists(_file) ? null : $"{_file}: no such file";

    /// <summary>The solver's file.</summary>
    protected string Executable => _file ?? throw new InvalidOperationException(Absence);

    /// <inheritdoc/>
    public Measurement Measure(Instance instance, Goal goal)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("copositive-");
        try
        {
            string file = instance.Source.SdpaFile(instance.Program, folder.FullName);
            double[] tolerances = ToleranceSearch.Around(goal.Error);
            int start = Array.IndexOf(tolerances, goal.Error);
            Measurement? best = null;
            foreach (int count in threads)
            {
                Goal share = goal.NotSlowerThan(best);
                ExternalRun Job(double tolerance) => new(instance.Program, file, folder.FullName, tolerance, count, share.TimeLimit);
                Attempt found = ToleranceSearch.Run(tolerances, start, share, tolerance => Run(Job(tolerance)));
                Measurement measured = found.ToMeasurement(instance.Source.Name, name, goal) with { Threads = count };
                if (measured.IsSolved)
                {
                    measured = measured with { Seconds = Time(Job(found.Tolerance), found) };
                    (tolerances, start) = ([.. tolerances.Where(tolerance => tolerance <= found.Tolerance)], 0);
                }
                best = Measurement.Better(best, measured);
            }
            return best!;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs the solver and recomputes the errors of its answer.</summary>
    protected abstract Attempt Run(ExternalRun run);

    /// <summary>The time of the iterations, from this and, where they are short, more runs: the median.</summary>
    protected virtual double Time(ExternalRun run, Attempt first) =>
        Averages.Median([first.Seconds, .. Enumerable.Range(0, Repetitions(first.Seconds)).Select(_ => Run(run).Seconds)]);

    /// <summary>How many more runs of that length are worth their time.</summary>
    protected static int Repetitions(double seconds) => seconds < 0.2 ? 4 : seconds < 5 ? 2 : 0;

    /// <summary>The environment of a run.</summary>
    protected static IReadOnlyDictionary<string, string?> Environment(ExternalRun run) => PeerEnvironment.WithThreads(run.Threads);
}

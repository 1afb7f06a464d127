using BenchmarkDotNet.Running;
using Copositive.Benchmarks.Kernels;

// --quick: every kernel in under a minute, as a table or, with --json, as a list.
// Anything else goes to BenchmarkDotNet: --filter '*Projection*' --job short, --list flat, ….
string[] rest = QuickOptions.ReadBaseline(args);
if (QuickOptions.TryParse(rest, out QuickOptions? options, out string? mistake))
    return new QuickRun(options, Console.Out, Console.Error).Run();
if (mistake is not null)
{
    Console.Error.WriteLine(mistake);
    return 2;
}
Console.Error.WriteLine(LapackLibrary.Description);
BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmark).Assembly).Run(["--inProcess", .. rest]);
return 0;

using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Copositive.Benchmarks.Kernels;

// --quick: every kernel in under a minute, as a table or, with --json, as a list. Anything else goes to BenchmarkDotNet: --filter '*Projection*'.
string[] rest = QuickOptions.ReadBaseline(args);
if (QuickOptions.TryParse(rest, out QuickOptions? options, out string? mistake))
    return new QuickRun(options, Console.Out, Console.Error).Run();
if (mistake is not null)
{
    Console.Error.WriteLine(mistake);
    return 2;
}
Console.Error.WriteLine(LapackLibrary.Description);
IConfig sameProcess = DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmark).Assembly).Run(rest, sameProcess);
return 0;

using BenchmarkDotNet.Running;
using Copositive.Benchmarks;

// --quick: Stopwatch medians in under a minute.   --short: BenchmarkDotNet's short job on everything, in process.
// --families: time and memory of building each family of approximations.   --decisions: times of exact decisions.
// Anything else goes to BenchmarkDotNet: --filter '*OneLongSum*', --list flat, ….
if (args is ["--quick"])
{
    QuickRun.Print(Console.Out);
    return;
}
if (args is ["--families"])
{
    FamilyRun.Print(Console.Out);
    return;
}
if (args is ["--decisions"])
{
    DecisionRun.Print(Console.Out);
    return;
}
string[] forwarded = args is ["--short", .. var rest] ? ["--filter", "*", "--job", "short", "--inProcess", .. rest] : args;
BenchmarkSwitcher.FromAssembly(typeof(ModelAssembly).Assembly).Run(forwarded);

using Copositive.Benchmarks.Solvers;
using Copositive.Cli;

if (args is [Worker.Argument]) return Worker.Run(Console.In, Console.Out);
return BenchmarkCommand.Run(args, new CommandOutput(Console.Out, Console.Error, isTerminal: !Console.IsOutputRedirected));

using System.Collections.Immutable;

namespace Copositive.Modeling.Tests;

/// <summary>A backend that answers what the test tells it to, and remembers what it was asked.</summary>
internal sealed class ScriptedSolver(params Func<ConicProgram, SolveOptions, ConicSolution>[] answers) : IConicSolver
{
    public List<SolveOptions> Asked { get; } = [];

    public string Name => "scripted";

    public SolverCapabilities Capabilities { get; } = new()
    {
        Cones = ImmutableHashSet.Create(ConeKind.Zero, ConeKind.Nonnegative, ConeKind.SecondOrder, ConeKind.PositiveSemidefinite),
        QuadraticObjective = true,
    };

    public ConicSolution Solve(ConicProgram program, SolveOptions? options, IProgress<SolverProgress>? progress, CancellationToken cancellationToken)
    {
        Asked.Add(options!);
        return answers[Math.Min(Asked.Count, answers.Length) - 1](program, options!);
    }
}

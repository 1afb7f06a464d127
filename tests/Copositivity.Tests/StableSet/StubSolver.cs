using System.Collections.Immutable;
using Copositive.Modeling;

namespace Copositive.Copositivity.Tests.StableSet;

/// <summary>A backend that takes doubly nonnegative programs and answers what it is told to.</summary>
internal sealed class StubSolver(Func<ConicProgram, ConicSolution> answer) : IConicSolver
{
    public string Name => "stub";

    public SolverCapabilities Capabilities { get; } = new()
    {
        Cones = [ConeKind.Zero, ConeKind.Nonnegative, ConeKind.PositiveSemidefinite, ConeKind.DoublyNonnegative],
    };

    public ConicSolution Solve(ConicProgram program, SolveOptions? options, IProgress<SolverProgress>? progress, CancellationToken cancellationToken) => answer(program);
}

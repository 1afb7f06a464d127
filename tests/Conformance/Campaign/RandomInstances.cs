using Copositive.Modeling;

namespace Copositive.Conformance;

/// <summary>The instance of a kind and a seed.</summary>
internal static class RandomInstances
{
    public static RandomInstance Create(RandomKind kind, int seed)
    {
        var draw = new Draw(100_000 * (int)kind + seed);
        string name = $"{kind} {seed}";
        return kind switch
        {
            RandomKind.Optimal => PlantedPrograms.Optimal(draw).ToInstance(name, Termination.Optimal, []),
            RandomKind.Infeasible => PlantedPrograms.Infeasible(draw).ToInstance(name, Termination.Infeasible, []),
            RandomKind.Unbounded => PlantedPrograms.Unbounded(draw).ToInstance(name, Termination.Unbounded, []),
            RandomKind.IllPosed => IllPosedPrograms.Create(draw, name),
            RandomKind.RankDeficient =>
                Disturbances.RankDeficient(PlantedPrograms.Optimal(draw), draw).ToInstance(name, Termination.Optimal, []),
            RandomKind.BadlyScaled =>
                Disturbances.BadlyScaled(PlantedPrograms.Optimal(draw), draw).ToInstance(name, Termination.Optimal, RandomInstance.Undecided),
            RandomKind.Redundant => Disturbances.Redundant(PlantedPrograms.Optimal(draw), draw).ToInstance(name, Termination.Optimal, []),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }
}

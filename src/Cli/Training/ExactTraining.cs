using Copositive.Cli.Plotting;
using Copositive.Networks;

namespace Copositive.Cli.Training;

/// <summary><c>--method exact</c>: column generation to certified global optimality.</summary>
internal static class ExactTraining
{
    private const int LargestRank = 2;
    private const long CellLimit = 1_000_000;

    /// <summary>Trains, or measures a given network against the optimum.</summary>
    public static NetworkAnswer Run(
        INetworkTrainer trainer, NetworkRequest request, TrainingData data, Action<string> say, CancellationToken cancellationToken)
    {
        TwoLayerNetwork? given = request.Certify is null ? null : TwoLayerNetwork.Load(request.Certify);
        double? givenUpper = given is null ? null : PrimalBound.Of(given, data, request.Beta).Value;
        var options = new TrainingOptions
        {
            RelativeGap = request.Gap,
            TimeLimit = request.TimeLimit,
            Seed = request.Seed,
        };
        var progress = new SynchronousProgress<TrainingProgress>(state => say(
            $"iteration {state.Iteration}: {Text.Short(state.Lower)} ≤ p* ≤ {Text.Short(state.Upper)}, "
            + $"gap {Text.Small(state.Gap)}, {state.Atoms} neurons"));
        TrainingResult result = trainer.Train(data, request.Beta, options, progress, cancellationToken);
        GapPoint[] history = [.. result.History.Select(state => new GapPoint(state.Iteration, state.Lower > 0 ? state.Lower : null, state.Upper))];
        return new NetworkAnswer
        {
            Data = data,
            Network = given ?? result.Network,
            Lower = result.Lower,
            Upper = givenUpper ?? result.Upper,
            Arrangements = CountCells(data, cancellationToken),
            Iterations = result.Iterations,
            History = history.Length > 0 ? history : [new GapPoint(0, result.Lower, result.Upper)],
            IsDecided = result.Upper - result.Lower <= request.Gap * Math.Max(1, result.Upper),
            Seconds = result.Seconds,
        };
    }

    // In the plane the arrangements are the arcs between the sorted zeros of the rows: counting them costs nothing.
    private static long? CountCells(TrainingData data, CancellationToken cancellationToken)
    {
        var enumerator = new ArrangementEnumerator(data);
        if (enumerator.Rank > LargestRank || enumerator.CellBound > CellLimit) return null;
        return enumerator.Enumerate(CellLimit, cancellationToken).LongCount();
    }
}

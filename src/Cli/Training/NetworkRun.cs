using System.Diagnostics;
using Copositive.Cli.CommandLine;
using Copositive.Cli.Plotting;
using Copositive.Networks;
using Microsoft.Extensions.DependencyInjection;

namespace Copositive.Cli.Training;

/// <summary>Trains or relaxes and writes the files asked for; prints nothing.</summary>
internal static class NetworkRun
{
    /// <summary>Carries out a request.</summary>
    /// <param name="services">Holds the trainer and the backends.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="say">Told in a few words how far the work is.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static NetworkAnswer Run(IServiceProvider services, NetworkRequest request, Action<string> say, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        InputPath.RequireWritable(request.Plot);
        InputPath.RequireWritable(request.Save);
        if (request.Certify is not null) InputPath.RequireFile(request.Certify);
        TrainingData data = NetworkData.Load(request);
        NetworkAnswer answer = request.Relax
            ? RelaxationRun.Run(services.Solver("auto"), request, data, say, cancellationToken)
            : ExactTraining.Run(services.GetRequiredService<INetworkTrainer>(), request, data, say, cancellationToken);
        answer = answer with { Seconds = watch.Elapsed.TotalSeconds };
        if (request.Save is not null) answer.Network!.Save(request.Save);
        if (request.Plot is not null) NetworkPlot.Save(Figure(request, answer), request.Plot);
        return answer;
    }

    private static NetworkFigure Figure(NetworkRequest request, NetworkAnswer answer)
    {
        var figure = new NetworkFigure { Name = request.Name, Beta = request.Beta, History = answer.History, GapTarget = request.Gap };
        TrainingData data = answer.Data;
        bool isPlanar = data.Features == (request.Bias ? 3 : 2);
        if (!isPlanar || answer.Network is not { } network) return figure;
        int m = network.Neurons, n = data.Samples;
        var (hidden, offsets, points, classes) = (new double[m, 2], new double[m], new double[n, 2], new int[n]);
        for (int j = 0; j < m; j++)
        {
            ReadOnlySpan<double> weights = network.HiddenWeights.Slice(j * data.Features, data.Features);
            (hidden[j, 0], hidden[j, 1]) = (weights[0], weights[1]);
            if (request.Bias) offsets[j] = weights[2];
        }
        for (int i = 0; i < n; i++)
        {
            (points[i, 0], points[i, 1]) = (data.Input(i)[0], data.Input(i)[1]);
            classes[i] = PlanarNetwork.ClassOf(data.Target(i));
        }
        return figure with { Points = points, Classes = classes, Network = new PlanarNetwork(hidden, offsets, network.ToOutputWeights()) };
    }
}

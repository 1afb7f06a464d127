using Copositive.Cli.CommandLine;
using Copositive.Networks;

namespace Copositive.Cli.Training;

/// <summary>The data of a request.</summary>
internal static class NetworkData
{
    /// <summary>Reads or generates the data, as trained on: standardised and with a column for the bias where asked for.</summary>
    public static TrainingData Load(NetworkRequest request)
    {
        TrainingData data = request.File is null
            ? SpiralData.Generate(seed: request.Seed)
            : TrainingDataCsv.Read(InputPath.RequireFile(request.File), request.Labels);
        if (request.Standardize) data = data.Standardized();
        return request.Bias ? data.WithBias() : data;
    }
}

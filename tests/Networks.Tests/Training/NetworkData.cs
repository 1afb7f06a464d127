using Copositive.Tests;

namespace Copositive.Networks.Tests;

/// <summary>Training sets for the tests of training and certification.</summary>
internal static class NetworkData
{
    /// <summary>A shared data set: y columns as they are, labels one-hot.</summary>
    public static TrainingData Shared(string name) => TrainingDataCsv.Read(SharedData.Path($"networks/{name}.csv"));

    /// <summary>Entries uniform in [−1, 1] times a scale.</summary>
    public static TrainingData Random(int seed, int n, int d, int c, double xScale = 1, double yScale = 1)
    {
        var random = new Random(seed);
        return new TrainingData(Matrix(random, n, d, xScale), Matrix(random, n, c, yScale));
    }

    /// <summary>Entries uniform in [−1, 1] times a scale.</summary>
    public static double[,] Matrix(Random random, int rows, int columns, double scale = 1)
    {
        var matrix = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) matrix[i, j] = scale * (2 * random.NextDouble() - 1);
        return matrix;
    }
}

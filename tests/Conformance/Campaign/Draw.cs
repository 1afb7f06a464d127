using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Conformance;

/// <summary>A seeded source of random numbers, vectors and matrices.</summary>
internal sealed class Draw(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>An integer from low to high, both included.</summary>
    public int Integer(int low, int high) => _random.Next(low, high + 1);

    /// <summary>Uniform between low and high.</summary>
    public double Uniform(double low, double high) => low + (high - low) * _random.NextDouble();

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => _random.NextDouble() < probability;

    /// <summary>Normal with mean 0 and variance 1 (Box and Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    /// <summary>Positive, of order 1 and away from 0.</summary>
    public double Positive() => 0.1 + Math.Abs(Normal());

    /// <summary>2^k, k an integer, between about 10^−decades and 10^decades: multiplying by it is exact.</summary>
    public double PowerOfTwo(double decades) => Math.ScaleB(1, (int)Math.Round(Uniform(-decades, decades) / Math.Log10(2)));

    /// <summary>Normal entries.</summary>
    public double[] Vector(int length)
    {
        var v = new double[length];
        for (int i = 0; i < length; i++) v[i] = Normal();
        return v;
    }

    /// <summary>Normal entries, each present with the given probability.</summary>
    public double[,] Matrix(int rows, int columns, double density = 1)
    {
        var a = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                if (density >= 1 || Chance(density)) a[i, j] = Normal();
            }
        }
        return a;
    }

    /// <summary>A random orthogonal matrix.</summary>
    public Matrix<double> Orthogonal(int order) =>
        Matrix<double>.Build.DenseOfArray(Matrix(order, order)).QR().Q;
}

using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// Local minima of xᵀMx over the standard simplex from many starts, by pairwise steps: weight moves from the worst coordinate in use to the best one, with
/// the exact minimiser along that edge. A heuristic; what it finds is evaluated elsewhere.
/// </summary>
internal sealed class SimplexDescent
{
    private const int MaxStepsPerCoordinate = 60;
    private const double Flatness = 1e-12;

    private readonly double[,] _matrix;
    private readonly int _n;
    private readonly double _scale;

    /// <summary>Prepares a descent.</summary>
    /// <param name="triangle">M's upper triangle, column by column.</param>
    public SimplexDescent(ReadOnlySpan<double> triangle)
    {
        _n = SymmetricVector.OrderOf(triangle.Length);
        _matrix = new double[_n, _n];
        for (int j = 0, t = 0; j < _n; j++)
        {
            for (int i = 0; i <= j; i++, t++) _matrix[i, j] = _matrix[j, i] = triangle[t];
        }
        foreach (double entry in triangle) _scale = Math.Max(_scale, Math.Abs(entry));
    }

    /// <summary>A local minimiser reached from a start, and its value.</summary>
    /// <param name="start">x ≥ 0 with a positive sum; it is scaled to sum 1.</param>
    public (double[] X, double Value) From(ReadOnlySpan<double> start)
    {
        double[] x = start.ToArray(), gradient = new double[_n];
        double sum = 0;
        foreach (double entry in x) sum += entry;
        for (int i = 0; i < _n; i++) x[i] /= sum;
        for (int i = 0; i < _n; i++)
        {
            if (x[i] == 0) continue;
            for (int j = 0; j < _n; j++) gradient[j] += _matrix[j, i] * x[i];
        }
        for (int step = 0; step < MaxStepsPerCoordinate * _n; step++)
        {
            int best = 0, worst = -1;
            for (int i = 0; i < _n; i++)
            {
                if (gradient[i] < gradient[best]) best = i;
                if (x[i] > 0 && (worst < 0 || gradient[i] > gradient[worst])) worst = i;
            }
            double slope = gradient[worst] - gradient[best];
            if (!(slope > Flatness * _scale)) break;
            // xᵀMx along x + t(e_best − e_worst) is … − 2·slope·t + curvature·t².
            double curvature = _matrix[best, best] + _matrix[worst, worst] - 2 * _matrix[best, worst];
            double move = curvature > 0 ? Math.Min(x[worst], slope / curvature) : x[worst];
            x[worst] = move == x[worst] ? 0 : x[worst] - move;
            x[best] += move;
            for (int j = 0; j < _n; j++) gradient[j] += move * (_matrix[j, best] - _matrix[j, worst]);
        }
        double value = 0;
        for (int i = 0; i < _n; i++) value += x[i] * gradient[i];
        return (x, value);
    }

    /// <summary>Different local minimisers with a negative value, from all vertices, the columns of a matrix, and random points.</summary>
    /// <param name="seeds">Nonnegative vectors to start from as well.</param>
    /// <param name="random">Source of more starts.</param>
    /// <param name="threshold">Values above minus this count as 0.</param>
    public List<double[]> Violations(IEnumerable<double[]> seeds, Random random, double threshold)
    {
        var found = new List<double[]>();
        var values = new List<double>();
        foreach (double[] start in Starts(seeds, random))
        {
            (double[] x, double value) = From(start);
            if (value >= -threshold || found.Exists(other => Distance(other, x) < 1e-4)) continue;
            found.Add(x);
            values.Add(value);
        }
        double[][] sorted = [.. found];
        Array.Sort([.. values], sorted);
        return [.. sorted.Take(2 * _n)];
    }

    private IEnumerable<double[]> Starts(IEnumerable<double[]> seeds, Random random)
    {
        foreach (double[] seed in seeds)
        {
            if (seed.Any(entry => entry > 0)) yield return seed;
        }
        for (int i = 0; i < _n; i++)
        {
            var vertex = new double[_n];
            Array.Fill(vertex, 0.1 / _n);
            vertex[i] = 1;
            yield return vertex;
        }
        for (int k = 0; k < _n; k++)
        {
            var point = new double[_n];
            for (int i = 0; i < _n; i++) point[i] = -Math.Log(1 - random.NextDouble());
            yield return point;
        }
    }

    private static double Distance(double[] a, double[] b)
    {
        double distance = 0;
        for (int i = 0; i < a.Length; i++) distance = Math.Max(distance, Math.Abs(a[i] - b[i]));
        return distance;
    }
}

using System.Collections.Concurrent;
using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>
/// The matrices that the alternating direction method projects, one after the other, while it solves the semidefinite relaxation of maximum cut
/// on a random graph: min ⟨C, X⟩ with X_ii = 1 and X ⪰ 0, C = −L/4 for the Laplacian L.
/// </summary>
/// <remarks>
/// On the dual, S = C − Diag(y) ⪰ 0 (Wen, Goldfarb and Yin 2010; A A' = I here): y = −(μ(diag X − 1) + diag(S − C)), V = C − Diag(y) − μX,
/// S = Π(V), X = (S − V)/μ. Near the solution V has as many negative eigenvalues as X has rank, about 2 % of the order.
/// </remarks>
internal static class MaxCutIterates
{
    private const int Degree = 6, FirstRecorded = 150;
    private const double Penalty = 1;

    private static readonly ConcurrentDictionary<(int Order, int Count), double[][]> Recorded = new();

    /// <summary>A number of successive matrices V of the given order, as triangles; computed once in a process.</summary>
    public static double[][] Record(int order, int count) => Recorded.GetOrAdd((order, count), key => Run(key.Order, key.Count));

    private static double[][] Run(int n, int count)
    {
        double[] cost = Cost(n), x = new double[cost.Length], s = new double[cost.Length], v = new double[cost.Length];
        for (int i = 0; i < n; i++)
            x[SymmetricVector.Index(i, i)] = 1;
        var projector = new PartialPsdProjector(n);
        var recorded = new double[count][];
        for (int iteration = 0; iteration < FirstRecorded + count; iteration++)
        {
            for (int e = 0; e < v.Length; e++)
                v[e] = cost[e] - Penalty * x[e];
            for (int i = 0; i < n; i++)
            {
                int e = SymmetricVector.Index(i, i);
                v[e] += Penalty * (x[e] - 1) + s[e] - cost[e];
            }
            if (iteration >= FirstRecorded)
                recorded[iteration - FirstRecorded] = (double[])v.Clone();
            projector.Project(v, s, offDiagonalScale: 1, tolerance: 1e-8);
            for (int e = 0; e < v.Length; e++)
                x[e] = (s[e] - v[e]) / Penalty;
        }
        return recorded;
    }

    /// <summary>−L/4 of a random graph with 6 edges a vertex on average, as a triangle.</summary>
    private static double[] Cost(int n)
    {
        var random = new Random(n);
        var cost = new double[SymmetricVector.Length(n)];
        for (int edge = 0; edge < n * Degree / 2; edge++)
        {
            int i = random.Next(n), j = random.Next(n);
            if (i == j)
                continue;
            cost[SymmetricVector.Index(i, j)] += 0.25;
            cost[SymmetricVector.Index(i, i)] -= 0.25;
            cost[SymmetricVector.Index(j, j)] -= 0.25;
        }
        return cost;
    }
}

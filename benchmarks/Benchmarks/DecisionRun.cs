using System.Globalization;
using System.Diagnostics;
using Copositive.Copositivity;

namespace Copositive.Benchmarks;

/// <summary>Times of exact decisions on Motzkin's and Straus's matrices, and of exact standard quadratic problems.</summary>
internal static class DecisionRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Prints two tables.</summary>
    public static void Print(TextWriter output)
    {
        output.WriteLine($"{"λ(I + A) − E of G(n, p)",-26}{"α",4}{"λ = α",12}{"α − 1/4",12}{"α + 1/4",12}{"supports",12}");
        foreach (int n in new[] { 30, 40, 50, 60 })
        {
            foreach (double p in new[] { 0.1, 0.2, 0.3, 0.5, 0.7, 0.9 })
            {
                Graph graph = RandomGraph(n, p);
                int alpha = Stability(graph);
                (double Seconds, long Nodes) boundary = Time(graph, alpha, CopositivityStatus.Copositive);
                (double Seconds, long Nodes) below = Time(graph, alpha - 0.25, CopositivityStatus.NotCopositive);
                (double Seconds, long Nodes) above = Time(graph, alpha + 0.25, CopositivityStatus.StrictlyCopositive);
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{$"n = {n}, p = {p}",-26}{alpha,4}{boundary.Seconds,10:F3} s{below.Seconds,10:F3} s{above.Seconds,10:F3} s{boundary.Nodes,12}"));
            }
        }
        output.WriteLine();
        output.WriteLine($"{"standard quadratic, normal",-26}{"gap",9}{"instances",12}{"closed",8}{"median",12}{"longest",12}");
        foreach ((int n, double gap, int count) in new[] { (30, 1e-9, 200), (100, 1e-6, 20), (250, 1e-6, 5), (500, 1e-6, 5) })
        {
            double[] seconds = new double[count];
            int closed = 0;
            for (int seed = 0; seed < count; seed++)
            {
                StandardQuadraticResult result = new StandardQuadraticProblem(Normal(n, seed)).Solve(new StandardQuadraticOptions { Gap = gap, TimeLimit = Limit });
                seconds[seed] = result.Seconds;
                closed += result.IsClosed ? 1 : 0;
            }
            Array.Sort(seconds);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{$"n = {n}",-26}{gap,9:E0}{count,12}{closed,8}{seconds[count / 2],10:F3} s{seconds[^1],10:F3} s"));
        }
    }

    private static (double Seconds, long Nodes) Time(Graph graph, double lambda, CopositivityStatus expected)
    {
        int n = graph.VertexCount;
        var matrix = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) matrix[i, j] = (i == j || graph.HasEdge(i, j) ? lambda : 0) - 1;
        }
        var watch = Stopwatch.StartNew();
        CopositivityResult result = CopositivityDecision.Decide(matrix, new CopositivityOptions { TimeLimit = Limit });
        if (result.Status != expected && result.Status != CopositivityStatus.Unknown)
            throw new InvalidOperationException($"λ = {lambda} on {graph}: {result.Status}, expected {expected}.");
        return (result.Status == expected ? watch.Elapsed.TotalSeconds : double.NaN, result.Nodes);
    }

    /// <summary>α as the least whole λ with λ(I + A) − E copositive.</summary>
    private static int Stability(Graph graph)
    {
        int n = graph.VertexCount;
        var matrix = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) matrix[i, j] = i == j || graph.HasEdge(i, j) ? 1 : 0;
        }
        // min xᵀ(I + A)x over the simplex is 1/α.
        StandardQuadraticResult result = new StandardQuadraticProblem(matrix).Solve(new StandardQuadraticOptions { Gap = 1e-3 });
        return (int)Math.Round(1 / result.Upper);
    }

    private static Graph RandomGraph(int n, double p)
    {
        var random = new Random(n);
        var edges = new List<(int, int)>();
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < j; i++)
            {
                if (random.NextDouble() < p) edges.Add((i, j));
            }
        }
        return new Graph(n, edges);
    }

    private static double[,] Normal(int n, int seed)
    {
        var random = new Random(seed);
        var q = new double[n, n];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i <= j; i++)
                q[i, j] = q[j, i] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        }
        return q;
    }
}

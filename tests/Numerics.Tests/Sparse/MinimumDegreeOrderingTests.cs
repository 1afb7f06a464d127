using CsCheck;

namespace Copositive.Numerics.Tests;

public class MinimumDegreeOrderingTests
{
    [Test]
    public void The_order_is_a_permutation_of_any_pattern()
    {
        Gen.Select(Gen.Int[0, 60], Gen.Double[0, 1], Gen.Int[0, 1_000_000]).Sample((n, density, seed) =>
        {
            var random = new Random(seed);
            var starts = new int[n + 1];
            List<int> rows = [];
            for (int j = 0; j < n; j++)
            {
                for (int i = 0; i <= j; i++)
                    if (random.NextDouble() < density * density)
                        rows.Add(i);
                starts[j + 1] = rows.Count;
            }
            int[] order = MinimumDegreeOrdering.Compute(n, starts, rows.ToArray());
            return order.Order().SequenceEqual(Enumerable.Range(0, n));
        }, iter: 2000, seed: "0000Ordering");
    }

    [Test]
    public void Fill_is_no_worse_than_that_of_exact_minimum_degree_by_more_than_a_quarter()
    {
        long approximate = 0, exact = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            const int n = 80;
            var random = new Random(seed);
            var adjacent = new bool[n, n];
            for (int k = 0; k < 2 * n; k++)
            {
                int i = random.Next(n), j = random.Next(n);
                if (i != j)
                    adjacent[i, j] = adjacent[j, i] = true;
            }
            var starts = new int[n + 1];
            List<int> rows = [];
            for (int j = 0; j < n; j++)
            {
                for (int i = 0; i < j; i++)
                    if (adjacent[i, j])
                        rows.Add(i);
                starts[j + 1] = rows.Count;
            }
            approximate += Fill(adjacent, MinimumDegreeOrdering.Compute(n, starts, rows.ToArray()));
            exact += Fill(adjacent, null);
        }
        // Published comparisons (Amestoy, Davis, Duff 1996) have AMD within a few percent of exact external degree on average.
        Assert.That(approximate, Is.LessThan(1.25 * exact));
    }

    [TestCase(100, 196_332)]
    [TestCase(300, 2_838_059)]
    public void Grids_fill_no_more_than_with_the_authors_implementation(int k, int published)
    {
        // Entries below the diagonal of L for the five-point grid of k² points, measured with AMD 2.4 (SuiteSparse 5.12), default settings.
        var rows = new List<int>();
        var starts = new int[k * k + 1];
        for (int v = 0; v < k * k; v++)
        {
            if (v >= k)
                rows.Add(v - k);
            if (v % k > 0)
                rows.Add(v - 1);
            starts[v + 1] = rows.Count;
        }
        double[] ones = Enumerable.Repeat(1.0, rows.Count).ToArray();
        var symbolic = SparseLdlSymbolic.Analyze(SparseMatrix.FromColumns(k * k, k * k, starts, rows.ToArray(), ones));
        Assert.That(symbolic.FactorNonzeros, Is.LessThan(published));
    }

    /// <summary>Eliminates by brute force in the order given, or by exact minimum degree; counts the entries of L.</summary>
    private static long Fill(bool[,] pattern, int[]? order)
    {
        int n = pattern.GetLength(0);
        var graph = (bool[,])pattern.Clone();
        var gone = new bool[n];
        long count = 0;
        for (int step = 0; step < n; step++)
        {
            int Degree(int i) => Enumerable.Range(0, n).Count(j => !gone[j] && graph[i, j]);
            int pivot = order?[step] ?? Enumerable.Range(0, n).Where(i => !gone[i]).MinBy(Degree);
            gone[pivot] = true;
            int[] clique = Enumerable.Range(0, n).Where(j => !gone[j] && graph[pivot, j]).ToArray();
            count += clique.Length;
            foreach (int i in clique)
                foreach (int j in clique)
                    graph[i, j] = i != j;
        }
        return count;
    }
}

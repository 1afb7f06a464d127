namespace Copositive.Modeling.Tests.Approximations;

public sealed class PermutationGroupTests
{
    // Orders of automorphism groups by closure: the pentagon's is dihedral (10), the path on 4 vertices has 2, the complete graph on 4 has 24, the cube 48.
    [TestCase("01 12 23 34 40", 5, 10)]
    [TestCase("01 12 23", 4, 2)]
    [TestCase("01 02 03 12 13 23", 4, 24)]
    [TestCase("01 13 32 20 45 57 76 64 04 15 26 37", 8, 48)]
    [TestCase("", 3, 6)]
    public void AutomorphismsOfGraphs(string edges, int n, int order)
    {
        var adjacency = new double[n, n];
        foreach (string edge in edges.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            adjacency[edge[0] - '0', edge[1] - '0'] = adjacency[edge[1] - '0', edge[0] - '0'] = 1;
        PermutationGroup group = PermutationGroup.AutomorphismsOf(adjacency);
        Assert.That(Closure(group), Is.EqualTo(order));
        foreach (var generator in group.Generators)
        {
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) Assert.That(adjacency[generator[i], generator[j]], Is.EqualTo(adjacency[i, j]));
            }
        }
    }

    // A random matrix of random signs: brute force over all permutations of 6 points counts the group.
    [Test]
    public void AgreesWithBruteForce()
    {
        var random = new Random(4);
        for (int trial = 0; trial < 20; trial++)
        {
            var matrix = new double[6, 6];
            for (int j = 0; j < 6; j++)
            {
                for (int i = 0; i <= j; i++) matrix[i, j] = matrix[j, i] = i == j ? 0 : random.Next(2);
            }
            int count = Permutations(6).Count(p => Enumerable.Range(0, 36).All(k => matrix[p[k / 6], p[k % 6]] == matrix[k / 6, k % 6]));
            Assert.That(Closure(PermutationGroup.AutomorphismsOf(matrix)), Is.EqualTo(count));
        }
    }

    [Test]
    public void BadGeneratorsAreRefused()
    {
        Assert.That(() => PermutationGroup.Generate(3, [[0, 1, 1]]), Throws.ArgumentException.With.Message.Contains("no permutation"));
        Assert.That(() => PermutationGroup.Generate(3, [[1, 0]]), Throws.ArgumentException.With.Message.Contains("2 entries"));
        Assert.That(() => PermutationGroup.AutomorphismsOf(new double[,] { { 0, 1 }, { 2, 0 } }), Throws.ArgumentException.With.Message.Contains("symmetric"));
    }

    private static int Closure(PermutationGroup group)
    {
        var seen = new HashSet<string>();
        var queue = new Queue<int[]>([[.. Enumerable.Range(0, group.Degree)]]);
        seen.Add(string.Join(',', queue.Peek()));
        while (queue.TryDequeue(out int[]? at))
        {
            foreach (var generator in group.Generators)
            {
                int[] next = Array.ConvertAll(at, i => generator[i]);
                if (seen.Add(string.Join(',', next))) queue.Enqueue(next);
            }
        }
        return seen.Count;
    }

    private static IEnumerable<int[]> Permutations(int n)
    {
        if (n == 0)
        {
            yield return [];
            yield break;
        }
        foreach (int[] rest in Permutations(n - 1))
        {
            for (int place = 0; place < n; place++) yield return [.. rest[..place], n - 1, .. rest[place..]];
        }
    }
}

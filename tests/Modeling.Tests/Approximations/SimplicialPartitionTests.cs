namespace Copositive.Modeling.Tests.Approximations;

public sealed class SimplicialPartitionTests
{
    // Volumes: each bisection halves a simplex, so 2^(−depth) over all simplices sums to 1, and every point of the simplex lies in some simplex.
    [TestCase(2, 3)]
    [TestCase(3, 4)]
    [TestCase(5, 3)]
    public void SimplicesCoverTheStandardSimplex(int order, int rounds)
    {
        SimplicialPartition partition = SimplicialPartition.Uniform(order, rounds);
        Assert.That(partition.Simplices.Sum(simplex => Math.Abs(Determinant(partition, simplex))), Is.EqualTo(1).Within(1e-12));
        for (int v = 0; v < partition.VertexCount; v++)
        {
            Assert.That(partition.Vertex(v).ToArray(), Is.All.GreaterThanOrEqualTo(0.0));
            Assert.That(partition.Vertex(v).ToArray().Sum(), Is.EqualTo(1));
        }
        var edges = partition.Simplices.SelectMany(s => from u in s from v in s where u < v select (u, v)).Distinct().Order();
        Assert.That(partition.Edges, Is.EqualTo(edges));
    }

    [Test]
    public void PairsThatAreNoEdgesAreRefused()
    {
        SimplicialPartition halves = SimplicialPartition.Uniform(2, 1);
        Assert.That(() => halves.Bisect([(0, 1)]), Throws.ArgumentException.With.Message.Contains("(0, 1)"));
        Assert.That(halves.Bisect([(0, 2)]).Simplices, Has.Length.EqualTo(3));
    }

    private static double Determinant(SimplicialPartition partition, System.Collections.Immutable.ImmutableArray<int> simplex)
    {
        int n = partition.Order;
        var m = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) m[i, j] = partition.Vertex(simplex[i])[j];
        }
        double determinant = 1;
        for (int k = 0; k < n; k++)
        {
            int pivot = k;
            for (int i = k; i < n; i++) if (Math.Abs(m[i, k]) > Math.Abs(m[pivot, k])) pivot = i;
            if (m[pivot, k] == 0) return 0;
            if (pivot != k) determinant = -determinant;
            for (int j = 0; j < n; j++) (m[k, j], m[pivot, j]) = (m[pivot, j], m[k, j]);
            determinant *= m[k, k];
            for (int i = k + 1; i < n; i++)
            {
                double factor = m[i, k] / m[k, k];
                for (int j = k; j < n; j++) m[i, j] -= factor * m[k, j];
            }
        }
        return determinant;
    }
}

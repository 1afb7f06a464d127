using Copositive.Numerics;

namespace Copositive.Modeling.Tests;

/// <summary>Completions of matrices known within the cliques of random chordal graphs, and splittings of matrices that vanish off them.</summary>
public class PsdCompletionTests
{
    private static (int N, CliqueForest Forest) Graph(Random random)
    {
        int n = 2 + random.Next(25);
        (int[] starts, int[] neighbours) = RandomGraph.Of(n, random.NextDouble() * 0.25, random);
        return (n, ChordalExtension.Of(n, starts, neighbours));
    }

    /// <summary>GGᵀ of the given rank; without entries off the cliques where masked.</summary>
    private static double[] Gram(int n, int rank, Random random)
    {
        var g = new double[n, rank];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < rank; k++) g[i, k] = random.NextDouble() - 0.5;
        }
        var triangle = new double[SymmetricVector.Length(n)];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                for (int k = 0; k < rank; k++) triangle[SymmetricVector.Index(i, j)] += g[i, k] * g[j, k];
            }
        }
        return triangle;
    }

    private static bool[] Within(int n, CliqueForest forest)
    {
        var within = new bool[SymmetricVector.Length(n)];
        foreach (Clique clique in forest.Cliques)
        {
            foreach (int i in clique.Members)
            {
                foreach (int j in clique.Members) within[SymmetricVector.Index(i, j)] = true;
            }
        }
        return within;
    }

    private static double[] Full(double[] triangle, int n)
    {
        var matrix = new double[n * n];
        SymmetricVector.Unpack(triangle, matrix, n, 1);
        return matrix;
    }

    private static double LeastEigenvalue(double[] triangle, int n) => SymmetricEigensolver.DecomposeOnce(Full(triangle, n), n).Values[0];

    /// <summary>Definite blocks: the completion is the one whose inverse vanishes off the graph, which characterises the largest determinant.</summary>
    [Test]
    public void Definite_blocks_get_the_completion_of_largest_determinant()
    {
        var random = new Random(21);
        for (int trial = 0; trial < 40; trial++)
        {
            (int n, CliqueForest forest) = Graph(random);
            double[] given = Gram(n, n + 3, random), completed = (double[])given.Clone();
            bool[] within = Within(n, forest);
            for (int k = 0; k < completed.Length; k++)
            {
                if (!within[k]) completed[k] = double.NaN;
            }
            // What is off the graph must not be read, but for entries between components, which are zero by contract.
            ZeroBetweenComponents(forest, completed);
            PsdCompletion.Complete(forest, completed);
            for (int k = 0; k < completed.Length; k++)
            {
                if (within[k]) Assert.That(completed[k], Is.EqualTo(given[k]));
            }
            (double[] values, double[] vectors) = SymmetricEigensolver.DecomposeOnce(Full(completed, n), n);
            Assert.That(values[0], Is.GreaterThan(0));
            for (int j = 0; j < n; j++)
            {
                for (int i = 0; i < j; i++)
                {
                    if (within[SymmetricVector.Index(i, j)]) continue;
                    double inverse = 0;
                    for (int k = 0; k < n; k++) inverse += vectors[k * n + i] * vectors[k * n + j] / values[k];
                    Assert.That(inverse, Is.Zero.Within(1e-9 / (values[0] * values[0])));
                }
            }
        }
    }

    /// <summary>Singular blocks, as at optima: of rank one, for which the completion is PSD only if nothing is amplified.</summary>
    [TestCase(1)]
    [TestCase(2)]
    public void Singular_blocks_get_a_completion_that_is_semidefinite_to_rounding(int rank)
    {
        var random = new Random(22);
        for (int trial = 0; trial < 40; trial++)
        {
            (int n, CliqueForest forest) = Graph(random);
            double[] completed = Gram(n, rank, random);
            bool[] within = Within(n, forest);
            for (int k = 0; k < completed.Length; k++)
            {
                if (!within[k]) completed[k] = 0;
            }
            PsdCompletion.Complete(forest, completed);
            Assert.That(LeastEigenvalue(completed, n), Is.GreaterThan(-1e-10));
        }
    }

    /// <summary>Blocks off the cone by δ give a matrix off by δ at most, though singular blocks make entries depend on them like √δ.</summary>
    [Test]
    public void Violations_are_not_amplified()
    {
        var random = new Random(23);
        const double delta = 1e-6;
        for (int trial = 0; trial < 40; trial++)
        {
            (int n, CliqueForest forest) = Graph(random);
            double[] completed = Gram(n, 2, random);
            bool[] within = Within(n, forest);
            for (int k = 0; k < completed.Length; k++) completed[k] = within[k] ? completed[k] + delta / n * (2 * random.NextDouble() - 1) : 0;
            PsdCompletion.Complete(forest, completed);
            Assert.That(LeastEigenvalue(completed, n), Is.GreaterThan(-1.01 * delta));
        }
    }

    [Test]
    public void Zero_blocks_are_completed_by_zeros()
    {
        (int[] starts, int[] neighbours) = RandomGraph.Band(6, 1);
        var completed = new double[21];
        PsdCompletion.Complete(ChordalExtension.Of(6, starts, neighbours), completed);
        Assert.That(completed, Is.All.Zero);
    }

    /// <summary>A sum of semidefinite matrices on the cliques, split again: the pieces are semidefinite and their sum is the matrix.</summary>
    [TestCase(false)]
    [TestCase(true)]
    public void Splitting_gives_semidefinite_pieces_with_the_sum(bool definite)
    {
        var random = new Random(24);
        for (int trial = 0; trial < 40; trial++)
        {
            (int n, CliqueForest forest) = Graph(random);
            var matrix = new double[SymmetricVector.Length(n)];
            foreach (Clique clique in forest.Cliques) Add(matrix, clique.Members, Gram(clique.Order, definite ? clique.Order + 1 : 1, random));
            double[][] pieces = PsdSplitting.Split(forest, matrix);
            var sum = new double[matrix.Length];
            for (int k = 0; k < pieces.Length; k++)
            {
                Assert.That(LeastEigenvalue(pieces[k], forest.Cliques[k].Order), Is.GreaterThan(-1e-9));
                Add(sum, forest.Cliques[k].Members, pieces[k]);
            }
            Assert.That(sum, Is.EqualTo(matrix).Within(1e-9));
        }
    }

    private static void Add(double[] matrix, int[] members, double[] block)
    {
        for (int j = 0; j < members.Length; j++)
        {
            for (int i = 0; i <= j; i++) matrix[SymmetricVector.Index(members[i], members[j])] += block[SymmetricVector.Index(i, j)];
        }
    }

    private static void ZeroBetweenComponents(CliqueForest forest, double[] triangle)
    {
        int[] starts = forest.ComponentStarts();
        var component = new Dictionary<int, int>();
        for (int c = 0; c + 1 < starts.Length; c++)
        {
            foreach (Clique clique in forest.Cliques[starts[c]..starts[c + 1]])
            {
                foreach (int v in clique.Residual) component[v] = c;
            }
        }
        foreach (int i in component.Keys)
        {
            foreach (int j in component.Keys)
            {
                if (component[i] != component[j]) triangle[SymmetricVector.Index(i, j)] = 0;
            }
        }
    }
}

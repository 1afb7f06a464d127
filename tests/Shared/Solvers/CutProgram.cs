using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Tests;

/// <summary>
/// The semidefinite bound on cuts (Goemans and Williamson 1995), min Σ x_i with Diag(x) − L/4 ⪰ 0, L the Laplacian of a graph. It lies between
/// the largest cut and the number of edges, which are equal in a bipartite graph.
/// </summary>
internal static class CutProgram
{
    /// <summary>The bound of a random bipartite graph, in which .4 of the pairs are joined.</summary>
    public static ConicProgram Bipartite(int n, int seed, out int edges)
    {
        var random = new Random(seed);
        var b = new double[SymmetricVector.Length(n)];
        edges = 0;
        for (int j = 0; j < n; j++)
        {
            for (int i = 1 - j % 2; i < j; i += 2)
            {
                if (random.NextDouble() > 0.4) continue;
                edges++;
                b[SymmetricVector.Index(i, j)] += 0.25;
                b[SymmetricVector.Index(i, i)] -= 0.25;
                b[SymmetricVector.Index(j, j)] -= 0.25;
            }
        }
        double[] c = new double[n];
        Array.Fill(c, 1);
        return Of(b, c);
    }

    /// <summary>min c'x with Diag(x) + B ⪰ 0.</summary>
    public static ConicProgram Of(double[] b, double[] c)
    {
        int n = c.Length;
        int[] rows = new int[n], columns = new int[n];
        var values = new double[n];
        for (int i = 0; i < n; i++) (rows[i], columns[i], values[i]) = (SymmetricVector.Index(i, i), i, -1);
        return new ConicProgram(
            "cut", ObjectiveSense.Minimize, null, c, 0, SparseMatrix.FromTriplets(b.Length, n, rows, columns, values), b,
            [new ConeBlock(Cone.PositiveSemidefinite, 0, b.Length, "slack")]);
    }
}

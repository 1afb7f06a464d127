using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Tests;

/// <summary>
/// Semidefinite relaxations in the form of .dat-s files, min x₀ s.t. x₀I + Σ x_ij E_ij − J ⪰ 0, E_ij for pairs that no clique contains: an upper
/// bound of the clique number (Lovász 1979). The dual matrix has X ≥ 0 besides where x_ij ≤ 0 is allowed on the other pairs (Schrijver 1979).
/// </summary>
internal static class ThetaProgram
{
    /// <summary>Reads a graph in the DIMACS clique format, or a list of edges.</summary>
    public static bool[,] ReadGraph(string path)
    {
        List<(int, int)> pairs = [];
        int n = 0;
        foreach (string line in File.ReadLines(path))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is [] or ["c", ..]) continue;
            int from = words[0] == "p" ? 2 : words[0] == "e" ? 1 : 0;
            int i = int.Parse(words[from]), j = from == 2 ? i : int.Parse(words[from + 1]);
            n = Math.Max(n, Math.Max(i, j));
            if (i != j) pairs.Add((i - 1, j - 1));
        }
        var edges = new bool[n, n];
        foreach ((int i, int j) in pairs) edges[i, j] = edges[j, i] = true;
        return edges;
    }

    /// <summary>The program of a graph.</summary>
    public static ConicProgram Of(bool[,] edges, bool isNonnegative)
    {
        int n = edges.GetLength(0), rows = SymmetricVector.Length(n);
        List<int> rowIndices = [], columns = [];
        List<double> values = [];
        double[] b = new double[rows];
        Array.Fill(b, -1);
        for (int i = 0; i < n; i++) Add(SymmetricVector.Index(i, i), 0, -1);
        int column = 1, bounds = 0;
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < j; i++)
            {
                if (edges[i, j] && !isNonnegative) continue;
                Add(SymmetricVector.Index(i, j), column, -1);
                if (edges[i, j]) Add(rows + bounds++, column, 1);
                column++;
            }
        }
        double[] c = new double[column];
        c[0] = 1;
        ConeBlock[] blocks = [new ConeBlock(Cone.PositiveSemidefinite, 0, rows, "S"), new ConeBlock(Cone.Nonnegative, rows, bounds, "N")];
        SparseMatrix a = SparseMatrix.FromTriplets(rows + bounds, column, rowIndices.ToArray(), columns.ToArray(), values.ToArray());
        return new ConicProgram("theta", ObjectiveSense.Minimize, null, c, 0, a, [.. b, .. new double[bounds]], bounds > 0 ? blocks : blocks[..1]);

        void Add(int row, int at, double value)
        {
            rowIndices.Add(row);
            columns.Add(at);
            values.Add(value);
        }
    }

    /// <summary>A random graph with edges of the given density.</summary>
    public static bool[,] RandomGraph(int n, double density, int seed)
    {
        var random = new Random(seed);
        var edges = new bool[n, n];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < j; i++) edges[i, j] = edges[j, i] = random.NextDouble() < density;
        }
        return edges;
    }

    /// <summary>
    /// The doubly nonnegative relaxation of min x'Qx over binary x with Q of random integers from −100 to 100: Y = (1 x'; x X) ≥ 0 with X_ii = x_i.
    /// Bounds and equalities share their columns.
    /// </summary>
    public static ConicProgram BinaryQuadratic(int n, int seed)
    {
        var random = new Random(seed);
        int rows = SymmetricVector.Length(n + 1);
        double[] c = new double[rows], b = new double[2 * rows + n + 1];
        var a = new double[2 * rows + n + 1, rows];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++) c[i == j ? SymmetricVector.Index(0, i + 1) : SymmetricVector.Index(j + 1, i + 1)] += (i == j ? 1 : 2) * random.Next(-100, 101);
        }
        for (int k = 0; k < rows; k++) a[k, k] = a[rows + k, k] = -1;
        b[2 * rows] = a[2 * rows, 0] = 1;
        for (int i = 1; i <= n; i++) (a[2 * rows + i, SymmetricVector.Index(i, i)], a[2 * rows + i, SymmetricVector.Index(0, i)]) = (1, -1);
        return new ConicProgram(
            "binary quadratic", ObjectiveSense.Minimize, null, c, 0, RandomProgram.Sparse(a), b,
            [new ConeBlock(Cone.PositiveSemidefinite, 0, rows, "S"), new ConeBlock(Cone.Nonnegative, rows, rows, "N"), new ConeBlock(Cone.Zero, 2 * rows, n + 1, "equations")]);
    }
}

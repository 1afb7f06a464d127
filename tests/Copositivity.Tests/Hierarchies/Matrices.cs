using Copositive.Modeling;

namespace Copositive.Copositivity.Tests.Hierarchies;

/// <summary>Matrices of the literature, and the two programs of a standard quadratic problem.</summary>
internal static class Matrices
{
    /// <summary>Horn's matrix: copositive, extreme, and not S + N.</summary>
    public static double[,] Horn { get; } = Circulant(1, -1, 1, 1, -1);

    /// <summary>Hoffman's and Pereira's matrix of order 7: copositive and extreme.</summary>
    public static double[,] HoffmanPereira { get; } = Circulant(1, -1, 1, 0, 0, 1, -1);

    /// <summary>Bomze and de Klerk (2002), example 5.3: minimum −49/3 at (1, 1, 1) / 3 on {1, 2, 3}.</summary>
    public static double[,] PopulationGenetics { get; } = new[,]
    {
        { -14, -15, -16, 0, 0 },
        { -15, -14, -12.5, -22.5, -15 },
        { -16, -12.5, -10, -26.5, -16 },
        { 0, -22.5, -26.5, 0, 0 },
        { 0, -15, -16, 0, -14 },
    };

    /// <summary>Bomze and de Klerk (2002), example 5.4: minimum 17856312811/36898317500.</summary>
    public static double[,] Portfolio { get; } = new[,]
    {
        { 0.9044, 0.1054, 0.514, 0.3322, 0 },
        { 0.1054, 0.8715, 0.7385, 0.5866, 0.9751 },
        { 0.514, 0.7385, 0.6936, 0.5368, 0.8086 },
        { 0.3322, 0.5866, 0.5368, 0.5633, 0.7478 },
        { 0, 0.9751, 0.8086, 0.7478, 1.2932 },
    };

    public static double[,] Circulant(params double[] row)
    {
        int n = row.Length;
        var matrix = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) matrix[i, j] = row[(j - i + n) % n];
        }
        return matrix;
    }

    public static double[,] Ones(int n)
    {
        var ones = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) ones[i, j] = 1;
        }
        return ones;
    }

    public static double[,] Identity(int n)
    {
        var identity = new double[n, n];
        for (int i = 0; i < n; i++) identity[i, i] = 1;
        return identity;
    }

    /// <summary>I + A of a graph.</summary>
    public static double[,] ClosedNeighbourhoods(Graph graph)
    {
        double[,] matrix = Identity(graph.VertexCount);
        foreach ((int i, int j) in graph.Edges) matrix[i, j] = matrix[j, i] = 1;
        return matrix;
    }

    /// <summary>min ⟨Q, X⟩ over X completely positive with ⟨E, X⟩ = 1.</summary>
    public static ConicModel CompletelyPositive(double[,] q)
    {
        var model = new ConicModel("standard quadratic, completely positive");
        Variable x = model.AddSymmetric("X", q.GetLength(0)).In(Cone.CompletelyPositive);
        model.Add("sum", x.Sum() == 1);
        model.Minimize(x.Inner(q));
        return model;
    }

    /// <summary>max t with Q − tB copositive; B is E for the standard quadratic problem.</summary>
    public static ConicModel Copositive(double[,] q, double[,]? direction = null)
    {
        var model = new ConicModel("standard quadratic, copositive");
        Variable t = model.AddVariable("t");
        model.Add("M", (Expression)q - t * (direction ?? Ones(q.GetLength(0))), Cone.Copositive);
        model.Maximize(t);
        return model;
    }

    /// <summary>The least of xᵀQx over the supports' critical points in floating point: an oracle for small orders, to about 1e-12.</summary>
    public static double SimplexMinimum(double[,] q)
    {
        int n = q.GetLength(0);
        double best = double.PositiveInfinity;
        for (int support = 1; support < 1 << n; support++)
        {
            int[] members = [.. Enumerable.Range(0, n).Where(i => (support >> i & 1) != 0)];
            int m = members.Length;
            var system = new double[m + 1, m + 2];
            for (int a = 0; a < m; a++)
            {
                for (int b = 0; b < m; b++) system[a, b] = q[members[a], members[b]];
                system[a, m] = -1;
                system[m, a] = 1;
            }
            system[m, m + 1] = 1;
            if (Solve(system) is not { } solution || solution.Take(m).Any(entry => entry < -1e-12)) continue;
            best = Math.Min(best, solution[m]);
        }
        return best;
    }

    private static double[]? Solve(double[,] system)
    {
        int n = system.GetLength(0);
        for (int column = 0; column < n; column++)
        {
            int pivot = column;
            for (int i = column; i < n; i++)
            {
                if (Math.Abs(system[i, column]) > Math.Abs(system[pivot, column])) pivot = i;
            }
            if (Math.Abs(system[pivot, column]) < 1e-10) return null;
            for (int j = 0; j <= n; j++) (system[column, j], system[pivot, j]) = (system[pivot, j], system[column, j]);
            for (int i = 0; i < n; i++)
            {
                if (i == column) continue;
                double factor = system[i, column] / system[column, column];
                for (int j = column; j <= n; j++) system[i, j] -= factor * system[column, j];
            }
        }
        return [.. Enumerable.Range(0, n).Select(i => system[i, n] / system[i, i])];
    }
}

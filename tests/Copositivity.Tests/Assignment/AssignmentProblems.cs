namespace Copositive.Copositivity.Tests.Assignment;

/// <summary>Small quadratic assignment problems, and their optima by trying every permutation.</summary>
internal static class AssignmentProblems
{
    /// <summary>Flows and rectangular distances of five facilities, after C. Nugent, T. Vollmann and J. Ruml (1968); the optimum is
    /// 50.</summary>
    public static QuadraticAssignmentProblem Nugent5 { get; } = new(
        "nug5",
        new double[,] { { 0, 5, 2, 4, 1 }, { 5, 0, 3, 0, 2 }, { 2, 3, 0, 0, 0 }, { 4, 0, 0, 0, 5 }, { 1, 2, 0, 5, 0 } },
        new double[,] { { 0, 1, 1, 2, 3 }, { 1, 0, 2, 1, 2 }, { 1, 2, 0, 1, 2 }, { 2, 1, 1, 0, 1 }, { 3, 2, 2, 1, 0 } });

    /// <summary>A tour through five cities: flows are the adjacencies of a 5-cycle, so that costs are twice the tours' lengths.</summary>
    public static QuadraticAssignmentProblem Tour5 { get; } = new(
        "tsp5",
        Adjacency(5, (i, j) => (j - i + 5) % 5 is 1 or 4),
        new double[,] { { 0, 3, 7, 2, 9 }, { 3, 0, 4, 6, 1 }, { 7, 4, 0, 5, 8 }, { 2, 6, 5, 0, 3 }, { 9, 1, 8, 3, 0 } });

    /// <summary>The 6-cycle laid on a path of 6.</summary>
    public static QuadraticAssignmentProblem CycleOnPath6 { get; } =
        new("C6 on path-6", Adjacency(6, (i, j) => (j - i + 6) % 6 is 1 or 5), PathDistances(6));

    /// <summary>K(3,3) laid on a path of 6.</summary>
    public static QuadraticAssignmentProblem BipartiteOnPath6 { get; } =
        new("K33 on path-6", Adjacency(6, (i, j) => i < 3 != j < 3), PathDistances(6));

    /// <summary>A random problem.</summary>
    public static QuadraticAssignmentProblem Random(int n, int seed, bool symmetric, bool integer)
    {
        var random = new Random(seed);
        double[,] f = Matrix(), d = Matrix();
        return new QuadraticAssignmentProblem($"random {n} {seed}", f, d);

        double[,] Matrix()
        {
            var matrix = new double[n, n];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double entry = integer ? random.Next(-3, 10) : random.NextDouble() * 10 - 3;
                    matrix[i, j] = entry;
                    if (symmetric && i < j) matrix[i, j] = matrix[j, i] = 0;
                }
            }
            for (int i = 0; i < n && symmetric; i++)
            {
                for (int j = 0; j < i; j++) matrix[j, i] = matrix[i, j];
            }
            return matrix;
        }
    }

    /// <summary>The least cost over all n! permutations.</summary>
    public static double Optimum(QuadraticAssignmentProblem problem)
    {
        int n = problem.Size;
        int[] permutation = [.. Enumerable.Range(0, n)];
        double least = double.PositiveInfinity;
        Try(0);
        return least;

        void Try(int position)
        {
            if (position == n) least = Math.Min(least, problem.Cost(permutation));
            for (int k = position; k < n; k++)
            {
                (permutation[position], permutation[k]) = (permutation[k], permutation[position]);
                Try(position + 1);
                (permutation[position], permutation[k]) = (permutation[k], permutation[position]);
            }
        }
    }

    private static double[,] Adjacency(int n, Func<int, int, bool> isEdge)
    {
        var matrix = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) matrix[i, j] = i != j && isEdge(i, j) ? 1 : 0;
        }
        return matrix;
    }

    private static double[,] PathDistances(int n)
    {
        var matrix = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) matrix[i, j] = Math.Abs(i - j);
        }
        return matrix;
    }
}

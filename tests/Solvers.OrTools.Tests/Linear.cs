using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.OrTools.Tests;

/// <summary>States small linear programs: first the equality rows of A x = b, then the rows of A x ≤ b.</summary>
internal static class Linear
{
    public static ConicProgram Program(double[] c, double[,] a, double[] b, int equalities = 0, ObjectiveSense sense = ObjectiveSense.Minimize, double c0 = 0)
    {
        int m = a.GetLength(0), n = a.GetLength(1);
        List<int> rows = [], columns = [];
        List<double> values = [];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                rows.Add(i);
                columns.Add(j);
                values.Add(a[i, j]);
            }
        }
        SparseMatrix matrix = SparseMatrix.FromTriplets(m, n, rows.ToArray(), columns.ToArray(), values.ToArray());
        var blocks = new List<ConeBlock>();
        if (equalities > 0) blocks.Add(new ConeBlock(Cone.Zero, 0, equalities, "equal"));
        if (m > equalities) blocks.Add(new ConeBlock(Cone.Nonnegative, equalities, m - equalities, "below"));
        return new ConicProgram("test", sense, null, c, c0, matrix, b, blocks);
    }

    /// <summary>The largest of the six errors of a solution.</summary>
    public static double Error(ConicProgram program, ConicSolution solution) => Optimality.Errors(program, solution)!.Value.Max;
}

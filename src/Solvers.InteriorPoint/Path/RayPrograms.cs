using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>Programs that ask for a ray of one side of another program, whatever the other side is like.</summary>
internal static class RayPrograms
{
    /// <summary>The constraints with objective 0: infeasible where the program is, with the same rays.</summary>
    public static ConicProgram Constraints(ConicProgram program) =>
        new(program.Name, program.Sense, null, new double[program.Columns], 0, program.A, program.B, program.Blocks);

    /// <summary>min c'd subject to −Ad ∈ K, Pd = 0 and c'd ≥ −1: of value −1 where a direction of improvement exists, and else of 0.</summary>
    public static ConicProgram Directions(ConicProgram program)
    {
        int n = program.Columns, m = program.Rows, curved = program.P is null ? 0 : n;
        List<int> rows = [], columns = [];
        List<double> values = [];
        for (int j = 0; j < n; j++)
        {
            for (int k = program.A.ColumnStarts[j]; k < program.A.ColumnStarts[j + 1]; k++) Add(program.A.RowIndices[k], j, program.A.Values[k]);
            if (program.C[j] != 0) Add(m + curved, j, -program.C[j]);
            if (program.P is not { } p) continue;
            for (int k = p.ColumnStarts[j]; k < p.ColumnStarts[j + 1]; k++)
            {
                int i = p.RowIndices[k];
                Add(m + i, j, p.Values[k]);
                if (i != j) Add(m + j, i, p.Values[k]);
            }
        }
        List<ConeBlock> blocks = [.. program.Blocks];
        if (curved > 0) blocks.Add(new ConeBlock(Cone.Zero, m, curved, "objective's curvature"));
        blocks.Add(new ConeBlock(Cone.Nonnegative, m + curved, 1, "improvement"));
        var b = new double[m + curved + 1];
        b[^1] = 1;
        SparseMatrix a = SparseMatrix.FromTriplets(b.Length, n, [.. rows], [.. columns], [.. values]);
        return new ConicProgram(program.Name, ObjectiveSense.Minimize, null, program.C.ToArray(), 0, a, b, [.. blocks]);

        void Add(int row, int column, double value)
        {
            rows.Add(row);
            columns.Add(column);
            values.Add(value);
        }
    }
}

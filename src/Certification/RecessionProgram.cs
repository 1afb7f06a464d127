using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>The directions of improvement of a program as the feasible set {d : −Ad ∈ K, Pd = 0, cᵀd = −1} of another.</summary>
internal static class RecessionProgram
{
    /// <summary>The program of the directions, with objective 0.</summary>
    public static ConicProgram Of(ConicProgram program)
    {
        var rows = new List<int>();
        var columns = new List<int>();
        var values = new List<double>();
        for (var j = 0; j < program.Columns; j++)
        {
            for (var k = program.A.ColumnStarts[j]; k < program.A.ColumnStarts[j + 1]; k++) Add(program.A.RowIndices[k], j, program.A.Values[k]);
            if (program.C[j] != 0) Add(program.Rows, j, program.C[j]);
        }

        var extra = 1;
        if (program.P is { } p)
        {
            var place = new int[program.Columns];
            for (var j = 0; j < p.Columns; j++)
            {
                for (var k = p.ColumnStarts[j]; k < p.ColumnStarts[j + 1]; k++)
                {
                    var i = p.RowIndices[k];
                    Add(Row(place, i), j, p.Values[k]);
                    if (i != j) Add(Row(place, j), i, p.Values[k]);
                }
            }
        }

        var rightHandSide = new double[program.Rows + extra];
        rightHandSide[program.Rows] = -1;
        var blocks = new List<ConeBlock>(program.Blocks) { new(Cone.Zero, program.Rows, extra, "improvement") };
        return new ConicProgram(
            program.Name, ObjectiveSense.Minimize, null, new double[program.Columns], 0,
            SparseMatrix.FromTriplets(rightHandSide.Length, program.Columns, rows.ToArray(), columns.ToArray(), values.ToArray()),
            rightHandSide, blocks, program.ColumnNames);

        void Add(int row, int column, double value)
        {
            rows.Add(row);
            columns.Add(column);
            values.Add(value);
        }

        int Row(int[] place, int i)
        {
            if (place[i] == 0) place[i] = program.Rows + extra++;
            return place[i];
        }
    }

    /// <summary>The direction scaled to cᵀd = −1, where it improves at all.</summary>
    public static double[] Scale(ConicProgram program, double[] direction)
    {
        double slope = 0;
        for (var j = 0; j < direction.Length; j++) slope += program.C[j] * direction[j];
        if (!(slope < 0) || double.IsInfinity(slope)) return direction;
        var scaled = new double[direction.Length];
        for (var j = 0; j < scaled.Length; j++) scaled[j] = direction[j] / -slope;
        return scaled;
    }
}

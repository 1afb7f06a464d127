using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// A continuous column x_j with an entry in one equality row aᵀx = β and beside it in nothing, or in one bound γ − g x_j ≥ 0, is a slack.
/// The equality gives x_j = (β − Σ_{k≠j} a_k x_k)/a_j; both leave, a bound becomes the inequality
/// γ − gβ/a_j + (g/a_j) Σ a_k x_k ≥ 0 with the same multiplier, and the cost is carried over to the row's other columns.
/// Entries a_j below 1/100 of the row's largest are no pivots, for they would magnify errors. Costs that cancel but for rounding are
/// zeros: on a column that nothing else holds, the residue would make the program unbounded.
/// </summary>
internal sealed class SlackColumnRewrite : IRewrite
{
    private const double PivotShare = 0.01;

    public string Name => "slack columns";

    public RewriteStep? Apply(ConicProgram program, SolverCapabilities capabilities)
    {
        int[] solvingRow = new int[program.Columns], boundRow = new int[program.Columns];
        int count = Choose(program, solvingRow, boundRow);
        if (count == 0 || count == program.Columns) return null;
        SparseMatrix a = program.A, rows = a.Transpose();
        double[] b = program.B.ToArray(), c = program.C.ToArray();
        double[] costTerms = Array.ConvertAll(c, Math.Abs);
        double constant = program.C0;
        bool[] rowStays = ProgramData.All(program.Rows), columnStays = ProgramData.All(program.Columns);
        var entries = new TripletList();
        for (int j = 0; j < a.Columns; j++)
        {
            for (int k = a.ColumnStarts[j]; k < a.ColumnStarts[j + 1]; k++) entries.Add(a.RowIndices[k], j, a.Values[k]);
        }
        for (int j = 0; j < a.Columns; j++)
        {
            int row = solvingRow[j], bound = boundRow[j];
            if (row < 0) continue;
            rowStays[row] = columnStays[j] = false;
            double pivot = a.Entry(row, j), cost = program.C[j] / pivot, factor = bound < 0 ? 0 : a.Entry(bound, j) / pivot;
            constant += cost * program.B[row];
            if (bound >= 0) b[bound] -= factor * program.B[row];
            for (int k = rows.ColumnStarts[row]; k < rows.ColumnStarts[row + 1]; k++)
            {
                int column = rows.RowIndices[k];
                if (column == j) continue;
                c[column] -= cost * rows.Values[k];
                costTerms[column] += Math.Abs(cost * rows.Values[k]);
                if (bound >= 0) entries.Add(bound, column, -factor * rows.Values[k]);
            }
        }
        ProgramData.ClearCancelled(c, costTerms);
        if (!ProgramData.AllFinite(b) || !ProgramData.AllFinite(c) || !double.IsFinite(constant)) return null;
        var kept = new ProgramReduction(program, rowStays, columnStays);
        ConicProgram target = kept.Target(entries.ToMatrix(program.Rows, program.Columns), b, c, constant);
        return new ReductionStep(program, target, $"{Name}: {count} column(s) in one equality row taken out with it", kept, solvingRow);
    }

    /// <summary>Chooses at most one slack a row; −1 stands for none.</summary>
    private static int Choose(ConicProgram program, int[] solvingRow, int[] boundRow)
    {
        SparseMatrix a = program.A;
        ConeKind[] kinds = program.RowKinds();
        int[] counts = program.RowCounts();
        bool[] isQuadratic = program.QuadraticColumns();
        var largest = new double[program.Rows];
        for (int k = 0; k < a.NonzeroCount; k++) largest[a.RowIndices[k]] = Math.Max(largest[a.RowIndices[k]], Math.Abs(a.Values[k]));
        foreach (int j in program.IntegerColumns) isQuadratic[j] = true;
        var taken = new bool[program.Rows];
        int count = 0;
        for (int j = 0; j < a.Columns; j++)
        {
            solvingRow[j] = boundRow[j] = -1;
            int start = a.ColumnStarts[j], entries = a.ColumnStarts[j + 1] - start;
            if (isQuadratic[j] || entries is 0 or > 2) continue;
            int equality = -1, bound = -1;
            for (int k = start; k < start + entries; k++)
            {
                int row = a.RowIndices[k];
                if (kinds[row] == ConeKind.Zero && counts[row] > 1 && Math.Abs(a.Values[k]) >= PivotShare * largest[row]) equality = row;
                else if (kinds[row] == ConeKind.Nonnegative && counts[row] == 1) bound = row;
            }
            if (equality < 0 || taken[equality] || (entries == 2 && bound < 0)) continue;
            taken[equality] = true;
            solvingRow[j] = equality;
            boundRow[j] = bound;
            count++;
        }
        return count;
    }
}

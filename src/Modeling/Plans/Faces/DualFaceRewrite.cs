using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Facial reduction of the multiplier of a semidefinite block. A direction d with cᵀd = 0, Pd = 0 and W = −Ad ⪰ 0 on the block, ≥ 0 on
/// nonnegative rows and 0 elsewhere gives ⟨W, y⟩ = 0 for all y that meet stationarity: the block's y is QRQᵀ, the nonnegative rows that W
/// touches have y = 0 and leave, and the slack s need only be in the cone on the face, QᵀsQ ⪰ 0, since x + td moves it into the cone
/// elsewhere as t grows. Without this a program such as gpp100 attains no minimum and its multipliers' set has no interior.
/// The columns' equations ⟨−A_j, y⟩ = c_j are searched for such d, and W ⪰ 0 is decided exactly.
/// </summary>
internal sealed class DualFaceRewrite : IRewrite
{
    private const long Budget = 1_000_000;

    public string Name => "dual face";

    public RewriteStep? Apply(ConicProgram program, SolverCapabilities capabilities)
    {
        if (!program.IntegerColumns.IsEmpty) return null;
        MatrixEquations?[] equations = Equations(program);
        var budget = new ExactBudget(Budget);
        for (int k = 0; k < equations.Length; k++)
        {
            if (equations[k] is not { Equations.Count: > 0 } found) continue;
            ExposedFace? face = SingleEquationFace.Find(found, budget) ?? HomogeneousFace.Find(found, budget);
            if (face is not null && Reduce(program, k, face) is { } step) return step;
        }
        return null;
    }

    /// <summary>For each semidefinite block the equations of the columns that have entries there and, at most, of one sign in nonnegative rows.</summary>
    private static MatrixEquations?[] Equations(ConicProgram program)
    {
        var equations = new MatrixEquations?[program.Blocks.Length];
        var blockOf = new int[program.Rows];
        for (int k = 0; k < equations.Length; k++)
        {
            ConeBlock block = program.Blocks[k];
            bool isMatrix = block.Cone.Kind == ConeKind.PositiveSemidefinite;
            if (isMatrix) equations[k] = new MatrixEquations(block.Order);
            Array.Fill(blockOf, isMatrix ? k : block.Cone.Kind == ConeKind.Nonnegative ? -1 : -2, block.Start, block.Rows);
        }
        bool[] isQuadratic = program.QuadraticColumns();
        for (int j = 0; j < program.Columns; j++)
        {
            int home = -1;
            bool fits = !isQuadratic[j], isInequality = false;
            for (int k = program.A.ColumnStarts[j]; k < program.A.ColumnStarts[j + 1] && fits; k++)
            {
                int at = blockOf[program.A.RowIndices[k]];
                if (at == -1) fits = isInequality = program.A.Values[k] < 0;
                else if (home < 0) home = at;
                fits &= at == -1 || (at >= 0 && at == home);
            }
            if (!fits || home < 0) continue;
            var entries = new List<(int, double)>();
            for (int k = program.A.ColumnStarts[j]; k < program.A.ColumnStarts[j + 1]; k++)
            {
                int row = program.A.RowIndices[k];
                if (blockOf[row] == home) entries.Add((row - program.Blocks[home].Start, -program.RowWeights[row] * program.A.Values[k]));
            }
            equations[home]!.Add(j, [.. entries], program.C[j], isInequality);
        }
        return equations;
    }

    private DualFaceStep? Reduce(ConicProgram program, int block, ExposedFace face)
    {
        SparseMatrix a = program.A;
        ConeBlock old = program.Blocks[block];
        var leaves = new HashSet<int>();
        foreach (int j in face.Names)
        {
            for (int k = a.ColumnStarts[j]; k < a.ColumnStarts[j + 1]; k++)
            {
                if (a.RowIndices[k] < old.Start || a.RowIndices[k] >= old.End) leaves.Add(a.RowIndices[k]);
            }
        }
        var rows = new FaceTarget(program, block, face.Basis.Rank, leaves);
        var newColumn = new int[program.Columns];
        foreach (int j in face.Redundant) newColumn[j] = -1;
        int columns = 0;
        for (int j = 0; j < newColumn.Length; j++) newColumn[j] = newColumn[j] < 0 ? -1 : columns++;
        if (columns == 0 || rows.Rows == 0 || face.ChooseBasis(basis => Work(program, old, basis, newColumn)) is not { } basis) return null;

        var starts = new int[columns + 1];
        var indices = new List<int>();
        var values = new List<double>();
        var c = new double[columns];
        var compressed = new SortedDictionary<int, double>();
        for (int j = 0; j < newColumn.Length; j++)
        {
            if (newColumn[j] < 0) continue;
            c[newColumn[j]] = program.C[j];
            compressed.Clear();
            for (int k = a.ColumnStarts[j]; k < a.ColumnStarts[j + 1]; k++)
            {
                int row = a.RowIndices[k];
                if (rows.NewRow[row] >= 0) compressed[rows.NewRow[row]] = a.Values[k];
                if (row < old.Start || row >= old.End) continue;
                (int p, int q) = MatrixEquations.Place(row - old.Start);
                basis.AddCompressed(p, q, a.Values[k], (at, value) =>
                    compressed[rows.FaceStart + at] = compressed.GetValueOrDefault(rows.FaceStart + at) + value);
            }
            foreach (var (row, value) in compressed)
            {
                if (value == 0) continue;
                indices.Add(row);
                values.Add(value);
            }
            starts[newColumn[j] + 1] = indices.Count;
        }
        double[] b = rows.Gather(program.B.ToArray());
        basis.Compress(old.Of(program.B)).CopyTo(b, rows.FaceStart);
        var kept = new ProgramReduction(program, ProgramData.All(program.Rows), Array.ConvertAll(newColumn, at => at >= 0));
        var target = new ConicProgram(
            program.Name, program.Sense, program.P is null ? null : kept.Target().P, c, program.C0,
            SparseMatrix.FromColumns(rows.Rows, columns, starts, [.. indices], [.. values]), b, rows.Blocks,
            program.ColumnNames is null ? null : Array.ConvertAll(kept.Columns, program.ColumnName), null, rows.Assumptions(newColumn));
        var direction = new double[program.Columns];
        for (int k = 0; k < face.Names.Length; k++) direction[face.Names[k]] = face.Multipliers[k];
        string text = $"{Name}: the multiplier of '{old.Name}' is QRQᵀ with R of order {basis.Rank} instead of {old.Order}";
        return new DualFaceStep(program, target, text, old, basis, rows, kept.Columns, direction);
    }

    private static long Work(ConicProgram program, ConeBlock block, FaceBasis basis, int[] newColumn)
    {
        long work = 0;
        for (int j = 0; j < newColumn.Length; j++)
        {
            if (newColumn[j] < 0) continue;
            for (int k = program.A.ColumnStarts[j]; k < program.A.ColumnStarts[j + 1]; k++)
            {
                int row = program.A.RowIndices[k] - block.Start;
                if ((uint)row >= (uint)block.Rows) continue;
                (int p, int q) = MatrixEquations.Place(row);
                work += basis.CompressedCount(p, q);
            }
        }
        return work;
    }
}

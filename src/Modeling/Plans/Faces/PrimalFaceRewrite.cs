using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Facial reduction of a semidefinite matrix of variables, a block each of whose rows is s_k = −a_k x_k with a column of its own. Equality
/// rows ⟨G_i, s⟩ = β_i (and inequalities) with Σu_iG_i ⪰ 0 and Σu_iβ_i = 0, such as aᵀXa = 0 or X_ii = 0, confine it to a face: s =
/// QRQᵀ is put
/// in everywhere, with R ⪰ 0 in place of the block and its columns. Without this the program has no interior and its multipliers are
/// unbounded.
/// </summary>
internal sealed class PrimalFaceRewrite : IRewrite
{
    private const long Budget = 1_000_000;

    public string Name => "primal face";

    public RewriteStep? Apply(ConicProgram program, SolverCapabilities capabilities)
    {
        if (!program.IntegerColumns.IsEmpty) return null;
        var (home, place) = MatrixVariables(program);
        MatrixEquations?[] equations = Equations(program, home, place);
        var budget = new ExactBudget(Budget);
        for (int k = 0; k < equations.Length; k++)
        {
            if (equations[k] is not { Equations.Count: > 0 } found) continue;
            ExposedFace? face = SingleEquationFace.Find(found, budget) ?? HomogeneousFace.Find(found, budget);
            if (face is not null && Reduce(program, k, face, home, place) is { } step) return step;
        }
        return null;
    }

    /// <summary>For each column the block of variables that it belongs to (−1 for none), and the row where it stands there.</summary>
    private static (int[] Home, int[] Row) MatrixVariables(ConicProgram program)
    {
        SparseMatrix rows = program.A.Transpose();
        bool[] isQuadratic = program.QuadraticColumns();
        int[] home = new int[program.Columns], place = new int[program.Columns];
        Array.Fill(home, -1);
        for (int k = 0; k < program.Blocks.Length; k++)
        {
            ConeBlock block = program.Blocks[k];
            if (block.Cone.Kind != ConeKind.PositiveSemidefinite) continue;
            bool fits = true;
            int done = block.Start;
            for (; done < block.End && fits; done++)
            {
                int at = rows.ColumnStarts[done];
                fits = rows.ColumnStarts[done + 1] - at == 1 && program.B[done] == 0
                    && home[rows.RowIndices[at]] < 0 && !isQuadratic[rows.RowIndices[at]];
                if (fits) (home[rows.RowIndices[at]], place[rows.RowIndices[at]]) = (k, done);
            }
            if (fits) continue;
            for (int j = 0; j < home.Length; j++) home[j] = home[j] == k ? -1 : home[j];
        }
        return (home, place);
    }

    /// <summary>For each block of variables the rows that speak of it alone, as equations of s.</summary>
    private static MatrixEquations?[] Equations(ConicProgram program, int[] home, int[] place)
    {
        SparseMatrix rows = program.A.Transpose();
        ConeKind[] kinds = program.RowKinds();
        var equations = new MatrixEquations?[program.Blocks.Length];
        for (int row = 0; row < kinds.Length; row++)
        {
            int start = rows.ColumnStarts[row], end = rows.ColumnStarts[row + 1];
            bool isInequality = kinds[row] == ConeKind.Nonnegative;
            if (start == end || !(kinds[row] == ConeKind.Zero || (isInequality && program.B[row] == 0))) continue;
            int block = home[rows.RowIndices[start]];
            bool fits = block >= 0;
            var entries = new (int, double)[end - start];
            for (int k = start; k < end && fits; k++)
            {
                int column = rows.RowIndices[k];
                fits = home[column] == block;
                if (!fits) break;
                double a = program.A.Entry(place[column], column), quotient = -rows.Values[k] / a;
                fits = Math.FusedMultiplyAdd(quotient, a, rows.Values[k]) == 0;
                entries[k - start] = (place[column] - program.Blocks[block].Start, quotient);
            }
            if (!fits) continue;
            equations[block] ??= new MatrixEquations(program.Blocks[block].Order);
            equations[block]!.Add(row, entries, program.B[row], isInequality);
        }
        return equations;
    }

    private PrimalFaceStep? Reduce(ConicProgram program, int block, ExposedFace face, int[] home, int[] place)
    {
        SparseMatrix a = program.A;
        ConeBlock old = program.Blocks[block];
        var rows = new FaceTarget(program, block, face.Basis.Rank, face.Redundant.ToHashSet());
        int[] columns = [.. Enumerable.Range(0, program.Columns).Where(j => home[j] != block)];
        int[] members = [.. Enumerable.Range(0, program.Columns).Where(j => home[j] == block)];
        int triangle = SymmetricVector.Length(face.Basis.Rank);
        if (columns.Length + triangle == 0 || rows.Rows == 0) return null;
        if (face.ChooseBasis(basis => Work(program, old, basis, members, place)) is not { } basis) return null;

        var newColumn = new int[program.Columns];
        Array.Fill(newColumn, -1);
        for (int k = 0; k < columns.Length; k++) newColumn[columns[k]] = k;
        var c = new double[columns.Length + triangle];
        var entries = new TripletList();
        foreach (int j in columns)
        {
            c[newColumn[j]] = program.C[j];
            for (int k = a.ColumnStarts[j]; k < a.ColumnStarts[j + 1]; k++)
            {
                if (rows.NewRow[a.RowIndices[k]] is >= 0 and var row) entries.Add(row, newColumn[j], a.Values[k]);
            }
        }
        foreach (int j in members)
        {
            (int p, int q) = MatrixEquations.Place(place[j] - old.Start);
            double scale = -1 / a.Entry(place[j], j);
            basis.AddLifted(p, q, (at, value) => c[columns.Length + at] += scale * program.C[j] * value);
            for (int k = a.ColumnStarts[j]; k < a.ColumnStarts[j + 1]; k++)
            {
                if (rows.NewRow[a.RowIndices[k]] is not (>= 0 and var row)) continue;
                double factor = scale * a.Values[k];
                basis.AddLifted(p, q, (at, value) => entries.Add(row, columns.Length + at, factor * value));
            }
        }
        for (int k = 0; k < triangle; k++) entries.Add(rows.FaceStart + k, columns.Length + k, -1);
        var target = new ConicProgram(
            program.Name, program.Sense, Quadratic(program, columns, c.Length), c, program.C0, entries.ToMatrix(rows.Rows, c.Length),
            rows.Gather(program.B.ToArray()), rows.Blocks, Names(program, old, columns, triangle), null, rows.Assumptions(newColumn));
        var multipliers = new double[program.Rows];
        for (int k = 0; k < face.Names.Length; k++) multipliers[face.Names[k]] = face.Multipliers[k];
        string text = $"{Name}: '{old.Name}' is QRQᵀ with R of order {basis.Rank} instead of {old.Order}";
        return new PrimalFaceStep(program, target, text, old, basis, rows, columns, members, place, multipliers);
    }

    private static SparseMatrix? Quadratic(ConicProgram program, int[] columns, int count)
    {
        if (program.P is not { } p) return null;
        var newColumn = new int[program.Columns];
        for (int k = 0; k < columns.Length; k++) newColumn[columns[k]] = k;
        var entries = new TripletList();
        foreach (int j in columns)
        {
            for (int k = p.ColumnStarts[j]; k < p.ColumnStarts[j + 1]; k++) entries.Add(newColumn[p.RowIndices[k]], newColumn[j], p.Values[k]);
        }
        return entries.ToMatrix(count, count);
    }

    private static string[]? Names(ConicProgram program, ConeBlock block, int[] columns, int added) => program.ColumnNames is null
        ? null
        : [.. columns.Select(program.ColumnName), .. Enumerable.Range(0, added).Select(k => $"R({block.Name})[{k}]")];

    private static long Work(ConicProgram program, ConeBlock block, FaceBasis basis, int[] members, int[] place)
    {
        long work = 0;
        foreach (int j in members)
        {
            (int p, int q) = MatrixEquations.Place(place[j] - block.Start);
            work += basis.CompressedCount(p, q) * (program.A.ColumnStarts[j + 1] - program.A.ColumnStarts[j]);
        }
        return work;
    }
}

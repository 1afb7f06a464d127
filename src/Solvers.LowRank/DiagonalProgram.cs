using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.LowRank;

/// <summary>
/// A program min c'x with S = B − Diag(a ∘ x) ⪰ 0, of which every column moves one diagonal entry and every diagonal entry is moved by one
/// column, as in the bound on cuts of Goemans and Williamson. Its dual is min ⟨B, Z⟩ with Z_ii = d_i = −c_i/a_i, Z ⪰ 0. Several
/// semidefinite blocks, and rows of orthants, make one block-diagonal B.
/// </summary>
/// <remarks>
/// With D = Diag(√d), W = D⁻¹V and unit rows w_i, Z = VV' = D WW' D; the off-diagonal part of DBD is kept sparse, divided by its scale.
/// </remarks>
internal sealed class DiagonalProgram
{
    private readonly ConicProgram _program;
    private readonly int[] _columnOf, _rowOf;
    private readonly double[] _weights;

    private DiagonalProgram(ConicProgram program, int[] rowOf, int[] columnOf, double[] weights)
    {
        (_program, _rowOf, _columnOf, _weights) = (program, rowOf, columnOf, weights);
        Order = columnOf.Length;
        List<int> rows = [], columns = [];
        List<double> values = [];
        int first = 0;
        foreach (ConeBlock block in program.Blocks)
        {
            for (int j = 0, k = block.Start; j < block.Order; j++)
            {
                for (int i = 0; i <= j; i++, k++)
                {
                    if (i == j || program.B[k] == 0) continue;
                    double value = program.B[k] * Math.Sqrt(weights[first + i] * weights[first + j]);
                    rows.AddRange([first + i, first + j]);
                    columns.AddRange([first + j, first + i]);
                    values.AddRange([value, value]);
                }
            }
            first += Size(block);
        }
        var scaled = SparseMatrix.FromTriplets(Order, Order, [.. rows], [.. columns], [.. values]);
        Scale = scaled.NonzeroCount == 0 ? 1 : scaled.MaxAbs();
        double[] ones = new double[Order], inverse = new double[Order];
        Array.Fill(ones, 1);
        Array.Fill(inverse, 1 / Scale);
        Matrix = scaled.Scale(ones, inverse);
    }

    /// <summary>n.</summary>
    public int Order { get; }

    /// <summary>The off-diagonal part of DBD over <see cref="Scale"/>.</summary>
    public SparseMatrix Matrix { get; }

    /// <summary>What DBD was divided by.</summary>
    public double Scale { get; }

    /// <summary>The structure of a program; null where it has another one.</summary>
    public static DiagonalProgram? Of(ConicProgram program)
    {
        if (program.P is not null || program.A.NonzeroCount != program.Columns || !program.Blocks.Any(block => block.Order > 1)) return null;
        if (!program.Blocks.All(block => block.Cone.Kind is ConeKind.PositiveSemidefinite or ConeKind.Nonnegative)) return null;
        List<int> rowOf = [];
        foreach (ConeBlock block in program.Blocks)
        {
            for (int i = 0; i < Size(block); i++) rowOf.Add(block.Start + (block.Cone.IsMatrixCone ? SymmetricVector.Index(i, i) : i));
        }
        if (rowOf.Count != program.Columns) return null;
        int[] columnOf = new int[rowOf.Count];
        var weights = new double[rowOf.Count];
        SparseMatrix a = program.A;
        for (int i = 0; i < columnOf.Length; i++)
        {
            int at = a.RowStarts[rowOf[i]];
            if (a.RowStarts[rowOf[i] + 1] != at + 1) return null;
            int j = columnOf[i] = a.ColumnIndices[at];
            weights[i] = -program.C[j] / a.ValuesByRow[at];
            if (a.ColumnStarts[j + 1] != a.ColumnStarts[j] + 1 || !(weights[i] > 0 && double.IsFinite(weights[i]))) return null;
        }
        return new DiagonalProgram(program, [.. rowOf], columnOf, weights);
    }

    /// <summary>x with S = D⁻¹(DBD's off-diagonal part + Scale·Diag(λ))D⁻¹.</summary>
    public void Point(ReadOnlySpan<double> lambda, Span<double> x)
    {
        for (int i = 0; i < Order; i++)
        {
            int row = _rowOf[i];
            x[_columnOf[i]] = (_program.B[row] - Scale * lambda[i] / _weights[i]) / _program.A.ValuesByRow[_program.A.RowStarts[row]];
        }
    }

    /// <summary>Z, in the program's rows, of unit rows W.</summary>
    /// <param name="rows">W, n × rank.</param>
    /// <param name="rank">Its columns.</param>
    /// <param name="team">The threads to use; null for the calling one alone.</param>
    /// <param name="z">n(n + 1)/2 entries.</param>
    public void Dual(double[] rows, int rank, WorkerTeam? team, Span<double> z)
    {
        var product = new double[Order * Order];
        Gemm.SyrkLower(Order, rank, 1, rows, rank, false, 0, product, Order, team);
        int first = 0;
        foreach (ConeBlock block in _program.Blocks)
        {
            // Rows have length 1 to rounding; the diagonal is what the equations say.
            for (int j = 0, k = block.Start; j < block.Order; j++)
            {
                for (int i = 0; i <= j; i++, k++)
                    z[k] = i == j ? _weights[first + i] : product[(first + j) * Order + first + i] * Math.Sqrt(_weights[first + i] * _weights[first + j]);
            }
            for (int i = 0; i < (block.Cone.IsMatrixCone ? 0 : block.Rows); i++) z[block.Start + i] = _weights[first + i];
            first += Size(block);
        }
    }

    private static int Size(ConeBlock block) => block.Cone.IsMatrixCone ? block.Order : block.Rows;
}

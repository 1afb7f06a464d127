using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>A program over basic cones with what every proof about it needs: its rows, its full quadratic matrix, and its a-priori bounds.</summary>
internal sealed class CertifiedProgram
{
    public CertifiedProgram(ConicProgram program)
    {
        Program = program;
        Rows = program.A.Transpose();
        Quadratic = program.P is null ? null : Symmetrize(program.P);
        Bounds = AprioriBounds.Infer(program, Rows);
        Weights = program.RowWeights.ToArray();
        IsUsable = new bool[program.Rows];
        KindOfRow = new ConeKind[program.Rows];
        foreach (var block in program.Blocks)
        {
            var usable = block.Cone.Kind is ConeKind.Zero or ConeKind.Nonnegative or ConeKind.SecondOrder
                or ConeKind.RotatedSecondOrder or ConeKind.PositiveSemidefinite;
            Array.Fill(IsUsable, usable, block.Start, block.Rows);
            Array.Fill(KindOfRow, block.Cone.Kind, block.Start, block.Rows);
        }
    }

    /// <summary>The program.</summary>
    public ConicProgram Program { get; }

    /// <summary>Aᵀ: column i lists row i of A.</summary>
    public SparseMatrix Rows { get; }

    /// <summary>P with both triangles; null where it is 0.</summary>
    public SparseMatrix? Quadratic { get; }

    /// <summary>The a-priori bounds.</summary>
    public AprioriBounds Bounds { get; }

    /// <summary>W, a copy.</summary>
    public double[] Weights { get; }

    /// <summary>Whether a row's cone is one that proofs are made for; multipliers of the others are 0.</summary>
    public bool[] IsUsable { get; }

    /// <summary>The cone of each row.</summary>
    public ConeKind[] KindOfRow { get; }

    /// <summary>(Px)_j exactly enclosed.</summary>
    public Interval QuadraticProduct(int column, ReadOnlySpan<double> x, ExactSum sum)
    {
        if (Quadratic is null) return 0;
        sum.Clear();
        AddQuadraticProduct(column, x, sum);
        return sum.ToInterval();
    }

    /// <summary>Adds (Px)_j to an exact sum.</summary>
    public void AddQuadraticProduct(int column, ReadOnlySpan<double> x, ExactSum sum)
    {
        if (Quadratic is null) return;
        for (var k = Quadratic.ColumnStarts[column]; k < Quadratic.ColumnStarts[column + 1]; k++)
            sum.AddProduct(Quadratic.Values[k], x[Quadratic.RowIndices[k]]);
    }

    /// <summary>½xᵀPx enclosed.</summary>
    public Interval HalfQuadraticForm(ReadOnlySpan<double> x)
    {
        Interval total = 0;
        if (Quadratic is null) return total;
        var sum = new ExactSum();
        for (var j = 0; j < x.Length; j++)
            if (x[j] != 0) total += QuadraticProduct(j, x, sum) * x[j];
        return total * 0.5;
    }

    private static SparseMatrix Symmetrize(SparseMatrix upper)
    {
        var rows = new List<int>();
        var columns = new List<int>();
        var values = new List<double>();
        for (var j = 0; j < upper.Columns; j++)
        {
            for (var k = upper.ColumnStarts[j]; k < upper.ColumnStarts[j + 1]; k++)
            {
                var i = upper.RowIndices[k];
                rows.Add(i);
                columns.Add(j);
                values.Add(upper.Values[k]);
                if (i == j) continue;
                rows.Add(j);
                columns.Add(i);
                values.Add(upper.Values[k]);
            }
        }

        return SparseMatrix.FromTriplets(upper.Rows, upper.Columns, rows.ToArray(), columns.ToArray(), values.ToArray());
    }
}

using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.Admm;

/// <summary>
/// The rows of a scaled program by what the splitting does with them: projected rows A_p x + s = b_p, s ∈ K_p, which make up its state, and
/// the rows that the x-step meets exactly, equalities A_0 x = b_0 and bounds l ≤ x ≤ u. Nonnegative blocks lose the rows that became bounds.
/// </summary>
internal sealed class ProgramPartition
{
    private readonly int[] _projectedRows, _equalityRows;
    private readonly (int Row, int Column, double Coefficient)[] _boundRows;
    private readonly double[] _lowerCoefficient, _upperCoefficient;

    /// <summary>Divides the rows.</summary>
    /// <param name="program">The program.</param>
    /// <param name="bounds">The bounds that the x-step takes.</param>
    /// <param name="boundedColumn">The column that a row bounds; −1 for rows that are no bounds.</param>
    /// <param name="takesEqualities">Whether the x-step takes the equalities; if not, their rows are projected, onto 0.</param>
    public ProgramPartition(ScaledProgram program, ColumnBounds bounds, int[] boundedColumn, bool takesEqualities)
    {
        Program = program;
        Bounds = bounds;
        List<int> projected = [], equalities = [];
        List<ConeBlock> blocks = [];
        List<(int, int, double)> boundRows = [];
        SparseMatrix byRows = program.A.Transpose();
        foreach (ConeBlock block in program.Source.Blocks)
        {
            int first = projected.Count;
            for (int i = block.Start; i < block.End; i++)
            {
                if (block.Cone.Kind == ConeKind.Zero && takesEqualities) equalities.Add(i);
                else if (boundedColumn[i] < 0 || !bounds.Has(boundedColumn[i])) projected.Add(i);
                else boundRows.Add((i, boundedColumn[i], byRows.Values[byRows.ColumnStarts[i]]));
            }
            if (projected.Count > first) blocks.Add(block with { Start = first, Rows = projected.Count - first });
        }
        Blocks = [.. blocks];
        _projectedRows = [.. projected];
        _equalityRows = [.. equalities];
        _boundRows = [.. boundRows];
        IsWhole = projected.Count == program.Rows;
        A = IsWhole ? program.A : RowSelection.Of(program.A, _projectedRows);
        B = IsWhole ? program.B : Select(program.B, _projectedRows);
        EqualityA = RowSelection.Of(program.A, _equalityRows);
        EqualityB = Select(program.B, _equalityRows);
        _lowerCoefficient = Coefficients(bounds.LowerRow);
        _upperCoefficient = Coefficients(bounds.UpperRow);
    }

    /// <summary>The program as a whole.</summary>
    public ScaledProgram Program { get; }

    /// <summary>The cones of K_p, which number projected rows.</summary>
    public ConeBlock[] Blocks { get; }

    /// <summary>A_p.</summary>
    public SparseMatrix A { get; }

    /// <summary>b_p.</summary>
    public double[] B { get; }

    /// <summary>A_0.</summary>
    public SparseMatrix EqualityA { get; }

    /// <summary>b_0.</summary>
    public double[] EqualityB { get; }

    /// <summary>l and u.</summary>
    public ColumnBounds Bounds { get; }

    /// <summary>Whether all rows are projected.</summary>
    public bool IsWhole { get; }

    /// <summary>The projected rows' part of a vector over all rows.</summary>
    public void Restrict(ReadOnlySpan<double> rows, Span<double> projected)
    {
        for (int k = 0; k < _projectedRows.Length; k++) projected[k] = rows[_projectedRows[k]];
    }

    /// <summary>Writes a vector over the projected rows into one over all rows.</summary>
    public void Scatter(ReadOnlySpan<double> projected, Span<double> rows)
    {
        for (int k = 0; k < _projectedRows.Length; k++) rows[_projectedRows[k]] = projected[k];
    }

    /// <summary>Writes factor times a vector over the equality rows into one over all rows.</summary>
    public void ScatterEqualities(ReadOnlySpan<double> equalities, double factor, Span<double> rows)
    {
        for (int k = 0; k < _equalityRows.Length; k++) rows[_equalityRows[k]] = factor * equalities[k];
    }

    /// <summary>Writes what is left of the bounds, b − αx ≥ 0, into the rows that state them.</summary>
    public void ScatterBoundSlacks(ReadOnlySpan<double> x, Span<double> rows)
    {
        foreach ((int row, int column, double coefficient) in _boundRows)
            rows[row] = Math.Max(Program.B[row] - coefficient * x[column], 0);
    }

    /// <summary>
    /// Writes the multipliers y ≥ 0 with αy = factor · f_j into the rows that bound column j on the side to which f_j pushes; 0 into
    /// their opposites. What finds no bound to push against is left over.
    /// </summary>
    /// <param name="forces">f; receives what is left over of it.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="rows">Receives the multipliers.</param>
    public void ScatterForces(Span<double> forces, double factor, Span<double> rows)
    {
        if (IsWhole) return;
        for (int j = 0; j < forces.Length; j++)
        {
            int lower = Bounds.LowerRow[j], upper = Bounds.UpperRow[j];
            double force = forces[j];
            if (lower >= 0)
            {
                rows[lower] = force < 0 ? factor * force / _lowerCoefficient[j] : 0;
                if (force < 0) forces[j] = 0;
            }
            if (upper >= 0)
            {
                rows[upper] = force > 0 ? factor * force / _upperCoefficient[j] : 0;
                if (force > 0) forces[j] = 0;
            }
        }
    }

    private double[] Coefficients(int[] boundRows)
    {
        SparseMatrix rows = Program.A.Transpose();
        var coefficients = new double[boundRows.Length];
        for (int j = 0; j < boundRows.Length; j++)
        {
            if (boundRows[j] >= 0) coefficients[j] = rows.Values[rows.ColumnStarts[boundRows[j]]];
        }
        return coefficients;
    }

    private static double[] Select(double[] v, int[] rows) => Array.ConvertAll(rows, i => v[i]);
}

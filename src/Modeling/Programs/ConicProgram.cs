using System.Collections.Immutable;
using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// A conic program in the one form that every backend, rewrite and certificate speaks:
/// <code>minimise ½ xᵀPx + cᵀx + c₀   subject to   b − A x = s ∈ K = K₁ × … × K_k</code>
/// and x_j integer for the listed columns. Rows of a matrix cone hold the unscaled upper triangle, column by column. With
/// ⟨·,·⟩ counting off-diagonal entries twice (weights W = <see cref="RowWeights"/>), the Lagrangian is
/// ½xᵀPx + cᵀx + c₀ − ⟨y, b − Ax⟩ with y ∈ K*, so stationarity reads c + Px + AᵀWy = 0. A maximisation is stored as the
/// minimisation of the negated objective, and <see cref="Sense"/> remembers it: y always belongs to the minimisation, while
/// objective values are reported in the user's sense. Immutable and safe to share between threads.
/// </summary>
public sealed class ConicProgram
{
    private readonly double[] _b;
    private readonly double[] _c;
    private double[]? _rowWeights;

    /// <summary>States a program. The arrays are copied; the matrices are immutable and shared.</summary>
    /// <param name="name">A name for reports.</param>
    /// <param name="sense">The user's sense. The objective given here is already the minimisation's.</param>
    /// <param name="quadratic">P: the upper triangle (row ≤ column) of a symmetric n×n matrix; null for a linear objective.</param>
    /// <param name="linear">c, length n.</param>
    /// <param name="constant">c₀.</param>
    /// <param name="matrix">A, m×n.</param>
    /// <param name="rightHandSide">b, length m.</param>
    /// <param name="blocks">The cones, in row order, covering all rows.</param>
    /// <param name="columnNames">A name per column, or null for x0, x1, ….</param>
    /// <param name="integerColumns">Columns that must be integer; default none.</param>
    /// <param name="assumptions">Bounds that the user vouches for; default none.</param>
    /// <exception cref="ArgumentException">Lengths disagree, a number is not finite, or a block does not fit its cone.</exception>
    public ConicProgram(
        string name,
        ObjectiveSense sense,
        SparseMatrix? quadratic,
        ReadOnlySpan<double> linear,
        double constant,
        SparseMatrix matrix,
        ReadOnlySpan<double> rightHandSide,
        IEnumerable<ConeBlock> blocks,
        IReadOnlyList<string>? columnNames = null,
        IEnumerable<int>? integerColumns = null,
        IEnumerable<Assumption>? assumptions = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(blocks);
        Name = name ?? "";
        Sense = sense;
        A = matrix;
        P = quadratic is { NonzeroCount: > 0 } ? quadratic : null;
        _c = linear.ToArray();
        _b = rightHandSide.ToArray();
        C0 = constant;
        Blocks = [.. blocks];
        ColumnNames = columnNames;
        IntegerColumns = integerColumns is null ? [] : [.. integerColumns.Distinct().Order()];
        Assumptions = assumptions is null ? [] : [.. assumptions];
        Validate();
    }

    /// <summary>A name for reports.</summary>
    public string Name { get; }

    /// <summary>The user's sense; the stored objective is always minimised.</summary>
    public ObjectiveSense Sense { get; }

    /// <summary>A, m×n.</summary>
    public SparseMatrix A { get; }

    /// <summary>The upper triangle of P; null for a linear objective.</summary>
    public SparseMatrix? P { get; }

    /// <summary>b, length m.</summary>
    public ReadOnlySpan<double> B => _b;

    /// <summary>c, length n, of the minimisation.</summary>
    public ReadOnlySpan<double> C => _c;

    /// <summary>c₀, of the minimisation.</summary>
    public double C0 { get; }

    /// <summary>n, the number of variables.</summary>
    public int Columns => A.Columns;

    /// <summary>m, the number of rows.</summary>
    public int Rows => A.Rows;

    /// <summary>The cones in row order.</summary>
    public ImmutableArray<ConeBlock> Blocks { get; }

    /// <summary>A name per column; null for x0, x1, ….</summary>
    public IReadOnlyList<string>? ColumnNames { get; }

    /// <summary>Columns that must be integer, increasing.</summary>
    public ImmutableArray<int> IntegerColumns { get; }

    /// <summary>Bounds that the user vouches for.</summary>
    public ImmutableArray<Assumption> Assumptions { get; }

    /// <summary>+1 for a minimisation, −1 for a maximisation: user's value = sign × stored value.</summary>
    public double Sign => Sense == ObjectiveSense.Minimize ? 1 : -1;

    /// <summary>W: 2 on the off-diagonal rows of matrix blocks, 1 elsewhere; length m.</summary>
    public ReadOnlySpan<double> RowWeights => _rowWeights ??= ComputeRowWeights();

    /// <summary>The model that this program was compiled from; null for others. Models only grow, so its columns and blocks keep their places.</summary>
    internal ConicModel? Model { get; init; }

    /// <summary>The name of column j.</summary>
    public string ColumnName(int column) => ColumnNames is null ? $"x{column}" : ColumnNames[column];

    /// <summary>½xᵀPx + cᵀx + c₀ in the stored (minimisation) sense, in plain floating point.</summary>
    public double Evaluate(ReadOnlySpan<double> x)
    {
        double value = C0;
        for (int j = 0; j < _c.Length; j++) value += _c[j] * x[j];
        if (P is null) return value;
        var px = new double[Columns];
        P.MultiplySymmetric(x, px);
        double quadratic = 0;
        for (int j = 0; j < px.Length; j++) quadratic += x[j] * px[j];
        return value + 0.5 * quadratic;
    }

    /// <summary>s = b − A x.</summary>
    public double[] Slack(ReadOnlySpan<double> x)
    {
        var s = (double[])_b.Clone();
        A.Multiply(x, s, alpha: -1, beta: 1);
        return s;
    }

    /// <summary>c + Px + AᵀWy, the residual of stationarity.</summary>
    public double[] DualResidual(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var weighted = new double[Rows];
        ReadOnlySpan<double> w = RowWeights;
        for (int i = 0; i < weighted.Length; i++) weighted[i] = w[i] * y[i];
        var residual = (double[])_c.Clone();
        A.TransposeMultiply(weighted, residual, alpha: 1, beta: 1);
        P?.MultiplySymmetric(x, residual, alpha: 1, beta: 1);
        return residual;
    }

    private double[] ComputeRowWeights()
    {
        var weights = new double[Rows];
        Array.Fill(weights, 1);
        foreach (ConeBlock block in Blocks)
        {
            if (!block.Cone.IsMatrixCone) continue;
            int k = block.Start;
            for (int j = 0; j < block.Order; j++)
            {
                for (int i = 0; i < j; i++) weights[k++] = 2;
                k++;
            }
        }
        return weights;
    }

    private void Validate()
    {
        if (_c.Length != A.Columns) throw new ArgumentException($"c has {_c.Length} entries but A has {A.Columns} columns.");
        if (_b.Length != A.Rows) throw new ArgumentException($"b has {_b.Length} entries but A has {A.Rows} rows.");
        if (ColumnNames is not null && ColumnNames.Count != A.Columns)
            throw new ArgumentException($"There are {ColumnNames.Count} column names for {A.Columns} columns.");
        if (!double.IsFinite(C0)) throw new ArgumentException($"The objective's constant is {C0}; a finite number is needed.");
        RequireFinite(_c, "c");
        RequireFinite(_b, "b");
        RequireFinite(A.Values, "A");
        if (P is not null) ValidateQuadratic(P);
        int row = 0;
        foreach (ConeBlock block in Blocks)
        {
            if (block is null) throw new ArgumentException("A block is null.");
            if (block.Start != row || block.Rows < 0)
                throw new ArgumentException($"Block '{block.Name}' starts at row {block.Start} with {block.Rows} rows; row {row} was expected.");
            if (block.Cone.RejectRows(block.Rows) is { } reason)
                throw new ArgumentException($"Block '{block.Name}' ({block.Cone.Symbol}) has {block.Rows} rows: {reason}.");
            row = block.End;
        }
        if (row != Rows) throw new ArgumentException($"The cones cover {row} rows but A has {Rows}.");
        foreach (int j in IntegerColumns)
        {
            if ((uint)j >= (uint)Columns) throw new ArgumentException($"Integer column {j} is outside 0..{Columns - 1}.");
        }
        foreach (Assumption assumption in Assumptions) ValidateAssumption(assumption);
    }

    private void ValidateQuadratic(SparseMatrix p)
    {
        if (p.Rows != Columns || p.Columns != Columns)
            throw new ArgumentException($"P is {p.Rows}×{p.Columns} but there are {Columns} columns.");
        RequireFinite(p.Values, "P");
        for (int j = 0; j < p.Columns; j++)
        {
            int last = p.ColumnStarts[j + 1] - 1;
            if (last >= p.ColumnStarts[j] && p.RowIndices[last] > j)
                throw new ArgumentException($"P lists its upper triangle only, but has an entry at ({p.RowIndices[last]}, {j}).");
        }
    }

    private void ValidateAssumption(Assumption assumption)
    {
        if (assumption.Kind == AssumptionKind.Trace)
        {
            if ((uint)assumption.Block >= (uint)Blocks.Length || !Blocks[assumption.Block].Cone.IsMatrixCone)
                throw new ArgumentException($"The trace bound of '{assumption.Name}' speaks of block {assumption.Block}, which is no block of a matrix cone.");
            return;
        }
        foreach (int j in assumption.Columns)
        {
            if ((uint)j >= (uint)Columns) throw new ArgumentException($"The box of '{assumption.Name}' speaks of column {j}, which is outside 0..{Columns - 1}.");
        }
    }

    private static void RequireFinite(ReadOnlySpan<double> values, string name)
    {
        for (int k = 0; k < values.Length; k++)
        {
            if (!double.IsFinite(values[k])) throw new ArgumentException($"Entry {k} of {name} is {values[k]}; finite numbers are needed.");
        }
    }
}

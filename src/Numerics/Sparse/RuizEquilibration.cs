namespace Copositive.Numerics;

/// <summary>
/// Ruiz's iteration on [P A'; A 0] with row factors that map every cone onto itself: a pass divides rows and columns by the roots of their
/// largest absolute entries, whose norms thereby converge to 1 (Ruiz, "A scaling algorithm to equilibrate both rows and columns norms in
/// matrices", 2001). A shared scale goes by the largest entry of its rows, and the d_p of a congruence by the fourth root of the
/// largest entry in the rows (p, ·), as it enters rows twice.
/// </summary>
/// <remarks>
/// Congruences matter where the rows of a matrix have different units, as moments of different degrees do: one factor a block leaves such a
/// program so badly scaled that no first-order method solves it.
/// </remarks>
public sealed class RuizEquilibration
{
    /// <summary>The largest number of passes.</summary>
    public const int MaxPasses = 25;

    private const double Smallest = 1e-5, Largest = 1e5;

    private readonly SparseMatrix _a;
    private readonly SparseMatrix? _p;
    private readonly ScalingBlock[] _blocks;
    private readonly bool _areFactorsFixed;
    private readonly double[][] _factors;
    private readonly double[] _rowScale, _columnScale, _rowNorms, _columnNorms;

    private RuizEquilibration(SparseMatrix a, SparseMatrix? p, ScalingBlock[] blocks, double[][]? factors)
    {
        _a = a;
        _p = p;
        _blocks = blocks;
        _areFactorsFixed = factors is not null;
        _factors = factors ?? Array.ConvertAll(blocks, static block => Ones(FactorCount(block)));
        _rowScale = Ones(a.Rows);
        _columnScale = Ones(a.Columns);
        _rowNorms = new double[a.Rows];
        _columnNorms = new double[a.Columns];
        for (int k = 0; k < blocks.Length; k++)
            Apply(blocks[k], _factors[k]);
    }

    /// <summary>Finds the factors.</summary>
    /// <param name="a">A, m × n. Where congruences scale it, its off-diagonal rows times √2.</param>
    /// <param name="p">The upper triangle of P, n × n, or null for P = 0.</param>
    /// <param name="blocks">Consecutive blocks that cover the rows; empty: all rows are scaled singly.</param>
    /// <param name="maxPasses">At most this many passes, 0 … 25. Default 25.</param>
    /// <param name="tolerance">Passes end when one changes no factor by more than this part. Default 1e-3.</param>
    /// <param name="blockFactors">
    /// Fixes <see cref="RuizScaling.BlockFactors"/>, so that only single rows and columns are scaled; null to find them.
    /// </param>
    /// <returns>Factors of single rows, columns and blocks between 1e-5 and 1e5; 1 for empty ones.</returns>
    /// <exception cref="ArgumentException">
    /// P is not n × n, an entry is NaN or infinite, the blocks do not cover the rows one after the other, or the factors do not fit them.
    /// </exception>
    public static RuizScaling Compute(
        SparseMatrix a, SparseMatrix? p = null, ReadOnlySpan<ScalingBlock> blocks = default, int maxPasses = MaxPasses,
        double tolerance = 1e-3, double[][]? blockFactors = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentOutOfRangeException.ThrowIfNegative(maxPasses);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxPasses, MaxPasses);
        if (p is not null && (p.Rows != a.Columns || p.Columns != a.Columns))
            throw new ArgumentException($"P is {p.Rows} × {p.Columns} but A has {a.Columns} columns.", nameof(p));
        CheckFinite(a, nameof(a));
        if (p is not null)
            CheckFinite(p, nameof(p));
        ScalingBlock[] all = blocks.IsEmpty ? [new ScalingBlock(0, a.Rows, RowScaling.Single)] : blocks.ToArray();
        CheckBlocks(all, a.Rows, blockFactors);
        var iteration = new RuizEquilibration(a, p, all, blockFactors);
        int passes = 0;
        while (passes < maxPasses)
        {
            passes++;
            if (iteration.Pass() < tolerance)
                break;
        }
        return new RuizScaling(iteration._rowScale, iteration._columnScale, iteration._factors, passes);
    }

    private static void CheckFinite(SparseMatrix matrix, string name)
    {
        foreach (double value in matrix.Values)
            if (!double.IsFinite(value))
                throw new ArgumentException($"An entry is {value}; all entries must be finite.", name);
    }

    private static void CheckBlocks(ScalingBlock[] blocks, int rows, double[][]? factors)
    {
        int next = 0;
        foreach (ScalingBlock block in blocks)
        {
            if (block.Start != next || block.Rows < 0 || block.Rows > rows - next)
                throw new ArgumentException(
                    $"{block} does not continue the blocks before it, which end at row {next} of {rows}.", nameof(blocks));
            next += block.Rows;
        }
        if (next != rows)
            throw new ArgumentException($"The blocks end at row {next}; A has {rows} rows.", nameof(blocks));
        if (factors is null)
            return;
        if (factors.Length != blocks.Length)
            throw new ArgumentException($"There are {blocks.Length} blocks and the factors of {factors.Length}.", nameof(factors));
        for (int k = 0; k < blocks.Length; k++)
            if (factors[k].Length != FactorCount(blocks[k]))
                throw new ArgumentException($"{blocks[k]} has {FactorCount(blocks[k])} factors; got {factors[k].Length}.", nameof(factors));
    }

    private static int FactorCount(ScalingBlock block) => block.Scaling switch
    {
        RowScaling.Single => 0,
        RowScaling.Shared => 1,
        _ => SymmetricVector.OrderOf(block.Rows),
    };

    /// <summary>One pass; returns the largest relative change of a factor.</summary>
    private double Pass()
    {
        MeasureNorms();
        double change = 0;
        for (int k = 0; k < _blocks.Length; k++)
        {
            ScalingBlock block = _blocks[k];
            if (block.Scaling == RowScaling.Single)
            {
                for (int i = block.Start; i < block.Start + block.Rows; i++)
                    change = Math.Max(change, Update(ref _rowScale[i], _rowNorms[i], 0.5));
            }
            else if (!_areFactorsFixed)
            {
                change = Math.Max(change, UpdateFactors(block, _factors[k]));
                Apply(block, _factors[k]);
            }
        }
        for (int j = 0; j < _columnScale.Length; j++)
            change = Math.Max(change, Update(ref _columnScale[j], _columnNorms[j], 0.5));
        return change;
    }

    private double UpdateFactors(ScalingBlock block, double[] factors)
    {
        ReadOnlySpan<double> norms = _rowNorms.AsSpan(block.Start, block.Rows);
        double change = 0;
        if (block.Scaling == RowScaling.Shared)
        {
            double norm = 0;
            foreach (double r in norms)
                norm = Math.Max(norm, r);
            return Update(ref factors[0], norm, 0.5);
        }
        var largest = new double[factors.Length];
        for (int q = 0, row = 0; q < factors.Length; q++)
            for (int p = 0; p <= q; p++, row++)
            {
                largest[p] = Math.Max(largest[p], norms[row]);
                largest[q] = Math.Max(largest[q], norms[row]);
            }
        for (int p = 0; p < factors.Length; p++)
            change = Math.Max(change, Update(ref factors[p], largest[p], 0.25));
        return change;
    }

    private void Apply(ScalingBlock block, double[] factors)
    {
        Span<double> scale = _rowScale.AsSpan(block.Start, block.Rows);
        if (block.Scaling == RowScaling.Shared)
            scale.Fill(factors[0]);
        else if (block.Scaling == RowScaling.Congruence)
            for (int q = 0, row = 0; q < factors.Length; q++)
                for (int p = 0; p <= q; p++, row++)
                    scale[row] = factors[p] * factors[q];
    }

    private static double Update(ref double factor, double norm, double power)
    {
        if (norm == 0)
            return 0;
        double old = factor;
        factor = Math.Clamp(factor * Math.Pow(norm, -power), Smallest, Largest);
        return Math.Abs(factor - old) / old;
    }

    private void MeasureNorms()
    {
        Array.Clear(_rowNorms);
        Array.Clear(_columnNorms);
        Measure(_a, _rowScale, _rowNorms);
        if (_p is not null)
            Measure(_p, _columnScale, _columnNorms);
    }

    /// <summary>Raises row and column norms by a matrix; the rows of P are columns too.</summary>
    private void Measure(SparseMatrix matrix, double[] rowScale, double[] rowNorms)
    {
        ReadOnlySpan<int> starts = matrix.ColumnStarts, rows = matrix.RowIndices;
        ReadOnlySpan<double> values = matrix.Values;
        for (int j = 0; j < matrix.Columns; j++)
            for (int k = starts[j]; k < starts[j + 1]; k++)
            {
                int i = rows[k];
                double size = Math.Abs(values[k]) * rowScale[i] * _columnScale[j];
                rowNorms[i] = Math.Max(rowNorms[i], size);
                _columnNorms[j] = Math.Max(_columnNorms[j], size);
            }
    }

    private static double[] Ones(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }
}

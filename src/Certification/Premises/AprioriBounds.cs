using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>
/// Bounds that every feasible point obeys, inferred from the constraints by interval propagation or assumed by the user: an interval for each
/// column, and for each block of a self-dual cone an upper bound of ⟨e, s⟩, where e is its interior point (the trace of a matrix, s₀ of a
/// second-order cone, s₀ + s₁ of a rotated one, each entry by itself of a nonnegative block). All rounded outward.
/// </summary>
/// <remarks>
/// Over the basic cones: an equality or inequality row bounds each of its columns by the others' intervals. In a second-order block
/// |s_i| ≤ s₀, in a rotated one s_i² ≤ 2s₀s₁, in a matrix s_ii ≥ 0, |s_ij| ≤ √(s_ii s_jj) and |s_ij| ≤ ½ tr s. A trace is bounded by
/// the intervals of its columns, also after one multiple of a row has been subtracted from it (which finds tr X = 1).
/// </remarks>
internal sealed class AprioriBounds
{
    private const int MaxPasses = 12, MaxCandidateRows = 40;

    private readonly ConicProgram _program;
    private readonly SparseMatrix _rows;
    private readonly PremiseSet _premises;
    private readonly double[] _sizes;
    private readonly ulong[] _sizePremises;
    private readonly ConeKind[] _kindOfRow;
    private readonly int[] _blockOfRow;
    private bool _isChanged;

    private AprioriBounds(ConicProgram program, SparseMatrix rows)
    {
        _program = program;
        _rows = rows;
        _premises = new PremiseSet(program);
        Columns = new BoundedColumns(program.Columns);
        _sizes = new double[program.Rows];
        _sizePremises = new ulong[program.Rows];
        Array.Fill(_sizes, double.PositiveInfinity);
        _kindOfRow = new ConeKind[program.Rows];
        _blockOfRow = new int[program.Rows];
        for (var k = 0; k < program.Blocks.Length; k++)
        {
            var block = program.Blocks[k];
            Array.Fill(_kindOfRow, block.Cone.Kind, block.Start, block.Rows);
            Array.Fill(_blockOfRow, k, block.Start, block.Rows);
        }
    }

    /// <summary>The columns' intervals.</summary>
    public BoundedColumns Columns { get; }

    /// <summary>The names behind the premises' bits.</summary>
    public PremiseSet Premises => _premises;

    /// <summary>An upper bound of a nonnegative row's slack, or of ⟨e, s⟩ for the block that starts at the row; +∞ where there is none.</summary>
    public double Size(int row) => _sizes[row];

    /// <summary>The premises of <see cref="Size"/>.</summary>
    public ulong SizePremises(int row) => _sizePremises[row];

    /// <summary>Infers the bounds of a program over basic cones; blocks of other cones are passed over.</summary>
    /// <param name="program">The program.</param>
    /// <param name="rows">Aᵀ.</param>
    public static AprioriBounds Infer(ConicProgram program, SparseMatrix rows)
    {
        var bounds = new AprioriBounds(program, rows);
        bounds.TakeAssumptions();
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            bounds._isChanged = false;
            for (var k = 0; k < program.Blocks.Length; k++) bounds.Propagate(k);
            if (!bounds._isChanged || bounds.Columns.Contradiction is not null) break;
        }

        bounds.BoundSizes();
        return bounds;
    }

    private void TakeAssumptions()
    {
        for (var a = 0; a < _program.Assumptions.Length; a++)
        {
            var assumption = _program.Assumptions[a];
            var bit = _premises.OfAssumption(a);
            if (assumption.Kind == AssumptionKind.Box)
            {
                foreach (var column in assumption.Columns)
                {
                    Columns.RaiseLower(column, assumption.Lower, bit);
                    Columns.LowerUpper(column, assumption.Upper, bit);
                }
            }
            else if (_program.Blocks[assumption.Block] is { Cone.Kind: ConeKind.PositiveSemidefinite } block)
            {
                (_sizes[block.Start], _sizePremises[block.Start]) = (assumption.Upper, bit);
            }
        }
    }

    private void Propagate(int index)
    {
        var block = _program.Blocks[index];
        var bit = PremiseSet.OfBlock(index);
        switch (block.Cone.Kind)
        {
            case ConeKind.Zero:
                for (var i = block.Start; i < block.End; i++) BoundSlack(i, 0, 0, bit);
                break;
            case ConeKind.Nonnegative:
                for (var i = block.Start; i < block.End; i++) BoundSlack(i, 0, double.PositiveInfinity, bit);
                break;
            case ConeKind.SecondOrder:
                BoundSlack(block.Start, 0, double.PositiveInfinity, bit);
                BoundTail(block, 1, MaximumSlack(block.Start), bit);
                break;
            case ConeKind.RotatedSecondOrder:
                BoundSlack(block.Start, 0, double.PositiveInfinity, bit);
                BoundSlack(block.Start + 1, 0, double.PositiveInfinity, bit);
                BoundTail(block, 2, Mean(MaximumSlack(block.Start), MaximumSlack(block.Start + 1), 2), bit);
                break;
            case ConeKind.PositiveSemidefinite:
                BoundMatrix(block, bit);
                break;
            default:
                break;
        }
    }

    private void BoundTail(ConeBlock block, int first, (double Value, ulong Premises) radius, ulong bit)
    {
        if (!double.IsFinite(radius.Value)) return;
        for (var i = block.Start + first; i < block.End; i++) BoundSlack(i, -radius.Value, radius.Value, bit | radius.Premises);
    }

    private void BoundMatrix(ConeBlock block, ulong bit)
    {
        var order = block.Order;
        var diagonal = new (double Value, ulong Premises)[order];
        for (var j = 0; j < order; j++) BoundSlack(block.Start + SymmetricVector.Index(j, j), 0, double.PositiveInfinity, bit);
        var trace = BoundTrace(block);
        for (var j = 0; j < order; j++)
        {
            diagonal[j] = MaximumSlack(block.Start + SymmetricVector.Index(j, j));
            if (trace.Value < diagonal[j].Value) diagonal[j] = trace;
            if (double.IsFinite(diagonal[j].Value)) BoundSlack(block.Start + SymmetricVector.Index(j, j), 0, diagonal[j].Value, bit | diagonal[j].Premises);
        }

        for (var j = 1; j < order; j++)
        {
            for (var i = 0; i < j; i++)
            {
                var size = Mean(diagonal[i], diagonal[j], 1);
                if (0.5 * trace.Value < size.Value) size = (0.5 * trace.Value, trace.Premises);
                if (!double.IsFinite(size.Value)) continue;
                size.Value = Rounded.AddUp(size.Value, double.Epsilon); // halving may have rounded down below the normal range
                BoundSlack(block.Start + SymmetricVector.Index(i, j), -size.Value, size.Value, bit | size.Premises);
            }
        }
    }

    /// <summary>√(factor · a · b) rounded up.</summary>
    private static (double Value, ulong Premises) Mean((double Value, ulong Premises) a, (double Value, ulong Premises) b, double factor)
    {
        if (a.Value <= 0 || b.Value <= 0) return (0, a.Value <= 0 ? a.Premises : b.Premises);
        if (double.IsPositiveInfinity(a.Value) || double.IsPositiveInfinity(b.Value)) return (double.PositiveInfinity, 0);
        return (Rounded.SqrtUp(Rounded.MultiplyUp(factor, Rounded.MultiplyUp(a.Value, b.Value))), a.Premises | b.Premises);
    }

    /// <summary>The trace of a matrix block: the smallest bound known so far, kept in its size.</summary>
    private (double Value, ulong Premises) BoundTrace(ConeBlock block)
    {
        var form = new LinearForm();
        for (var j = 0; j < block.Order; j++) form.AddSlack(_rows, _program.B, block.Start + SymmetricVector.Index(j, j), 1);
        return Keep(block.Start, MaximumWithOneRow(form));
    }

    private (double Value, ulong Premises) Keep(int row, (double Value, ulong Premises) found)
    {
        if (found.Value < _sizes[row])
        {
            _isChanged |= double.IsPositiveInfinity(_sizes[row]);
            (_sizes[row], _sizePremises[row]) = found;
        }

        return (_sizes[row], _sizePremises[row]);
    }

    /// <summary>
    /// f ≤ max f over the intervals; and, since t·s_i = 0 on equality rows and t·s_i ≤ … has the sign of −t ≤ 0 on inequality rows,
    /// f ≤ max (f + t·s_i) for any t on the first and any t ≥ 0 on the second.
    /// </summary>
    private (double Value, ulong Premises) MaximumWithOneRow(LinearForm form)
    {
        var best = form.Maximum(Columns);
        foreach (var (column, coefficient) in form.Coefficients)
        {
            if (coefficient.Midpoint == 0) continue;
            var tried = 0;
            for (var k = _program.A.ColumnStarts[column]; k < _program.A.ColumnStarts[column + 1] && tried < MaxCandidateRows; k++)
            {
                var row = _program.A.RowIndices[k];
                if (_kindOfRow[row] is not (ConeKind.Zero or ConeKind.Nonnegative)) continue;
                var factor = coefficient.Midpoint / _program.A.Values[k];
                if (!double.IsFinite(factor) || (factor < 0 && _kindOfRow[row] == ConeKind.Nonnegative)) continue;
                tried++;
                var combined = form.Clone();
                combined.AddSlack(_rows, _program.B, row, factor);
                var found = combined.Maximum(Columns);
                if (found.Value < best.Value) best = (found.Value, found.Premises | PremiseSet.OfBlock(_blockOfRow[row]));
            }

            break; // every row that could cancel the form has an entry in its first column
        }

        return best;
    }

    private (double Value, ulong Premises) MaximumSlack(int row)
    {
        var value = _program.B[row];
        ulong premises = 0;
        for (var k = _rows.ColumnStarts[row]; k < _rows.ColumnStarts[row + 1]; k++)
        {
            var column = _rows.RowIndices[k];
            var end = _rows.Values[k] > 0 ? Columns[column].Lower : Columns[column].Upper;
            if (double.IsInfinity(end)) return (double.PositiveInfinity, 0);
            value = Rounded.AddUp(value, Rounded.MultiplyUp(-_rows.Values[k], end));
            premises |= _rows.Values[k] > 0 ? Columns.LowerPremises(column) : Columns.UpperPremises(column);
        }

        return (value, premises);
    }

    /// <summary>Uses least ≤ b_i − A_i x ≤ most on each column of the row.</summary>
    private void BoundSlack(int row, double least, double most, ulong premises)
    {
        if (!double.IsPositiveInfinity(-least)) BoundAbove(row, 1, Rounded.SubtractUp(_program.B[row], least), premises);
        if (!double.IsPositiveInfinity(most)) BoundAbove(row, -1, Rounded.SubtractUp(most, _program.B[row]), premises);
    }

    /// <summary>Uses sign·A_i x ≤ limit: each term is at most the limit less the least values of the others.</summary>
    private void BoundAbove(int row, double sign, double limit, ulong premises)
    {
        int start = _rows.ColumnStarts[row], end = _rows.ColumnStarts[row + 1], unbounded = -1;
        double least = 0;
        for (var k = start; k < end; k++)
        {
            var term = LeastTerm(sign * _rows.Values[k], _rows.RowIndices[k]);
            if (double.IsNegativeInfinity(term.Value))
            {
                if (unbounded >= 0) return;
                unbounded = k;
                continue;
            }

            least = Rounded.AddDown(least, term.Value);
            premises |= term.Premises;
        }

        if (start == end) return;
        for (var k = unbounded >= 0 ? unbounded : start; k < (unbounded >= 0 ? unbounded + 1 : end); k++)
        {
            var coefficient = sign * _rows.Values[k];
            var others = k == unbounded ? least : Rounded.SubtractDown(least, LeastTerm(coefficient, _rows.RowIndices[k]).Value);
            var room = Rounded.SubtractUp(limit, others);
            _isChanged |= coefficient > 0
                ? Columns.LowerUpper(_rows.RowIndices[k], Rounded.DivideUp(room, coefficient), premises)
                : Columns.RaiseLower(_rows.RowIndices[k], Rounded.DivideDown(room, coefficient), premises);
        }
    }

    private (double Value, ulong Premises) LeastTerm(double coefficient, int column)
    {
        var end = coefficient > 0 ? Columns[column].Lower : Columns[column].Upper;
        if (double.IsInfinity(end)) return (double.NegativeInfinity, 0);
        return (Rounded.MultiplyDown(coefficient, end), coefficient > 0 ? Columns.LowerPremises(column) : Columns.UpperPremises(column));
    }

    private void BoundSizes()
    {
        foreach (var block in _program.Blocks)
        {
            switch (block.Cone.Kind)
            {
                case ConeKind.Nonnegative:
                    for (var i = block.Start; i < block.End; i++) Keep(i, MaximumSlack(i));
                    break;
                case ConeKind.SecondOrder:
                    Keep(block.Start, MaximumSlack(block.Start));
                    break;
                case ConeKind.RotatedSecondOrder:
                    var (first, second) = (MaximumSlack(block.Start), MaximumSlack(block.Start + 1));
                    Keep(block.Start, (Rounded.AddUp(first.Value, second.Value), first.Premises | second.Premises));
                    break;
                case ConeKind.PositiveSemidefinite:
                    BoundTrace(block);
                    break;
                default:
                    break;
            }
        }
    }
}

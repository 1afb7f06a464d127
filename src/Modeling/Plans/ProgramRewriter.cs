using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Builds the target of a <see cref="LinearRewriteStep"/> block by block: blocks are copied or replaced by rows that are linear
/// combinations of the source's rows, plus entries in added columns.
/// </summary>
internal sealed class ProgramRewriter
{
    private readonly ConicProgram _source;
    private readonly SparseMatrix _sourceRows;
    private readonly TripletList _a = new();
    private readonly List<double> _b = [];
    private readonly List<ConeBlock> _blocks = [];
    private readonly List<(string Name, int First, int Count)> _addedColumns = [];
    private int _columns;
    private readonly TripletList _dualBack = new();
    private readonly TripletList _nonnegativeBack = new();
    private readonly TripletList _slackBack = new();
    private readonly TripletList _dualForward = new();
    private readonly TripletList _nonnegativeForward = new();
    private readonly int[] _copyOfSource;
    private int _sourceBlocksDone;

    public ProgramRewriter(ConicProgram source)
    {
        _source = source;
        _columns = source.Columns;
        _sourceRows = source.A.Transpose();
        _copyOfSource = new int[source.Blocks.Length];
    }

    /// <summary>The program that is rewritten.</summary>
    public ConicProgram Source => _source;

    /// <summary>Whether sums of a block's rows with such factors come out exactly, in every column and the right-hand side.</summary>
    public bool SumsExactly(ConeBlock block, CoefficientRange factors)
    {
        var data = new CoefficientRange();
        for (int i = block.Start; i < block.End; i++)
        {
            data.BeginSum();
            data.Add(_source.B[i]);
            for (int k = _sourceRows.ColumnStarts[i]; k < _sourceRows.ColumnStarts[i + 1]; k++)
            {
                data.BeginSum();
                data.Add(_sourceRows.Values[k]);
            }
        }
        return CoefficientRange.HasExactProducts(data, factors);
    }

    /// <summary>Takes a block over unchanged but, perhaps, for its cone.</summary>
    public void Copy(ConeBlock block, Cone? cone = null) => Copy(block, cone, out _);

    /// <summary>As the other overload, and tells the first row of the copy.</summary>
    public void Copy(ConeBlock block, Cone? cone, out int start)
    {
        _copyOfSource[_sourceBlocksDone++] = _blocks.Count;
        start = AddBlock(cone ?? block.Cone, block.Rows, block.Name);
        for (int k = 0; k < block.Rows; k++)
        {
            AddRow(start + k, block.Start + k, 1);
            MapDual(block.Start + k, start + k, 1);
            StartDual(start + k, block.Start + k, 1);
        }
    }

    /// <summary>Says that the block copied last holds another matrix than its source, so that a bound of the source's trace is none of its own.</summary>
    public void ForgetTrace() => _copyOfSource[_sourceBlocksDone - 1] = -1;

    /// <summary>Says that the next blocks added replace the next source block by something else than its own rows.</summary>
    public void BeginSource() => _copyOfSource[_sourceBlocksDone++] = -1;

    /// <summary>Adds an empty block and returns its first row.</summary>
    public int AddBlock(Cone cone, int rows, string name)
    {
        int start = _b.Count;
        _blocks.Add(new ConeBlock(cone, start, rows, name));
        for (int k = 0; k < rows; k++) _b.Add(0);
        return start;
    }

    /// <summary>Adds a multiple of a source row (of A and b) to a target row.</summary>
    public void AddRow(int target, int sourceRow, double factor)
    {
        if (factor == 0) return;
        for (int k = _sourceRows.ColumnStarts[sourceRow]; k < _sourceRows.ColumnStarts[sourceRow + 1]; k++)
            _a.Add(target, _sourceRows.RowIndices[k], factor * _sourceRows.Values[k]);
        _b[target] += factor * _source.B[sourceRow];
    }

    /// <summary>Adds columns and returns the first one's index.</summary>
    public int AddColumns(int count, string name)
    {
        int first = _columns;
        _addedColumns.Add((name, first, count));
        _columns += count;
        return first;
    }

    /// <summary>Adds to an entry of the target's A.</summary>
    public void AddEntry(int row, int column, double value) => _a.Add(row, column, value);

    /// <summary>y_source += factor · y_target.</summary>
    public void MapDual(int sourceRow, int targetRow, double factor) => _dualBack.Add(sourceRow, targetRow, factor);

    /// <summary>N_source += factor · y_target.</summary>
    public void MapNonnegative(int sourceRow, int targetRow, double factor) => _nonnegativeBack.Add(sourceRow, targetRow, factor);

    /// <summary>The slack's nonnegative part on a source row is the value of an added column.</summary>
    public void MapSlack(int sourceRow, int column) => _slackBack.Add(sourceRow, column, 1);

    /// <summary>y_target += factor · y_source, for warm starts.</summary>
    public void StartDual(int targetRow, int sourceRow, double factor) => _dualForward.Add(targetRow, sourceRow, factor);

    /// <summary>y_target += factor · N_source, for warm starts.</summary>
    public void StartNonnegative(int targetRow, int sourceRow, double factor) => _nonnegativeForward.Add(targetRow, sourceRow, factor);

    /// <summary>The finished step.</summary>
    public LinearRewriteStep Build(string description, BoundSide side = BoundSide.Exact)
    {
        var c = new double[_columns];
        _source.C.CopyTo(c);
        SparseMatrix? p = _source.P;
        if (p is not null && _columns > _source.Columns) p = Widen(p, _columns);
        IReadOnlyList<string>? names = _addedColumns.Count == 0 ? _source.ColumnNames : new WidenedColumnNames(_source, _addedColumns);
        // A bound on the trace of a block's slack means nothing for rows that are something else.
        var assumptions = _source.Assumptions
            .Where(a => a.Kind != AssumptionKind.Trace || _copyOfSource[a.Block] >= 0)
            .Select(a => a.Kind == AssumptionKind.Trace ? a with { Block = _copyOfSource[a.Block] } : a);
        var target = new ConicProgram(
            _source.Name, _source.Sense, p, c, _source.C0, _a.ToMatrix(_b.Count, _columns), _b.ToArray(), _blocks, names,
            _source.IntegerColumns, assumptions);
        return new LinearRewriteStep(
            _source, target, description, side,
            _dualBack.ToMatrix(_source.Rows, target.Rows),
            _nonnegativeBack.Count == 0 ? null : _nonnegativeBack.ToMatrix(_source.Rows, target.Rows),
            _slackBack.Count == 0 ? null : _slackBack.ToMatrix(_source.Rows, _columns),
            _dualForward.ToMatrix(target.Rows, _source.Rows),
            _nonnegativeForward.Count == 0 ? null : _nonnegativeForward.ToMatrix(target.Rows, _source.Rows));
    }

    private static SparseMatrix Widen(SparseMatrix p, int order)
    {
        var starts = new int[order + 1];
        p.ColumnStarts.CopyTo(starts);
        for (int j = p.Columns + 1; j <= order; j++) starts[j] = p.NonzeroCount;
        return SparseMatrix.FromColumns(order, order, starts, p.RowIndices.ToArray(), p.Values.ToArray());
    }
}

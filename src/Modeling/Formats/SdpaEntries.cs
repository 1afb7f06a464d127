using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>The entries of F₀ … F_m of an SDPA file, collected with their lines so that a repetition can name both.</summary>
internal sealed class SdpaEntries(TextScanner scanner, int m, List<ConeBlock> blocks)
{
    private const string EntryForm = "an entry 'matrix block row column value'";

    private readonly List<int> _matrices = [];
    private readonly List<int> _rows = [];
    private readonly List<double> _values = [];
    private readonly List<int> _lines = [];
    private readonly List<bool> _below = [];

    /// <summary>Reads entries to the end of the text.</summary>
    public void Read()
    {
        while (scanner.MoveNext())
        {
            int matrix = scanner.ParseInteger($"{EntryForm}, beginning with the matrix 0 to {m}");
            Require(matrix, 0, m, "matrix");
            int blockNumber = scanner.ReadIntegerInLine($"the block of {EntryForm}");
            Require(blockNumber, 1, blocks.Count, "block");
            ConeBlock block = blocks[blockNumber - 1];
            int size = block.Cone.IsMatrixCone ? block.Order : block.Rows;
            int i = scanner.ReadIntegerInLine($"the row of {EntryForm}");
            Require(i, 1, size, $"row in block {blockNumber}");
            int j = scanner.ReadIntegerInLine($"the column of {EntryForm}");
            Require(j, 1, size, $"column in block {blockNumber}");
            if (!block.Cone.IsMatrixCone && i != j)
                throw scanner.Expected($"row {i} and column {j}", $"equal ones: block {blockNumber} is diagonal");
            double value = scanner.ReadNumberInLine($"the value of {EntryForm}");
            int line = scanner.Line;
            scanner.RequireEndOfLine($"the end of the line after {EntryForm}");

            _matrices.Add(matrix);
            _rows.Add(block.Start + (block.Cone.IsMatrixCone ? SymmetricVector.Index(i - 1, j - 1) : i - 1));
            _values.Add(value);
            _lines.Add(line);
            _below.Add(i > j);
        }
    }

    /// <summary>A and b: column k of A is −F_k and b is −F₀.</summary>
    public (SparseMatrix A, double[] B) Build()
    {
        int rows = blocks.Count == 0 ? 0 : blocks[^1].End;
        int[] order = OrderedWithoutMirrors(rows);
        var b = new double[rows];
        var entryRows = new List<int>(order.Length);
        var entryColumns = new List<int>(order.Length);
        var entryValues = new List<double>(order.Length);
        foreach (int k in order)
        {
            if (_matrices[k] == 0)
            {
                b[_rows[k]] = 0 - _values[k];
                continue;
            }
            entryRows.Add(_rows[k]);
            entryColumns.Add(_matrices[k] - 1);
            entryValues.Add(-_values[k]);
        }
        SparseMatrix a = SparseMatrix.FromTriplets(rows, m, entryRows.ToArray(), entryColumns.ToArray(), entryValues.ToArray());
        return (a, b);
    }

    /// <summary>The entries by matrix and row, one of each mirrored pair.</summary>
    private int[] OrderedWithoutMirrors(int rows)
    {
        var keys = new long[_rows.Count];
        var order = new int[_rows.Count];
        for (int k = 0; k < keys.Length; k++)
        {
            keys[k] = (long)_matrices[k] * rows + _rows[k];
            order[k] = k;
        }
        Array.Sort(keys, order);

        int kept = 0;
        for (int k = 0; k < keys.Length; k++)
        {
            if (kept > 0 && k > 0 && keys[k] == keys[k - 1])
            {
                RequireMirror(order[kept - 1], order[k]);
                if (k > 1 && keys[k] == keys[k - 2]) throw Repetition(order[kept - 1], order[k]);
                continue;
            }
            order[kept++] = order[k];
        }
        return order[..kept];
    }

    private void RequireMirror(int first, int second)
    {
        if (_below[first] == _below[second]) throw Repetition(first, second);
        if (_values[first] == _values[second]) return;
        int earlier = Earlier(first, second), later = Later(first, second);
        throw new InputFormatException(scanner.File, _lines[later],
            $"found {_values[later]:R}, expected {_values[earlier]:R} as line {_lines[earlier]} states in the other triangle");
    }

    private InputFormatException Repetition(int first, int second) => new(
        scanner.File,
        _lines[Later(first, second)],
        $"found an entry that line {_lines[Earlier(first, second)]} already states, expected each entry once");

    private int Earlier(int first, int second) => _lines[first] <= _lines[second] ? first : second;

    private int Later(int first, int second) => _lines[first] <= _lines[second] ? second : first;

    private void Require(int value, int least, int most, string what)
    {
        if (value >= least && value <= most) return;
        string expected = most < least ? $"no entry: there is no {what}" : $"the {what}, between {least} and {most}";
        throw scanner.Expected(TextScanner.Quote(scanner.Word), expected);
    }
}

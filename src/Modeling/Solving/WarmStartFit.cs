using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Brings a start made from another program's result to a program that differs in its data, rows or columns. Programs of one model share
/// places, since models only grow. Otherwise columns meet by name, and blocks by name and kind of cone: rows of vector cones by the columns
/// that they speak of, in order, and failing that by place; matrix blocks of different order by place, which matches leading submatrices.
/// What has no counterpart starts at 0.
/// </summary>
internal sealed class WarmStartFit
{
    private const ulong HashStart = 14695981039346656037, HashFactor = 1099511628211; // Fowler, Noll and Vo's hash

    private readonly ConicProgram _old, _new;
    private readonly int[] _columns, _rows;

    private WarmStartFit(ConicProgram old, ConicProgram current)
    {
        _old = old;
        _new = current;
        bool isSameModel = old.Model is not null && ReferenceEquals(old.Model, current.Model);
        _columns = isSameModel ? Places(old.Columns, current.Columns) : ColumnsByName();
        _rows = isSameModel ? Places(old.Rows, current.Rows) : RowsByBlock();
    }

    /// <summary>The start in terms of a program; itself where it belongs to the program or does not say where it comes from.</summary>
    public static WarmStart? Of(WarmStart? start, ConicProgram program)
    {
        if (start?.Origin is not { } origin || ReferenceEquals(origin, program)) return start;
        var fit = new WarmStartFit(origin, program);
        return new WarmStart(Move(start.X, fit._columns, program.Columns), Move(start.Y, fit._rows, program.Rows))
        {
            DualNonnegativePart = Move(start.DualNonnegativePart, fit._rows, program.Rows),
            SlackNonnegativePart = Move(start.SlackNonnegativePart, fit._rows, program.Rows),
        };
    }

    /// <summary>The entries with a place in the new program; −1 has none.</summary>
    private static double[]? Move(double[]? vector, int[] places, int length)
    {
        if (vector is null) return null;
        var moved = new double[length];
        for (int k = 0; k < vector.Length; k++)
        {
            if (places[k] >= 0) moved[places[k]] = vector[k];
        }
        return moved;
    }

    private static int[] Places(int count, int available)
    {
        var places = new int[count];
        for (int k = 0; k < count; k++) places[k] = k < available ? k : -1;
        return places;
    }

    private int[] ColumnsByName()
    {
        var byName = new Dictionary<string, int>(_new.Columns);
        for (int j = 0; j < _new.Columns; j++) byName.TryAdd(_new.ColumnName(j), j);
        var places = new int[_old.Columns];
        for (int j = 0; j < places.Length; j++) places[j] = byName.TryGetValue(_old.ColumnName(j), out int place) ? place : -1;
        return places;
    }

    private int[] RowsByBlock()
    {
        var places = new int[_old.Rows];
        Array.Fill(places, -1);
        SparseMatrix oldRows = _old.A.Transpose(), newRows = _new.A.Transpose();
        var isTaken = new bool[_new.Blocks.Length];
        foreach (ConeBlock block in _old.Blocks)
        {
            for (int k = 0; k < isTaken.Length; k++)
            {
                ConeBlock candidate = _new.Blocks[k];
                if (isTaken[k] || candidate.Name != block.Name || candidate.Cone.Kind != block.Cone.Kind) continue;
                isTaken[k] = true;
                if (block.Cone.Kind is ConeKind.Zero or ConeKind.Nonnegative) MatchRows(block, candidate, oldRows, newRows, places);
                else if (block.Cone.IsMatrixCone || block.Rows == candidate.Rows) MatchInPlace(block, candidate, places);
                break;
            }
        }
        return places;
    }

    private static void MatchInPlace(ConeBlock old, ConeBlock current, int[] places)
    {
        for (int k = 0; k < Math.Min(old.Rows, current.Rows); k++) places[old.Start + k] = current.Start + k;
    }

    private void MatchRows(ConeBlock old, ConeBlock current, SparseMatrix oldRows, SparseMatrix newRows, int[] places)
    {
        var byColumns = new Dictionary<ulong, Queue<int>>();
        for (int i = current.Start; i < current.End; i++)
        {
            ulong hash = Hash(newRows, i, null);
            if (!byColumns.TryGetValue(hash, out Queue<int>? rows)) byColumns[hash] = rows = new Queue<int>();
            rows.Enqueue(i);
        }
        var isTaken = new bool[current.Rows];
        for (int i = old.Start; i < old.End; i++)
        {
            if (!byColumns.TryGetValue(Hash(oldRows, i, _columns), out Queue<int>? rows) || rows.Count == 0) continue;
            places[i] = rows.Dequeue();
            isTaken[places[i] - current.Start] = true;
        }
        if (old.Rows != current.Rows) return;
        for (int k = 0; k < old.Rows; k++)
        {
            if (places[old.Start + k] < 0 && !isTaken[k]) places[old.Start + k] = current.Start + k;
        }
    }

    /// <summary>A number for the set of columns with an entry in a row, in the numbering that the places give.</summary>
    private static ulong Hash(SparseMatrix rows, int row, int[]? places)
    {
        ulong sum = 0;
        for (int k = rows.ColumnStarts[row]; k < rows.ColumnStarts[row + 1]; k++)
        {
            int column = places is null ? rows.RowIndices[k] : places[rows.RowIndices[k]];
            // Summing hashes of single columns makes the order of columns, which may differ, immaterial.
            ulong hash = HashStart;
            for (uint rest = (uint)column; rest != 0; rest >>= 8) hash = (hash ^ (rest & 255)) * HashFactor;
            sum += hash * HashFactor;
        }
        return sum;
    }
}

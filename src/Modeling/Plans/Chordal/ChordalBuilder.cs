using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Builds the program of a <see cref="ChordalStep"/>. A sum over cliques gets a column u for every entry of every separator: the entry
/// of S_k is u, and u is taken from the parent's, so that the sum stays what it was and the duals of both agree on the separator.
/// </summary>
internal sealed class ChordalBuilder
{
    private readonly ConicProgram _source;
    private readonly SlackPattern _pattern;
    private readonly BlockDecomposition?[] _decompositions;
    private readonly List<ConeBlock> _blocks = [];
    private readonly List<int> _sourceRow = [];
    private readonly List<(int Row, int Column, double Value)> _ties = [];
    private readonly List<(string Name, int First, int Count)> _addedColumns = [];
    private readonly List<Assumption> _traces = [];
    private int _added;

    public ChordalBuilder(ConicProgram source, SlackPattern pattern, BlockDecomposition?[] decompositions)
    {
        _source = source;
        _pattern = pattern;
        _decompositions = decompositions;
    }

    /// <summary>The step; null where no row or no column would remain, which backends do not expect.</summary>
    public ChordalStep? Build(string name)
    {
        var parts = new List<DecomposedBlock>();
        for (int k = 0; k < _decompositions.Length; k++)
        {
            ConeBlock block = _source.Blocks[k];
            int first = _blocks.Count;
            if (_decompositions[k] is { } decomposition) parts.Add(Decompose(decomposition));
            else AddRows(block.Cone, block.Name, Enumerable.Range(block.Start, block.Rows));
            CarryTraces(k, first);
        }

        // Columns that stood in rows of free entries only are gone with them.
        var isGone = new bool[_source.Columns];
        var isUsed = new bool[_source.Rows];
        foreach (int row in _sourceRow)
        {
            if (row >= 0) isUsed[row] = true;
        }
        for (int row = 0; row < isUsed.Length; row++)
        {
            if (!isUsed[row] && _pattern.IsFree(row)) isGone[_pattern.OwnColumn(row)] = true;
        }
        int[] kept = [.. Enumerable.Range(0, _source.Columns).Where(j => !isGone[j])];
        if (_sourceRow.Count == 0 || kept.Length + _added == 0) return null;
        ConicProgram target = Target(kept);
        return new ChordalStep(_source, target, Describe(name, parts), _pattern, [.. parts], kept, [.. _sourceRow]);
    }

    private DecomposedBlock Decompose(BlockDecomposition decomposition)
    {
        ConeBlock block = decomposition.Block;
        Clique[] cliques = decomposition.Forest.Cliques;
        var nulls = new HashSet<int>(decomposition.NullVertices);
        var equations = new List<int>();
        for (int j = 0, row = block.Start; j < block.Order; j++)
        {
            for (int i = 0; i <= j; i++, row++)
            {
                if ((nulls.Contains(i) || nulls.Contains(j)) && !_pattern.IsZero(row)) equations.Add(row);
            }
        }
        int firstEquation = _sourceRow.Count;
        if (equations.Count > 0) AddRows(Cone.Zero, $"{block.Name}: rows of zero diagonals", equations);
        var rows = new int[cliques.Length];
        int[] single = [.. Enumerable.Range(0, cliques.Length).Where(k => cliques[k].Order == 1)];
        if (single.Length > 0)
        {
            int[] vertices = Array.ConvertAll(single, k => cliques[k].Members[0]);
            int first = AddRows(Cone.Nonnegative, $"{block.Name}: diagonal", vertices.Select(v => block.Start + SymmetricVector.Index(v, v)));
            for (int k = 0; k < single.Length; k++) rows[single[k]] = first + k;
        }
        int blocks = cliques.Length - single.Length, number = 0;
        for (int k = 0; k < cliques.Length; k++)
        {
            if (cliques[k].Order == 1) continue;
            string name = blocks == 1 ? block.Name : $"{block.Name}[{++number}]";
            rows[k] = AddRows(Cone.PositiveSemidefinite, name, SourceRows(decomposition, cliques[k]));
        }
        int[] ties = decomposition.IsSum ? Tie(block, cliques, rows) : [];
        return new DecomposedBlock(decomposition, rows, ties, firstEquation, equations.Count);
    }

    private static IEnumerable<int> SourceRows(BlockDecomposition decomposition, Clique clique)
    {
        int[] members = clique.Members;
        for (int j = 0; j < members.Length; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                bool isTaken = !decomposition.IsSum || CliquePairs.IsOwned(clique, members[i], members[j]);
                yield return isTaken ? decomposition.Block.Start + SymmetricVector.Index(members[i], members[j]) : -1;
            }
        }
    }

    /// <summary>Adds the columns of the separators and returns each clique's first, counted from the first added one.</summary>
    private int[] Tie(ConeBlock block, Clique[] cliques, int[] rows)
    {
        var first = new int[cliques.Length];
        int start = _added;
        for (int k = 0; k < cliques.Length; k++)
        {
            first[k] = _added;
            if (cliques[k].Parent < 0) continue;
            int[] own = CliquePairs.Places(cliques[k].Separator, cliques[k].Members);
            int[] above = CliquePairs.Places(cliques[k].Separator, cliques[cliques[k].Parent].Members);
            for (int b = 0; b < own.Length; b++)
            {
                for (int a = 0; a <= b; a++, _added++)
                {
                    _ties.Add((rows[k] + SymmetricVector.Index(own[a], own[b]), _added, -1));
                    _ties.Add((rows[cliques[k].Parent] + SymmetricVector.Index(above[a], above[b]), _added, 1));
                }
            }
        }
        if (_added > start) _addedColumns.Add(($"overlap({block.Name})", start, _added - start));
        return first;
    }

    private int AddRows(Cone cone, string name, IEnumerable<int> sourceRows)
    {
        int start = _sourceRow.Count;
        _sourceRow.AddRange(sourceRows);
        _blocks.Add(new ConeBlock(cone, start, _sourceRow.Count - start, name));
        return start;
    }

    /// <summary>The trace of a sum of semidefinite blocks bounds that of each, and so does that of a matrix its submatrices'.</summary>
    private void CarryTraces(int sourceBlock, int first)
    {
        foreach (Assumption assumption in _source.Assumptions)
        {
            if (assumption.Kind != AssumptionKind.Trace || assumption.Block != sourceBlock) continue;
            for (int k = first; k < _blocks.Count; k++)
            {
                if (_blocks[k].Cone.IsMatrixCone) _traces.Add(assumption with { Block = k });
            }
        }
    }

    private ConicProgram Target(int[] kept)
    {
        int rows = _sourceRow.Count, columns = kept.Length + _added;
        var copies = new int[_source.Rows + 1];
        foreach (int row in _sourceRow) copies[row + 1]++;
        copies[0] = 0;
        for (int i = 0; i < _source.Rows; i++) copies[i + 1] += copies[i];
        var next = (int[])copies.Clone();
        var targets = new int[copies[^1]];
        var b = new double[rows];
        for (int t = 0; t < rows; t++)
        {
            if (_sourceRow[t] < 0) continue;
            targets[next[_sourceRow[t]]++] = t;
            b[t] = _source.B[_sourceRow[t]];
        }
        var starts = new int[columns + 1];
        var indices = new List<int>();
        var values = new List<double>();
        var order = new List<(int Row, double Value)>();
        var place = new int[_source.Columns];
        Array.Fill(place, -1);
        var c = new double[columns];
        for (int j = 0; j < kept.Length; j++)
        {
            place[kept[j]] = j;
            c[j] = _source.C[kept[j]];
            order.Clear();
            for (int k = _source.A.ColumnStarts[kept[j]]; k < _source.A.ColumnStarts[kept[j] + 1]; k++)
            {
                int row = _source.A.RowIndices[k];
                for (int t = copies[row]; t < copies[row + 1]; t++) order.Add((targets[t], _source.A.Values[k]));
            }
            Append(j);
        }
        for (int k = 0; k < _ties.Count; k += 2)
        {
            order.Clear();
            order.Add((_ties[k].Row, _ties[k].Value));
            order.Add((_ties[k + 1].Row, _ties[k + 1].Value));
            Append(kept.Length + k / 2);
        }
        var matrix = SparseMatrix.FromColumns(rows, columns, starts, [.. indices], [.. values]);
        var assumptions = _source.Assumptions
            .Where(a => a.Kind == AssumptionKind.Box)
            .Select(a => a with { Columns = [.. a.Columns.Select(j => place[j])] })
            .Concat(_traces);
        return new ConicProgram(
            _source.Name, _source.Sense, _source.P is { } p ? Quadratic(p, place, columns) : null, c, _source.C0, matrix, b, _blocks,
            Names(kept), _source.IntegerColumns.Select(j => place[j]), assumptions);

        void Append(int column)
        {
            order.Sort((x, y) => x.Row.CompareTo(y.Row));
            foreach ((int row, double value) in order)
            {
                indices.Add(row);
                values.Add(value);
            }
            starts[column + 1] = indices.Count;
        }
    }

    private static SparseMatrix Quadratic(SparseMatrix p, int[] place, int columns)
    {
        var triplets = new TripletList();
        for (int j = 0; j < p.Columns; j++)
        {
            for (int k = p.ColumnStarts[j]; k < p.ColumnStarts[j + 1]; k++) triplets.Add(place[p.RowIndices[k]], place[j], p.Values[k]);
        }
        return triplets.ToMatrix(columns, columns);
    }

    private KeptColumnNames? Names(int[] kept)
    {
        if (_source.ColumnNames is null && kept.Length == _source.Columns && _added == 0) return null;
        return new KeptColumnNames(_source, kept, _addedColumns, _added);
    }

    private string Describe(string name, List<DecomposedBlock> parts)
    {
        int pieces = 0, largest = 0, before = 0;
        foreach (DecomposedBlock part in parts)
        {
            pieces += part.Decomposition.Forest.Cliques.Length;
            before = Math.Max(before, part.Decomposition.Block.Order);
            foreach (Clique clique in part.Decomposition.Forest.Cliques) largest = Math.Max(largest, clique.Order);
        }
        int equations = parts.Sum(part => part.Equations);
        return $"{name}: {parts.Count} block(s) of order up to {before} in {pieces} piece(s) of order up to {largest}"
            + (_added > 0 ? $", {_added} columns tie their overlaps" : "")
            + (equations > 0 ? $", {equations} entries beside zero diagonals become equations" : "");
    }
}

using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// The rows of a program one of whose semidefinite blocks is replaced by a smaller one, or by none where the face is {0}, and some of whose
/// other rows leave.
/// </summary>
internal sealed class FaceTarget
{
    private readonly ConicProgram _source;
    private readonly int[] _newBlock;

    /// <summary>Numbers the rows.</summary>
    /// <param name="source">The program.</param>
    /// <param name="block">The index of the block replaced.</param>
    /// <param name="rank">The order of the new block.</param>
    /// <param name="leaves">The other rows that leave; equality or nonnegative rows.</param>
    public FaceTarget(ConicProgram source, int block, int rank, IReadOnlySet<int> leaves)
    {
        _source = source;
        _newBlock = new int[source.Blocks.Length];
        NewRow = new int[source.Rows];
        for (int k = 0; k < _newBlock.Length; k++)
        {
            ConeBlock old = source.Blocks[k];
            int start = Rows;
            if (k == block)
            {
                Array.Fill(NewRow, -1, old.Start, old.Rows);
                FaceStart = start;
                Rows += SymmetricVector.Length(rank);
            }
            else
            {
                for (int row = old.Start; row < old.End; row++) NewRow[row] = leaves.Contains(row) ? -1 : Rows++;
            }
            bool stays = Rows > start || old.Rows == 0;
            _newBlock[k] = stays ? Blocks.Count : -1;
            if (stays) Blocks.Add(old with { Start = start, Rows = Rows - start });
        }
        _newBlock[block] = -1;
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Where the new block starts.</summary>
    public int FaceStart { get; }

    /// <summary>A row's new place; −1 for those that left and those of the block replaced.</summary>
    public int[] NewRow { get; }

    /// <summary>The blocks.</summary>
    public List<ConeBlock> Blocks { get; } = [];

    /// <summary>The assumptions that still speak of something there: no trace of the block replaced, no columns that left.</summary>
    /// <param name="newColumn">A column's new place, −1 for none.</param>
    public IEnumerable<Assumption> Assumptions(int[] newColumn)
    {
        foreach (Assumption assumption in _source.Assumptions)
        {
            if (assumption.Kind != AssumptionKind.Trace)
                yield return assumption with { Columns = [.. assumption.Columns.Where(j => newColumn[j] >= 0).Select(j => newColumn[j])] };
            else if (_newBlock[assumption.Block] >= 0)
                yield return assumption with { Block = _newBlock[assumption.Block] };
        }
    }

    /// <summary>A vector over the source's rows from one over the new rows, 0 on rows that left and on the block replaced.</summary>
    public double[] Spread(double[] vector)
    {
        var spread = new double[NewRow.Length];
        for (int row = 0; row < spread.Length; row++)
        {
            if (NewRow[row] >= 0) spread[row] = vector[NewRow[row]];
        }
        return spread;
    }

    /// <summary>A vector over the new rows from one over the source's, 0 on the new block.</summary>
    public double[] Gather(double[] vector)
    {
        var gathered = new double[Rows];
        for (int row = 0; row < vector.Length; row++)
        {
            if (NewRow[row] >= 0) gathered[NewRow[row]] = vector[row];
        }
        return gathered;
    }
}

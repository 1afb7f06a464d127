namespace Copositive.Numerics;

/// <summary>What became of the pivots of a factorisation, or of a part of it.</summary>
internal struct PivotTally()
{
    /// <summary>The number replaced.</summary>
    public int Replaced;

    /// <summary>The first column, in the elimination order, whose pivot stopped the factorisation; −1 for none.</summary>
    public int FailedColumn = -1;

    /// <summary>Takes in what became of other pivots.</summary>
    public void Add(PivotTally other)
    {
        Replaced += other.Replaced;
        if (other.FailedColumn != -1 && (FailedColumn == -1 || other.FailedColumn < FailedColumn))
            FailedColumn = other.FailedColumn;
    }
}

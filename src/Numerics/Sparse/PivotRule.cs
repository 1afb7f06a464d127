namespace Copositive.Numerics;

/// <summary>What <see cref="SparseLdl"/> does about a pivot: shifts it, replaces it, or stops at it.</summary>
/// <param name="Signs">The expected sign of each pivot, 0 where unknown.</param>
/// <param name="Shift">Added to every pivot with its expected sign.</param>
/// <param name="Threshold">A pivot of expected sign σ stays when σ·pivot is above this.</param>
/// <param name="Replacement">The absolute value of a replaced pivot.</param>
/// <param name="RequiresPositive">
/// Whether to stop at a pivot that is not positive, and change none. A pivot that is not finite stops in any case.
/// </param>
internal readonly record struct PivotRule(int[] Signs, double Shift, double Threshold, double Replacement, bool RequiresPositive)
{
    /// <summary>The pivot to divide by in a column; false to stop.</summary>
    public bool TryApply(int column, ref double pivot, ref PivotTally tally)
    {
        if (!double.IsFinite(pivot) || (RequiresPositive && pivot <= 0))
        {
            tally.FailedColumn = column;
            return false;
        }
        if (RequiresPositive)
            return true;
        int sign = Signs[column] != 0 ? Signs[column] : pivot < 0 ? -1 : 1;
        pivot += sign * Shift;
        if (sign * pivot > Threshold)
            return true;
        tally.Replaced++;
        pivot = sign * Replacement;
        return true;
    }
}

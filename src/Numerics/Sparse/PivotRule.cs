namespace Copositive.Numerics;

/// <summary>When and by what <see cref="SparseLdl"/> replaces a pivot.</summary>
/// <param name="Signs">The expected sign of each pivot, 0 where unknown.</param>
/// <param name="Threshold">A pivot of expected sign σ stays when σ·pivot is above this.</param>
/// <param name="Replacement">The absolute value of a replaced pivot.</param>
internal readonly record struct PivotRule(int[] Signs, double Threshold, double Replacement)
{
    /// <summary>The pivot to divide by in a column; counts replacements.</summary>
    public double Apply(int column, double pivot, ref int replaced)
    {
        int sign = Signs[column] != 0 ? Signs[column] : pivot < 0 ? -1 : 1;
        if (sign * pivot > Threshold)
            return pivot;
        replaced++;
        return sign * Replacement;
    }
}

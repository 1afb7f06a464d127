namespace Copositive.Numerics;

/// <summary>Something done on a range of columns.</summary>
internal interface IColumnRangeStep
{
    /// <summary>Does columns first … end − 1.</summary>
    void Run(int first, int end);
}

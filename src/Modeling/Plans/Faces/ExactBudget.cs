using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>How much exact work a search may still do, in words of the numbers touched; looking for faces must cost little beside a solve.</summary>
internal sealed class ExactBudget(long words)
{
    private long _left = words;

    /// <summary>Whether the budget is used up.</summary>
    public bool IsSpent => _left <= 0;

    /// <summary>Takes work off the budget; false once it is used up.</summary>
    public bool Spend(long words) => (_left -= words) > 0;

    /// <summary>The work of an operation on a number: its words, and their square for long ones, since every sum is reduced.</summary>
    public static long Cost(BigRational value)
    {
        long words = (value.Numerator.GetBitLength() + value.Denominator.GetBitLength()) / 64;
        return 1 + words * words;
    }
}

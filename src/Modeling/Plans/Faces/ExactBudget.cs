namespace Copositive.Modeling;

/// <summary>How many exact operations a search may still make; looking for faces must cost little beside a solve.</summary>
internal sealed class ExactBudget(long operations)
{
    private long _left = operations;

    /// <summary>Whether the budget is used up.</summary>
    public bool IsSpent => _left <= 0;

    /// <summary>Takes operations off the budget; false once it is used up.</summary>
    public bool Spend(long operations) => (_left -= operations) > 0;
}

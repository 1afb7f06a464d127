namespace Copositive.Certification;

/// <summary>Which dual residuals a lower bound makes exactly zero, and which multipliers may move for it.</summary>
internal enum DualMode
{
    /// <summary>Those of columns without a-priori bounds; the others are paid for.</summary>
    FreeColumns,

    /// <summary>All of them, as far as they can be.</summary>
    AllColumns,

    /// <summary>Those of columns without bounds, by multipliers that are not zero: for duals without a strictly feasible point.</summary>
    Support,
}

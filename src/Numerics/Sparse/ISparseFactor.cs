namespace Copositive.Numerics;

/// <summary>The numbers of an LDL' factorisation, in the elimination order.</summary>
internal interface ISparseFactor
{
    /// <summary>Factors the matrix with these entries, in the order of the permuted upper triangle; returns the number of pivots replaced.</summary>
    int Factor(ReadOnlySpan<double> entries, PivotRule rule);

    /// <summary>Overwrites x with (LDL')⁻¹x.</summary>
    void Solve(Span<double> x);
}

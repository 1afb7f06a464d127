namespace Copositive.Numerics;

/// <summary>The numbers of an LDL' factorisation, in the elimination order.</summary>
internal interface ISparseFactor
{
    /// <summary>
    /// Factors the matrix with these entries, in the order of the permuted upper triangle. When cancelled it returns early; what is
    /// left of the factor is of no use then, as after a pivot that stops the factorisation.
    /// </summary>
    PivotTally Factor(ReadOnlySpan<double> entries, PivotRule rule, CancellationToken cancellation);

    /// <summary>Overwrites x with (LDL')⁻¹x.</summary>
    void Solve(Span<double> x);

    /// <summary>
    /// Overwrites X, row-major with <paramref name="count"/> columns, with (LDL')⁻¹X. Calls for different places may run at the same
    /// time.
    /// </summary>
    /// <param name="x">The order times count numbers.</param>
    /// <param name="count">At most <see cref="SparseLdl.ChunkSize"/>.</param>
    /// <param name="place">Which work space to use, below the number of threads.</param>
    unsafe void SolveBlock(double* x, int count, int place);
}

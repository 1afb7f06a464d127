using System.Collections.Immutable;
using System.Diagnostics;
using System.Numerics;
using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// Decides whether a symmetric matrix is copositive, strictly or not at all, in exact arithmetic: the doubles given are taken as the fractions that
/// they are, and every comparison is one of whole numbers. The problem is co-NP-complete; limits end a decision as unknown.
/// </summary>
public static class CopositivityDecision
{
    /// <summary>Decides a matrix of doubles.</summary>
    /// <param name="matrix">Symmetric, finite, n ≥ 1.</param>
    /// <param name="options">The method and limits; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">The matrix is not square and symmetric, is empty, has an entry that is not finite, or is too large for the method.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static CopositivityResult Decide(double[,] matrix, CopositivityOptions? options = null, CancellationToken cancellationToken = default) =>
        Decide(IntegerMatrix.From(matrix), options, cancellationToken);

    /// <summary>Decides a matrix of fractions.</summary>
    /// <param name="matrix">Symmetric, n ≥ 1.</param>
    /// <param name="options">The method and limits; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">The matrix is not square and symmetric, is empty, or is too large for the method.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static CopositivityResult Decide(BigRational[,] matrix, CopositivityOptions? options = null, CancellationToken cancellationToken = default) =>
        Decide(IntegerMatrix.From(matrix), options, cancellationToken);

    /// <summary>Whether xᵀMx ≥ 0 for all x ≥ 0.</summary>
    /// <param name="matrix">Symmetric, finite, n ≥ 1.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">As for <see cref="Decide(double[,], CopositivityOptions, CancellationToken)"/>.</exception>
    public static bool IsCopositive(double[,] matrix, CancellationToken cancellationToken = default) =>
        Decide(matrix, cancellationToken: cancellationToken).IsCopositive;

    /// <summary>Whether xᵀMx &gt; 0 for all x ≥ 0 but 0.</summary>
    /// <param name="matrix">Symmetric, finite, n ≥ 1.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">As for <see cref="Decide(double[,], CopositivityOptions, CancellationToken)"/>.</exception>
    public static bool IsStrictlyCopositive(double[,] matrix, CancellationToken cancellationToken = default) =>
        Decide(matrix, cancellationToken: cancellationToken).Status == CopositivityStatus.StrictlyCopositive;

    /// <summary>A point with xᵀMx &lt; 0, or null where there is none; throws nothing for lateness but says so.</summary>
    internal static BigInteger[]? FindViolation(IntegerMatrix m, DecisionClock clock)
    {
        (BigInteger[]? violation, int[] rows, _) = Preprocessing.Run(m);
        if (violation is not null || rows.Length == 0) return violation;
        return Widened(SupportSearch.Run(m.Principal(rows), clock, wantsZero: false).Violation, rows, m.Order);
    }

    private static CopositivityResult Decide(IntegerMatrix m, CopositivityOptions? options, CancellationToken cancellationToken)
    {
        options ??= new CopositivityOptions();
        options.Validate();
        var clock = new DecisionClock(options.TimeLimit, cancellationToken);
        BigInteger[]? violation = null, zero = null;
        string method = "preprocessing";
        switch (options.Method)
        {
            case CopositivityMethod.Enumeration:
                if (m.Order > SupportEnumeration.MaxOrder)
                    throw new ArgumentException($"The enumeration of supports takes matrices of order up to {SupportEnumeration.MaxOrder}, not {m.Order}; use the support search.", nameof(options));
                method = "enumeration of supports";
                if (SupportEnumeration.Run(m, clock) is { } least)
                {
                    violation = least.Sign < 0 ? least.X : null;
                    zero = least.Sign == 0 ? least.X : null;
                }
                break;
            case CopositivityMethod.Simplicial:
                method = "simplicial branch and bound";
                SimplicialSearch simplicial = SimplicialSearch.Run(m, clock);
                (violation, zero) = (simplicial.Violation, simplicial.Zero);
                break;
            default:
                (violation, int[] rows, zero) = Preprocessing.Run(m);
                if (violation is not null || rows.Length == 0) break;
                method = "support search";
                SupportSearch search = SupportSearch.Run(m.Principal(rows), clock, wantsZero: zero is null);
                violation = Widened(search.Violation, rows, m.Order);
                zero ??= Widened(search.Zero, rows, m.Order);
                break;
        }
        if (violation is not null && m.Form(violation).Sign >= 0) throw new UnreachableException("The violation found is none.");
        if (zero is not null && !m.Form(zero).IsZero) throw new UnreachableException("The zero found is none.");
        CopositivityStatus status = violation is not null ? CopositivityStatus.NotCopositive
            : clock.IsLate ? CopositivityStatus.Unknown
            : zero is not null ? CopositivityStatus.Copositive : CopositivityStatus.StrictlyCopositive;
        BigInteger[]? witness = violation ?? (status == CopositivityStatus.Copositive ? zero : null);
        return new CopositivityResult
        {
            Status = status,
            Witness = witness is null ? null : [.. witness.Select(entry => (BigRational)entry)],
            Method = method,
            Nodes = clock.Nodes,
        };
    }

    private static BigInteger[]? Widened(BigInteger[]? x, int[] rows, int order)
    {
        if (x is null) return null;
        var wide = new BigInteger[order];
        for (int k = 0; k < rows.Length; k++) wide[rows[k]] = x[k];
        return wide;
    }
}

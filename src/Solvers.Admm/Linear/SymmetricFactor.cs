using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// A factorisation of a positive definite matrix whose upper triangle by columns has the pattern of a <see cref="NormalMatrix"/>. Nothing
/// allocates after the constructor.
/// </summary>
internal abstract class SymmetricFactor
{
    /// <summary>Which factorisation this is, for the log.</summary>
    public abstract string Description { get; }

    /// <summary>
    /// Whether the last matrix was singular or nearly so; what was factored is then that matrix with a small multiple of I added.
    /// </summary>
    public bool IsWeak { get; protected set; }

    /// <summary>The time of half a solve, in entries of a sparse factor.</summary>
    public abstract double SolveCost { get; }

    /// <summary>Factors the matrix with these values.</summary>
    public abstract void Factor(ReadOnlySpan<double> values);

    /// <summary>Overwrites b with the solution.</summary>
    public abstract void Solve(Span<double> b);

    /// <summary>The factorisation that solves fastest, judged by the entries that a solve passes through.</summary>
    public static SymmetricFactor Choose(NormalMatrix matrix, WorkerTeam? team = null)
    {
        const int denseOrderLimit = 8_000, smallOrder = 32;
        int n = matrix.Order;
        if (matrix.NonzeroCount == n) return new DiagonalFactor(n);
        if (n <= smallOrder) return new DenseFactor(matrix, team);
        double triangle = 0.5 * n * (n + 1.0);
        if (n <= denseOrderLimit && matrix.NonzeroCount >= 0.25 * triangle) return new DenseFactor(matrix, team);
        var sparse = new SparseFactor(matrix, team);
        return n <= denseOrderLimit && triangle / DenseFactor.Speed < sparse.SolveCost ? new DenseFactor(matrix, team) : sparse;
    }
}

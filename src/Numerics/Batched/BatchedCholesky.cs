using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

/// <summary>
/// The Cholesky factorisations A = LL' of many symmetric positive definite matrices of one small order d, and substitution with them, one
/// matrix a lane of the widest vectors. Work space is kept; not thread-safe: one object a caller.
/// </summary>
/// <remarks>
/// Triangles stand one after the other in the layout of <see cref="SymmetricVector"/>, a factor as its lower triangle by rows in the same
/// places: l_ij, j ≤ i, at i(i+1)/2 + j. Made for orders up to about 32. What is computed for a matrix depends neither on its neighbours
/// nor on the number of threads.
/// </remarks>
public sealed unsafe class BatchedCholesky
{
    private readonly WorkerTeam? _team;
    private readonly AlignedBuffer[] _workspaces;
    private int _columns = 1;

    /// <summary>Allocates the work space, about d²/2 doubles for each lane of each thread.</summary>
    /// <param name="order">d, the order of the matrices.</param>
    /// <param name="team">The threads; null for the calling one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative or above 4096.</exception>
    public BatchedCholesky(int order, WorkerTeam? team = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 4096);
        Order = order;
        _team = team;
        _workspaces = new AlignedBuffer[team?.Threads ?? 1];
        AllocateWorkspaces();
    }

    /// <summary>d, the order of the matrices.</summary>
    public int Order { get; }

    /// <summary>Factors all matrices.</summary>
    /// <param name="count">The number of matrices.</param>
    /// <param name="triangles">count · d(d+1)/2 entries.</param>
    /// <param name="offDiagonalScale">The factor that the triangles' off-diagonal entries carry; those of the factors carry none.</param>
    /// <param name="factors">Receives as many entries; may be the span of the triangles.</param>
    /// <param name="succeeded">
    /// Receives for each matrix whether all its pivots are positive and finite. If not (also where an entry is NaN) its factor is
    /// unspecified.
    /// </param>
    /// <param name="cancellation">Looked at about every millisecond.</param>
    /// <returns>Whether all matrices are positive definite to working precision.</returns>
    /// <exception cref="ArgumentException">A span is too short, or the factor is not positive and finite.</exception>
    public bool TryFactor(
        int count, ReadOnlySpan<double> triangles, double offDiagonalScale, Span<double> factors, Span<bool> succeeded,
        CancellationToken cancellation = default)
    {
        BatchShape.Check(count, SymmetricVector.Length(Order), triangles.Length, nameof(triangles));
        BatchShape.Check(count, SymmetricVector.Length(Order), factors.Length, nameof(factors));
        BatchShape.Check(count, 1, succeeded.Length, nameof(succeeded));
        BatchShape.CheckScale(offDiagonalScale);
        fixed (double* pTriangles = triangles, pFactors = factors)
        fixed (bool* pSucceeded = succeeded)
        {
            var work = new FactorWork(this, pTriangles, 1 / offDiagonalScale, pFactors, pSucceeded);
            BatchSharing.Run(_team, count, Math.Pow(Order, 3) / 3, work, cancellation);
        }
        return !succeeded[..count].Contains(false);
    }

    /// <summary>Overwrites the right-hand sides with A⁻¹B.</summary>
    /// <param name="count">The number of matrices.</param>
    /// <param name="factors">The factors made by <see cref="TryFactor"/>.</param>
    /// <param name="b">count · d · columns entries: for each matrix d rows of <paramref name="columns"/>.</param>
    /// <param name="columns">The right-hand sides of a matrix. The first call with more than before allocates.</param>
    /// <param name="cancellation">Looked at about every millisecond.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void SolveInPlace(int count, ReadOnlySpan<double> factors, Span<double> b, int columns = 1,
        CancellationToken cancellation = default) =>
        Solve(count, factors, b, columns, true, true, cancellation);

    /// <summary>Overwrites the right-hand sides with L⁻¹B; arguments as for <see cref="SolveInPlace"/>.</summary>
    public void SolveLower(int count, ReadOnlySpan<double> factors, Span<double> b, int columns = 1,
        CancellationToken cancellation = default) =>
        Solve(count, factors, b, columns, true, false, cancellation);

    /// <summary>Overwrites the right-hand sides with L'⁻¹B; arguments as for <see cref="SolveInPlace"/>.</summary>
    public void SolveUpper(int count, ReadOnlySpan<double> factors, Span<double> b, int columns = 1,
        CancellationToken cancellation = default) =>
        Solve(count, factors, b, columns, false, true, cancellation);

    private void Solve(int count, ReadOnlySpan<double> factors, Span<double> b, int columns, bool lower, bool upper,
        CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        BatchShape.Check(count, SymmetricVector.Length(Order), factors.Length, nameof(factors));
        BatchShape.Check(count, checked(Order * columns), b.Length, nameof(b));
        if (columns > _columns)
        {
            _columns = columns;
            AllocateWorkspaces();
        }
        fixed (double* pFactors = factors, pB = b)
            BatchSharing.Run(_team, count, 2.0 * Order * Order * columns, new SolveWork(this, pFactors, pB, columns, lower, upper),
                cancellation);
    }

    private void AllocateWorkspaces()
    {
        int length = BatchSharing.Lanes * CholeskyLanes<LanesScalar<double>, double>.WorkspaceLength(Order, _columns);
        for (int part = 0; part < _workspaces.Length; part++)
            _workspaces[part] = new AlignedBuffer(length);
    }

    private readonly struct FactorWork(BatchedCholesky owner, double* triangles, double offDiagonalFactor, double* factors,
        bool* succeeded) : IBatchWork
    {
        public void Run(int part, int first, int end)
        {
            int d = owner.Order;
            double* workspace = owner._workspaces[part].Pointer;
            if (Vector512.IsHardwareAccelerated)
                CholeskyLanes<Lanes512<double>, Vector512<double>>.Factor(d, triangles, offDiagonalFactor, factors, succeeded, workspace,
                    first, end);
            else if (Vector256.IsHardwareAccelerated)
                CholeskyLanes<Lanes256<double>, Vector256<double>>.Factor(d, triangles, offDiagonalFactor, factors, succeeded, workspace,
                    first, end);
            else if (Vector128.IsHardwareAccelerated)
                CholeskyLanes<Lanes128<double>, Vector128<double>>.Factor(d, triangles, offDiagonalFactor, factors, succeeded, workspace,
                    first, end);
            else
                CholeskyLanes<LanesScalar<double>, double>.Factor(d, triangles, offDiagonalFactor, factors, succeeded, workspace, first,
                    end);
            GC.KeepAlive(owner);
        }
    }

    private readonly struct SolveWork(BatchedCholesky owner, double* factors, double* b, int columns, bool lower, bool upper) : IBatchWork
    {
        public void Run(int part, int first, int end)
        {
            int d = owner.Order;
            double* workspace = owner._workspaces[part].Pointer;
            if (Vector512.IsHardwareAccelerated)
                CholeskyLanes<Lanes512<double>, Vector512<double>>.Solve(d, factors, b, columns, lower, upper, workspace, first, end);
            else if (Vector256.IsHardwareAccelerated)
                CholeskyLanes<Lanes256<double>, Vector256<double>>.Solve(d, factors, b, columns, lower, upper, workspace, first, end);
            else if (Vector128.IsHardwareAccelerated)
                CholeskyLanes<Lanes128<double>, Vector128<double>>.Solve(d, factors, b, columns, lower, upper, workspace, first, end);
            else
                CholeskyLanes<LanesScalar<double>, double>.Solve(d, factors, b, columns, lower, upper, workspace, first, end);
            GC.KeepAlive(owner);
        }
    }
}

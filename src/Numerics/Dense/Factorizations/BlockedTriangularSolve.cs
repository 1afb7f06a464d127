using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

/// <summary>
/// Solves <see cref="TriangularSystem"/>s block by block: one diagonal block in the cache, then a matrix product that eliminates its
/// unknowns from the rest. Threads take disjoint columns, hence each does the whole solve for its own without waiting.
/// </summary>
internal static unsafe class BlockedTriangularSolve
{
    /// <summary>Below about this many multiplications a part does not pay for its start.</summary>
    private const double SmallestPart = 50_000;

    /// <summary>Columns of a part are a multiple of this: the widest panel.</summary>
    private const int ColumnUnit = 24;

    /// <summary>Overwrites B by T⁻¹B.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between blocks; X is partly overwritten.</exception>
    public static void Run(in TriangularSystem system, WorkerTeam? team = null, CancellationToken cancellation = default)
    {
        if (system.Order == 0 || system.Columns == 0)
            return;
        int parts = team is null ? 1 : (int)Math.Min(team.Threads, 0.5 * system.Order * system.Order * system.Columns / SmallestPart);
        int width = ColumnUnit;
        if (parts > 1)
        {
            width = (system.Columns + parts * ColumnUnit - 1) / (parts * ColumnUnit) * ColumnUnit;
            parts = (system.Columns + width - 1) / width;
        }
        if (parts > 1)
            team!.Run(parts, new Body { System = system, Width = width, Cancellation = cancellation });
        else
            SolveColumns(in system, cancellation);
        cancellation.ThrowIfCancellationRequested();
    }

    private static void SolveColumns(in TriangularSystem system, CancellationToken cancellation)
    {
        const int block = TriangularKernel<LanesScalar<double>, double>.MaximalOrder;
        for (int start = 0; start < system.Order && !cancellation.IsCancellationRequested; start += block)
        {
            int width = Math.Min(block, system.Order - start);
            SolveBlock(system.Block(start, width));
            if (start + width < system.Order)
                system.Eliminate(start, width);
        }
    }

    private static void SolveBlock(in TriangularSystem system)
    {
        if (Vector512.IsHardwareAccelerated)
            TriangularKernel<Lanes512<double>, Vector512<double>>.Solve(in system);
        else if (Vector256.IsHardwareAccelerated)
            TriangularKernel<Lanes256<double>, Vector256<double>>.Solve(in system);
        else if (Vector128.IsHardwareAccelerated)
            TriangularKernel<Lanes128<double>, Vector128<double>>.Solve(in system);
        else
            TriangularKernel<LanesScalar<double>, double>.Solve(in system);
    }

    private struct Body : IParallelBody
    {
        public TriangularSystem System;
        public int Width;
        public CancellationToken Cancellation;

        public readonly void Run(int part)
        {
            int first = part * Width;
            SolveColumns(System.Slice(first, Math.Min(Width, System.Columns - first)), Cancellation);
        }
    }
}

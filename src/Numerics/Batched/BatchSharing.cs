using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

/// <summary>Shares the matrices of a batch out among threads, in whole groups of one matrix a lane.</summary>
internal static class BatchSharing
{
    /// <summary>Floating-point operations of a lane between two looks at a token: about a millisecond.</summary>
    private const double OperationsBetweenLooks = 2e6;

    /// <summary>The doubles in the widest vectors of the machine, and the matrices of a group.</summary>
    public static int Lanes =>
        Vector512.IsHardwareAccelerated ? 8 : Vector256.IsHardwareAccelerated ? 4 : Vector128.IsHardwareAccelerated ? 2 : 1;

    /// <summary>Does all matrices.</summary>
    /// <param name="team">The threads, of which each does one part; null for the calling one.</param>
    /// <param name="count">The number of matrices.</param>
    /// <param name="operations">Roughly the floating-point operations of one matrix.</param>
    /// <param name="work">What is done.</param>
    /// <param name="cancellation">Looked at about every millisecond.</param>
    public static void Run<TWork>(WorkerTeam? team, int count, double operations, TWork work, CancellationToken cancellation)
        where TWork : struct, IBatchWork
    {
        int parts = team?.Threads ?? 1;
        int perRun = (int)Math.Min(1 << 20, parts * Lanes * Math.Ceiling(OperationsBetweenLooks / (operations + 1)));
        for (int first = 0; first < count; first += perRun)
        {
            cancellation.ThrowIfCancellationRequested();
            var share = new Share<TWork>(work, first, Math.Min(count, first + perRun), parts);
            team.Share(parts, share);
        }
    }

    private readonly struct Share<TWork>(TWork work, int first, int end, int parts) : IParallelBody
        where TWork : struct, IBatchWork
    {
        public void Run(int part) => work.Run(part, Bound(part), Bound(part + 1));

        /// <summary>The first matrix of a part, at the start of a group.</summary>
        private int Bound(int part)
        {
            int groups = (end - first + Lanes - 1) / Lanes;
            return Math.Min(end, first + (int)((long)groups * part / parts) * Lanes);
        }
    }
}

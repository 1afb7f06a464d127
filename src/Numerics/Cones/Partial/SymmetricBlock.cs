namespace Copositive.Numerics;

/// <summary>Products of a block of a few rows with a symmetric matrix.</summary>
internal static unsafe class SymmetricBlock
{
    /// <summary>Fewer operations than this a thread do not pay for waking it.</summary>
    private const double LeastOperations = 2e5;

    private const int ColumnsPerVector = 8;

    /// <summary>Y ← βY + αVA, a range of columns on each thread.</summary>
    /// <param name="a">A, n × n by rows.</param>
    /// <param name="order">n.</param>
    /// <param name="v">V, by rows of n.</param>
    /// <param name="rows">The rows of V and Y.</param>
    /// <param name="alpha">α.</param>
    /// <param name="beta">β.</param>
    /// <param name="y">Y; not V.</param>
    /// <param name="team">The threads; null for the calling one.</param>
    public static void Multiply(double[] a, int order, double[] v, int rows, double alpha, double beta, double[] y, WorkerTeam? team)
    {
        int parts = Math.Min(team?.Threads ?? 1, 1 + (int)(2.0 * order * order * rows / LeastOperations));
        fixed (double* pa = a, pv = v, py = y)
        {
            var columns = new Columns(pa, order, pv, rows, alpha, beta, py, parts);
            if (team is null)
                columns.Run(0);
            else
                team.Run(parts, columns);
        }
    }

    private readonly struct Columns(double* a, int order, double* v, int rows, double alpha, double beta, double* y, int parts)
        : IParallelBody
    {
        public void Run(int part)
        {
            int first = Bound(part), end = Bound(part + 1);
            Gemm.MultiplyAdd(GemmRegion.Full, rows, end - first, order, alpha, v, order, 1, a + first, order, 1, beta, y + first, order);
        }

        private int Bound(int part) => part == parts ? order : (int)((long)order * part / parts) / ColumnsPerVector * ColumnsPerVector;
    }
}

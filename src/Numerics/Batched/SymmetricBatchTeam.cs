namespace Copositive.Numerics;

/// <summary>Decomposes and projects batches of symmetric matrices of one order, with a worker for each thread.</summary>
internal sealed class SymmetricBatchTeam
{
    private readonly SymmetricBatchWorker[] _workers;
    private readonly int[] _firstBad;
    private readonly WorkerTeam? _team;

    /// <summary>Makes a worker a thread.</summary>
    /// <param name="order">d.</param>
    /// <param name="team">The threads; null for the calling one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative or above 16 384.</exception>
    public SymmetricBatchTeam(int order, WorkerTeam? team)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 16_384);
        Order = order;
        _team = team;
        _firstBad = new int[team?.Threads ?? 1];
        _workers = new SymmetricBatchWorker[_firstBad.Length];
        for (int part = 0; part < _workers.Length; part++)
            _workers[part] = SymmetricBatchWorker.For(order);
    }

    /// <summary>d.</summary>
    public int Order { get; }

    /// <summary>Does all matrices of the batch.</summary>
    /// <exception cref="ArgumentException">A matrix has an entry that is NaN or infinite; all others have been done.</exception>
    /// <exception cref="OperationCanceledException">The token; some matrices may have been done.</exception>
    public void Run(in SymmetricBatch batch, CancellationToken cancellation)
    {
        Array.Fill(_firstBad, int.MaxValue);
        BatchSharing.Run(_team, batch.Count, 40.0 * Order * Order * Order, new Work(this, in batch), cancellation);
        int firstBad = _firstBad.Min();
        if (firstBad < batch.Count)
            throw new ArgumentException(
                $"Matrix {firstBad} of the batch has an entry that is NaN or infinite; all entries must be finite.");
    }

    private readonly struct Work(SymmetricBatchTeam owner, in SymmetricBatch batch) : IBatchWork
    {
        private readonly SymmetricBatch _batch = batch;

        public void Run(int part, int first, int end)
        {
            int bad = owner._workers[part].Run(in _batch, first, end);
            if (bad < end)
                owner._firstBad[part] = Math.Min(owner._firstBad[part], bad);
        }
    }
}

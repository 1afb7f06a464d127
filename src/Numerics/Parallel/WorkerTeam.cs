using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// A number of threads that do the parts of one piece of work at the same time, again and again: the calling thread and helpers that
/// wait between pieces, first spinning, after some 50 µs asleep. A piece costs well under a microsecond more than its parts
/// and allocates nothing.
/// </summary>
/// <remarks>
/// <para>
/// A part is done by whichever thread claims it first. Each helper tries its own part first, so that part p of successive pieces finds
/// its data in the caches of the same core; the caller does part 0 and then whatever no helper has claimed. So a piece never waits for a
/// helper that is asleep or not running, only for one that was interrupted in the middle of a part.
/// </para>
/// <para>
/// That happens when another program takes the core. The team times it: when the caller has waited over 0.1 ms and over twice as long
/// as it would have taken for the parts it waited for, the helpers rest and the caller works alone for 4 ms, and for twice as long each
/// time it happens again soon, up to 128 ms. There are never more helpers than the machine has further processors.
/// </para>
/// <para>
/// Which thread does a part, and whether helpers rest, never changes the division of the work: for a given <see cref="Threads"/> results
/// are equal bit by bit. Safe for concurrent use and for nested use from within a part: whoever finds the team busy does all parts alone,
/// one after the other. Disposing, or collection by the garbage collector, ends the helpers.
/// </para>
/// </remarks>
public sealed unsafe class WorkerTeam : IDisposable
{
    private readonly WorkerCrew _crew;
    private int _isBusy;
    private bool _isDisposed;

    /// <summary>Makes a team. Its helpers start at the first piece of work that has more than one part.</summary>
    /// <param name="threads">The number of threads with the calling one, at least 1; may exceed the number of processors.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public WorkerTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Threads = threads;
        _crew = new WorkerCrew(threads, Math.Min(threads, Environment.ProcessorCount) - 1);
    }

    /// <summary>Ends the helpers of a team that was not disposed, if the constructor got so far as to make any.</summary>
    ~WorkerTeam() => _crew?.Stop();

    /// <summary>The number of threads with the calling one, and the most parts a piece of work may have.</summary>
    public int Threads { get; }

    /// <summary>How often helpers were found interrupted and the caller went on alone.</summary>
    public int Stalls => _crew.Stalls;

    /// <summary>Does parts 0 … <paramref name="parts"/> − 1 and returns when all are done.</summary>
    /// <param name="parts">From 0 to <see cref="Threads"/>. The parts should take about the same time.</param>
    /// <param name="body">The work. All parts see the same copy of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of parts is negative or above <see cref="Threads"/>.</exception>
    /// <exception cref="ObjectDisposedException">The team has been disposed.</exception>
    /// <remarks>An exception of a part is thrown here, once no part is running any more; other parts may then have been left out.</remarks>
    public void Run<TBody>(int parts, TBody body)
        where TBody : struct, IParallelBody
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(parts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parts, Threads);
        // A local is on this thread's stack, where the collector updates the references in it and its address holds until the return.
        TBody shared = body;
        if (parts < 2 || _crew.Helpers == 0 || Interlocked.CompareExchange(ref _isBusy, 1, 0) != 0)
        {
            RunAlone(parts, ref shared);
            return;
        }
        try
        {
            if (_crew.IsResting) RunAlone(parts, ref shared);
            else _crew.Run(parts, Unsafe.AsPointer(ref shared), &RunPart<TBody>);
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    /// <summary>Ends the helpers; a piece of work that is running is finished by its caller.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _crew.Stop();
        GC.SuppressFinalize(this);
    }

    private static void RunAlone<TBody>(int parts, ref TBody body)
        where TBody : struct, IParallelBody
    {
        for (int part = 0; part < parts; part++) body.Run(part);
    }

    private static void RunPart<TBody>(void* body, int part)
        where TBody : struct, IParallelBody => Unsafe.AsRef<TBody>(body).Run(part);
}

using System.Runtime.ExceptionServices;

namespace Copositive.Solvers.Admm;

/// <summary>
/// Threads that do the parts of one piece of work at the same time, again and again; the calling thread does part 0. Between the pieces
/// the threads sleep. A piece allocates nothing. Disposing ends the threads.
/// </summary>
internal sealed class WorkerTeam : IDisposable
{
    private readonly SemaphoreSlim[] _starts;
    private readonly CountdownEvent _finished;
    private readonly Action<int> _work;
    private Exception? _failure;
    private volatile bool _isDisposed;

    /// <summary>Starts the threads.</summary>
    /// <param name="parts">The number of parts, at least 2, and of threads with the calling one.</param>
    /// <param name="work">Does the part of a number.</param>
    public WorkerTeam(int parts, Action<int> work)
    {
        _work = work;
        _starts = new SemaphoreSlim[parts - 1];
        _finished = new CountdownEvent(parts - 1);
        for (int k = 0; k < _starts.Length; k++)
        {
            int part = k + 1;
            var start = _starts[k] = new SemaphoreSlim(0);
            new Thread(() => Serve(part, start)) { IsBackground = true, Name = $"admm {part}" }.Start();
        }
    }

    /// <summary>Does all parts and returns when they are done.</summary>
    public void Run()
    {
        _finished.Reset();
        foreach (SemaphoreSlim start in _starts) start.Release();
        try
        {
            _work(0);
        }
        finally
        {
            _finished.Wait();
        }
        if (Interlocked.Exchange(ref _failure, null) is { } failure) ExceptionDispatchInfo.Throw(failure);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The semaphores are left to the collector: a thread may still be waking on one.
        _isDisposed = true;
        foreach (SemaphoreSlim start in _starts) start.Release();
        _finished.Dispose();
    }

    private void Serve(int part, SemaphoreSlim start)
    {
        while (true)
        {
            start.Wait();
            if (_isDisposed) return;
#pragma warning disable CA1031 // An exception of a worker is rethrown where the work was ordered.
            try
            {
                _work(part);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _failure, e, null);
            }
#pragma warning restore CA1031
            _finished.Signal();
        }
    }
}

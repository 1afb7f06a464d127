using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Copositive.Numerics;

/// <summary>
/// The helpers of a <see cref="WorkerTeam"/> and what they share with the caller. One piece of work at a time; the team sees to that. Kept
/// apart from the team so that the threads do not keep the team alive.
/// </summary>
/// <remarks>
/// Pieces are numbered from 1. To publish one, the caller writes the work, then the piece's number into the claim of each part, then
/// the number into <c>_piece</c>. A thread claims a part by changing its claim from the piece's number to 0 in one atomic step, which fails
/// for anyone who still thinks of an earlier piece; only then it reads the work, which cannot change before the part is
/// counted as finished. A helper announces its sleep and then looks at <c>_piece</c>; the caller writes <c>_piece</c> and then looks
/// for announcements; with a full fence in between on both sides one of them sees the other, so no wake-up is lost.
/// </remarks>
internal sealed unsafe class WorkerCrew
{
    /// <summary>
    /// A wait is taken for an interruption when it is so many times longer than the caller would take for the parts awaited. Parts that are
    /// just uneven, up to 3 : 1 with two threads, so do not send helpers to rest; where more uneven ones do, help saved a quarter at most.
    /// </summary>
    private const int ToleratedWaits = 2;

    private static readonly long s_spin = Stopwatch.Frequency / 20_000;
    private static readonly long s_leastStall = Stopwatch.Frequency / 10_000;
    private static readonly long s_leastRest = Stopwatch.Frequency / 250;
    private static readonly long s_longestRest = 32 * s_leastRest;

    private readonly PaddedLong[] _claims;
    private readonly SemaphoreSlim[] _beds;
    private readonly PaddedLong[] _isAsleep;
    private readonly Lock _failureLock = new();
    private PaddedLong _piece;
    private PaddedLong _finished;
    private void* _body;
    private delegate*<void*, int, void> _runPart;
    private (int Part, Exception Exception)? _failure;
    private long _restUntil, _rest;
    private bool _isStarted;
    private volatile bool _isStopping;

    /// <summary>Makes a crew without starting its threads.</summary>
    public WorkerCrew(int parts, int helpers)
    {
        Helpers = helpers;
        _claims = new PaddedLong[parts];
        _isAsleep = new PaddedLong[helpers];
        _beds = new SemaphoreSlim[helpers];
        for (int k = 0; k < helpers; k++) _beds[k] = new SemaphoreSlim(0);
    }

    /// <summary>The number of helpers.</summary>
    public int Helpers { get; }

    /// <summary>How often the caller has waited for an interrupted helper.</summary>
    public int Stalls { get; private set; }

    /// <summary>Whether the helpers rest because one was interrupted a short while ago.</summary>
    public bool IsResting => _restUntil != 0 && Stopwatch.GetTimestamp() < _restUntil;

    /// <summary>Does a piece of work of at least two parts with the helpers.</summary>
    public void Run(int parts, void* body, delegate*<void*, int, void> runPart)
    {
        if (!_isStarted) Start();
        long piece = _piece.Value + 1, start = Stopwatch.GetTimestamp();
        _body = body;
        _runPart = runPart;
        _finished.Value = 0;
        for (int part = 1; part < parts; part++) _claims[part].Value = piece;
        Volatile.Write(ref _piece.Value, piece);
        WakeHelpers(Math.Min(parts - 1, Helpers));
        RunGuarded(0);
        int mine = 1;
        for (int part = 1; part < parts; part++)
        {
            if (TryClaim(part, piece))
            {
                RunGuarded(part);
                mine++;
            }
        }
        if (Volatile.Read(ref _finished.Value) < parts - mine) WaitForHelpers(parts, mine, start);
        _body = null;
        if (_failure is { } failure)
        {
            _failure = null;
            ExceptionDispatchInfo.Throw(failure.Exception);
        }
    }

    /// <summary>Lets the helpers end.</summary>
    public void Stop()
    {
        _isStopping = true;
        foreach (SemaphoreSlim bed in _beds) bed.Release();
    }

    private void Start()
    {
        _isStarted = true;
        try
        {
            for (int k = 0; k < Helpers; k++)
            {
                int helper = k;
                // Not with the execution context, which would keep the first caller's asynchronous state as long as the team.
                new Thread(() => Serve(helper)) { IsBackground = true, Name = $"kernel worker {helper + 1}" }.UnsafeStart();
            }
        }
        catch (OutOfMemoryException)
        {
            // The system refuses further threads; whoever is there does the parts.
        }
    }

    private void Serve(int helper)
    {
        long seen = 0;
        while (true)
        {
            long piece = AwaitPieceAfter(seen, helper);
            if (_isStopping) return;
            seen = piece;
            for (int k = 0, part = helper + 1; k < _claims.Length; k++, part = part + 1 < _claims.Length ? part + 1 : 1)
            {
                if (!TryClaim(part, piece)) continue;
                RunGuarded(part);
                Interlocked.Increment(ref _finished.Value);
            }
        }
    }

    private bool TryClaim(int part, long piece)
    {
        ref long claim = ref _claims[part].Value;
        return Volatile.Read(ref claim) == piece && Interlocked.CompareExchange(ref claim, 0, piece) == piece;
    }

    /// <summary>The number of the newest piece, once it is not <paramref name="seen"/>; spins first, then sleeps.</summary>
    private long AwaitPieceAfter(long seen, int helper)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            for (int k = 0; k < 32; k++)
            {
                long piece = Volatile.Read(ref _piece.Value);
                if (piece != seen || _isStopping) return piece;
                Thread.SpinWait(1);
            }
            if (Stopwatch.GetTimestamp() - start < s_spin) continue;
            // Announce the sleep, then look once more: the caller publishes first and looks for sleepers after.
            Interlocked.Exchange(ref _isAsleep[helper].Value, 1);
            if (Volatile.Read(ref _piece.Value) == seen && !_isStopping) _beds[helper].Wait();
            else if (Interlocked.Exchange(ref _isAsleep[helper].Value, 0) == 0) _beds[helper].Wait();
            start = Stopwatch.GetTimestamp();
        }
    }

    private void WakeHelpers(int count)
    {
        Interlocked.MemoryBarrier();
        for (int k = 0; k < count; k++)
        {
            ref long isAsleep = ref _isAsleep[k].Value;
            if (Volatile.Read(ref isAsleep) == 1 && Interlocked.Exchange(ref isAsleep, 0) == 1) _beds[k].Release();
        }
    }

    private void RunGuarded(int part)
    {
#pragma warning disable CA1031 // The caller of the team throws it.
        try
        {
            _runPart(_body, part);
        }
        catch (Exception e)
        {
            lock (_failureLock)
            {
                if (_failure is null || _failure.Value.Part > part) _failure = (part, e);
            }
        }
#pragma warning restore CA1031
    }

    /// <summary>
    /// Whether a wait of so many ticks for <paramref name="awaited"/> parts, after <paramref name="mine"/> took the caller
    /// <paramref name="worked"/> ticks, is too long for the helpers to have been running.
    /// </summary>
    internal static bool IsInterruption(long worked, int mine, long waited, int awaited) =>
        waited >= s_leastStall && waited * mine >= ToleratedWaits * worked * awaited;

    /// <summary>Waits for the parts that helpers have claimed, and sends the helpers to rest if that takes too long.</summary>
    private void WaitForHelpers(int parts, int mine, long start)
    {
        long began = Stopwatch.GetTimestamp(), patience = began + s_leastStall;
        int awaited = parts - mine;
        for (int k = 0; Volatile.Read(ref _finished.Value) < awaited; k++)
        {
            if (k % 32 == 31 && Stopwatch.GetTimestamp() > patience) Thread.Yield();
            else Thread.SpinWait(1);
        }
        long now = Stopwatch.GetTimestamp(), waited = now - began, worked = began - start;
        if (!IsInterruption(worked, mine, waited, awaited)) return;
        Stalls++;
        bool isSoonAfterRest = _restUntil != 0 && now - _restUntil < 8 * _rest;
        _rest = isSoonAfterRest ? Math.Min(2 * _rest, s_longestRest) : s_leastRest;
        _restUntil = now + _rest;
    }
}

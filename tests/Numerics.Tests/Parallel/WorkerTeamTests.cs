using System.Diagnostics;
using NUnit.Framework;

namespace Copositive.Numerics.Tests;

[TestFixture]
public sealed class WorkerTeamTests
{
    [Test]
    public void EveryPartRunsOnce([Values(1, 2, 3, 5, 17)] int threads)
    {
        using var team = new WorkerTeam(threads);
        int[] counts = new int[threads];
        for (int round = 1; round <= 2000; round++)
        {
            int parts = round % (threads + 1);
            Array.Clear(counts);
            team.Run(parts, new Count { Counts = counts });
            for (int part = 0; part < threads; part++) Assert.That(counts[part], Is.EqualTo(part < parts ? 1 : 0));
        }
    }

    [Test]
    public void PartsSeeTheirPieceAndNoOther()
    {
        // Parts of very different lengths, so that late helpers meet newer pieces.
        using var team = new WorkerTeam(4);
        double[] sums = new double[4];
        for (int round = 0; round < 3000; round++)
        {
            team.Run(4, new Sum { Results = sums, First = round, Length = 1 + 50 * (round % 7) });
            for (int part = 0; part < 4; part++) Assert.That(sums[part], Is.EqualTo(Sum.Expected(round, part, 1 + 50 * (round % 7))));
        }
    }

    [Test]
    public void ExceptionOfAPartIsThrownOnceAllHaveEnded([Values(0, 1, 3)] int failing)
    {
        using var team = new WorkerTeam(4);
        for (int round = 0; round < 50; round++)
        {
            var thrown = Assert.Throws<InvalidOperationException>(() => team.Run(4, new Fail { Part = failing }))!;
            Assert.That(thrown.Message, Is.EqualTo($"part {failing}"));
        }
        int[] counts = new int[4];
        team.Run(4, new Count { Counts = counts });
        Assert.That(counts, Is.All.EqualTo(1));
    }

    [Test]
    public void NestedUseRunsOnTheSameThread()
    {
        using var team = new WorkerTeam(3);
        int[] counts = new int[9];
        for (int round = 0; round < 200; round++)
        {
            Array.Clear(counts);
            team.Run(3, new Nested { Team = team, Counts = counts });
            Assert.That(counts, Is.All.EqualTo(1));
        }
    }

    [Test]
    public void ConcurrentCallersEachGetTheirResults()
    {
        using var team = new WorkerTeam(3);
        int wrong = 0;
        var callers = new Thread[4];
        for (int k = 0; k < callers.Length; k++)
        {
            int caller = k;
            callers[k] = new Thread(() =>
            {
                double[] sums = new double[3];
                for (int round = 0; round < 500; round++)
                {
                    team.Run(3, new Sum { Results = sums, First = caller * 1000 + round, Length = 20 });
                    for (int part = 0; part < 3; part++)
                        if (sums[part] != Sum.Expected(caller * 1000 + round, part, 20)) Interlocked.Increment(ref wrong);
                }
            });
            callers[k].Start();
        }
        foreach (Thread caller in callers) caller.Join();
        Assert.That(wrong, Is.Zero);
    }

    [Test]
    public void CallerGoesOnAloneAfterAHelperWasInterrupted()
    {
        if (Environment.ProcessorCount == 1) Assert.Ignore("One processor: the team has no helpers.");
        using var team = new WorkerTeam(2);
        int caller = Environment.CurrentManagedThreadId;
        int[] threads = new int[2];
        int stalls = 0;
        TimeSpan sinceStall = TimeSpan.MaxValue;
        // The rest lasts 4 ms; a busy machine may take longer to come to the next piece, so several attempts are made.
        for (int attempt = 0; attempt < 100 && sinceStall.TotalMilliseconds > 3; attempt++)
        {
            // A helper that claims a part is held for 20 ms, as by a program that takes its core. The first pieces may find it asleep.
            for (long start = Stopwatch.GetTimestamp(); team.Stalls == stalls && Stopwatch.GetElapsedTime(start).TotalSeconds < 10;)
                team.Run(2, new Interrupted { Caller = caller });
            Assert.That(team.Stalls, Is.EqualTo(++stalls));
            long stalled = Stopwatch.GetTimestamp();
            team.Run(2, new Record { Threads = threads });
            sinceStall = Stopwatch.GetElapsedTime(stalled);
        }
        Assert.That(threads, Is.All.EqualTo(caller));
        Thread.Sleep(20);
        var others = new HashSet<int>();
        for (long start = Stopwatch.GetTimestamp(); others.Count == 0 && Stopwatch.GetElapsedTime(start).TotalSeconds < 10;)
        {
            team.Run(2, new Record { Threads = threads });
            others.UnionWith(threads.Where(id => id != caller));
        }
        Assert.That(others, Is.Not.Empty, "the helper did not come back after its rest");
    }

    [Test]
    public void NestedUseOfARestingTeamStaysOnTheSameThread()
    {
        if (Environment.ProcessorCount == 1) Assert.Ignore("One processor: the team has no helpers.");
        using var team = new WorkerTeam(2);
        int caller = Environment.CurrentManagedThreadId;
        int[] threads = new int[2];
        for (int attempt = 0, stalls = 0; attempt < 5; attempt++)
        {
            for (long start = Stopwatch.GetTimestamp(); team.Stalls == stalls && Stopwatch.GetElapsedTime(start).TotalSeconds < 10;)
                team.Run(2, new Interrupted { Caller = caller });
            stalls = team.Stalls;
            // The piece begins while the helper rests and goes on long after.
            Array.Clear(threads);
            team.Run(2, new NestedRecord { Team = team, Caller = caller, Threads = threads });
            Assert.That(threads, Is.All.Zero, "a nested piece ran elsewhere than the part it is nested in");
        }
    }

    /// <summary>Milliseconds that the caller worked on its parts, and then waited for those of helpers.</summary>
    [TestCase(1.0, 1, 1.0, 1, false, Description = "1 : 2, which takes 2 with help and 3 without")]
    [TestCase(1.0, 1, 1.9, 1, false, Description = "1 : 2.9, which takes 2.9 with help and 3.9 without")]
    [TestCase(1.0, 2, 0.9, 1, false, Description = "the caller did two of three parts")]
    [TestCase(0.01, 1, 0.05, 1, false, Description = "too short to tell")]
    [TestCase(0.05, 1, 4.0, 1, true, Description = "a time slice")]
    [TestCase(1.0, 1, 4.0, 1, true, Description = "a time slice in a longer piece")]
    [TestCase(1.0, 1, 4.0, 7, false, Description = "one of eight threads 5 times as long as the others")]
    public void UnevenPartsAreNotTakenForAnInterruption(double worked, int mine, double waited, int awaited, bool isInterruption)
    {
        long millisecond = Stopwatch.Frequency / 1000;
        Assert.That(
            WorkerCrew.IsInterruption((long)(worked * millisecond), mine, (long)(waited * millisecond), awaited), Is.EqualTo(isInterruption));
    }

    [Test]
    public void HelpersDoNotInheritTheCallersAsynchronousState()
    {
        if (Environment.ProcessorCount == 1) Assert.Ignore("One processor: the team has no helpers.");
        var state = new AsyncLocal<string> { Value = "the caller's" };
        using var team = new WorkerTeam(2);
        string?[] seen = ["the caller's", "the caller's"];
        for (long start = Stopwatch.GetTimestamp(); seen[1] == seen[0] && Stopwatch.GetElapsedTime(start).TotalSeconds < 5;)
            team.Run(2, new RecordState { State = state, Seen = seen });
        Assert.That(seen, Is.EqualTo(new[] { "the caller's", null }));
    }

    [Test]
    public void ReferencesInABodyOutliveCollections()
    {
        using var team = new WorkerTeam(4);
        using var end = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!end.IsCancellationRequested) GC.Collect(0, GCCollectionMode.Forced, blocking: true, compacting: true);
        });
        collector.Start();
        for (int round = 0; round < 2000; round++)
        {
            // The arrays are young, move at the next collection, and are referred to from the body alone.
            double[] sums = new double[4];
            team.Run(4, new Sum { Results = sums, First = round, Length = 200 });
            for (int part = 0; part < 4; part++) Assert.That(sums[part], Is.EqualTo(Sum.Expected(round, part, 200)));
        }
        end.Cancel();
        collector.Join();
    }

    [Test]
    public void ATeamMayBeDisposedWhileItWorks()
    {
        double[] sums = new double[4];
        for (int round = 0; round < 200; round++)
        {
            var team = new WorkerTeam(4);
            var disposer = new Thread(team.Dispose);
            bool isStarted = false;
            try
            {
                for (int piece = 0; piece < 1_000_000; piece++)
                {
                    if (piece == 3) disposer.Start();
                    isStarted |= piece == 3;
                    team.Run(4, new Sum { Results = sums, First = piece, Length = 20 });
                    for (int part = 0; part < 4; part++) Assert.That(sums[part], Is.EqualTo(Sum.Expected(piece, part, 20)));
                }
            }
            catch (ObjectDisposedException)
            {
                Assert.That(isStarted, Is.True);
            }
            disposer.Join();
        }
    }

    [Test]
    public void PiecesAllocateNothing()
    {
        using var team = new WorkerTeam(2);
        double[] sums = new double[2];
        Assert.That(Allocation.Of(() => team.Run(2, new Sum { Results = sums, First = 1, Length = 100 })), Is.Zero);
    }

    [Test]
    public void HelpersEndWithTheTeam()
    {
        if (Environment.ProcessorCount == 1) Assert.Ignore("One processor: the team has no helpers.");
        var team = new WorkerTeam(2);
        Thread? helper = null;
        for (long start = Stopwatch.GetTimestamp(); helper is null && Stopwatch.GetElapsedTime(start).TotalSeconds < 10;)
        {
            var threads = new Thread[2];
            team.Run(2, new RecordThread { Threads = threads });
            helper = threads[1] == Thread.CurrentThread ? null : threads[1];
        }
        Assert.That(helper, Is.Not.Null);
        team.Dispose();
        Assert.That(helper!.Join(10_000), Is.True);
        Assert.Throws<ObjectDisposedException>(() => team.Run(1, default(Fail)));
    }

    [Test]
    public void RefusesWrongNumbers()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerTeam(0).Dispose());
        using var team = new WorkerTeam(2);
        Assert.Throws<ArgumentOutOfRangeException>(() => team.Run(3, default(Fail)));
        Assert.Throws<ArgumentOutOfRangeException>(() => team.Run(-1, default(Fail)));
    }

    private struct Count : IParallelBody
    {
        public int[] Counts;

        public void Run(int part) => Interlocked.Increment(ref Counts[part]);
    }

    private struct Sum : IParallelBody
    {
        public double[] Results;
        public int First, Length;

        public static double Expected(int first, int part, int length) => length * (double)(first + part) + length * (length - 1) / 2;

        public void Run(int part)
        {
            double sum = 0;
            for (int k = 0; k < Length; k++) sum += First + part + k;
            Results[part] = sum;
        }
    }

    private struct Fail : IParallelBody
    {
        public int Part;

        public void Run(int part)
        {
            if (part == Part) throw new InvalidOperationException($"part {part}");
        }
    }

    private struct Nested : IParallelBody
    {
        public WorkerTeam Team;
        public int[] Counts;

        public void Run(int part) =>
            Team.Run(3, new NestedCount { Counts = Counts, First = 3 * part, Thread = Environment.CurrentManagedThreadId });
    }

    private struct NestedCount : IParallelBody
    {
        public int[] Counts;
        public int First, Thread;

        public void Run(int part)
        {
            if (Thread == Environment.CurrentManagedThreadId) Interlocked.Increment(ref Counts[First + part]);
        }
    }

    private struct Interrupted : IParallelBody
    {
        public int Caller;

        public void Run(int part)
        {
            if (Environment.CurrentManagedThreadId == Caller) Thread.SpinWait(100);
            else Thread.Sleep(20);
        }
    }

    private struct NestedRecord : IParallelBody
    {
        public WorkerTeam Team;
        public int Caller;
        public int[] Threads;

        public void Run(int part)
        {
            if (Environment.CurrentManagedThreadId != Caller) return;
            for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalMilliseconds < 150;)
                Team.Run(2, new CountElsewhere { Caller = Caller, Counts = Threads });
        }
    }

    private struct CountElsewhere : IParallelBody
    {
        public int Caller;
        public int[] Counts;

        public void Run(int part)
        {
            if (Environment.CurrentManagedThreadId != Caller) Interlocked.Increment(ref Counts[part]);
            Thread.SpinWait(100);
        }
    }

    private struct RecordState : IParallelBody
    {
        public AsyncLocal<string> State;
        public string?[] Seen;

        public void Run(int part)
        {
            Seen[part] = State.Value;
            Thread.SpinWait(200);
        }
    }

    private struct Record : IParallelBody
    {
        public int[] Threads;

        public void Run(int part)
        {
            Threads[part] = Environment.CurrentManagedThreadId;
            Thread.SpinWait(200);
        }
    }

    private struct RecordThread : IParallelBody
    {
        public Thread[] Threads;

        public void Run(int part)
        {
            Threads[part] = Thread.CurrentThread;
            Thread.SpinWait(200);
        }
    }
}

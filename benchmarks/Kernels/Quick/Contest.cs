using System.Diagnostics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>
/// Times several contenders in alternating short rounds, so that whatever else the machine does in the meantime hits all of them alike.
/// </summary>
/// <remarks>
/// In each round a contender calls untimed for a few milliseconds, in which the system finds free processors for threads that were asleep, and then
/// fills a few short windows with calls; a sample is the mean over a window. Calls of more than 30 ms are timed one a round, at once.
/// After a contender with threads of its own there is a pause until the process is at rest, since these threads wait actively for more work for a
/// while (OpenBLAS' about a tenth of a second) and would hold up whoever comes next.
/// </remarks>
/// <param name="window">The least time of a window; a call that takes longer is a window by itself.</param>
internal sealed class Contest(TimeSpan window)
{
    private const int MostRounds = 25, WindowsOfShortCalls = 4;
    private const double LongCall = 0.03;
    private static readonly TimeSpan Awakening = TimeSpan.FromMilliseconds(8);

    /// <summary>The seconds of a call, a list of samples for each contender.</summary>
    /// <param name="contenders">Who takes part.</param>
    /// <param name="budget">The time after which no round begins.</param>
    /// <param name="leastRounds">The rounds that are made all the same.</param>
    public List<double>[] Run(IReadOnlyList<Contender> contenders, TimeSpan budget, int leastRounds)
    {
        int[] calls = [.. contenders.Select(WarmUp)];
        List<double>[] samples = [.. contenders.Select(_ => new List<double>())];
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < leastRounds || (round < MostRounds && Stopwatch.GetElapsedTime(start) < budget); round++)
            for (int k = 0; k < samples.Length; k++)
            {
                double last = samples[k].Count > 0 ? samples[k][^1] : 0;
                if (last < LongCall)
                    CallFor(Awakening, contenders[k]);
                for (int turn = 0; turn < (last < LongCall ? WindowsOfShortCalls : 1); turn++)
                    samples[k].Add(Time(contenders[k], calls[k]) / calls[k]);
                AwaitRest(contenders[k]);
            }
        return samples;
    }

    /// <summary>Calls the contender until its code has been compiled for good; returns the number of calls in a window.</summary>
    private int WarmUp(Contender contender)
    {
        double least = CallFor(contender.WarmUp, contender);
        AwaitRest(contender);
        return (int)Math.Clamp(window.TotalSeconds / least, 1, 1e6);
    }

    /// <summary>Calls, once at least, until the time is over; returns the seconds of the fastest call.</summary>
    private static double CallFor(TimeSpan time, Contender contender)
    {
        double least = double.MaxValue;
        long start = Stopwatch.GetTimestamp();
        do
        {
            least = Math.Min(least, Time(contender, 1));
        }
        while (Stopwatch.GetElapsedTime(start) < time);
        return least;
    }

    /// <summary>Waits, at most a quarter of a second, until the process has used hardly any processor time for a few milliseconds.</summary>
    private static void AwaitRest(Contender contender)
    {
        const int Turns = 50, Milliseconds = 5;
        bool isAtRest = !contender.HasThreads;
        for (int turn = 0; turn < Turns && !isAtRest; turn++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            Thread.Sleep(Milliseconds);
            isAtRest = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds < 0.3 * Milliseconds;
        }
    }

    private static double Time(Contender contender, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int k = 0; k < calls; k++)
            contender.Call();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

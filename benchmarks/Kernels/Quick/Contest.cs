using System.Diagnostics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>
/// Times several contenders in alternating short rounds, so that whatever else the machine does in the meantime hits all of them alike.
/// </summary>
/// <remarks>
/// In each round a contender makes one call that is not timed and then as many as fill a window of a few milliseconds. After a contender
/// with threads of its own there is a pause, since these wait actively for more work for a while (OpenBLAS' for 2²⁶ ticks) and would hold
/// up whoever comes next.
/// </remarks>
/// <param name="window">The least time of a contender's turn.</param>
/// <param name="budget">The time for all rounds; at least three are made.</param>
internal sealed class Contest(TimeSpan window, TimeSpan budget)
{
    private const int LeastRounds = 3, MostRounds = 25;

    /// <summary>The seconds of a call, one for each contender and round.</summary>
    public double[][] Run(IReadOnlyList<Contender> contenders)
    {
        int[] calls = [.. contenders.Select(WarmUp)];
        var seconds = new List<double>[contenders.Count];
        for (int k = 0; k < seconds.Length; k++)
            seconds[k] = [];
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < LeastRounds || (round < MostRounds && Stopwatch.GetElapsedTime(start) < budget); round++)
            for (int k = 0; k < seconds.Length; k++)
            {
                if (calls[k] > 1)
                    contenders[k].Call();
                seconds[k].Add(Time(contenders[k], calls[k]) / calls[k]);
                Thread.Sleep(contenders[k].Pause);
            }
        return [.. seconds.Select(list => list.ToArray())];
    }

    /// <summary>Calls the contender until its code has been compiled for good; returns the number of calls in a window.</summary>
    private int WarmUp(Contender contender)
    {
        double least = double.MaxValue;
        long start = Stopwatch.GetTimestamp();
        do
        {
            least = Math.Min(least, Time(contender, 1));
        }
        while (Stopwatch.GetElapsedTime(start) < contender.WarmUp);
        Thread.Sleep(contender.Pause);
        return (int)Math.Clamp(window.TotalSeconds / least, 1, 1e6);
    }

    private static double Time(Contender contender, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int k = 0; k < calls; k++)
            contender.Call();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

namespace Copositive.Numerics.Tests;

/// <summary>Measures what an operation allocates once it is warm.</summary>
internal static class Allocation
{
    /// <summary>
    /// The least that one of several calls allocated on this thread: an operation that allocates does so every time, while the runtime's
    /// own allocations (statics of code compiled meanwhile) come once.
    /// </summary>
    public static long Of(Action operation)
    {
        operation();
        long least = long.MaxValue;
        for (int call = 0; call < 5; call++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            operation();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}

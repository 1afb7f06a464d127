using System.Diagnostics;

namespace Copositive.Benchmarks.Solvers;

/// <summary>The growth of this process' peak resident memory.</summary>
internal sealed class ResidentMemory
{
    private const string ResetFile = "/proc/self/clear_refs", ResetPeak = "5";
    private readonly long _start;

    /// <summary>Starts counting, after garbage is gone and the peak so far is forgotten, where the system can forget one.</summary>
    public ResidentMemory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        try
        {
            if (OperatingSystem.IsLinux()) File.WriteAllText(ResetFile, ResetPeak);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The peak then covers the process' whole life, and the growth is an upper bound.
        }
        using var process = Process.GetCurrentProcess();
        _start = process.WorkingSet64;
    }

    /// <summary>How far the peak rose above the start, in MB; null where the system does not tell.</summary>
    public double? Megabytes()
    {
        using var process = Process.GetCurrentProcess();
        long peak = process.PeakWorkingSet64;
        return peak > 0 ? Math.Max(0, peak - _start) / 1e6 : null;
    }
}

using System.Globalization;
using Copositive.Modeling;
using Copositive.Solvers.InteriorPoint;

namespace Copositive.Solvers.Auto;

/// <summary>What the backends are expected to take on a program, from its sizes and structure.</summary>
internal sealed class BackendForecast
{
    /// <summary>
    /// Steps that an interior-point path takes, and projections that ADMM takes where hardly two columns meet in a row, as with stable sets,
    /// and where they do: there its iterations and second-order steps are together worth hundreds of projections, or thousands.
    /// </summary>
    private const int PathSteps = 16, DisjointIterations = 30, Iterations = 2500;

    private const double DisjointPart = 0.02, OverheadOfStep = 2e4;

    private const int FewEntries = 4;

    /// <param name="program">A program in the form that both backends take.</param>
    /// <param name="memoryLimit">The bytes that an interior-point step may take.</param>
    public BackendForecast(ConicProgram program, double memoryLimit)
    {
        PathEstimate estimate = PathEstimate.Of(program, ReducedPattern.Where(program));
        Gigabytes = estimate.Bytes / 1e9;
        FitsInteriorPoint = estimate.Bytes <= memoryLimit;
        InteriorPoint = TimeSpan.FromSeconds(1e-9 * PathSteps * (estimate.Step + OverheadOfStep));
        double projection = 3.0 * program.A.NonzeroCount;
        foreach (ConeBlock block in program.Blocks)
        {
            double n = block.Order;
            HasMatrices |= n > 0;
            projection += (0.4 * n + 20) * n * n;
        }
        Admm = TimeSpan.FromSeconds(1e-9 * (IsDisjoint(program) ? DisjointIterations : Iterations) * projection);
    }

    /// <summary>The time of an interior-point path.</summary>
    public TimeSpan InteriorPoint { get; }

    /// <summary>The time of ADMM, where it does well.</summary>
    public TimeSpan Admm { get; }

    /// <summary>The memory of an interior-point path, in 10⁹ bytes.</summary>
    public double Gigabytes { get; }

    /// <summary>Whether that memory is there.</summary>
    public bool FitsInteriorPoint { get; }

    /// <summary>Whether there are matrix blocks.</summary>
    public bool HasMatrices { get; }

    /// <summary>Whether the interior-point path comes first, and why.</summary>
    public (bool InteriorPointFirst, string Reason) Choice()
    {
        if (!FitsInteriorPoint) return (false, Text($"an interior-point step would need {Gigabytes:0.0} GB"));
        if (!HasMatrices) return (true, "the program has vector cones only, and their linear system fits");
        string times = Text($"estimated {Seconds(InteriorPoint)} s by ipm, {Seconds(Admm)} s by admm");
        return (InteriorPoint <= Admm, times);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0##", CultureInfo.InvariantCulture);

    /// <summary>Whether hardly two columns meet in a row, and most have few entries: with many, as in control, the data decide.</summary>
    private static bool IsDisjoint(ConicProgram program)
    {
        int rows = 0, orders = 0;
        for (int i = 0; i < program.Rows; i++)
        {
            if (program.A.RowStarts[i + 1] > program.A.RowStarts[i]) rows++;
        }
        foreach (ConeBlock block in program.Blocks) orders += block.Order;
        int entries = program.A.NonzeroCount;
        return entries - rows <= DisjointPart * entries && entries <= FewEntries * (program.Columns + orders);
    }
}

using System.Diagnostics;
using System.Globalization;
using Copositive.Modeling;

namespace Copositive.Benchmarks;

/// <summary>Time and memory of building each family of approximations, beside the sizes that its formulas predict.</summary>
internal static class FamilyRun
{
    /// <summary>Prints a table.</summary>
    public static void Print(TextWriter output)
    {
        (Approximation Family, int Order)[] cases =
        [
            (Approximation.DeKlerkPasechnik(1), 40), (Approximation.DeKlerkPasechnik(3), 16),
            (Approximation.PenaVeraZuluaga(1), 40), (Approximation.PenaVeraZuluaga(2), 16),
            (Approximation.Parrilo(1), 40), (Approximation.Parrilo(2), 16), (Approximation.Parrilo(3), 10),
            (Approximation.Sdd(1), 24), (Approximation.Dd(1), 24),
            (Approximation.Partition(8, ApproximationSide.Inner), 8), (Approximation.Grid(2), 16),
        ];
        output.WriteLine($"{"family",-20}{"n",4}{"cone",6}{"rows",10}{"columns",10}{"entries",11}{"predicted",11}{"build",11}{"allocated",12}{"predicted",12}");
        foreach ((Approximation family, int order) in cases)
        {
            foreach (Cone cone in new[] { Cone.Copositive, Cone.CompletelyPositive }) PrintRow(output, family, order, cone);
        }
    }

    private static void PrintRow(TextWriter output, Approximation family, int order, Cone cone)
    {
        var model = new ConicModel("building");
        Variable x = model.AddSymmetric("X", order).In(cone);
        model.Minimize(x.Trace());
        ConicProgram program = model.Compile();
        var everything = new SolverCapabilities { Cones = [.. Enum.GetValues<ConeKind>()], QuadraticObjective = true };
        Plan Build() => Plan.Create(program, everything, "benchmark", family, presolve: false);
        Build();
        long before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        ConicProgram built = Build().Approximated;
        double seconds = watch.Elapsed.TotalSeconds;
        double allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        ApproximationSize size = family.SizeOf(order, cone);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{family.ToString(),-20}{order,4}{(cone == Cone.Copositive ? "COP" : "CP"),6}{built.Rows,10}{built.Columns,10}{built.A.NonzeroCount,11}{size.Nonzeros,11}{1e3 * seconds,8:F1} ms{allocated / 1e6,9:F1} MB{size.Bytes / 1e6,9:F1} MB"));
    }
}

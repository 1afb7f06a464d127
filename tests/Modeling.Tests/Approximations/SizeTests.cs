namespace Copositive.Modeling.Tests.Approximations;

/// <summary>The formulas of the sizes against the programs that are built.</summary>
public sealed class SizeTests
{
    private static IEnumerable<TestCaseData> Families() =>
        from n in new[] { 1, 3, 6 }
        from cone in new[] { Cone.Copositive, Cone.CompletelyPositive }
        from family in new Approximation[]
        {
            Approximation.Parrilo(1), Approximation.Parrilo(2), Approximation.Parrilo(3), Approximation.PenaVeraZuluaga(0), Approximation.PenaVeraZuluaga(2),
            Approximation.DeKlerkPasechnik(3), Approximation.Sdd(1), Approximation.Dd(2), Approximation.Grid(0),
        }
        select new TestCaseData(family, n, cone);

    [TestCaseSource(nameof(Families))]
    public void SizesAreThoseOfTheProgramsBuilt(Approximation family, int n, Cone cone)
    {
        var model = new ConicModel();
        Variable x = model.AddSymmetric("X", n).In(cone);
        model.Minimize(x.Trace());
        ConicProgram program = model.Compile();
        Plan plan = Plan.Create(program, Everything, "test", family, presolve: false);
        ApproximationSize size = family.SizeOf(n, cone);
        ConicProgram built = plan.Approximated;
        // Grid points with a common divisor are left out, so its count is an upper bound.
        bool isBound = family is GridApproximation;
        Assert.That(size.Rows, isBound ? Is.GreaterThanOrEqualTo(built.Rows) : Is.EqualTo(built.Rows));
        Assert.That(size.Columns, isBound ? Is.GreaterThanOrEqualTo(built.Columns - program.Columns) : Is.EqualTo(built.Columns - program.Columns));
        Assert.That(size.LargestBlock, Is.EqualTo(built.Blocks.Where(b => b.Cone.IsMatrixCone).Select(b => b.Order).DefaultIfEmpty(0).Max()));
        Assert.That(size.Nonzeros, Is.GreaterThanOrEqualTo(built.A.NonzeroCount));
        Assert.That(size.Fits, Is.True);
    }

    [Test]
    public void TheSubsetsOfThePageOfFormulas()
    {
        // N_r = C(n + r + 1, r + 2): 1540 and 8855 for n = 20; the large block of K^(2) is C(21, 2) = 210.
        Assert.That(Approximation.DeKlerkPasechnik(1).SizeOf(20, Cone.Copositive).Rows, Is.EqualTo(1540));
        Assert.That(Approximation.DeKlerkPasechnik(2).SizeOf(20, Cone.Copositive).Rows, Is.EqualTo(8855));
        Assert.That(Approximation.Parrilo(2).SizeOf(20, Cone.Copositive).LargestBlock, Is.EqualTo(210));
        Assert.That(Approximation.Parrilo(30).SizeOf(1000, Cone.Copositive).Fits, Is.False);
        Assert.That(() => Approximation.Parrilo(1).SizeOf(3, Cone.PositiveSemidefinite), Throws.ArgumentException);
    }

    private static SolverCapabilities Everything { get; } = new() { Cones = [.. Enum.GetValues<ConeKind>()], QuadraticObjective = true };
}

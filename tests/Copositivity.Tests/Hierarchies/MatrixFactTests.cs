using Copositive.Certification;
using Copositive.Modeling;
using Copositive.Solvers.Admm;
using Copositive.Solvers.InteriorPoint;
using Copositive.Solvers.OrTools;

namespace Copositive.Copositivity.Tests.Hierarchies;

/// <summary>What the families make of matrices of the literature; values recomputed with an independent solver for the table of facts.</summary>
public sealed class MatrixFactTests
{
    private static readonly IConicSolver Admm = new AdmmSolver(), Ipm = new InteriorPointSolver(), Glop = new GlopSolver();
    private static readonly SolveOptions Precise = new() { Tolerance = 1e-9 };

    // max t with H − tE and H − tI in K^(0): (√5 − 3)/… as computed; K^(1) holds H itself.
    [Test, Property("Fact", "Horn")]
    public void Horn()
    {
        foreach (IConicSolver solver in new[] { Admm, Ipm })
        {
            Assert.That(Best(solver, Matrices.Horn, Matrices.Ones(5), Approximation.Parrilo(0)), Is.EqualTo(-0.10557280900008414).Within(1e-7));
            Assert.That(Best(solver, Matrices.Horn, Matrices.Identity(5), Approximation.Parrilo(0)), Is.EqualTo(-0.2360679774997898).Within(1e-7));
            Assert.That(Best(solver, Matrices.Horn, Matrices.Ones(5), Approximation.Parrilo(1)), Is.EqualTo(0).Within(1e-7));
        }
        double[] expected = [-1, -1.0 / 3, -1.0 / 3, -0.2, -0.2, -1.0 / 7, -1.0 / 7, -1.0 / 9, -1.0 / 9];
        for (int r = 0; r < expected.Length; r++)
            Assert.That(Best(Glop, Matrices.Horn, Matrices.Ones(5), Approximation.DeKlerkPasechnik(r)), Is.EqualTo(expected[r]).Within(1e-7), $"C^({r})");
    }

    [Test, Property("Fact", "HoffmanPereira7")]
    public void HoffmanPereira()
    {
        foreach (IConicSolver solver in new[] { Admm, Ipm })
        {
            Assert.That(Best(solver, Matrices.HoffmanPereira, Matrices.Ones(7), Approximation.Parrilo(0)), Is.EqualTo(-0.052095088).Within(1e-7));
            Assert.That(Best(solver, Matrices.HoffmanPereira, Matrices.Ones(7), Approximation.Parrilo(1)), Is.EqualTo(0).Within(1e-7));
        }
    }

    // DHD ∈ K^(1) exactly if w_i ≤ w_{i−2} + w_{i+2} for w = 1/diag(D) (Dickinson, Dür, Gijben and Hildebrand 2013); 10 > 1 + 1 fails.
    [Test, Property("Fact", "scaledHorn")]
    public void ScaledHorn()
    {
        double[] d = [1, 1, 1, 0.1, 0.1];
        var scaled = (double[,])Matrices.Horn.Clone();
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < 5; j++) scaled[i, j] *= d[i] * d[j];
        }
        Assert.That(Best(Ipm, scaled, Matrices.Ones(5), Approximation.Parrilo(1)), Is.EqualTo(-0.00038413).Within(1e-8));
        Assert.That(Best(Ipm, scaled, Matrices.Ones(5), Approximation.Parrilo(2)), Is.EqualTo(-3.848e-6).Within(1e-8));

        // Scaled back by powers of two near diag^(−½) it is inside again: 8/10 and 1 satisfy the rule.
        ConicModel model = Matrices.Copositive(scaled);
        PolynomialApproximation family = Approximation.Parrilo(1).WithScaling(model.Solve(Ipm, Approximation.Parrilo(0)));
        Assert.That(family.Scaling["M"], Is.EqualTo(new[] { 1.0, 1, 1, 8, 8 }));
        Assert.That(model.Solve(Ipm, family, Precise).PrimalObjective, Is.EqualTo(0).Within(1e-8));
    }

    [Test, Property("Fact", "stqp-popgen")]
    public void PopulationGenetics()
    {
        foreach (IConicSolver solver in new[] { Admm, Ipm })
        {
            foreach (int level in new[] { 0, 1 })
                Assert.That(Best(solver, Matrices.PopulationGenetics, Matrices.Ones(5), Approximation.Parrilo(level)), Is.EqualTo(-49.0 / 3).Within(1e-6));
        }
        double[] expected = [-26.5, -21, -19.333333333333332, -18.9, -18.133333, -18];
        for (int r = 0; r < expected.Length; r++)
            Assert.That(Best(Glop, Matrices.PopulationGenetics, Matrices.Ones(5), Approximation.DeKlerkPasechnik(r)), Is.EqualTo(expected[r]).Within(1e-6), $"C^({r})");
    }

    [Test, Property("Fact", "stqp-portfolio")]
    public void Portfolio()
    {
        foreach (IConicSolver solver in new[] { Admm, Ipm })
            Assert.That(Best(solver, Matrices.Portfolio, Matrices.Ones(5), Approximation.Parrilo(0)), Is.EqualTo(17856312811 / 36898317500.0).Within(1e-8));
        double[] expected = [0, 0.301467, 0.348383, 0.40045, 0.411153, 0.430129];
        for (int r = 0; r < expected.Length; r++)
            Assert.That(Best(Glop, Matrices.Portfolio, Matrices.Ones(5), Approximation.DeKlerkPasechnik(r)), Is.EqualTo(expected[r]).Within(1e-6), $"C^({r})");
    }

    // min xᵀ(I + A)x over the simplex is 1/α (Motzkin and Straus), bounded from below by 1/ϑ' and so on; Horn's minimum is 0. Bounds may not pass the
    // level's value, and lie within 1e-6 of it.
    private static IEnumerable<TestCaseData> CertifiedFacts()
    {
        yield return Case("cert-C5-r0", 0, 0.4472135954999579);
        yield return Case("cert-C5-r1", 1, 0.5);
        yield return Case("cert-Petersen-r0", 0, 0.25);
        yield return Case("cert-Petersen-r1", 1, 0.25);
        yield return Case("cert-icosahedron-complement-r0", 0, 0.30901699437494745);
        yield return Case("cert-icosahedron-complement-r1", 1, 0.30901699437494745);
        yield return Case("cert-Horn-r0", 0, -0.10557280900008414);
        yield return Case("cert-Horn-r1", 1, 0);

        static TestCaseData Case(string fact, int level, double value) =>
            new TestCaseData(fact, level, value).SetName($"CertifiedLowerBounds({fact})").SetProperty("Fact", fact);
    }

    [TestCaseSource(nameof(CertifiedFacts))]
    public void CertifiedLowerBounds(string fact, int level, double value)
    {
        double[,] q = fact switch
        {
            _ when fact.Contains("C5", StringComparison.Ordinal) => Matrices.ClosedNeighbourhoods(GraphFamilies.Cycle(5)),
            _ when fact.Contains("Petersen", StringComparison.Ordinal) => Matrices.ClosedNeighbourhoods(GraphFamilies.Petersen()),
            _ when fact.Contains("icosahedron", StringComparison.Ordinal) => Matrices.ClosedNeighbourhoods(StabilityFactTests.IcosahedronComplement),
            _ => Matrices.Horn,
        };
        foreach (IConicSolver solver in new[] { Admm, Ipm })
        {
            CertifiedInterval interval = Matrices.CompletelyPositive(q).Solve(solver, Approximation.Parrilo(level), Precise).Certify();
            // A double may round up the irrational value by half a unit in its last place; the certified number is below the true one.
            Assert.That(interval.Lower, Is.LessThanOrEqualTo(value + 1e-15).And.GreaterThan(value - 1e-6), solver.Name);
            Assert.That(interval.Upper, Is.Null, "a relaxation says nothing of the other side");
        }
    }

    private static double Best(IConicSolver solver, double[,] matrix, double[,] direction, Approximation approximation)
    {
        SolveResult result = Matrices.Copositive(matrix, direction).Solve(solver, approximation, ReferenceEquals(solver, Admm) ? new SolveOptions { Tolerance = 1e-8 } : Precise);
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), $"{solver.Name}, {approximation}");
        return result.PrimalObjective!.Value;
    }
}

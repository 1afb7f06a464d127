using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Conformance;

/// <summary>Programs over the copositive cone: refused without an approximation, solved with one, on every backend that can.</summary>
public sealed class CopositiveFamilyTests
{
    [Test]
    public void Without_an_approximation_every_backend_says_which_one_to_pass()
    {
        foreach (Backend backend in Backend.All)
        {
            Assert.That(
                () => StabilityOfC5().Solve(backend.Solver),
                Throws.TypeOf<UnsupportedProgramException>().With.Message.Contains("'form'").And.Message.Contains("COP").And.Message.Contains("Approximation.Parrilo(0)"),
                backend.Key);
        }
    }

    [Test]
    public void With_one_a_semidefinite_backend_gives_the_level_0_value()
    {
        // The copositive value is 1/α(C5) = 1/2; level 0 gives 1/√5 (spn_c5 of the fixtures), a lower bound of a maximum over an inner cone.
        Backend admm = Backend.All.Single(backend => backend.Key == "admm");
        SolveResult result = StabilityOfC5().Solve(admm.Solver, Approximation.Parrilo(0));
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(result.PrimalObjective, Is.EqualTo(1 / Math.Sqrt(5)).Within(1e-6));
        Assert.That(result.Side, Is.EqualTo(BoundSide.Lower));
    }

    [Test]
    public void A_linear_backend_refuses_the_semidefinite_approximation_by_the_constraints_name()
    {
        Backend glop = Backend.All.Single(backend => backend.Key == "glop");
        Assert.That(
            () => StabilityOfC5().Solve(glop.Solver, Approximation.Parrilo(0)),
            Throws.TypeOf<UnsupportedProgramException>().With.Message.Contains("'form'").And.Message.Contains("'glop'").And.Message.Contains("Zero, Nonnegative"));
    }

    /// <summary>max t s.t. I + A(C5) − tJ copositive, by T. Motzkin and E. Straus (1965) 1/α(C5).</summary>
    private static ConicProgram StabilityOfC5()
    {
        const int Order = 5, Length = 15;
        var b = new double[Length];
        int[] rows = [.. Enumerable.Range(0, Length)], columns = new int[Length];
        double[] ones = [.. Enumerable.Repeat(1.0, Length)];
        for (int j = 0; j < Order; j++)
        {
            for (int i = 0; i <= j; i++) b[j * (j + 1) / 2 + i] = i == j || (j - i) % Order is 1 or 4 ? 1 : 0;
        }
        return new ConicProgram(
            "stability of C5", ObjectiveSense.Maximize, null, [-1], 0, SparseMatrix.FromTriplets(Length, 1, rows, columns, ones), b,
            [new ConeBlock(Cone.Copositive, 0, Length, "form")]);
    }
}

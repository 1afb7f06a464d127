using Copositive.Modeling;

namespace Copositive.Conformance;

/// <summary>
/// Multipliers of linear constraints as derivatives: the value of min or max 3x₀ + x₁ with x₀ + x₁ (≤, ≥ or =) β moves with β at the rate
/// that the multiplier tells, in every backend. Each program is nondegenerate, so there is one multiplier.
/// </summary>
public sealed class DualSignTests
{
    private static IEnumerable<TestCaseData> Cases()
    {
        foreach (Backend backend in Backend.All)
        {
            // x₀ ≥ 0, x₁ ≥ 0; the minimum over ≥ β is β (all in x₁), the maximum over ≤ β is 3β (all in x₀).
            yield return new TestCaseData(backend, "min", ">=", 1.0);
            yield return new TestCaseData(backend, "max", "<=", 3.0);
            yield return new TestCaseData(backend, "min", "==", 1.0);
            yield return new TestCaseData(backend, "max", "==", 3.0);
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Multiplier_is_the_rate_of_the_optimal_value(object backend, string sense, string sign, double rate)
    {
        var model = new ConicModel();
        Variable x = model.AddVector("x", 2).In(Cone.Nonnegative);
        Constraint constraint = model.Add("sum", sign switch { "<=" => x.Sum() <= 2, ">=" => x.Sum() >= 2, _ => x.Sum() == 2 });
        if (sense == "min") model.Minimize(3 * x[0] + x[1]);
        else model.Maximize(3 * x[0] + x[1]);
        SolveResult result = model.Solve(((Backend)backend).Solver);

        // Inequalities have y ≥ 0; the slack of an equality is β − x₀ − x₁, whose constant lets a minimum fall and a maximum rise by y.
        double expected = sign == "==" && sense == "min" ? -rate : rate;
        Assert.That(result.PrimalObjective, Is.EqualTo(2 * rate).Within(1e-5));
        Assert.That(result.Dual(constraint)[0], Is.EqualTo(expected).Within(1e-5));
    }
}

using Copositive.Modeling;

namespace Copositive.Modeling.Tests;

/// <summary>
/// The signs that <see cref="SolveResult.Dual"/> documents, on programs whose optimal value is known as a function of the right-hand side:
/// a multiplier of the claimed sign passes the recomputed errors, one of the other sign does not.
/// </summary>
public class DualSignTests
{
    // min/max x subject to one constraint; the value is the right-hand side β, so its rate in β is 1.
    private static IEnumerable<TestCaseData> Cases()
    {
        // Slack x − β: β enters with −1, a larger constant lets the minimum fall by y = 1.
        yield return new TestCaseData(true, (Expression x) => x >= 2, 1.0);
        // Slack β − x: a larger constant lets the maximum rise by y = 1.
        yield return new TestCaseData(false, (Expression x) => x <= 2, 1.0);
        // Slack β − x: the minimum falls by ⟨y, δ⟩ = −δ, the maximum rises by δ.
        yield return new TestCaseData(true, (Expression x) => x == 2, -1.0);
        yield return new TestCaseData(false, (Expression x) => x == 2, 1.0);
    }

    [TestCaseSource(nameof(Cases))]
    public void Multiplier_has_the_documented_sign(bool minimize, Func<Expression, Relation> relation, double multiplier)
    {
        Assert.That(Solve(multiplier).Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(Solve(multiplier).DualObjective, Is.EqualTo(2));
        Assert.That(Solve(-multiplier).Termination, Is.EqualTo(Termination.Inaccurate));

        SolveResult Solve(double y)
        {
            var model = new ConicModel();
            Variable x = model.AddVariable("x");
            Constraint constraint = model.Add("c", relation(x));
            if (minimize) model.Minimize(x);
            else model.Maximize(x);
            SolveResult result = model.Solve(new ScriptedSolver((_, _) => new() { Termination = Termination.Optimal, X = [2], Y = [y], Tolerance = 1e-9 }));
            Assert.That(result.Dual(constraint), Is.EqualTo(new[] { y }));
            return result;
        }
    }

    [Test]
    public void Off_diagonal_pairs_count_twice_in_a_matrix_cone_and_once_in_an_equality()
    {
        // min 2X₀₁ over the semidefinite 2×2 matrices with unit diagonal: X₀₁ = −1. Stationarity in X₀₁: 2 − 2y₀₁ = 0; on the diagonal
        // y = −μ for the multiplier μ of 1 − X_ii = 0, and ⟨X, y⟩ = 2 − 2 = 0 with y = [[1, 1], [1, 1]].
        var model = new ConicModel();
        Variable x = model.AddSymmetric("X", 2);
        Constraint psd = model.Add("psd", x, Cone.PositiveSemidefinite);
        model.Add("diagonal", x.Diagonal() == 1);
        model.Minimize(2 * x[0, 1]);
        SolveResult result = model.Solve(new ScriptedSolver((program, _) => new()
        {
            // The diagonal is fixed by the plan, which leaves the column X₀₁.
            Termination = Termination.Optimal, X = program.Columns == 1 ? [-1] : [1, -1, 1], Y = program.Rows == 3 ? [1, 1, 1] : [1, 1, 1, 1, 1], Tolerance = 1e-9,
        }));
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(result.DualMatrix(psd), Is.EqualTo(new double[,] { { 1, 1 }, { 1, 1 } }));

        // The same with X₀₁ + X₁₀ fixed by a symmetric equality: one row for the pair, so its multiplier carries the whole rate.
        var fixedModel = new ConicModel();
        Variable z = fixedModel.AddSymmetric("Z", 2);
        Constraint all = fixedModel.Add("all", z == (Expression)new double[,] { { 1, -3 }, { -3, 1 } });
        fixedModel.Minimize(z.Sum());
        SolveResult one = fixedModel.Solve(new ScriptedSolver((_, _) => new() { Termination = Termination.Optimal, X = [1, -3, 1], Y = [-1, -2, -1], Tolerance = 1e-9 }));
        Assert.That((one.Termination, one.DualObjective), Is.EqualTo((Termination.Optimal, -4.0)));
        Assert.That(one.Dual(all), Is.EqualTo(new double[] { -1, -2, -1 }));
    }
}

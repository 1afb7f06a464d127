using Copositive.Modeling;

namespace Copositive.Modeling.Tests;

public class ConicModelTests
{
    [Test]
    public void Constraints_become_rows_in_the_order_they_were_added()
    {
        var model = new ConicModel("rows");
        Variable x = model.AddVector("x", 2), s = model.AddSymmetric("S", 2).In(Cone.PositiveSemidefinite);
        model.Add("sum", x.Sum() == 1);
        model.Add("less", 2 * x[0] <= x[1] + 3);
        model.Add("more", x >= 0);
        model.Add("cone", Expression.Vertical(s[0, 1] + 4, x).In(Cone.SecondOrder));
        ConicProgram program = model.Compile();
        double[] point = [0.25, 0.5, 7, 8, 9];

        // Slacks by hand: S's triangle; 1 − Σx; x₁ + 3 − 2x₀; x; (S₀₁ + 4, x).
        Assert.Multiple(() =>
        {
            Assert.That(program.Slack(point), Is.EqualTo(new[] { 7, 8, 9, 0.25, 3, 0.25, 0.5, 12, 0.25, 0.5 }));
            Assert.That(program.Blocks.Select(b => b.Name), Is.EqualTo(new[] { "S", "sum", "less", "more", "cone" }));
            Assert.That(program.ColumnName(3), Is.EqualTo("S[0,1]"));
            Assert.That(program.RowWeights.ToArray(), Is.EqualTo(new double[] { 1, 2, 1, 1, 1, 1, 1, 1, 1, 1 }));
        });
    }

    [Test]
    public void Maximisation_is_stored_as_minimisation_of_the_negative()
    {
        var model = new ConicModel();
        Variable x = model.AddVector("x", 2);
        model.Maximize(3 * x[0] - x[1] + 5 - 2 * x.SumOfSquares());
        ConicProgram program = model.Compile();
        double[] point = [2, -1];
        // 3·2 + 1 + 5 − 2·(4 + 1) = 2.
        Assert.That(program.Sign * program.Evaluate(point), Is.EqualTo(2).Within(1e-14));
    }

    [Test]
    public void Quadratic_forms_match_plain_arithmetic()
    {
        var model = new ConicModel();
        Variable x = model.AddVector("x", 3);
        double[,] q = { { 2, 1, 0 }, { 1, 3, -1 }, { 0, -1, 4 } };
        Expression e = new double[,] { { 1, 2, 0 }, { 0, 1, -1 }, { 3, 0, 1 } } * (Expression)x - new[] { 1.0, 2, 3 };
        model.Minimize(0.5 * e.QuadraticForm(q) + x[0]);
        double[] point = [0.3, -0.7, 1.1], v = e.Evaluate(point);
        double expected = point[0];
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++) expected += 0.5 * v[i] * q[i, j] * v[j];
        }
        Assert.That(model.Compile().Evaluate(point), Is.EqualTo(expected).Within(1e-13));
    }

    [Test]
    public void Objectives_without_the_right_curvature_are_refused()
    {
        var model = new ConicModel("curved");
        Variable x = model.AddVector("x", 2);
        Assert.Multiple(() =>
        {
            Assert.That(() => model.Maximize(x.SumOfSquares()), Throws.ArgumentException.With.Message.Contains("not concave"));
            Assert.That(() => model.Minimize(x.QuadraticForm(new double[,] { { 1, 2 }, { 2, 1 } })), Throws.ArgumentException.With.Message.Contains("eigenvalue -1"));
            Assert.That(() => x.QuadraticForm(new double[,] { { 1, 2 }, { 3, 1 } }), Throws.ArgumentException.With.Message.Contains("(1, 0)"));
        });
    }

    [Test]
    public void Asymmetric_matrix_in_a_matrix_cone_is_refused_by_name_and_entry()
    {
        var model = new ConicModel();
        Variable m = model.AddMatrix("M", 3, 3);
        model.Add("psd", m, Cone.PositiveSemidefinite);
        Assert.That(model.Compile, Throws.ArgumentException.With.Message.Contains("'psd'").And.Message.Contains("(0, 1)"));
    }

    [Test]
    public void Block_matrix_is_seen_to_be_symmetric()
    {
        var model = new ConicModel();
        Variable u = model.AddSymmetric("U", 2), v = model.AddMatrix("V", 2, 3), w = model.AddSymmetric("W", 3);
        model.Add("block", Expression.Blocks(new[,] { { u, v }, { v.Transpose(), w } }).In(Cone.PositiveSemidefinite));
        Assert.That(model.Compile().Blocks[0].Order, Is.EqualTo(5));
    }

    [Test]
    public void Names_are_unique()
    {
        var model = new ConicModel();
        Variable x = model.AddVector("x", 2);
        model.Add("c", x >= 0);
        Assert.Multiple(() =>
        {
            Assert.That(() => model.Add("c", x <= 1), Throws.ArgumentException.With.Message.Contains("'c'"));
            Assert.That(() => model.AddVariable("x"), Throws.ArgumentException.With.Message.Contains("'x'"));
        });
    }

    [Test]
    public void Binary_variables_are_integer_columns_between_0_and_1()
    {
        var model = new ConicModel();
        model.AddVariable("t");
        model.AddVector("z", 2, VariableDomain.Binary);
        ConicProgram program = model.Compile();
        Assert.Multiple(() =>
        {
            Assert.That(program.IntegerColumns, Is.EqualTo(new[] { 1, 2 }));
            Assert.That(program.Slack([9, 0.25, 1]), Is.EqualTo(new[] { 0.25, 1, 0.75, 0 }));
        });
    }

    [Test]
    public void Trace_assumption_needs_a_cone_and_reaches_the_program()
    {
        var model = new ConicModel();
        Variable x = model.AddSymmetric("X", 2);
        Assert.That(() => model.AssumeTrace(x, 1), Throws.ArgumentException.With.Message.Contains("'X'"));
        x.In(Cone.CompletelyPositive);
        model.AssumeTrace(x, 3);
        Assert.That(model.Compile().Assumptions.Single().Upper, Is.EqualTo(3));
    }
}

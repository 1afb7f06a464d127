using Copositive.Modeling;

namespace Copositive.Modeling.Tests;

/// <summary>Every operation is compared with the same operation on plain numbers at a random point.</summary>
public class ExpressionTests
{
    private readonly Random _random = new(7);

    private double[] Point(ConicModel model)
    {
        var x = new double[model.ColumnCount];
        for (int j = 0; j < x.Length; j++) x[j] = _random.NextDouble() - 0.5;
        return x;
    }

    private double[,] Matrix(int rows, int columns)
    {
        var m = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++) m[i, j] = _random.Next(-3, 4);
        }
        return m;
    }

    private static double[,] ValueOf(Expression e, double[] x)
    {
        double[] flat = e.Evaluate(x);
        var m = new double[e.Rows, e.Columns];
        for (int k = 0; k < flat.Length; k++) m[k % e.Rows, k / e.Rows] = flat[k];
        return m;
    }

    [Test]
    public void Matrix_products_match_plain_arithmetic()
    {
        var model = new ConicModel();
        Variable v = model.AddMatrix("V", 3, 2);
        double[,] left = Matrix(4, 3), right = Matrix(2, 5), offset = Matrix(4, 5);
        double[] x = Point(model);
        double[,] actual = ValueOf(left * v * right - 2 * (Expression)offset, x), value = ValueOf(v, x);
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 5; j++)
            {
                double expected = -2 * offset[i, j];
                for (int k = 0; k < 3; k++)
                {
                    for (int l = 0; l < 2; l++) expected += left[i, k] * value[k, l] * right[l, j];
                }
                Assert.That(actual[i, j], Is.EqualTo(expected).Within(1e-12));
            }
        }
    }

    [Test]
    public void Symmetric_variable_counts_all_entries_in_sums_and_inner_products()
    {
        var model = new ConicModel();
        Variable s = model.AddSymmetric("S", 4);
        double[] x = Point(model);
        double[,] value = ValueOf(s, x), weights = Matrix(4, 4);
        double sum = 0, inner = 0, trace = 0;
        for (int i = 0; i < 4; i++)
        {
            trace += value[i, i];
            for (int j = 0; j < 4; j++)
            {
                Assert.That(value[i, j], Is.EqualTo(value[j, i]));
                sum += value[i, j];
                inner += weights[i, j] * value[i, j];
            }
        }
        Assert.Multiple(() =>
        {
            Assert.That(model.ColumnCount, Is.EqualTo(10));
            Assert.That(s.Sum().Evaluate(x)[0], Is.EqualTo(sum).Within(1e-14));
            Assert.That(s.Inner(weights).Evaluate(x)[0], Is.EqualTo(inner).Within(1e-14));
            Assert.That(s.Trace().Evaluate(x)[0], Is.EqualTo(trace).Within(1e-14));
        });
    }

    [Test]
    public void Slices_transposes_and_stacks_pick_the_right_entries()
    {
        var model = new ConicModel();
        Variable v = model.AddMatrix("V", 4, 3);
        double[] x = Point(model);
        double[,] value = ValueOf(v, x);
        double[,] slice = ValueOf(v[1..3, 0..2].Transpose(), x);
        double[,] stack = ValueOf(Expression.Blocks(new[,] { { v[..2, ..2], v[.., 2][..2] }, { v[3, ..2], v[3, 2] } }), x);
        Assert.Multiple(() =>
        {
            Assert.That(slice, Is.EqualTo(new[,] { { value[1, 0], value[2, 0] }, { value[1, 1], value[2, 1] } }));
            Assert.That(stack, Is.EqualTo(new[,]
            {
                { value[0, 0], value[0, 1], value[0, 2] }, { value[1, 0], value[1, 1], value[1, 2] }, { value[3, 0], value[3, 1], value[3, 2] },
            }));
            Assert.That(ValueOf(v[.., 1].AsDiagonal().Diagonal(), x), Is.EqualTo(ValueOf(v[.., 1], x)));
            Assert.That(ValueOf(v.Vectorize().Reshape(4, 3), x), Is.EqualTo(value));
        });
    }

    [Test]
    public void Scalars_stretch_and_multiply_constant_matrices()
    {
        var model = new ConicModel();
        Variable t = model.AddVariable("t"), s = model.AddSymmetric("S", 3);
        double[] x = Point(model);
        double[,] c = Matrix(3, 3), value = ValueOf(s, x);
        double[,] actual = ValueOf(t * (Expression)c + s - t, x);
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++) Assert.That(actual[i, j], Is.EqualTo(x[0] * c[i, j] + value[i, j] - x[0]).Within(1e-14));
        }
    }

    [Test]
    public void Sum_built_term_by_term_does_not_overflow_the_stack()
    {
        var model = new ConicModel();
        Variable v = model.AddVector("v", 200_000);
        Expression sum = 0.0;
        for (int i = 0; i < v.Rows; i++) sum -= i * v[i];
        var x = new double[v.Rows];
        x[^1] = 1;
        Assert.That(sum.Evaluate(x)[0], Is.EqualTo(-(v.Rows - 1.0)));
    }

    [Test]
    public void Shapes_that_do_not_fit_are_refused_with_both_shapes()
    {
        var model = new ConicModel();
        Variable a = model.AddVector("a", 3), b = model.AddVector("b", 4), m = model.AddMatrix("m", 2, 3);
        Assert.Multiple(() =>
        {
            Assert.That(() => a + b, Throws.ArgumentException.With.Message.Contains("length 3").And.Message.Contains("length 4"));
            Assert.That(() => new double[,] { { 1, 2 } } * (Expression)a, Throws.ArgumentException.With.Message.Contains("inner dimensions"));
            Assert.That(() => a * b, Throws.ArgumentException.With.Message.Contains("not affine"));
            Assert.That(() => m.Trace(), Throws.ArgumentException.With.Message.Contains("square"));
            Assert.That(() => a[3], Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("0..2"));
            Assert.That(() => a != b, Throws.InstanceOf<NotSupportedException>());
            Assert.That(() => a + double.NaN, Throws.ArgumentException.With.Message.Contains("NaN"));
            Assert.That(() => a * double.PositiveInfinity, Throws.ArgumentException);
        });
    }

    [Test]
    public void Variables_of_two_models_do_not_mix()
    {
        Variable a = new ConicModel("first").AddVector("a", 3), b = new ConicModel("second").AddVector("b", 3);
        Assert.That(() => a + b, Throws.ArgumentException.With.Message.Contains("first").And.Message.Contains("second"));
    }
}

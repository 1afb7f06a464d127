namespace Copositive.Networks.Tests;

public class TrainingDataTests
{
    [Test]
    public void Entries_are_stored_row_by_row_and_copied()
    {
        var x = new double[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } };
        var data = new TrainingData(x, new double[,] { { 7 }, { 8 }, { 9 } }, ["a", "b"], ["k"]);
        x[0, 0] = 99;
        Assert.That(data.X.ToArray(), Is.EqualTo(new double[] { 1, 2, 3, 4, 5, 6 }));
        Assert.That(data.Input(1).ToArray(), Is.EqualTo(new double[] { 3, 4 }));
        Assert.That(data.Target(2).ToArray(), Is.EqualTo(new double[] { 9 }));
        Assert.That((data.Samples, data.Features, data.Outputs), Is.EqualTo((3, 2, 1)));
        Assert.That(data.HalfSquaredTargets, Is.EqualTo(97), "½(49 + 64 + 81)");
        Assert.That(data.FeatureNames, Is.EqualTo(new[] { "a", "b" }));
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(-1e101)]
    public void Values_that_cannot_be_computed_with_are_refused(double value)
    {
        Assert.That(() => new TrainingData(new[,] { { 1, value } }, new double[,] { { 0 } }),
            Throws.ArgumentException.With.Message.Contains("input in row 0, column 1"));
        Assert.That(() => new TrainingData(new double[,] { { 1 } }, new[,] { { 1, 2, value } }),
            Throws.ArgumentException.With.Message.Contains("target in row 0, column 2"));
    }

    [Test]
    public void Dimensions_that_do_not_match_are_refused()
    {
        Assert.That(() => new TrainingData(new double[2, 1], new double[3, 1]), Throws.ArgumentException);
        Assert.That(() => new TrainingData(new double[0, 1], new double[0, 1]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new TrainingData(new double[1, 0], new double[1, 1]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new TrainingData(new double[1, 1], new double[1, 0]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new TrainingData([1, 2, 3], [1], 1, 2, 1), Throws.ArgumentException.With.Message.Contains("1×2"));
        Assert.That(() => new TrainingData(new double[1, 2], new double[1, 1], ["only one"]), Throws.ArgumentException);
    }

    /// <summary>The column 1, 3, 5, 7 has mean 4 and population variance (9 + 1 + 1 + 9)/4 = 5.</summary>
    [Test]
    public void Standardising_uses_the_population_deviation()
    {
        var data = new TrainingData(new double[,] { { 1, 8 }, { 3, 8 }, { 5, 8 }, { 7, 8 } }, new double[4, 1]).Standardized();
        for (var i = 0; i < 4; i++)
        {
            Assert.That(data.Input(i)[0], Is.EqualTo((2 * i - 3) / Math.Sqrt(5)).Within(1e-15));
            Assert.That(data.Input(i)[1], Is.Zero, "a constant column becomes zeros");
        }
    }

    /// <summary>
    /// 0.1 has no exact double: a rounded mean of equal values must not become noise; nor may huge or tiny values overflow.
    /// </summary>
    [TestCase(0.1, 0.1, 0)]
    [TestCase(1e100, -1e100, 1)]
    [TestCase(1e-300, -1e-300, 1)]
    public void Standardising_is_safe_at_the_extremes(double first, double second, double expected)
    {
        var data = new TrainingData(new[,] { { first }, { second } }, new double[2, 1]).Standardized();
        Assert.That(data.X[0], Is.EqualTo(expected).Within(1e-15));
        Assert.That(data.X[1], Is.EqualTo(-expected).Within(1e-15));
    }

    [Test]
    public void A_bias_is_a_last_column_of_ones()
    {
        var data = new TrainingData(new double[,] { { 2, 3 }, { 4, 5 } }, new double[2, 1], ["a", "b"]).WithBias();
        Assert.That(data.ToInputs(), Is.EqualTo(new double[,] { { 2, 3, 1 }, { 4, 5, 1 } }));
        Assert.That(data.FeatureNames![2], Is.EqualTo("bias"));
    }
}

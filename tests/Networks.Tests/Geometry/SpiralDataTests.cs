namespace Copositive.Networks.Tests;

public class SpiralDataTests
{
    [Test]
    public void The_same_arguments_give_the_same_data()
    {
        var first = SpiralData.Generate(seed: 4).ToInputs();
        var second = SpiralData.Generate(seed: 4).ToInputs();
        Assert.That(second, Is.EqualTo(first));
        Assert.That(SpiralData.Generate(seed: 4).ToInputs(), Is.Not.EqualTo(SpiralData.Generate(seed: 5).ToInputs()));
    }

    [Test]
    public void Points_lie_on_their_arm_with_one_hot_targets()
    {
        var data = SpiralData.Generate(classes: 4, perClass: 5, noise: 0, turns: 1);
        Assert.That((data.Samples, data.Features, data.Outputs), Is.EqualTo((20, 2, 4)));
        for (var i = 0; i < 20; i++)
        {
            var radius = (i % 5 + 1) / 5.0;
            // Without noise the angle is a quarter turn per arm plus a full turn per unit of radius.
            var angle = 2 * Math.PI * (i / 5 / 4.0 + radius);
            Assert.That(data.Input(i)[0], Is.EqualTo(radius * Math.Cos(angle)).Within(1e-15));
            Assert.That(data.Input(i)[1], Is.EqualTo(radius * Math.Sin(angle)).Within(1e-15));
            Assert.That(data.Target(i).ToArray(), Is.EqualTo(Enumerable.Range(0, 4).Select(k => k == i / 5 ? 1.0 : 0.0)));
        }
    }

    [Test]
    public void Impossible_arguments_are_refused()
    {
        Assert.That(() => SpiralData.Generate(classes: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SpiralData.Generate(perClass: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SpiralData.Generate(noise: -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => SpiralData.Generate(turns: double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}

namespace Copositive.Networks.Tests;

public sealed class NeuronReductionTests
{
    [TestCase(1, 40, 3, 2)]
    [TestCase(2, 30, 5, 1)]
    [TestCase(3, 12, 4, 4)]
    public void AtMostNcNeuronsRemainWithTheSameOutputsAndNoMoreDecay(int seed, int m, int n, int c)
    {
        var random = new Random(seed);
        var atoms = DenseRows.Of(NetworkData.Matrix(random, m, n), "atoms").Select(entry => Math.Max(0, entry)).ToArray();
        var v = DenseRows.Of(NetworkData.Matrix(random, m, c), "v");
        var reduced = NeuronReduction.Apply(atoms, v, n, c);
        Assert.That(Norms(reduced, c).Count(norm => norm > 0), Is.LessThanOrEqualTo(n * c));
        Assert.That(Norms(reduced, c).Sum(), Is.LessThanOrEqualTo(Norms(v, c).Sum() * (1 + 1e-12)));
        Assert.That(Output(atoms, reduced, n, c), Is.EqualTo(Output(atoms, v, n, c)).Within(1e-10));
    }

    [Test]
    public void EqualNeuronsBecomeOne()
    {
        var reduced = NeuronReduction.Apply([1, 2, 1, 2, 1, 2], [1, 1, 2, 2, 4, 4], 2, 2);
        Assert.That(Norms(reduced, 2).Count(norm => norm > 0), Is.EqualTo(1));
        Assert.That(reduced.Sum(), Is.EqualTo(14).Within(1e-13));
    }

    [Test]
    public void IndependentNeuronsStay()
        => Assert.That(NeuronReduction.Apply([1, 0, 0, 1], [3, 4], 2, 1), Is.EqualTo(new double[] { 3, 4 }).Within(1e-15));

    private static double[] Norms(double[] v, int c) => v.Chunk(c).Select(row => Math.Sqrt(row.Sum(entry => entry * entry))).ToArray();

    private static double[] Output(double[] atoms, double[] v, int n, int c)
    {
        var output = new double[n * c];
        for (var j = 0; j < v.Length / c; j++)
            for (var i = 0; i < n; i++)
                for (var q = 0; q < c; q++) output[i * c + q] += atoms[j * n + i] * v[j * c + q];
        return output;
    }
}

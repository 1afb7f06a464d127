using Copositive.Copositivity.Tests.Graphs;
using Copositive.Numerics;

namespace Copositive.Copositivity.Tests.StableSet;

[TestFixture]
public sealed class StabilityBoundTests
{
    [Test]
    public void WhateverTheMatrixTheBoundHolds()
    {
        var random = new Random(11);
        for (int trial = 0; trial < 400; trial++)
        {
            int n = 1 + random.Next(12);
            double density = random.NextDouble();
            Graph graph = RandomGraph(n, density, random);
            double scale = Math.Pow(10, random.Next(-3, 4));
            double[] matrix = [.. Enumerable.Range(0, SymmetricVector.Length(n)).Select(_ => scale * (random.NextDouble() - 0.5))];
            Assert.That(StabilityBound.FromMatrix(graph, matrix), Is.GreaterThanOrEqualTo(StabilityOracle.Of(graph)).And.LessThanOrEqualTo(n));
        }
    }

    [Test]
    public void NumbersThatAreNotFiniteAreReplaced()
    {
        Graph c5 = GraphFamilies.Cycle(5);
        foreach (double poison in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e308, -1e308 })
        {
            double[] matrix = [.. Enumerable.Repeat(poison, 15)];
            Assert.That(StabilityBound.FromMatrix(c5, matrix), Is.InRange(2, 5));
        }
    }

    [Test]
    public void TheFiveCyclesBestMatrixProvesItsThetaNumber()
    {
        // M = tA − E for the cycle: eigenvalues 2t − 5 (all-ones vector) and 2t·cos(2πk/5). They balance at 2t − 5 = 2t·cos(4π/5), and then
        // −λ_min = 5 − 2t = √5, which is ϑ(C5) (Lovász 1979).
        double t = 5 / (2 * (1 - Math.Cos(4 * Math.PI / 5)));
        Graph c5 = GraphFamilies.Cycle(5);
        var matrix = new double[15];
        for (int j = 0; j < 5; j++)
        {
            for (int i = 0; i < j; i++) matrix[SymmetricVector.Index(i, j)] = c5.HasEdge(i, j) ? t - 1 : -1;
        }
        Assert.That(StabilityBound.FromMatrix(c5, matrix), Is.EqualTo(Math.Sqrt(5)).Within(1e-12));
    }

    [Test]
    public void AGraphWithoutVerticesHasBoundZero() => Assert.That(StabilityBound.FromMatrix(new Graph(0, []), []), Is.Zero);

    [Test]
    public void AWrongLengthIsRefused() => Assert.That(() => StabilityBound.FromMatrix(GraphFamilies.Cycle(5), new double[14]), Throws.ArgumentException);

    private static Graph RandomGraph(int n, double density, Random random)
    {
        var edges = new List<(int, int)>();
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < j; i++)
            {
                if (random.NextDouble() < density) edges.Add((i, j));
            }
        }
        return new Graph(n, edges);
    }
}

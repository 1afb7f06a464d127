namespace Copositive.Networks.Tests;

public class FaceOracleTests
{
    /// <summary>
    /// Dense sampling of the circle can only fall below the maximum, and by O(step²) relative: 1e-5 of it at 20,000 angles is generous.
    /// </summary>
    [Test]
    public void In_the_plane_the_oracle_matches_dense_sampling([Range(0, 9)] int seed)
    {
        var data = GeometryData.Gaussian(15, 2, 3, seed);
        var oracle = new FaceOracle(data);
        var best = oracle.Maximize(data.Y, new ArrangementEnumerator(data).Enumerate(1000));
        var sampled = 0.0;
        for (var k = 0; k < 20_000; k++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * k / 20_000);
            sampled = Math.Max(sampled, oracle.Evaluate(data.Y, [cos, sin]));
        }
        Assert.That(best.Value, Is.GreaterThanOrEqualTo(sampled * (1 - 1e-14)));
        Assert.That(best.Value, Is.EqualTo(sampled).Within(1e-5 * sampled));
        Assert.That(best.Value, Is.EqualTo(oracle.Evaluate(data.Y, best.Direction)).Within(1e-14));
        Assert.That(GeometryData.Dot(best.Direction, best.Direction), Is.EqualTo(1).Within(1e-14));
    }

    /// <summary>
    /// Local ascent u ← XᵀD ZZᵀ D X u normalised climbs within a pattern: from 2000 random starts it never gets above
    /// the oracle, whose value is attained.
    /// </summary>
    [Test]
    public void In_higher_dimension_no_local_ascent_is_better([Values(3, 4)] int rank, [Range(0, 4)] int seed)
    {
        var data = GeometryData.Gaussian(8, rank, 2, 100 + seed);
        var oracle = new FaceOracle(data);
        var best = oracle.Maximize(data.Y, new ArrangementEnumerator(data).Enumerate(1000));
        var random = new Random(seed);
        var climbed = 0.0;
        for (var start = 0; start < 2000; start++)
        {
            var u = new double[rank];
            foreach (ref var value in u.AsSpan()) value = GeometryData.Normal(random);
            climbed = Math.Max(climbed, Climb(oracle, data, u));
        }
        Assert.That(best.Value, Is.GreaterThanOrEqualTo(climbed * (1 - 1e-12)));
        Assert.That(best.Value, Is.EqualTo(oracle.Evaluate(data.Y, best.Direction)), "and the value is attained");
    }

    /// <summary>
    /// X = I: cells are orthants, and max ‖Zᵀu₊‖ for Z = −(1, …, 1)ᵀ with c = 1 is attained at a unit vector of the most negative sum: √n
    /// at u = (1, …, 1)/√n. For Z = diag(3, −2) with c = 2, ‖Zᵀu₊‖ ≤ 3 at the first unit vector: a face, not an interior point.
    /// </summary>
    [Test]
    public void Known_maxima()
    {
        var identity = GeometryData.Rows([1, 0, 0], [0, 1, 0], [0, 0, 1]);
        var cells = new ArrangementEnumerator(identity).Enumerate(8).ToList();
        var oracle = new FaceOracle(identity);
        Assert.That(oracle.Maximize([-1, -1, -1], cells).Value, Is.EqualTo(Math.Sqrt(3)).Within(1e-15));
        // Of Z = (1, −2, 1): the positive part of u can use rows 1 and 3 (√2) or row 2 alone (2).
        var mixed = oracle.Maximize([1, -2, 1], cells);
        Assert.That(mixed.Value, Is.EqualTo(2).Within(1e-15));
        Assert.That(mixed.Direction[1], Is.EqualTo(1).Within(1e-15));
    }

    /// <summary>
    /// Z = I with X = I: ‖u₊‖ = 1 on every unit u of the positive orthant: the leading eigenvalue has multiplicity 3 on the whole cell, 2
    /// on its facets, and the rays alone must give the answer.
    /// </summary>
    [Test]
    public void Multiple_eigenvalues_are_answered_by_smaller_faces()
    {
        var data = new TrainingData(new double[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } }, new double[3, 3]);
        double[] z = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        var oracle = new FaceOracle(data);
        foreach (var cell in new ArrangementEnumerator(data).Enumerate(8))
        {
            var active = GeometryData.Pattern(cell).Count(sign => sign == '+');
            Assert.That(oracle.Maximize(z, cell).Value, Is.EqualTo(active == 0 ? 0 : 1).Within(1e-15));
        }
    }

    [Test]
    public void The_maximum_of_a_cell_is_in_the_cell([Values(2, 3, 4)] int rank)
    {
        var data = GeometryData.Gaussian(7, rank, 2, seed: 8);
        var oracle = new FaceOracle(data);
        var random = new Random(1);
        foreach (var cell in new ArrangementEnumerator(data).Enumerate(1000))
        {
            var best = oracle.Maximize(data.Y, cell);
            Assert.That(cell.Contains(best.Direction, 1e-11), Is.True);
            // Nonnegative combinations of the rays are the cell.
            for (var trial = 0; trial < 200; trial++)
            {
                var u = new double[rank];
                for (var k = 0; k < cell.RayCount; k++)
                {
                    var weight = Math.Pow(random.NextDouble(), 3);
                    for (var j = 0; j < rank; j++) u[j] += weight * cell.Ray(k)[j];
                }
                var length = Math.Sqrt(GeometryData.Dot(u, u));
                Assert.That(oracle.Evaluate(data.Y, u) / length, Is.LessThanOrEqualTo(best.Value * (1 + 1e-12)));
            }
        }
    }

    [Test]
    public void A_dual_of_the_wrong_size_is_refused()
    {
        var data = GeometryData.Gaussian(4, 2, 2, seed: 1);
        var oracle = new FaceOracle(data);
        Assert.That(() => oracle.Evaluate(new double[7], [1, 0]), Throws.ArgumentException.With.Message.Contains("4×2"));
        Assert.That(() => oracle.Evaluate(new double[8], [1, 0, 0]), Throws.ArgumentException);
    }

    private static double Climb(FaceOracle oracle, TrainingData data, double[] u)
    {
        for (var step = 0; step < 60; step++)
        {
            var g = new double[data.Outputs];
            for (var i = 0; i < data.Samples; i++)
            {
                var activation = Math.Max(0, GeometryData.Dot(data.Input(i), u));
                for (var k = 0; k < g.Length; k++) g[k] += activation * data.Target(i)[k];
            }
            var next = new double[u.Length];
            for (var i = 0; i < data.Samples; i++)
            {
                if (GeometryData.Dot(data.Input(i), u) <= 0) continue;
                for (var j = 0; j < next.Length; j++) next[j] += GeometryData.Dot(data.Target(i), g) * data.Input(i)[j];
            }
            var length = Math.Sqrt(GeometryData.Dot(next, next));
            if (length == 0) break;
            for (var j = 0; j < next.Length; j++) next[j] /= length;
            if (oracle.Evaluate(data.Y, next) < oracle.Evaluate(data.Y, u) / Math.Sqrt(GeometryData.Dot(u, u))) break;
            u = next;
        }
        return oracle.Evaluate(data.Y, u) / Math.Sqrt(GeometryData.Dot(u, u));
    }
}

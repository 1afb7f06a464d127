namespace Copositive.Networks.Tests;

public class DataReductionTests
{
    /// <summary>
    /// The objective ½‖Σ(Xu_j)₊v_jᵀ − Y‖² of any network is that of the reduced data with the projected neurons, plus the constant.
    /// </summary>
    [Test]
    public void The_objective_of_every_network_is_kept([Range(0, 4)] int seed)
    {
        var random = new Random(seed);
        // Rank 3 in R⁵ with zero rows, parallel rows of either orientation and generic rows.
        var generators = new double[3, 5];
        for (var k = 0; k < 15; k++) generators[k / 5, k % 5] = GeometryData.Normal(random);
        double[][] coefficients = [[1, 0, 0], [0, 0, 0], [2, 0, 0], [0.5, 1, 2], [-1, -2, -4], [0, 1, 0], [4, 0, 0], [1, 1, 1], [0, 0, 0], [-3, 0, 0]];
        var x = new double[coefficients.Length, 5];
        var y = new double[coefficients.Length, 2];
        for (var i = 0; i < coefficients.Length; i++)
        {
            for (var j = 0; j < 5; j++)
            {
                for (var k = 0; k < 3; k++) x[i, j] += coefficients[i][k] * generators[k, j];
            }
            for (var k = 0; k < 2; k++) y[i, k] = GeometryData.Normal(random);
        }
        var data = new TrainingData(x, y);
        var reduction = DataReduction.Of(data);

        // Coefficients that are single powers of two give exact multiples: rows 0, 2, 6 and zero rows 1, 8 are found for certain.
        Assert.That(reduction.Rank, Is.EqualTo(3));
        Assert.That(reduction.ReducedRow(1), Is.EqualTo(-1));
        Assert.That(reduction.ReducedRow(2), Is.EqualTo(reduction.ReducedRow(0)));
        Assert.That(reduction.ReducedRow(6), Is.EqualTo(reduction.ReducedRow(0)));
        Assert.That(reduction.Representative(reduction.ReducedRow(0)), Is.EqualTo(6), "the longest");
        Assert.That(reduction.Factor(0), Is.EqualTo(0.25));
        Assert.That(reduction.ReducedRow(9), Is.Not.EqualTo(reduction.ReducedRow(0)), "opposite rows are not one direction");

        for (var trial = 0; trial < 20; trial++)
        {
            var neurons = new List<(double[] U, double[] V)>();
            for (var m = 0; m < 3; m++)
                neurons.Add((Array.ConvertAll(new double[5], _ => GeometryData.Normal(random)), Array.ConvertAll(new double[2], _ => GeometryData.Normal(random))));
            var projected = neurons.ConvertAll(neuron => (reduction.Project(neuron.U), neuron.V));
            var expected = Loss(data, neurons);
            Assert.That(Loss(reduction.Reduced!, projected) + reduction.Constant, Is.EqualTo(expected).Within(1e-12 * expected));

            Assert.That(reduction.LiftResidual(Residual(reduction.Reduced!, projected)), Is.EqualTo(Residual(data, neurons)).AsCollection.Within(1e-12));

            // Lifting a projection is the orthogonal projection: no longer, and with the same outputs.
            var lifted = projected.ConvertAll(neuron => (reduction.Lift(neuron.Item1), neuron.V));
            Assert.That(Loss(data, lifted), Is.EqualTo(expected).Within(1e-12 * expected));
            Assert.That(GeometryData.Dot(projected[0].Item1, projected[0].Item1), Is.LessThanOrEqualTo(GeometryData.Dot(neurons[0].U, neurons[0].U)));
        }
    }

    [Test]
    public void Data_of_full_rank_with_distinct_directions_is_left_alone()
    {
        var data = GeometryData.Gaussian(6, 3, 2, seed: 4);
        var reduction = DataReduction.Of(data);
        Assert.That(reduction.Reduced!.ToInputs(), Is.EqualTo(data.ToInputs()));
        Assert.That(reduction.Reduced.ToTargets(), Is.EqualTo(data.ToTargets()));
        Assert.That(reduction.Constant, Is.Zero);
        Assert.That(reduction.Residual, Is.Zero);
        Assert.That(reduction.Lift([1, 2, 3]), Is.EqualTo(new double[] { 1, 2, 3 }));
    }

    /// <summary>
    /// Rows 3 and 4 of length ratio 3 : 4 merge to length 5, with target (3·1 + 4·2)/5 = 2.2 and constant ½(1 + 4 − 4.84) = 0.08.
    /// </summary>
    [Test]
    public void Parallel_rows_merge_by_the_root_of_squares()
    {
        var reduction = DataReduction.Of(new TrainingData(new double[,] { { 3 }, { 4 } }, new double[,] { { 1 }, { 2 } }));
        Assert.That(reduction.Reduced!.Samples, Is.EqualTo(1));
        Assert.That(reduction.Reduced.X[0], Is.EqualTo(5).Within(1e-15));
        Assert.That(reduction.Reduced.Y[0], Is.EqualTo(2.2).Within(1e-15));
        Assert.That(reduction.Constant, Is.EqualTo(0.08).Within(1e-14));
    }

    /// <summary>A ratio of 2¹³⁰⁰ between parallel rows is no double; the merged row is the longer one.</summary>
    [Test]
    public void Parallel_rows_of_extreme_lengths_merge()
    {
        var tiny = Math.ScaleB(1, -1000);
        var reduction = DataReduction.Of(new TrainingData(new[,] { { tiny, 2 * tiny }, { Math.ScaleB(1, 300), Math.ScaleB(1, 301) } }, new double[,] { { 7 }, { 3 } }));
        Assert.That(reduction.Reduced!.Input(0)[0], Is.Not.Zero);
        Assert.That(reduction.Reduced.Y[0], Is.EqualTo(3));
        Assert.That(reduction.Constant, Is.EqualTo(24.5), "½·7²");
    }

    [Test]
    public void Data_of_zeros_reduces_to_a_constant()
    {
        var reduction = DataReduction.Of(new TrainingData(new double[2, 3], new double[,] { { 1 }, { 3 } }));
        Assert.That(reduction.Reduced, Is.Null);
        Assert.That(reduction.Constant, Is.EqualTo(5), "½(1 + 9)");
        Assert.That(reduction.Lift([]), Is.EqualTo(new double[3]));
    }

    /// <summary>Wide data: n = 3 rows in R⁶ have rank 3, tiny scale or not.</summary>
    [TestCase(1.0)]
    [TestCase(1e-200)]
    [TestCase(1e90)]
    public void Wide_data_is_written_in_as_many_coordinates_as_rows(double scale)
    {
        var wide = GeometryData.Gaussian(3, 6, 1, seed: 2);
        var scaled = wide.ToInputs();
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 6; j++) scaled[i, j] *= scale;
        }
        var reduction = DataReduction.Of(new TrainingData(scaled, wide.ToTargets()));
        Assert.That(reduction.Rank, Is.EqualTo(3));
        Assert.That(reduction.Residual / scale, Is.LessThan(1e-14));
        for (var i = 0; i < 3; i++)
        {
            var back = reduction.Lift(reduction.Reduced!.Input(i));
            for (var j = 0; j < 6; j++) Assert.That(back[j] / scale, Is.EqualTo(wide.Input(i)[j]).Within(1e-14));
        }
    }

    private static double Loss(TrainingData data, List<(double[] U, double[] V)> neurons)
    {
        var residual = Residual(data, neurons);
        return 0.5 * GeometryData.Dot(residual, residual);
    }

    private static double[] Residual(TrainingData data, List<(double[] U, double[] V)> neurons)
    {
        var residual = data.Y.ToArray();
        for (var i = 0; i < data.Samples; i++)
        {
            foreach (var (u, v) in neurons)
            {
                for (var k = 0; k < v.Length; k++) residual[i * v.Length + k] -= Math.Max(0, GeometryData.Dot(data.Input(i), u)) * v[k];
            }
        }
        return residual;
    }
}

using System.Numerics.Tensors;

namespace Copositive.Networks;

/// <summary>
/// A two-layer ReLU network x ↦ Σ_j (x·u_j)₊ v_j with m hidden neurons, d inputs and c outputs. Immutable.
/// </summary>
public sealed class TwoLayerNetwork
{
    private readonly double[] _u, _v;

    /// <summary>A network with the given weights, which are copied.</summary>
    /// <param name="u">Hidden weights, m×d: row j is u_j. m may be 0.</param>
    /// <param name="v">Output weights, m×c: row j is v_j.</param>
    /// <exception cref="ArgumentException">The row counts differ, d or c is 0, or a weight is not finite.</exception>
    public TwoLayerNetwork(double[,] u, double[,] v)
        : this(Flatten(u, nameof(u)), Flatten(v, nameof(v)), Count(u, v), u.GetLength(1), v.GetLength(1))
    {
    }

    internal TwoLayerNetwork(double[] u, double[] v, int neurons, int features, int outputs)
    {
        if (features < 1 || outputs < 1) throw new ArgumentException($"A network of {features} inputs and {outputs} outputs; both must be at least 1.");
        CheckFinite(u, features, nameof(u));
        CheckFinite(v, outputs, nameof(v));
        (_u, _v, Neurons, Features, Outputs) = (u, v, neurons, features, outputs);
    }

    /// <summary>m, the number of hidden neurons.</summary>
    public int Neurons { get; }

    /// <summary>d, the number of inputs.</summary>
    public int Features { get; }

    /// <summary>c, the number of outputs.</summary>
    public int Outputs { get; }

    /// <summary>The hidden weights row by row: coordinate k of u_j at j·d + k.</summary>
    public ReadOnlySpan<double> HiddenWeights => _u;

    /// <summary>The output weights row by row: component q of v_j at j·c + q.</summary>
    public ReadOnlySpan<double> OutputWeights => _v;

    /// <summary>The hidden weights as a new m×d array.</summary>
    public double[,] ToHiddenWeights() => DenseRows.ToMatrix(_u, Neurons, Features);

    /// <summary>The output weights as a new m×c array.</summary>
    public double[,] ToOutputWeights() => DenseRows.ToMatrix(_v, Neurons, Outputs);

    /// <summary>The outputs Σ_j (x_i·u_j)₊ v_j for every sample.</summary>
    /// <param name="x">Samples, n×d.</param>
    /// <returns>n×c.</returns>
    /// <exception cref="ArgumentException">The samples have another number of columns than the network has inputs.</exception>
    public double[,] Predict(double[,] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.GetLength(1) != Features) throw new ArgumentException($"The samples have {x.GetLength(1)} columns; the network has {Features} inputs.", nameof(x));
        return DenseRows.ToMatrix(Predict(Flatten(x, nameof(x)), x.GetLength(0)), x.GetLength(0), Outputs);
    }

    /// <summary>For every sample the output with the largest value, 0-based; the first of equals.</summary>
    /// <param name="x">Samples, n×d.</param>
    /// <exception cref="ArgumentException">The samples have another number of columns than the network has inputs.</exception>
    public int[] Classify(double[,] x)
    {
        var outputs = Predict(x);
        var classes = new int[outputs.GetLength(0)];
        for (var i = 0; i < classes.Length; i++)
            for (var q = 1; q < Outputs; q++)
                if (outputs[i, q] > outputs[i, classes[i]]) classes[i] = q;
        return classes;
    }

    /// <summary>½‖Σ_j (Xu_j)₊v_jᵀ − Y‖², in floating point.</summary>
    /// <param name="data">Samples and targets with the network's dimensions.</param>
    /// <exception cref="ArgumentException">A dimension does not match.</exception>
    public double Loss(TrainingData data)
    {
        Check(data);
        var outputs = Predict(data.X, data.Samples);
        var distance = TensorPrimitives.Distance<double>(outputs, data.Y);
        return 0.5 * distance * distance;
    }

    /// <summary>The training objective ½‖Σ_j (Xu_j)₊v_jᵀ − Y‖² + (β/2)Σ_j(‖u_j‖² + ‖v_j‖²), in floating point. <see cref="PrimalBound"/> bounds it rigorously.</summary>
    /// <param name="data">Samples and targets with the network's dimensions.</param>
    /// <param name="beta">β, the weight decay.</param>
    /// <exception cref="ArgumentException">A dimension does not match.</exception>
    public double Objective(TrainingData data, double beta)
        => Loss(data) + 0.5 * beta * (TensorPrimitives.SumOfSquares<double>(_u) + TensorPrimitives.SumOfSquares<double>(_v));

    /// <summary>
    /// The network with the same outputs and ‖u_j‖ = ‖v_j‖, which of all scalings u_j·a, v_j/a has the least weight decay. Neurons with a zero
    /// part are left out: they contribute nothing.
    /// </summary>
    public TwoLayerNetwork Balanced()
    {
        var u = new List<double>(_u.Length);
        var v = new List<double>(_v.Length);
        for (var j = 0; j < Neurons; j++)
        {
            var hidden = _u.AsSpan(j * Features, Features);
            var output = _v.AsSpan(j * Outputs, Outputs);
            var (hiddenNorm, outputNorm) = (DenseRows.Norm(hidden), DenseRows.Norm(output));
            if (hiddenNorm == 0 || outputNorm == 0) continue;
            var scale = Math.Sqrt(outputNorm) / Math.Sqrt(hiddenNorm);
            foreach (var weight in hidden) u.Add(weight * scale);
            foreach (var weight in output) v.Add(weight / scale);
        }

        return new TwoLayerNetwork([.. u], [.. v], u.Count / Features, Features, Outputs);
    }

    /// <summary>Writes {"u": m×d, "v": m×c}; every double reads back bit for bit.</summary>
    /// <param name="path">The file to write or overwrite.</param>
    public void Save(string path)
    {
        using var stream = File.Create(path);
        TwoLayerNetworkJson.Write(this, stream);
    }

    /// <summary>Reads what <see cref="Save"/> writes.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">The file is no such network; the message says where and what was expected.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TwoLayerNetwork Load(string path)
    {
        using var stream = File.OpenRead(path);
        return TwoLayerNetworkJson.Read(stream, path);
    }

    internal void Check(TrainingData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Features != Features || data.Outputs != Outputs)
            throw new ArgumentException($"The data have {data.Features} inputs and {data.Outputs} outputs; the network has {Features} and {Outputs}.", nameof(data));
    }

    private double[] Predict(ReadOnlySpan<double> x, int samples)
    {
        var outputs = new double[samples * Outputs];
        for (var i = 0; i < samples; i++)
        {
            var target = outputs.AsSpan(i * Outputs, Outputs);
            for (var j = 0; j < Neurons; j++)
            {
                var activation = TensorPrimitives.Dot(x.Slice(i * Features, Features), _u.AsSpan(j * Features, Features));
                if (activation > 0) TensorPrimitives.MultiplyAdd(_v.AsSpan(j * Outputs, Outputs), activation, target, target);
            }
        }

        return outputs;
    }

    private static int Count(double[,] u, double[,] v)
    {
        if (u.GetLength(0) != v.GetLength(0))
            throw new ArgumentException($"There are {u.GetLength(0)} rows of hidden and {v.GetLength(0)} rows of output weights; the numbers must agree.", nameof(v));
        return u.GetLength(0);
    }

    private static double[] Flatten(double[,] matrix, string name)
    {
        ArgumentNullException.ThrowIfNull(matrix, name);
        var flat = new double[matrix.Length];
        Buffer.BlockCopy(matrix, 0, flat, 0, flat.Length * sizeof(double));
        return flat;
    }

    private static void CheckFinite(double[] weights, int columns, string name)
    {
        for (var k = 0; k < weights.Length; k++)
            if (!double.IsFinite(weights[k])) throw new ArgumentException($"Weight ({k / columns}, {k % columns}) is {weights[k]}; it must be finite.", name);
    }
}

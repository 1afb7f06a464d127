namespace Copositive.Networks;

/// <summary>
/// An immutable training set: inputs X (n×d, a row per sample) and targets Y (n×c), both stored row by row.
/// </summary>
/// <remarks>
/// All values are finite and at most <see cref="MaximumMagnitude"/> in size, so that sums of squares never overflow.
/// Instances are safe to share between threads.
/// </remarks>
public sealed class TrainingData
{
    /// <summary>The largest magnitude of an input or target: 1e100. Beyond it sums of products would overflow a double.</summary>
    public const double MaximumMagnitude = 1e100;

    private readonly double[] _x;
    private readonly double[] _y;

    /// <summary>Copies inputs and targets given as arrays.</summary>
    /// <param name="x">The inputs, n×d with n ≥ 1 and d ≥ 1.</param>
    /// <param name="y">The targets, n×c with c ≥ 1.</param>
    /// <param name="featureNames">A name for each of the d inputs, or null for x1, …, xd.</param>
    /// <param name="classNames">A name for each of the c targets where they are one-hot classes; null where they are real values.</param>
    /// <exception cref="ArgumentException">A dimension is zero or does not match, or a value is not finite or too large.</exception>
    public TrainingData(double[,] x, double[,] y, IReadOnlyList<string>? featureNames = null, IReadOnlyList<string>? classNames = null)
        : this(Flatten(x, nameof(x)), Flatten(y, nameof(y)), x.GetLength(0), x.GetLength(1), y.GetLength(1), featureNames, classNames)
    {
        if (y.GetLength(0) != x.GetLength(0))
            throw new ArgumentException($"The targets have {y.GetLength(0)} rows but the inputs have {x.GetLength(0)}.", nameof(y));
    }

    /// <summary>Copies inputs and targets given row by row.</summary>
    /// <param name="x">The inputs row by row, n·d values.</param>
    /// <param name="y">The targets row by row, n·c values.</param>
    /// <param name="samples">n, at least 1.</param>
    /// <param name="features">d, at least 1.</param>
    /// <param name="outputs">c, at least 1.</param>
    /// <param name="featureNames">A name for each of the d inputs, or null for x1, …, xd.</param>
    /// <param name="classNames">A name for each of the c targets where they are one-hot classes; null where they are real values.</param>
    /// <exception cref="ArgumentException">A length does not match the dimensions, or a value is not finite or too large.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is below 1.</exception>
    public TrainingData(
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> y,
        int samples,
        int features,
        int outputs,
        IReadOnlyList<string>? featureNames = null,
        IReadOnlyList<string>? classNames = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        CheckValues(x, samples, features, nameof(x), "input");
        CheckValues(y, samples, outputs, nameof(y), "target");
        CheckNames(featureNames, features, nameof(featureNames), "input");
        CheckNames(classNames, outputs, nameof(classNames), "target");
        Samples = samples;
        Features = features;
        Outputs = outputs;
        _x = x.ToArray();
        _y = y.ToArray();
        FeatureNames = featureNames is null ? null : Array.AsReadOnly(featureNames.ToArray());
        ClassNames = classNames is null ? null : Array.AsReadOnly(classNames.ToArray());
    }

    /// <summary>The number n of samples.</summary>
    public int Samples { get; }

    /// <summary>The number d of inputs of a sample.</summary>
    public int Features { get; }

    /// <summary>The number c of targets of a sample.</summary>
    public int Outputs { get; }

    /// <summary>The inputs row by row: entry (i, j) is at i·d + j.</summary>
    public ReadOnlySpan<double> X => _x;

    /// <summary>The targets row by row: entry (i, k) is at i·c + k.</summary>
    public ReadOnlySpan<double> Y => _y;

    /// <summary>The names of the inputs, or null where they have none.</summary>
    public IReadOnlyList<string>? FeatureNames { get; }

    /// <summary>The names of the classes where the targets are one-hot labels, or null where they are real values.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <summary>The inputs of one sample, d values.</summary>
    /// <param name="sample">The sample, 0-based.</param>
    public ReadOnlySpan<double> Input(int sample) => _x.AsSpan(sample * Features, Features);

    /// <summary>The targets of one sample, c values.</summary>
    /// <param name="sample">The sample, 0-based.</param>
    public ReadOnlySpan<double> Target(int sample) => _y.AsSpan(sample * Outputs, Outputs);

    /// <summary>The inputs as a new n×d array.</summary>
    public double[,] ToInputs() => Unflatten(_x, Samples, Features);

    /// <summary>The targets as a new n×c array.</summary>
    public double[,] ToTargets() => Unflatten(_y, Samples, Outputs);

    /// <summary>½‖Y‖²: the objective of the network without neurons, an upper bound of every training problem on this data.</summary>
    public double HalfSquaredTargets
    {
        get
        {
            var sum = 0.0;
            foreach (var value in _y) sum += value * value;
            return 0.5 * sum;
        }
    }

    /// <summary>
    /// The same targets on inputs shifted and scaled, column by column, to mean 0 and population deviation 1
    /// (the root of the mean square, without Bessel's correction). A constant column carries nothing and becomes zeros.
    /// </summary>
    public TrainingData Standardized()
    {
        var standardized = new double[_x.Length];
        var column = new double[Samples];
        for (var j = 0; j < Features; j++)
        {
            for (var i = 0; i < Samples; i++) column[i] = _x[i * Features + j];
            Standardize(column);
            for (var i = 0; i < Samples; i++) standardized[i * Features + j] = column[i];
        }
        return new TrainingData(standardized, _y, Samples, Features, Outputs, FeatureNames, ClassNames);
    }

    /// <summary>
    /// The same targets on inputs with one more column of ones, so that every neuron has a (regularised) bias as its last weight.
    /// </summary>
    public TrainingData WithBias()
    {
        var biased = new double[Samples * (Features + 1)];
        for (var i = 0; i < Samples; i++)
        {
            Input(i).CopyTo(biased.AsSpan(i * (Features + 1), Features));
            biased[i * (Features + 1) + Features] = 1;
        }
        IReadOnlyList<string>? names = FeatureNames is null ? null : [.. FeatureNames, "bias"];
        return new TrainingData(biased, _y, Samples, Features + 1, Outputs, names, ClassNames);
    }

    /// <summary>
    /// Scales by the largest magnitude first: neither the mean nor the squares can then overflow, nor a small column underflow.
    /// Constancy is decided on the values themselves, because a rounded mean would leave noise to be blown up.
    /// </summary>
    private static void Standardize(Span<double> column)
    {
        double lowest = column[0], highest = column[0];
        foreach (var value in column)
        {
            lowest = Math.Min(lowest, value);
            highest = Math.Max(highest, value);
        }
        if (lowest == highest)
        {
            column.Clear();
            return;
        }
        var scale = Math.Max(Math.Abs(lowest), Math.Abs(highest));
        var mean = 0.0;
        foreach (ref var value in column)
        {
            value /= scale;
            mean += value;
        }
        mean /= column.Length;
        var squares = 0.0;
        foreach (ref var value in column)
        {
            value -= mean;
            squares += value * value;
        }
        var deviation = Math.Sqrt(squares / column.Length);
        foreach (ref var value in column) value /= deviation;
    }

    private static void CheckValues(ReadOnlySpan<double> values, int rows, int columns, string parameter, string noun)
    {
        if (values.Length != (long)rows * columns)
            throw new ArgumentException($"{rows}×{columns} {noun}s need {(long)rows * columns} values, but {values.Length} were given.", parameter);
        for (var k = 0; k < values.Length; k++)
        {
            if (Math.Abs(values[k]) <= MaximumMagnitude) continue;
            throw new ArgumentException(
                $"The {noun} in row {k / columns}, column {k % columns} (0-based) is {values[k]:R}; expected a number of magnitude at most {MaximumMagnitude:R}.",
                parameter);
        }
    }

    private static void CheckNames(IReadOnlyList<string>? names, int expected, string parameter, string noun)
    {
        if (names is not null && names.Count != expected)
            throw new ArgumentException($"{names.Count} names were given for {expected} {noun} columns.", parameter);
    }

    private static double[] Flatten(double[,] matrix, string parameter)
    {
        ArgumentNullException.ThrowIfNull(matrix, parameter);
        var flat = new double[matrix.Length];
        Buffer.BlockCopy(matrix, 0, flat, 0, flat.Length * sizeof(double));
        return flat;
    }

    private static double[,] Unflatten(double[] flat, int rows, int columns)
    {
        var matrix = new double[rows, columns];
        Buffer.BlockCopy(flat, 0, matrix, 0, flat.Length * sizeof(double));
        return matrix;
    }
}

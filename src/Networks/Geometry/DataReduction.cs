namespace Copositive.Networks;

/// <summary>
/// Exact preprocessing of a training problem: zero rows leave as a constant, rows of one direction merge into one, and data of rank r &lt;
/// d is written in r coordinates. In exact arithmetic the training objective of every network is that of the reduced data plus
/// <see cref="Constant"/>.
/// </summary>
/// <remarks>
/// <para>
/// Rows a_i x̂ with a_i &gt; 0 produce a_i t with t = (x̂·u)₊vᵀ summed over neurons, and Σ½‖a_i t − y_i‖² = ½‖s t − ȳ‖² + ½(Σ‖y_i‖² − ‖ȳ‖²)
/// with s = √Σa_i² and ȳ = Σa_i y_i/s: one row s x̂ with target ȳ, and a constant. Which rows share a direction is decided exactly on the
/// doubles.
/// </para>
/// <para>
/// The rank is numerical: the number of singular values of X above max(n, d)·2⁻⁵²·σ₁. Where it is below d, X ≈ AQ with Q (r×d) of
/// orthonormal rows; a direction w for A stands for u = Qᵀw, of the same length. At full rank A = X without any rounding, Q = I and
/// <see cref="Residual"/> = 0. The merged rows and A carry the rounding of doubles, so solve on the reduced data and certify on the original.
/// </para>
/// <para>Immutable and safe to share between threads.</para>
/// </remarks>
public sealed class DataReduction
{
    private readonly double[][]? _basis;
    private readonly int[] _rowOf;
    private readonly double[] _factorOf;
    private readonly int[] _representatives;
    private readonly double[] _scales;

    private DataReduction(
        TrainingData original,
        TrainingData? reduced,
        double constant,
        double[][]? basis,
        double residual,
        int[] rowOf,
        double[] factorOf,
        int[] representatives,
        double[] scales)
    {
        Original = original;
        Reduced = reduced;
        Constant = constant;
        Residual = residual;
        _basis = basis;
        _rowOf = rowOf;
        _factorOf = factorOf;
        _representatives = representatives;
        _scales = scales;
    }

    /// <summary>The data as given.</summary>
    public TrainingData Original { get; }

    /// <summary>The reduced data: distinct directions in r coordinates; null where every row is zero and nothing can be trained.</summary>
    public TrainingData? Reduced { get; }

    /// <summary>
    /// What the reduction takes out of the objective: ½Σ‖y_i‖² of zero rows, and ½(Σ‖y_i‖² − ‖ȳ‖²) of each merged direction.
    /// </summary>
    public double Constant { get; }

    /// <summary>The numerical rank r of X; 0 where every row is zero.</summary>
    public int Rank => Reduced?.Features ?? 0;

    /// <summary>‖X − AQ‖_F evaluated in doubles, before merging; 0 at full rank.</summary>
    public double Residual { get; }

    /// <summary>The row of the reduced data into which a row went; −1 for zero rows.</summary>
    /// <param name="row">A row of the original data.</param>
    public int ReducedRow(int row) => _rowOf[row];

    /// <summary>The factor a_i, at most 1, of a row against the longest row of its direction; 0 for zero rows.</summary>
    /// <param name="row">A row of the original data.</param>
    public double Factor(int row) => _factorOf[row];

    /// <summary>The longest original row of a reduced row's direction, the first such.</summary>
    /// <param name="reducedRow">A row of the reduced data.</param>
    public int Representative(int reducedRow) => _representatives[reducedRow];

    /// <summary>u = Qᵀw: the direction in the original space, of the same length.</summary>
    /// <param name="w">A direction for the reduced data, r entries.</param>
    public double[] Lift(ReadOnlySpan<double> w)
    {
        if (w.Length != Rank) throw new ArgumentException($"Expected {Rank} entries, but {w.Length} were given.", nameof(w));
        if (_basis is null) return Rank == 0 ? new double[Original.Features] : w.ToArray();
        var u = new double[Original.Features];
        for (var k = 0; k < _basis.Length; k++)
        {
            for (var j = 0; j < u.Length; j++) u[j] += w[k] * _basis[k][j];
        }
        return u;
    }

    /// <summary>w = Qu: the direction for the reduced data, the projection of u onto the row space.</summary>
    /// <param name="u">A direction in the original space, d entries.</param>
    public double[] Project(ReadOnlySpan<double> u)
    {
        if (u.Length != Original.Features)
            throw new ArgumentException($"Expected {Original.Features} entries, but {u.Length} were given.", nameof(u));
        if (_basis is null) return Rank == 0 ? [] : u.ToArray();
        var w = new double[Rank];
        for (var k = 0; k < w.Length; k++) w[k] = GramSchmidt.Dot(_basis[k], u);
        return w;
    }

    /// <summary>
    /// The residual on the original data of a network whose residual on the reduced data is given: the merged row s x̂ has the output ȳ −
    /// z, so row a_i x̂ has a_i(ȳ − z)/s, and zero rows have none.
    /// </summary>
    /// <param name="reducedResidual">Z for the reduced data, row by row.</param>
    /// <returns>Z for the original data, n·c values row by row.</returns>
    public double[] LiftResidual(ReadOnlySpan<double> reducedResidual)
    {
        var expected = Reduced?.Y.Length ?? 0;
        if (reducedResidual.Length != expected)
            throw new ArgumentException($"Expected {expected} values, but {reducedResidual.Length} were given.", nameof(reducedResidual));
        var c = Original.Outputs;
        var residual = Original.Y.ToArray();
        for (var i = 0; i < Original.Samples; i++)
        {
            var g = _rowOf[i];
            if (g < 0) continue;
            var factor = _factorOf[i] / _scales[g];
            for (var k = 0; k < c; k++) residual[i * c + k] -= factor * (Reduced!.Y[g * c + k] - reducedResidual[g * c + k]);
        }
        return residual;
    }

    /// <summary>Reduces a training set.</summary>
    /// <param name="data">The data.</param>
    public static DataReduction Of(TrainingData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var classes = HyperplaneClasses.Of(data.X, data.Samples, data.Features);
        var (rowOf, factorOf, representatives) = Directions(data, classes);
        if (representatives.Length == 0) return new DataReduction(data, null, data.HalfSquaredTargets, null, 0, rowOf, factorOf, [], []);

        var basis = RowSpace(data);
        var rank = basis?.Length ?? data.Features;
        var c = data.Outputs;
        var squares = new double[representatives.Length];
        var targets = new double[representatives.Length * c];
        var halfSquares = 0.0;
        for (var i = 0; i < data.Samples; i++)
        {
            var y = data.Target(i);
            halfSquares += 0.5 * GramSchmidt.Dot(y, y);
            if (rowOf[i] < 0) continue;
            squares[rowOf[i]] += factorOf[i] * factorOf[i];
            for (var k = 0; k < c; k++) targets[rowOf[i] * c + k] += factorOf[i] * y[k];
        }
        var inputs = new double[representatives.Length * rank];
        var scales = Array.ConvertAll(squares, Math.Sqrt);
        for (var g = 0; g < representatives.Length; g++)
        {
            var scale = scales[g];
            for (var k = 0; k < c; k++) targets[g * c + k] /= scale;
            var row = data.Input(representatives[g]);
            for (var k = 0; k < rank; k++) inputs[g * rank + k] = scale * (basis is null ? row[k] : GramSchmidt.Dot(basis[k], row));
        }
        var reduced = new TrainingData(inputs, targets, representatives.Length, rank, c, null, data.ClassNames);
        var constant = Math.Max(0, halfSquares - reduced.HalfSquaredTargets);
        return new DataReduction(data, reduced, constant, basis, ResidualOf(data, basis), rowOf, factorOf, representatives, scales);
    }

    /// <summary>
    /// Groups rows by hyperplane and orientation. The factor of a row against the longest one of its group is read off that one's largest
    /// entry, so that no factor is above 1.
    /// </summary>
    private static (int[] RowOf, double[] FactorOf, int[] Representatives) Directions(TrainingData data, HyperplaneClasses classes)
    {
        var rowOf = new int[data.Samples];
        var representatives = new List<int>();
        var groupOf = new Dictionary<(int Hyperplane, sbyte Orientation), int>();
        for (var i = 0; i < data.Samples; i++)
        {
            rowOf[i] = -1;
            if (classes.HyperplaneOf[i] < 0) continue;
            var key = (classes.HyperplaneOf[i], classes.OrientationOf[i]);
            if (!groupOf.TryGetValue(key, out var group))
            {
                group = representatives.Count;
                groupOf.Add(key, group);
                representatives.Add(i);
            }
            rowOf[i] = group;
            if (Largest(data.Input(i)).Value > Largest(data.Input(representatives[group])).Value) representatives[group] = i;
        }
        var factorOf = new double[data.Samples];
        for (var i = 0; i < data.Samples; i++)
        {
            if (rowOf[i] < 0) continue;
            var longest = data.Input(representatives[rowOf[i]]);
            var column = Largest(longest).Column;
            factorOf[i] = data.Input(i)[column] / longest[column];
        }
        return (rowOf, factorOf, [.. representatives]);
    }

    private static (int Column, double Value) Largest(ReadOnlySpan<double> row)
    {
        var largest = 0;
        for (var j = 1; j < row.Length; j++)
        {
            if (Math.Abs(row[j]) > Math.Abs(row[largest])) largest = j;
        }
        return (largest, Math.Abs(row[largest]));
    }

    /// <summary>
    /// Orthonormal rows spanning the numerical row space, or null at full column rank. Of X and Xᵀ the one with fewer columns is
    /// orthogonalised: the right singular vectors of X, or the left ones of Xᵀ, are the rows of Q.
    /// </summary>
    private static double[][]? RowSpace(TrainingData data)
    {
        var (n, d) = (data.Samples, data.Features);
        var tall = n >= d;
        var largestEntry = 0.0;
        foreach (var value in data.X) largestEntry = Math.Max(largestEntry, Math.Abs(value));
        var vectors = new double[tall ? d : n][];
        for (var k = 0; k < vectors.Length; k++)
        {
            vectors[k] = new double[tall ? n : d];
            for (var l = 0; l < vectors[k].Length; l++) vectors[k][l] = (tall ? data.X[l * d + k] : data.X[k * d + l]) / largestEntry;
        }
        var right = OneSidedJacobi.Orthogonalize(vectors);
        var singularValues = Array.ConvertAll(vectors, static vector => Math.Sqrt(GramSchmidt.Dot(vector, vector)));
        var negligible = Math.Max(n, d) * Math.ScaleB(1, -52) * singularValues[0];
        var rank = 0;
        while (rank < vectors.Length && singularValues[rank] > negligible) rank++;
        if (rank == d) return null;
        var rows = (tall ? right : vectors)[..rank];
        foreach (var row in rows) GramSchmidt.Normalize(row);
        return rows;
    }

    private static double ResidualOf(TrainingData data, double[][]? basis)
    {
        if (basis is null) return 0;
        var sum = 0.0;
        for (var i = 0; i < data.Samples; i++)
        {
            var rest = data.Input(i).ToArray();
            foreach (var q in basis)
            {
                var along = GramSchmidt.Dot(q, data.Input(i));
                for (var j = 0; j < rest.Length; j++) rest[j] -= along * q[j];
            }
            sum += GramSchmidt.Dot(rest, rest);
        }
        return Math.Sqrt(sum);
    }
}

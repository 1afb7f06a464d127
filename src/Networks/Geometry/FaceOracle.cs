namespace Copositive.Networks;

/// <summary>
/// The oracle of the training problem's dual: max ‖Zᵀ(Xu)₊‖₂ over ‖u‖ ≤ 1, solved cell by cell. On cell K_i the square is uᵀM_iu with
/// M_i = XᵀD_iZZᵀD_iX, and the maximum over a cone is cone-constrained principal component analysis, which is solved by enumerating faces.
/// </summary>
/// <remarks>
/// <para>
/// A maximiser lies in the relative interior of some face; there it is a local, hence a global maximum of the quadratic form on the unit
/// sphere of the face's span: a leading eigenvector. Faces with a multiple leading eigenvalue may be skipped: the part of
/// the leading eigenspace E within the face is a pointed cone, a vector on one of its extreme rays has the same value, and on the smallest
/// face that contains that vector the leading eigenvalue is simple (a second leading eigenvector there would be in E and could be added to
/// and taken from the vector, within the cone). So one eigenvector, with both signs, is enough for every face.
/// </para>
/// <para>Cost: exponential in d through the faces of a cell, linear in n. Instances are immutable and safe to share between threads.</para>
/// </remarks>
public sealed class FaceOracle
{
    /// <summary>An oracle for one data set.</summary>
    /// <param name="data">The data; only its inputs and the number of outputs matter.</param>
    public FaceOracle(TrainingData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        Data = data;
    }

    internal TrainingData Data { get; }

    /// <summary>‖Zᵀ(Xu)₊‖₂ in doubles.</summary>
    /// <param name="z">Z row by row, n·c values.</param>
    /// <param name="u">A direction, d values.</param>
    public double Evaluate(ReadOnlySpan<double> z, ReadOnlySpan<double> u)
    {
        CheckDual(z);
        if (u.Length != Data.Features) throw new ArgumentException($"Expected {Data.Features} entries, but {u.Length} were given.", nameof(u));
        return Evaluate(z, u, new double[Data.Outputs]);
    }

    /// <summary>The best neuron of one cell: max ‖ZᵀD_iXu‖ over u ∈ K_i, ‖u‖ ≤ 1.</summary>
    /// <param name="z">Z row by row, n·c values.</param>
    /// <param name="cell">A cell of the data's arrangement.</param>
    public OracleResult Maximize(ReadOnlySpan<double> z, Arrangement cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        CheckDual(z);
        var search = new FaceSearch(this, z);
        search.Visit(cell);
        return new OracleResult(search.Best, search.Value, cell);
    }

    /// <summary>
    /// The best neuron of all cells. Cells are skipped whose leading eigenvalue, on the whole space, is no better than what is known.
    /// </summary>
    /// <param name="z">Z row by row, n·c values.</param>
    /// <param name="cells">The cells; over all of them the value is the maximum over all u, over a sample a lower estimate.</param>
    /// <param name="cancellationToken">Stops between two cells.</param>
    public OracleResult Maximize(ReadOnlySpan<double> z, IEnumerable<Arrangement> cells, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cells);
        CheckDual(z);
        var search = new FaceSearch(this, z);
        Arrangement? where = null;
        foreach (var cell in cells)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (search.Visit(cell)) where = cell;
        }
        return new OracleResult(search.Best, search.Value, where);
    }

    internal double Evaluate(ReadOnlySpan<double> z, ReadOnlySpan<double> u, Span<double> sum)
    {
        var c = Data.Outputs;
        sum.Clear();
        for (var i = 0; i < Data.Samples; i++)
        {
            var activation = GramSchmidt.Dot(Data.Input(i), u);
            if (activation <= 0) continue;
            for (var k = 0; k < c; k++) sum[k] += activation * z[i * c + k];
        }
        return Math.Sqrt(GramSchmidt.Dot(sum, sum));
    }

    private void CheckDual(ReadOnlySpan<double> z)
    {
        if (z.Length != Data.Samples * Data.Outputs)
            throw new ArgumentException($"Z is {Data.Samples}×{Data.Outputs}: expected {Data.Samples * Data.Outputs} values, but {z.Length} were given.", nameof(z));
    }
}

namespace Copositive.Networks;

/// <summary>
/// The oracle of the training problem's dual: max ‖Zᵀ(Xu)₊‖₂ over ‖u‖ ≤ 1, solved cell by cell. On cell K_i the square is uᵀM_iu with
/// M_i = XᵀD_iZZᵀD_iX, and the maximum over a cone is cone-constrained principal component analysis, which is solved by enumerating faces.
/// </summary>
/// <remarks>
/// <para>
/// A maximiser lies in the relative interior of some face; there it is a local, hence a global maximum of the quadratic form on the unit
/// sphere of the face's span: a leading eigenvector. Faces with a multiple leading eigenvalue may be skipped: the part of
/// the leading eigenspace E within the face is a pointed cone, a vector on one of its extreme rays has the same value, and on the smallest face that
/// contains that vector the leading eigenvalue is simple (a second leading eigenvector there would be in E and could be added
/// to and taken from the vector, within the cone). So one eigenvector, with both signs, is enough for every face.
/// </para>
/// <para>Cost: exponential in d through the faces of a cell, linear in n. Instances are immutable and safe to share between threads.</para>
/// </remarks>
public sealed class FaceOracle
{
    /// <summary>How far, relative to the rows' lengths, an eigenvector may leave its cell by rounding.</summary>
    private const double MembershipTolerance = 1e-12;

    private readonly TrainingData _data;

    /// <summary>An oracle for one data set.</summary>
    /// <param name="data">The data; only its inputs and the number of outputs matter.</param>
    public FaceOracle(TrainingData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        _data = data;
    }

    /// <summary>‖Zᵀ(Xu)₊‖₂ in doubles.</summary>
    /// <param name="z">Z row by row, n·c values.</param>
    /// <param name="u">A direction, d values.</param>
    public double Evaluate(ReadOnlySpan<double> z, ReadOnlySpan<double> u)
    {
        CheckDual(z);
        if (u.Length != _data.Features) throw new ArgumentException($"Expected {_data.Features} entries, but {u.Length} were given.", nameof(u));
        var c = _data.Outputs;
        var sum = new double[c];
        for (var i = 0; i < _data.Samples; i++)
        {
            var activation = GramSchmidt.Dot(_data.Input(i), u);
            if (activation <= 0) continue;
            for (var k = 0; k < c; k++) sum[k] += activation * z[i * c + k];
        }
        return Math.Sqrt(GramSchmidt.Dot(sum, sum));
    }

    /// <summary>The best neuron of one cell: max ‖ZᵀD_iXu‖ over u ∈ K_i, ‖u‖ ≤ 1.</summary>
    /// <param name="z">Z row by row, n·c values.</param>
    /// <param name="cell">A cell of the data's arrangement.</param>
    public OracleResult Maximize(ReadOnlySpan<double> z, Arrangement cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        CheckDual(z);
        return Search(z, cell, threshold: 0) ?? new OracleResult(new double[_data.Features], 0, cell);
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
        var best = new OracleResult(new double[_data.Features], 0, null);
        foreach (var cell in cells)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Search(z, cell, best.Value) is { } better) best = better;
        }
        return best;
    }

    /// <summary>The best neuron of a cell where it beats the threshold, else null.</summary>
    private OracleResult? Search(ReadOnlySpan<double> z, Arrangement cell, double threshold)
    {
        var d = _data.Features;
        var c = _data.Outputs;
        var gradient = Gradient(z, cell);
        if (Math.Sqrt(GramSchmidt.Dot(gradient, gradient)) <= threshold) return null;

        OracleResult? best = null;
        foreach (var face in cell.Faces)
        {
            var dimension = face.Dimension;
            var basis = Basis(cell, face);
            var coordinates = new double[dimension];
            if (Math.Sqrt(Math.Max(0, Leading(gradient, c, basis, coordinates))) <= threshold) continue;

            var u = new double[d];
            for (var a = 0; a < dimension; a++)
            {
                for (var j = 0; j < d; j++) u[j] += coordinates[a] * basis[a][j];
            }
            GramSchmidt.Normalize(u);
            for (var sign = 0; sign < 2; sign++)
            {
                if (cell.Contains(u, MembershipTolerance))
                {
                    var value = Evaluate(z, u);
                    if (value > threshold)
                    {
                        threshold = value;
                        best = new OracleResult((double[])u.Clone(), value, cell);
                    }
                }
                for (var j = 0; j < d; j++) u[j] = -u[j];
            }
        }
        return best;
    }

    /// <summary>XᵀD_iZ, d×c row by row: M_i is its product with its transpose.</summary>
    private double[] Gradient(ReadOnlySpan<double> z, Arrangement cell)
    {
        var c = _data.Outputs;
        var gradient = new double[_data.Features * c];
        for (var i = 0; i < _data.Samples; i++)
        {
            if (!cell.Active[i]) continue;
            var row = _data.Input(i);
            for (var j = 0; j < row.Length; j++)
            {
                for (var k = 0; k < c; k++) gradient[j * c + k] += row[j] * z[i * c + k];
            }
        }
        return gradient;
    }

    private static double[][] Basis(Arrangement cell, CellFace face)
    {
        var rays = new double[face.Rays.Length][];
        for (var k = 0; k < rays.Length; k++) rays[k] = cell.Ray(face.Rays[k]).ToArray();
        return GramSchmidt.Orthonormal(rays, face.Dimension);
    }

    /// <summary>The leading eigenpair of M_i restricted to the span of an orthonormal basis B: of (BᵀG)(BᵀG)ᵀ with G = XᵀD_iZ.</summary>
    private static double Leading(double[] gradient, int c, double[][] basis, double[] coordinates)
    {
        var k = basis.Length;
        var restricted = new double[k][];
        for (var a = 0; a < k; a++)
        {
            restricted[a] = new double[c];
            for (var j = 0; j < basis[a].Length; j++)
            {
                for (var l = 0; l < c; l++) restricted[a][l] += basis[a][j] * gradient[j * c + l];
            }
        }
        var matrix = new double[k * k];
        for (var a = 0; a < k; a++)
        {
            for (var b = 0; b < k; b++) matrix[a * k + b] = GramSchmidt.Dot(restricted[a], restricted[b]);
        }
        return LeadingEigenpair.Find(matrix, coordinates);
    }

    private void CheckDual(ReadOnlySpan<double> z)
    {
        if (z.Length != _data.Samples * _data.Outputs)
            throw new ArgumentException($"Z is {_data.Samples}×{_data.Outputs}: expected {_data.Samples * _data.Outputs} values, but {z.Length} were given.", nameof(z));
    }
}

using Copositive.Modeling;

namespace Copositive.Networks;

/// <summary>
/// Coordinates u = Tû in which a part of a cell is round. With the singular value decomposition R = PΣQᵀ of its unit rays (the columns of
/// R), T = PΣ (d×r) maps the rows of Q (restricted to r columns) to the rays; where the part has r rays these rows are orthonormal, and the
/// cone in the new coordinates is a rotated orthant, however narrow the cell.
/// </summary>
/// <remarks>
/// In a cell of width δ the cone {U ⪰ 0 : FUFᵀ ≥ 0} is bounded by a half-space and the semidefinite cone that meet at an angle of order δ,
/// and methods that project on them in turn need of order 1/δ steps. In round coordinates the angle does not depend on δ. Directions in the
/// null space of the data, which no optimal neuron uses, are left out.
/// </remarks>
public sealed class CellFrame
{
    private readonly double[][] _columns;
    private readonly double[] _squaredLengths;

    private CellFrame(double[][] columns, PolyhedralCone cone)
    {
        _columns = columns;
        _squaredLengths = Array.ConvertAll(columns, static column => GramSchmidt.Dot(column, column));
        Cone = cone;
    }

    /// <summary>The number r of coordinates, the rank of the data.</summary>
    public int Rank => _columns.Length;

    /// <summary>The part in the new coordinates, {û : F̂û ≥ 0} with unit rows.</summary>
    public PolyhedralCone Cone { get; }

    /// <summary>The diagonal of TᵀT = Σ², so that tr TÛTᵀ = Σ_k σ_k²Û_kk.</summary>
    public ReadOnlySpan<double> SquaredLengths => _squaredLengths;

    /// <summary>A column σ_k p_k of T, d entries; the columns are orthogonal.</summary>
    /// <param name="coordinate">k, 0-based.</param>
    public ReadOnlySpan<double> Column(int coordinate) => _columns[coordinate];

    /// <summary>The frame of a part.</summary>
    /// <param name="part">The part; its cell must have a facet.</param>
    public static CellFrame Of(CellPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (part.FacetCount == 0) throw new ArgumentException("A cell without facets is all of R^d and has no frame.", nameof(part));
        var rays = part.Rays.ToArray();
        var columns = Array.ConvertAll(rays, ray => part.Cell.Ray(ray).ToArray());
        var right = OneSidedJacobi.Orthogonalize(columns);
        var rank = part.Cell.Rank;
        var cone = part.ConeOf(ray =>
        {
            var place = Array.IndexOf(rays, ray);
            var image = new double[rank];
            for (var k = 0; k < rank; k++) image[k] = right[k][place];
            return image;
        });
        return new CellFrame(columns[..rank], cone);
    }

    /// <summary>u = Tû.</summary>
    /// <param name="coordinates">û, r entries.</param>
    public double[] ToDirection(ReadOnlySpan<double> coordinates)
    {
        if (coordinates.Length != Rank) throw new ArgumentException($"Expected {Rank} coordinates, but {coordinates.Length} were given.", nameof(coordinates));
        var u = new double[_columns[0].Length];
        for (var k = 0; k < coordinates.Length; k++)
        {
            for (var j = 0; j < u.Length; j++) u[j] += coordinates[k] * _columns[k][j];
        }
        return u;
    }

    /// <summary>D_iXT, n×r: the data's active rows in the new coordinates.</summary>
    internal double[,] ActiveRows(TrainingData data, Arrangement cell)
    {
        var rows = new double[data.Samples, Rank];
        for (var i = 0; i < data.Samples; i++)
        {
            if (!cell.Active[i]) continue;
            for (var k = 0; k < Rank; k++) rows[i, k] = GramSchmidt.Dot(data.Input(i), _columns[k]);
        }
        return rows;
    }
}

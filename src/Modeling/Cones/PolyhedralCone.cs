namespace Copositive.Modeling;

/// <summary>
/// A polyhedral cone K ⊂ R^d given by facets, {u : F u ≥ 0} with a row of F per facet, or by rays, {R w : w ≥ 0} with a column
/// of R per ray. Immutable.
/// </summary>
public sealed class PolyhedralCone
{
    private readonly double[,] _matrix;

    private PolyhedralCone(double[,] matrix, bool byFacets)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int rows = matrix.GetLength(0), columns = matrix.GetLength(1);
        if (rows == 0 || columns == 0)
            throw new ArgumentException($"A polyhedral cone needs at least one {(byFacets ? "facet" : "ray")} and one dimension; got a {rows}×{columns} matrix.");
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                if (!double.IsFinite(matrix[i, j]))
                    throw new ArgumentException($"Entry ({i}, {j}) of the {(byFacets ? "facet" : "ray")} matrix is {matrix[i, j]}; finite numbers are needed.");
            }
        }
        _matrix = (double[,])matrix.Clone();
        IsGivenByFacets = byFacets;
        Dimension = byFacets ? columns : rows;
        Count = byFacets ? rows : columns;
    }

    /// <summary>The dimension d of the space of u.</summary>
    public int Dimension { get; }

    /// <summary>The number of facets or rays given.</summary>
    public int Count { get; }

    /// <summary>Whether the cone is {u : F u ≥ 0}; otherwise it is {R w : w ≥ 0}.</summary>
    public bool IsGivenByFacets { get; }

    /// <summary>{u : F u ≥ 0}.</summary>
    /// <param name="facets">F, k×d, a row per facet.</param>
    /// <exception cref="ArgumentException">The matrix is empty or has an entry that is not finite.</exception>
    public static PolyhedralCone FromFacets(double[,] facets) => new(facets, byFacets: true);

    /// <summary>{R w : w ≥ 0}.</summary>
    /// <param name="rays">R, d×k, a column per ray.</param>
    /// <exception cref="ArgumentException">The matrix is empty or has an entry that is not finite.</exception>
    public static PolyhedralCone FromRays(double[,] rays) => new(rays, byFacets: false);

    /// <summary>A copy of F (k×d) or R (d×k), whichever the cone was given by.</summary>
    public double[,] ToMatrix() => (double[,])_matrix.Clone();

    /// <summary>Entry (i, j) of F or R.</summary>
    public double this[int i, int j] => _matrix[i, j];

    /// <inheritdoc/>
    public override string ToString() => IsGivenByFacets ? $"{Count} facets in R^{Dimension}" : $"{Count} rays in R^{Dimension}";
}

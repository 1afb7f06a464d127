using System.Numerics;

namespace Copositive.Networks;

/// <summary>
/// A full-dimensional cell of the arrangement of a data matrix X: the closed cone K = {u : (2D − I)Xu ≥ 0} of one pattern of active rows
/// D = diag(1[x_i·u ≥ 0]), with its facets and its extreme rays.
/// </summary>
/// <remarks>
/// <para>
/// Pattern, facets and incidences are exact; rays and the interior point are rounded to doubles. Where the rank r of X is below d, K
/// contains the null space of X; rays and interior point are those of its pointed part within the row space, so that K = {Σ w_k r_k : w ≥
/// 0} + null(X).
/// </para>
/// <para>Immutable and safe to share between threads.</para>
/// </remarks>
public sealed class Arrangement
{
    private readonly TrainingData _data;
    private readonly bool[] _active;
    private readonly int[] _facetRows;
    private readonly double[][] _rays;
    private readonly bool[] _incidence;
    private CellFace[]? _faces;

    internal Arrangement(TrainingData data, HyperplaneClasses classes, ArrangementFrame frame, ArrangementRay[] rays)
    {
        _data = data;
        Rank = frame.Rank;
        var negative = new ulong[frame.Words];
        foreach (var ray in rays)
        {
            for (var w = 0; w < negative.Length; w++) negative[w] |= ray.Negative[w];
        }
        _active = new bool[data.Samples];
        for (var i = 0; i < _active.Length; i++)
        {
            var h = classes.HyperplaneOf[i];
            var likeFirst = classes.OrientationOf[i] > 0;
            _active[i] = h < 0 || ((negative[h >> 6] >> (h & 63) & 1) == 0) == likeFirst;
        }
        var facets = CellFacets.Find(rays, frame);
        _facetRows = Array.ConvertAll(facets, h => classes.Representatives[h]);
        _rays = Array.ConvertAll(rays, ray => ray.Lifted);
        _incidence = new bool[facets.Length * rays.Length];
        for (var f = 0; f < facets.Length; f++)
        {
            for (var k = 0; k < rays.Length; k++)
                _incidence[f * rays.Length + k] = (rays[k].Tight[facets[f] >> 6] >> (facets[f] & 63) & 1) != 0;
        }
    }

    /// <summary>The number d of entries of a direction u.</summary>
    public int Dimension => _data.Features;

    /// <summary>The rank r of X, the dimension of the pointed part of the cell.</summary>
    public int Rank { get; }

    /// <summary>The diagonal of D: whether each of the n rows is active, x_i·u ≥ 0 on the cell. Zero rows count as active.</summary>
    public ReadOnlySpan<bool> Active => _active;

    /// <summary>The number of facets.</summary>
    public int FacetCount => _facetRows.Length;

    /// <summary>The rows of X that define the facets, one for each facet; the rest of the rows is redundant.</summary>
    public ReadOnlySpan<int> FacetRows => _facetRows;

    /// <summary>The number of extreme rays of the cell within the row space.</summary>
    public int RayCount => _rays.Length;

    /// <summary>An extreme ray as a unit vector of d entries, within the row space of X.</summary>
    /// <param name="ray">The ray, 0-based.</param>
    public ReadOnlySpan<double> Ray(int ray) => _rays[ray];

    /// <summary>Whether an extreme ray lies on a facet; exact.</summary>
    /// <param name="facet">The facet, 0-based.</param>
    /// <param name="ray">The ray, 0-based.</param>
    public bool IsIncident(int facet, int ray) => _incidence[facet * _rays.Length + ray];

    /// <summary>
    /// The facet matrix F (facets×d) with K = {u : Fu ≥ 0}: the rows (2D − I)_ii x_i of <see cref="FacetRows"/>, as they are in X.
    /// </summary>
    public double[,] Facets()
    {
        var facets = new double[_facetRows.Length, Dimension];
        for (var f = 0; f < _facetRows.Length; f++)
        {
            var row = _data.Input(_facetRows[f]);
            for (var j = 0; j < row.Length; j++) facets[f, j] = _active[_facetRows[f]] ? row[j] : -row[j];
        }
        return facets;
    }

    /// <summary>
    /// The unit vector of the sum of the rays, in the interior up to rounding; d entries. A cell only a few roundings wide may have no
    /// double in its interior: <see cref="Active"/>, not this point, is exact. Zeros where X = 0.
    /// </summary>
    public double[] InteriorPoint()
    {
        var sum = new double[Dimension];
        foreach (var ray in _rays)
        {
            for (var j = 0; j < sum.Length; j++) sum[j] += ray[j];
        }
        GramSchmidt.Normalize(sum);
        return sum;
    }

    /// <summary>Whether (2D − I)Xu ≥ −tolerance·‖x_i‖‖u‖ in every facet row: membership up to a relative tolerance.</summary>
    /// <param name="u">A direction of d entries.</param>
    /// <param name="tolerance">At least 0; default 0.</param>
    public bool Contains(ReadOnlySpan<double> u, double tolerance = 0)
    {
        if (u.Length != Dimension) throw new ArgumentException($"Expected {Dimension} entries, but {u.Length} were given.", nameof(u));
        var length = Math.Sqrt(GramSchmidt.Dot(u, u));
        foreach (var i in _facetRows)
        {
            var row = _data.Input(i);
            var value = _active[i] ? GramSchmidt.Dot(row, u) : -GramSchmidt.Dot(row, u);
            if (value < -tolerance * length * Math.Sqrt(GramSchmidt.Dot(row, row))) return false;
        }
        return true;
    }

    /// <summary>
    /// The faces of positive dimension of the cell's pointed part, the cell itself first, extreme rays last; found when first asked for.
    /// </summary>
    public IReadOnlyList<CellFace> Faces => _faces ??= CellFaces.Find(this);
}

using System.Numerics;

namespace Copositive.Networks;

/// <summary>
/// The coordinates in which an arrangement is enumerated. Of the n×d data of exact rank r, r independent columns J are kept: the other
/// columns are combinations of them, so {Xu} = {X_J w} and the cells are those of the r-dimensional, essential arrangement of X_J. A
/// direction w is taken back to R^d by zeros outside J and the orthogonal projection onto the row space, which leaves Xu unchanged.
/// </summary>
internal sealed class ArrangementFrame
{
    private readonly int _features;
    private readonly int[] _columns;
    private readonly double[][] _approximations;
    private readonly double[][]? _rowSpace;
    private readonly double _certain;

    private ArrangementFrame(int features, BigInteger[][] normals, int[] basis, int[] columns, double[][]? rowSpace)
    {
        _features = features;
        _columns = columns;
        _rowSpace = rowSpace;
        Rank = columns.Length;
        Basis = basis;
        Normals = Array.ConvertAll(normals, normal => Array.ConvertAll(columns, j => normal[j]));
        foreach (var normal in Normals) PrimitiveVector.DivideByContent(normal);
        _approximations = Array.ConvertAll(Normals, normal => PrimitiveVector.Approximate(normal));
        Words = Normals.Length + 63 >> 6;
        All = new ulong[Words];
        for (var h = 0; h < Normals.Length; h++) All[h >> 6] |= 1UL << (h & 63);

        // Entries are at most 1 in size with an error of 2⁻⁵² each: a sum of r products is off by at most r(2·2⁻⁵² + 2⁻¹⁰⁴) from its data
        // and r(r + 1)·2⁻⁵³ from its evaluation. r(r + 8)·2⁻⁵³ covers both.
        _certain = Rank * (Rank + 8.0) * Math.ScaleB(1, -53);
    }

    /// <summary>The rank r of the data.</summary>
    public int Rank { get; }

    /// <summary>The number of 64-bit words of a set of hyperplanes.</summary>
    public int Words { get; }

    /// <summary>The set of all hyperplanes.</summary>
    public ulong[] All { get; }

    /// <summary>The primitive integer normals in the essential coordinates.</summary>
    public BigInteger[][] Normals { get; }

    /// <summary>r hyperplanes with independent normals.</summary>
    public int[] Basis { get; }

    public static ArrangementFrame Of(HyperplaneClasses classes, int features)
    {
        var (basis, columns) = IntegerElimination.Basis(classes.Normals, features);
        var rowSpace = columns.Length == features
            ? null
            : GramSchmidt.Orthonormal(Array.ConvertAll(basis, h => PrimitiveVector.Approximate(classes.Normals[h])), basis.Length);
        return new ArrangementFrame(features, classes.Normals, basis, columns, rowSpace);
    }

    /// <summary>The exact side of hyperplane <paramref name="h"/> on which a direction lies: −1, 0 or +1.</summary>
    public int Side(int h, BigInteger[] direction, double[] approximation)
    {
        var normal = _approximations[h];
        var sum = 0.0;
        for (var k = 0; k < normal.Length; k++) sum += normal[k] * approximation[k];
        if (Math.Abs(sum) > _certain) return Math.Sign(sum);
        return PrimitiveVector.Dot(Normals[h], direction).Sign;
    }

    /// <summary>The unit vector in the row space of the data that a direction in essential coordinates stands for.</summary>
    public double[] Lift(double[] direction)
    {
        var placed = new double[_features];
        for (var k = 0; k < _columns.Length; k++) placed[_columns[k]] = direction[k];
        if (_rowSpace is not null)
        {
            var projected = new double[_features];
            foreach (var q in _rowSpace)
            {
                var along = GramSchmidt.Dot(q, placed);
                for (var j = 0; j < projected.Length; j++) projected[j] += along * q[j];
            }
            placed = projected;
        }
        GramSchmidt.Normalize(placed);
        return placed;
    }
}

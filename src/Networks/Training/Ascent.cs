namespace Copositive.Networks;

/// <summary>Local ascent of f(w) = ‖Zᵀ(Aw)₊‖ on the unit sphere for one Z. Not thread-safe: it owns its working space.</summary>
internal sealed class Ascent
{
    private const int MaxSteps = 60, MaxHalvings = 20;

    private readonly double[] _x, _z, _sum, _gradient, _trial;
    private readonly double[][] _units;
    private readonly int _n, _r, _c;

    /// <summary>An ascent.</summary>
    /// <param name="x">A, n×r, row by row.</param>
    /// <param name="units">The rows of A, scaled to length 1 (or zero).</param>
    /// <param name="z">Z, n×c, row by row.</param>
    /// <param name="r">The number of columns of A.</param>
    /// <param name="c">The number of columns of Z.</param>
    public Ascent(double[] x, double[][] units, double[] z, int r, int c)
    {
        (_x, _units, _z, _n, _r, _c) = (x, units, z, units.Length, r, c);
        (_sum, _gradient, _trial) = (new double[c], new double[r], new double[r]);
    }

    /// <summary>f(w); leaves Zᵀ(Aw)₊ in the working space.</summary>
    public double Value(ReadOnlySpan<double> w)
    {
        Array.Clear(_sum);
        for (var i = 0; i < _n; i++)
        {
            var activation = GramSchmidt.Dot(_x.AsSpan(i * _r, _r), w);
            if (!(activation > 0)) continue;
            for (var q = 0; q < _c; q++) _sum[q] += activation * _z[i * _c + q];
        }

        return Math.Sqrt(GramSchmidt.Dot(_sum, _sum));
    }

    /// <summary>Moves w, of length 1, uphill until steps no longer help; returns f there.</summary>
    public double Follow(double[] w)
    {
        var value = Value(w);
        var length = 0.3;
        for (var step = 0; step < MaxSteps && value > 0; step++)
        {
            Gradient(w);
            GramSchmidt.Normalize(_gradient);
            _gradient.CopyTo(_trial, 0);
            var next = Value(_trial);
            if (!(next > value * (1 + 1e-14)))
            {
                // The power step does not help, for instance across a kink: search along the tangent.
                var radial = GramSchmidt.Dot(_gradient, w);
                double tangent = 0;
                for (var k = 0; k < _r; k++)
                {
                    _gradient[k] -= radial * w[k];
                    tangent += _gradient[k] * _gradient[k];
                }

                if (!(tangent > 1e-24)) break;
                tangent = Math.Sqrt(tangent);
                var found = false;
                for (var halving = 0; halving < MaxHalvings && !found; halving++, length *= 0.4)
                {
                    for (var k = 0; k < _r; k++) _trial[k] = w[k] + length / tangent * _gradient[k];
                    GramSchmidt.Normalize(_trial);
                    next = Value(_trial);
                    found = next > value * (1 + 1e-14);
                }

                if (!found) break;
                length *= 5;
            }

            _trial.CopyTo(w, 0);
            value = next;
        }

        return value;
    }

    /// <summary>Tries the leading eigenvectors of the nested faces nearest to w; moves w where f increases and returns f there.</summary>
    public double Polish(double[] w, double value)
    {
        var start = (double[])w.Clone();
        var normals = NearestZeros(start);
        for (var k = 0; k <= normals.Count && k < _r; k++)
        {
            if (!TryFace(start, normals, k)) continue;
            var found = Value(_trial);
            if (!(found > value * (1 + 1e-15))) continue;
            value = found;
            _trial.CopyTo(w, 0);
        }

        return value;
    }

    /// <summary>∇(½f²) = Aᵀ D Z (Zᵀ(Aw)₊), with the sum left by <see cref="Value"/> for this w or one close by.</summary>
    private void Gradient(double[] w)
    {
        Value(w);
        Array.Clear(_gradient);
        for (var i = 0; i < _n; i++)
        {
            var row = _x.AsSpan(i * _r, _r);
            if (!(GramSchmidt.Dot(row, w) > 0)) continue;
            var weight = GramSchmidt.Dot(_z.AsSpan(i * _c, _c), _sum);
            for (var k = 0; k < _r; k++) _gradient[k] += weight * row[k];
        }
    }

    /// <summary>Up to r − 1 orthonormal vectors whose spans are those of the rows nearest to being zero at w, the nearest first.</summary>
    private List<double[]> NearestZeros(double[] w)
    {
        var distances = new double[_n];
        var order = new int[_n];
        for (var i = 0; i < _n; i++) (distances[i], order[i]) = (Math.Abs(GramSchmidt.Dot(_units[i], w)), i);
        Array.Sort(distances, order);
        var normals = new List<double[]>();
        foreach (var i in order)
        {
            if (normals.Count == _r - 1) break;
            var rest = (double[])_units[i].Clone();
            for (var pass = 0; pass < 2; pass++)
                foreach (var normal in normals) Subtract(rest, normal);
            if (!(GramSchmidt.Dot(rest, rest) > 1e-12)) continue;
            GramSchmidt.Normalize(rest);
            normals.Add(rest);
        }

        return normals;
    }

    /// <summary>Puts into the trial point the leading eigenvector on the face orthogonal to the first k normals, with the signs of w.</summary>
    private bool TryFace(double[] w, List<double[]> normals, int k)
    {
        var basis = Complement(normals, k);
        var size = basis.Count;
        var b = new double[_c * size];
        var local = new double[size];
        for (var i = 0; i < _n; i++)
        {
            var row = _x.AsSpan(i * _r, _r);
            if (!(GramSchmidt.Dot(row, w) > 0)) continue;
            for (var l = 0; l < size; l++) local[l] = GramSchmidt.Dot(row, basis[l]);
            for (var q = 0; q < _c; q++)
                for (var l = 0; l < size; l++) b[q * size + l] += _z[i * _c + q] * local[l];
        }

        var gram = new double[size * size];
        for (var q = 0; q < _c; q++)
            for (var l = 0; l < size; l++)
                for (var h = 0; h < size; h++) gram[l * size + h] += b[q * size + l] * b[q * size + h];
        var vector = new double[size];
        if (!(LeadingEigenpair.Find(gram, vector) > 0)) return false;
        Array.Clear(_trial);
        for (var l = 0; l < size; l++)
            for (var j = 0; j < _r; j++) _trial[j] += vector[l] * basis[l][j];
        GramSchmidt.Normalize(_trial);
        if (GramSchmidt.Dot(_trial, w) < 0)
            for (var j = 0; j < _r; j++) _trial[j] = -_trial[j];
        return true;
    }

    /// <summary>An orthonormal basis of what is orthogonal to the first k normals.</summary>
    private List<double[]> Complement(List<double[]> normals, int k)
    {
        var basis = new List<double[]>();
        for (var wanted = 0; wanted < _r - k; wanted++)
        {
            double[] best = [];
            var largest = -1.0;
            for (var j = 0; j < _r; j++)
            {
                var rest = new double[_r];
                rest[j] = 1;
                for (var pass = 0; pass < 2; pass++)
                {
                    for (var l = 0; l < k; l++) Subtract(rest, normals[l]);
                    foreach (var vector in basis) Subtract(rest, vector);
                }

                var square = GramSchmidt.Dot(rest, rest);
                if (square > largest) (best, largest) = (rest, square);
            }

            GramSchmidt.Normalize(best);
            basis.Add(best);
        }

        return basis;
    }

    private static void Subtract(double[] vector, double[] unit)
    {
        var along = GramSchmidt.Dot(unit, vector);
        for (var k = 0; k < vector.Length; k++) vector[k] -= along * unit[k];
    }
}

namespace Copositive.Networks;

/// <summary>The best neuron so far, and work space for visiting cells.</summary>
internal ref struct FaceSearch
{
    /// <summary>How far, relative to the rows' lengths, an eigenvector may leave its cell by rounding.</summary>
    private const double MembershipTolerance = 1e-12;

    private readonly FaceOracle _oracle;
    private readonly ReadOnlySpan<double> _z;
    private readonly double[] _gradient, _restricted, _matrix, _coordinates, _direction, _sum, _products, _singular;

    public FaceSearch(FaceOracle oracle, ReadOnlySpan<double> z)
    {
        var (d, c) = (oracle.Data.Features, oracle.Data.Outputs);
        _oracle = oracle;
        _z = z;
        _gradient = new double[d * c];
        _restricted = new double[d * c];
        _matrix = new double[d * d];
        _coordinates = new double[d];
        _direction = new double[d];
        _sum = new double[c];
        _products = new double[Math.Min(d, c) * Math.Min(d, c)];
        _singular = new double[Math.Min(d, c)];
        Best = new double[d];
    }

    /// <summary>The unit vector u of the best neuron; zeros at first.</summary>
    public double[] Best { get; }

    /// <summary>What it attains; 0 at first.</summary>
    public double Value { get; private set; }

    /// <summary>Looks for a better neuron on every face of a cell; says whether there was one.</summary>
    public bool Visit(Arrangement cell)
    {
        SetGradient(cell);
        if (SpectralNorm() <= Value) return false;
        var improved = false;
        foreach (var face in cell.Faces)
        {
            var coordinates = _coordinates.AsSpan(0, face.Dimension);
            if (Math.Sqrt(Math.Max(0, Leading(face, coordinates))) <= Value) continue;
            _direction.AsSpan().Clear();
            for (var a = 0; a < coordinates.Length; a++)
            {
                var basis = face.BasisVector(a);
                for (var j = 0; j < basis.Length; j++) _direction[j] += coordinates[a] * basis[j];
            }
            GramSchmidt.Normalize(_direction);
            for (var sign = 0; sign < 2; sign++)
            {
                improved |= Accept(cell);
                foreach (ref var entry in _direction.AsSpan()) entry = -entry;
            }
        }
        return improved;
    }

    private bool Accept(Arrangement cell)
    {
        if (!cell.Contains(_direction, MembershipTolerance)) return false;
        var value = _oracle.Evaluate(_z, _direction, _sum);
        if (value <= Value) return false;
        Value = value;
        _direction.CopyTo(Best, 0);
        return true;
    }

    /// <summary>G = XᵀD_iZ, d×c row by row: M_i is its product with its transpose.</summary>
    private void SetGradient(Arrangement cell)
    {
        var data = _oracle.Data;
        var c = data.Outputs;
        _gradient.AsSpan().Clear();
        for (var i = 0; i < data.Samples; i++)
        {
            if (!cell.Active[i]) continue;
            var row = data.Input(i);
            for (var j = 0; j < row.Length; j++)
            {
                for (var k = 0; k < c; k++) _gradient[j * c + k] += row[j] * _z[i * c + k];
            }
        }
    }

    /// <summary>‖G‖₂ = √λ_max(M_i), which no u of length 1 exceeds: from GᵀG or GGᵀ, whichever is smaller.</summary>
    private double SpectralNorm()
    {
        var c = _sum.Length;
        var d = _direction.Length;
        var k = _singular.Length;
        var (vector, entry, length) = c <= d ? (1, c, d) : (c, 1, c);
        for (var a = 0; a < k; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                var sum = 0.0;
                for (var j = 0; j < length; j++) sum += _gradient[a * vector + j * entry] * _gradient[b * vector + j * entry];
                _products[a * k + b] = _products[b * k + a] = sum;
            }
        }
        return Math.Sqrt(Math.Max(0, LeadingEigenpair.Find(_products, _singular)));
    }

    /// <summary>The leading eigenpair of M_i restricted to the span of a face with orthonormal basis B: of (BᵀG)(BᵀG)ᵀ.</summary>
    private double Leading(CellFace face, Span<double> coordinates)
    {
        var k = face.Dimension;
        var c = _sum.Length;
        _restricted.AsSpan(0, k * c).Clear();
        for (var a = 0; a < k; a++)
        {
            var basis = face.BasisVector(a);
            for (var j = 0; j < basis.Length; j++)
            {
                for (var l = 0; l < c; l++) _restricted[a * c + l] += basis[j] * _gradient[j * c + l];
            }
        }
        for (var a = 0; a < k; a++)
        {
            for (var b = 0; b < k; b++)
                _matrix[a * k + b] = GramSchmidt.Dot(_restricted.AsSpan(a * c, c), _restricted.AsSpan(b * c, c));
        }
        return LeadingEigenpair.Find(_matrix.AsSpan(0, k * k), coordinates);
    }
}

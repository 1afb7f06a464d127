namespace Copositive.Numerics.Tests;

/// <summary>
/// An orthogonal matrix Q = H₁H₂H₃ whose entries are dyadic fractions, and exact products QΛQ' with it. Each H = I − 2vv'/v'v with v made of
/// 2^p entries ±1 and zeros, hence 2/v'v = 2^(1−p).
/// </summary>
/// <remarks>
/// Products are computed in integers times a power of two, checked for overflow, so an entry of QΛQ' is rounded once, when it becomes a double;
/// where it has at most 53 bits, as for small integers in Λ, it is exact.
/// </remarks>
internal sealed class DyadicReflections
{
    private const int Reflections = 3, LargestExponent = 7;

    /// <summary>Entries of Λ are multiples of 2^−54.</summary>
    private const int FractionBits = 54;

    private readonly int _order, _exponent;
    private readonly int[][] _vectors;

    /// <summary>Makes Q of the given order; the seed chooses the places and signs of the entries of v.</summary>
    public DyadicReflections(int order, int seed)
    {
        _order = order;
        _exponent = order < 2 ? 0 : Math.Min(LargestExponent, (int)Math.Log2(order));
        var random = new Random(seed);
        _vectors = new int[_exponent == 0 ? 0 : Reflections][];
        for (int r = 0; r < _vectors.Length; r++)
        {
            var v = new int[order];
            for (int k = 0; k < 1 << _exponent; k++)
                v[k] = random.Next(2) == 0 ? 1 : -1;
            random.Shuffle(v);
            _vectors[r] = v;
        }
    }

    /// <summary>QΛQ', row-major.</summary>
    /// <param name="values">The diagonal of Λ: multiples of 2^−54 of at most 2^10.</param>
    public double[] Congruence(ReadOnlySpan<double> values)
    {
        int n = _order, shift = _exponent - 1;
        var matrix = new Int128[n * n];
        for (int i = 0; i < n; i++)
            matrix[i * n + i] = checked((Int128)Math.ScaleB(values[i], FractionBits));
        foreach (int[] v in _vectors)
            checked
            {
                // With w = Mv: 4^shift HMH = 4^shift M − 2^shift (vw' + wv') + (v'w) vv'.
                var w = new Int128[n];
                Int128 vw = 0;
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j < n; j++)
                        w[i] += v[j] * matrix[i * n + j];
                    vw += v[i] * w[i];
                }
                for (int i = 0; i < n; i++)
                    for (int j = 0; j < n; j++)
                        matrix[i * n + j] = (matrix[i * n + j] << (2 * shift)) - (((v[i] * w[j]) + (v[j] * w[i])) << shift) + (v[i] * v[j] * vw);
            }
        int bits = FractionBits + 2 * shift * _vectors.Length;
        return Array.ConvertAll(matrix, entry => Math.ScaleB((double)entry, -bits));
    }
}

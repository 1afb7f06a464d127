using System.Numerics.Tensors;

namespace Copositive.Networks;

/// <summary>
/// Carathéodory's theorem applied to a network: with t_j = ‖v_j‖ its output is the combination Σ t_j P_j of the matrices P_j = a_j v_jᵀ/t_j of R^{n×c},
/// and its weight decay is Σ t_j. While the P_j are linearly dependent, Σ μ_j P_j = 0 with Σ μ_j ≥ 0, moving t along −μ keeps the output, does not
/// increase the decay, and brings a t_j to zero: at most rank ≤ n·c neurons remain.
/// </summary>
internal sealed class NeuronReduction
{
    /// <summary>Matrices whose part independent of the others is relatively below this count as dependent.</summary>
    private const double Dependent = 1e-13;

    private readonly int _n, _c;
    private readonly double[] _atoms, _v, _norms, _amounts;
    private readonly List<int> _kept = [];

    /// <summary>Orthonormal q_k with P_{kept[k]} = Σ_{l ≤ k} q_l R_lk.</summary>
    private readonly List<double[]> _basis = [];
    private readonly List<double[]> _triangle = [];

    private NeuronReduction(double[] atoms, double[] v, int n, int c)
    {
        (_atoms, _v, _n, _c) = (atoms, v, n, c);
        _norms = new double[v.Length / c];
        for (var j = 0; j < _norms.Length; j++) _norms[j] = DenseRows.Norm(v.AsSpan(j * c, c));
        _amounts = (double[])_norms.Clone();
    }

    /// <summary>Scales the rows of v, some to zero, so that those left have linearly independent a_j v_jᵀ.</summary>
    /// <param name="atoms">m atoms a_j of n entries, one after the other.</param>
    /// <param name="v">m×c, row by row.</param>
    /// <param name="n">The number of samples.</param>
    /// <param name="c">The number of outputs.</param>
    /// <returns>The new v.</returns>
    public static double[] Apply(double[] atoms, double[] v, int n, int c)
    {
        var reduction = new NeuronReduction(atoms, v, n, c);
        var order = new int[reduction._norms.Length];
        for (var j = 0; j < order.Length; j++) order[j] = j;
        Array.Sort(Array.ConvertAll(reduction._norms, norm => -norm), order);
        foreach (var j in order)
            if (reduction._norms[j] > 0) reduction.Enter(j);

        var result = new double[v.Length];
        foreach (var j in reduction._kept)
            TensorPrimitives.Multiply(v.AsSpan(j * c, c), reduction._amounts[j] / reduction._norms[j], result.AsSpan(j * c, c));
        return result;
    }

    /// <summary>Adds a neuron; where it depends on those already in, one of them or the neuron itself leaves.</summary>
    private void Enter(int j)
    {
        var coefficients = Orthogonalise(j, out var rest, out var length);
        if (length > 0)
        {
            Append(j, coefficients, rest, length);
            return;
        }

        // P_j = Σ x_k P_k with Rx = coefficients.
        for (var k = coefficients.Length - 1; k >= 0; k--)
        {
            coefficients[k] /= _triangle[k][k];
            for (var l = 0; l < k; l++) coefficients[l] -= coefficients[k] * _triangle[k][l];
        }

        double sum = 1;
        foreach (var x in coefficients) sum -= x;
        var sign = sum >= 0 ? 1 : -1;
        double Mu(int k) => sign * (k < coefficients.Length ? -coefficients[k] : 1);
        double Amount(int k) => _amounts[k < coefficients.Length ? _kept[k] : j];
        var (theta, leaving) = (double.PositiveInfinity, coefficients.Length);
        for (var k = 0; k <= coefficients.Length; k++)
            if (Mu(k) > 0 && Amount(k) / Mu(k) < theta) (theta, leaving) = (Amount(k) / Mu(k), k);

        for (var k = 0; k <= coefficients.Length; k++)
        {
            var index = k < coefficients.Length ? _kept[k] : j;
            _amounts[index] = k == leaving ? 0 : Math.Max(0, _amounts[index] - theta * Mu(k));
        }

        if (leaving == coefficients.Length) return;
        int[] survivors = [.. _kept, j];
        var gone = _kept[leaving];
        _kept.Clear();
        _basis.Clear();
        _triangle.Clear();
        foreach (var survivor in survivors)
        {
            if (survivor == gone) continue;
            var column = Orthogonalise(survivor, out rest, out length);
            Append(survivor, column, rest, length);
        }
    }

    private void Append(int j, double[] coefficients, double[] rest, double length)
    {
        TensorPrimitives.Divide(rest, length, rest);
        _kept.Add(j);
        _basis.Add(rest);
        _triangle.Add([.. coefficients, length]);
    }

    /// <summary>The coefficients of P_j in the basis and what is left of it, its length 0 where it is rounding only; two passes of Gram–Schmidt.</summary>
    private double[] Orthogonalise(int j, out double[] rest, out double length)
    {
        rest = new double[_n * _c];
        for (var i = 0; i < _n; i++)
            for (var q = 0; q < _c; q++) rest[i * _c + q] = _atoms[j * _n + i] * (_v[j * _c + q] / _norms[j]);
        var norm = TensorPrimitives.Norm<double>(rest);
        var coefficients = new double[_basis.Count];
        for (var pass = 0; pass < 2; pass++)
        {
            for (var k = 0; k < _basis.Count; k++)
            {
                var along = TensorPrimitives.Dot<double>(_basis[k], rest);
                coefficients[k] += along;
                TensorPrimitives.MultiplyAdd(_basis[k], -along, rest, rest);
            }
        }

        length = TensorPrimitives.Norm<double>(rest);
        if (!(length > Dependent * norm)) length = 0;
        return coefficients;
    }
}

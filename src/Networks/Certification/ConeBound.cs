using System.Numerics;
using System.Runtime.InteropServices;

namespace Copositive.Networks;

/// <summary>
/// The bound of one cone: decides rigorously whether ‖Σ_i z_i (x_i·u)₊‖ ≤ t‖u‖ for every u of a <see cref="ConeLevel"/>'s cone.
/// </summary>
/// <remarks>
/// <para><b>The bound</b> (in exact arithmetic on the doubles stored). For u = Σ w_k r_k a mixed row has (x_i·u)₊ = pᵀw − δ with p = (a_i)₊,
/// q = (−a_i)₊ and 0 ≤ δ ≤ δ̄ᵀw, δ̄ = p or q, whichever has the smaller sum. With centre columns C_k = G_k + Σ z_i(p_ik − ½δ̄_ik), any unit
/// vector h, ρ1 = ½Σ|h·z_i|δ̄_i and ρ2 = ½Σ‖z_i − (h·z_i)h‖δ̄_i, the part of the sum along h is at most (|h·C| + ρ1)ᵀw in magnitude and the part
/// orthogonal to it at most ‖C⊥w‖ + ρ2ᵀw, whose square is at most (1+s)‖C⊥w‖² + (1+1/s)(ρ2ᵀw)² for every s &gt; 0. With Q the sum of these
/// forms the claim follows when t²RᵀR − Q is copositive. With h = 0 everything counts as orthogonal; that form is used where the columns do
/// not point along one direction.</para>
/// <para><b>Rounding.</b> Two kinds of error are kept apart. (1) What is wrong with the stored doubles and with C, ρ1, ρ2, h adds a vector of
/// length at most E·Σw to the sum, and ‖u‖ ≥ ‖Rw‖ − e·Σw. The exact rays lie in one orthant, where all inner products are nonnegative, so
/// ‖u‖² ≥ Σw_k²‖r*_k‖² and Σw ≤ 1.002√d·‖u‖: it is enough to prove the claim with t lowered by 1.01√d(te + E). (2) The entries of t²RᵀR − Q
/// are sums of products of doubles, whose rounding is below κu times the sum of their magnitudes: each entry is lowered by that, which is
/// safe because a matrix entrywise above a copositive one is copositive. The lowered matrix of doubles goes to <see cref="SmallCopositivity"/>.</para>
/// </remarks>
internal sealed class ConeBound
{
    private const double Unit = 1.1102230246251565e-16; // 2⁻⁵³

    /// <summary>Far above every underflow of the scaled data, far below anything that counts.</summary>
    private const double UnderflowAllowance = 1e-280;

    private readonly int _d, _c;
    private readonly double _totalNorm;
    private readonly double[] _centre, _along, _across, _gram, _form, _formMagnitude, _lowered, _work, _h, _rayValue;
    private double[] _choosesPositive = [], _zAlong = [], _zAcross = [];
    private double _valueError, _rayError;

    /// <summary>A bound for rows in R^d and z in R^c.</summary>
    /// <param name="d">The dimension of u.</param>
    /// <param name="c">The number of outputs.</param>
    /// <param name="totalNorm">W ≥ Σ‖z_i‖ over the scaled rows, each with ‖x_i‖ ≤ 1.</param>
    public ConeBound(int d, int c, double totalNorm)
    {
        (_d, _c, _totalNorm) = (d, c, totalNorm);
        (_centre, _along, _across, _h, _rayValue) = (new double[d * c], new double[d], new double[d], new double[c], new double[d]);
        (_gram, _form, _formMagnitude) = (new double[d * d], new double[d * d], new double[d * d]);
        (_lowered, _work) = (new double[d * d], new double[d * d]);
    }

    /// <summary>The values ‖Σ z_i (x_i·r_k)₊‖ at the rays of the cone last evaluated (not rounded in any direction).</summary>
    public ReadOnlySpan<double> RayValue => _rayValue;

    /// <summary>The mixed row with the largest ‖z_i‖·min(Σp, Σq) in the cone last evaluated: the one to cut along; −1 where none is mixed.</summary>
    public int CutRow { get; private set; }

    /// <summary>Computes the values at the rays and the row to cut along.</summary>
    public void EvaluateRays(ConeLevel cone)
    {
        if (_zAlong.Length < cone.Stride)
        {
            _choosesPositive = new double[cone.Stride];
            _zAlong = new double[cone.Stride];
            _zAcross = new double[cone.Stride];
        }

        ChooseSides(cone);
        SumRows(cone, centred: false);
        for (var k = 0; k < _d; k++) _rayValue[k] = Norm(_centre.AsSpan(k * _c, _c));
    }

    /// <summary>Forms RᵀR and Q of the cone whose rays were evaluated last.</summary>
    public void FormBound(ConeLevel cone)
    {
        double rayError = 0, sumError = 0;
        for (var k = 0; k < _d; k++)
        {
            rayError = Math.Max(rayError, cone.RayError[k]);
            sumError = Math.Max(sumError, cone.SumError[k]);
        }

        // C, ρ1, ρ2, h·C, C⊥ and the deviation of h from a unit vector: sums of at most m + 8c + 40 rounded terms in all, whose magnitudes add
        // up to at most 1.001W a ray. Both parts, along and across, are counted (hence 2m), with 2.2u instead of u a term.
        _rayError = rayError;
        _valueError = 1.0001 * (sumError + _totalNorm * (rayError + 2.2 * Unit * (2 * cone.Mixed + 8 * _c + 40))) + UnderflowAllowance;

        SetDirection();
        SumRows(cone, centred: true);
        var aligned = true;
        for (var k = 0; k < _d; k++) aligned &= Dot(_h, _centre.AsSpan(k * _c, _c)) >= 0;
        if (!aligned) Array.Clear(_h);
        SumDeviations(cone);
        for (var k = 0; k < _d; k++)
        {
            var column = _centre.AsSpan(k * _c, _c);
            var along = Dot(_h, column);
            for (var q = 0; q < column.Length; q++) column[q] -= along * _h[q];
            _along[k] += Math.Abs(along);
        }

        FormMatrices(cone);
    }

    /// <summary>Whether ‖Σ z_i (x_i·u)₊‖ ≤ t‖u‖ is proved on the cone whose bound was formed last.</summary>
    /// <param name="t">The threshold, in the scale of the rows.</param>
    public bool Proves(double t)
    {
        // Every operation of this line is rounded by at most u of its result; 1.01 against the 1.002 needed, and 1 − 8u, cover that.
        var lowered = (t - 1.01 * Math.Sqrt(_d) * (t * _rayError + _valueError)) * (1 - 8 * Unit);
        if (!(lowered > 0)) return false;
        var square = lowered * lowered;
        var kappa = 2 * (_d + _c + 16) * Unit;
        for (var i = 0; i < _d * _d; i++)
            _lowered[i] = square * _gram[i] - _form[i] - (kappa * (square * 1.01 + _formMagnitude[i]) + UnderflowAllowance);
        return SmallCopositivity.Proves(_lowered, _d, _work);
    }

    /// <summary>Chooses δ̄ = p or q for each mixed row, and the row to cut along.</summary>
    private void ChooseSides(ConeLevel cone)
    {
        CutRow = -1;
        var best = -1.0;
        var width = Vector<double>.Count;
        ref var values = ref MemoryMarshal.GetArrayDataReference(cone.Value);
        ref var norms = ref MemoryMarshal.GetArrayDataReference(cone.ZNorm);
        ref var sides = ref MemoryMarshal.GetArrayDataReference(_choosesPositive);
        ref var scores = ref MemoryMarshal.GetArrayDataReference(_zAlong);
        for (var i = 0; i < cone.Stride; i += width)
        {
            Vector<double> positive = default, negative = default;
            for (var k = 0; k < _d; k++)
            {
                var a = Vector.LoadUnsafe(ref values, (nuint)(k * cone.Stride + i));
                positive += Vector.Max(a, default);
                negative -= Vector.Min(a, default);
            }

            Vector.ConditionalSelect(Vector.LessThan(positive, negative), Vector<double>.One, default).StoreUnsafe(ref sides, (nuint)i);
            (Vector.LoadUnsafe(ref norms, (nuint)i) * Vector.Min(positive, negative)).StoreUnsafe(ref scores, (nuint)i);
        }

        for (var i = 0; i < cone.Mixed; i++)
        {
            if (!(_zAlong[i] > best)) continue;
            best = _zAlong[i];
            CutRow = i;
        }
    }

    /// <summary>Sets the columns to G_k + Σ z_i p_ik, or with <paramref name="centred"/> to G_k + Σ z_i(p_ik − ½δ̄_ik).</summary>
    private void SumRows(ConeLevel cone, bool centred)
    {
        var width = Vector<double>.Count;
        var half = new Vector<double>(centred ? 0.5 : 0);
        ref var values = ref MemoryMarshal.GetArrayDataReference(cone.Value);
        ref var z = ref MemoryMarshal.GetArrayDataReference(cone.Z);
        ref var sides = ref MemoryMarshal.GetArrayDataReference(_choosesPositive);
        for (var k = 0; k < _d; k++)
        {
            for (var q = 0; q < _c; q++)
            {
                Vector<double> sum = default;
                for (var i = 0; i < cone.Stride; i += width)
                {
                    var a = Vector.LoadUnsafe(ref values, (nuint)(k * cone.Stride + i));
                    var p = Vector.Max(a, default);
                    var side = Vector.LoadUnsafe(ref sides, (nuint)i);
                    var deviation = side * p + (Vector<double>.One - side) * (p - a); // exact: side is 0 or 1, and p − a is 0 or −a
                    sum += Vector.LoadUnsafe(ref z, (nuint)(q * cone.Stride + i)) * (p - half * deviation);
                }

                _centre[k * _c + q] = cone.FixedSum[k * _c + q] + Vector.Sum(sum);
            }
        }
    }

    /// <summary>Sets h to the direction of the sum of the ray values.</summary>
    private void SetDirection()
    {
        Array.Clear(_h);
        for (var k = 0; k < _d; k++)
            for (var q = 0; q < _c; q++) _h[q] += _centre[k * _c + q];
        var norm = Norm(_h);
        if (norm > 1e-100)
        {
            for (var q = 0; q < _c; q++) _h[q] /= norm;
            return;
        }

        Array.Clear(_h);
        _h[0] = 1;
    }

    /// <summary>Sets the two deviations: ρ1 = ½Σ|h·z_i|δ̄_i and ρ2 = ½Σ‖z_i − (h·z_i)h‖δ̄_i.</summary>
    private void SumDeviations(ConeLevel cone)
    {
        var width = Vector<double>.Count;
        ref var values = ref MemoryMarshal.GetArrayDataReference(cone.Value);
        ref var z = ref MemoryMarshal.GetArrayDataReference(cone.Z);
        ref var sides = ref MemoryMarshal.GetArrayDataReference(_choosesPositive);
        ref var zAlong = ref MemoryMarshal.GetArrayDataReference(_zAlong);
        ref var zAcross = ref MemoryMarshal.GetArrayDataReference(_zAcross);
        var half = new Vector<double>(0.5);
        for (var i = 0; i < cone.Stride; i += width)
        {
            Vector<double> along = default, across = default;
            for (var q = 0; q < _c; q++) along += Vector.LoadUnsafe(ref z, (nuint)(q * cone.Stride + i)) * _h[q];
            for (var q = 0; q < _c; q++)
            {
                var rest = Vector.LoadUnsafe(ref z, (nuint)(q * cone.Stride + i)) - along * _h[q];
                across += rest * rest;
            }

            (half * Vector.Abs(along)).StoreUnsafe(ref zAlong, (nuint)i);
            (half * Vector.SquareRoot(across)).StoreUnsafe(ref zAcross, (nuint)i);
        }

        for (var k = 0; k < _d; k++)
        {
            Vector<double> along = default, across = default;
            for (var i = 0; i < cone.Stride; i += width)
            {
                var a = Vector.LoadUnsafe(ref values, (nuint)(k * cone.Stride + i));
                var p = Vector.Max(a, default);
                var side = Vector.LoadUnsafe(ref sides, (nuint)i);
                var deviation = side * p + (Vector<double>.One - side) * (p - a);
                along += deviation * Vector.LoadUnsafe(ref zAlong, (nuint)i);
                across += deviation * Vector.LoadUnsafe(ref zAcross, (nuint)i);
            }

            _along[k] = Vector.Sum(along);
            _across[k] = Vector.Sum(across);
        }
    }

    /// <summary>Forms RᵀR, Q and the magnitudes of Q's terms.</summary>
    private void FormMatrices(ConeLevel cone)
    {
        double across = 0, orthogonal = 0;
        for (var k = 0; k < _d; k++)
        {
            across += _across[k];
            orthogonal += Norm(_centre.AsSpan(k * _c, _c));
        }

        var s = Math.Clamp(orthogonal > 0 ? across / orthogonal : 1e12, 1e-12, 1e12);
        // Without deviations across, or without columns across, the form is exact without the split.
        var columnFactor = across > 0 ? 1 + s : 1;
        var deviationFactor = across > 0 ? 1 + 1 / s : 0;
        columnFactor *= 1 + 4 * Unit;
        deviationFactor *= 1 + 8 * Unit;
        for (var k = 0; k < _d; k++)
        {
            for (var l = 0; l <= k; l++)
            {
                double gram = 0, product = 0, magnitude = 0;
                for (var j = 0; j < _d; j++) gram += cone.Ray[k * _d + j] * cone.Ray[l * _d + j];
                for (var q = 0; q < _c; q++)
                {
                    var term = _centre[k * _c + q] * _centre[l * _c + q];
                    product += term;
                    magnitude += Math.Abs(term);
                }

                var straight = _along[k] * _along[l] + deviationFactor * (_across[k] * _across[l]);
                _gram[k * _d + l] = _gram[l * _d + k] = gram;
                _form[k * _d + l] = _form[l * _d + k] = straight + columnFactor * product;
                _formMagnitude[k * _d + l] = _formMagnitude[l * _d + k] = straight + columnFactor * magnitude;
            }
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double Norm(ReadOnlySpan<double> a) => Math.Sqrt(Dot(a, a));
}

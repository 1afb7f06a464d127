using System.Numerics;

namespace Copositive.Networks;

/// <summary>
/// Depth-first branch and bound over simplicial cones inside one orthant of R^d: proves ‖Σ_i z_i (x_i·u)₊‖ ≤ t‖u‖ on the orthant, or collects
/// rays where it fails.
/// </summary>
/// <remarks>
/// A cone whose bound (<see cref="ConeBound"/>) does not suffice is cut at the zero of a mixed row on one of its edges, or halved at its longest
/// edge where no row is mixed and at every second depth beyond <see cref="FallbackDepth"/>. The new ray is αr_k + βr_l with double
/// weights; the exact new ray is that combination of the exact old rays, so that the two children cover their parent exactly, and the rounding
/// of the stored ray is added up in <see cref="ConeLevel.RayError"/>. The norm of the exact ray stays within 10⁻³ of 1 because a cone whose
/// error exceeds 10⁻⁶ is given up.
/// </remarks>
internal sealed class ConeSearch
{
    /// <summary>From this depth on every second cut halves the longest edge, whatever the rows.</summary>
    private const int FallbackDepth = 40;

    private const int MaxDepth = 300;
    private const double Unit = 1.1102230246251565e-16; // 2⁻⁵³

    private readonly ScaledRows _rows;
    private readonly SearchBudget _budget;
    private readonly double _threshold;
    private readonly int _d, _c, _capacity;
    private readonly ConeBound _bound;
    private readonly List<ConeLevel> _levels = [];
    private readonly double[] _cut, _low, _high, _added;
    private readonly int[] _kept;
    private readonly List<Violator> _violators = [];
    private readonly long _nodeLimit;
    private long _nodes, _pendingNodes;
    private bool _stopped;

    /// <summary>A search for one orthant.</summary>
    /// <param name="rows">The scaled rows.</param>
    /// <param name="threshold">t, in their scale.</param>
    /// <param name="capacity">The search stops after so many violators that are no neighbours.</param>
    /// <param name="nodeLimit">The cones to examine.</param>
    /// <param name="budget">The time, shared with other searches.</param>
    public ConeSearch(ScaledRows rows, double threshold, int capacity, long nodeLimit, SearchBudget budget)
    {
        (_rows, _threshold, _capacity, _nodeLimit, _budget) = (rows, threshold, capacity, nodeLimit, budget);
        (_d, _c) = (rows.D, rows.C);
        _bound = new ConeBound(_d, _c, rows.TotalNorm);
        var room = rows.Count + Vector<double>.Count;
        (_cut, _low, _high, _kept) = (new double[room], new double[room], new double[room], new int[room]);
        _added = new double[_d * _c];
    }

    /// <summary>The rays above the threshold, in the order found, with their values.</summary>
    public IReadOnlyList<Violator> Violators => _violators;

    /// <summary>The largest value seen at a ray of norm 1 (up to rounding).</summary>
    public double BestValue { get; private set; }

    /// <summary>The largest bound of a cone that was left open, in the rows' scale; 0 where every cone is proved.</summary>
    public double OpenBound { get; private set; }

    /// <summary>The number of cones left open.</summary>
    public long Open { get; private set; }

    /// <summary>Searches one orthant.</summary>
    /// <param name="orthant">Bit k set: coordinate k is nonpositive.</param>
    public void Run(long orthant)
    {
        var all = Level(0);
        all.Reserve(_rows.Count);
        all.Mixed = _rows.Count;
        Array.Clear(all.Ray);
        // At the rays ±e_k the rows' values ±x_ik are exact.
        for (var k = 0; k < _d; k++)
        {
            var sign = (orthant >> k & 1) == 0 ? 1 : -1;
            all.Ray[k * _d + k] = sign;
            for (var i = 0; i < _rows.Count; i++) all.Value[k * all.Stride + i] = sign * _rows.X[k * _rows.Count + i];
        }

        for (var q = 0; q < _c; q++) _rows.Z.AsSpan(q * _rows.Count, _rows.Count).CopyTo(all.Z.AsSpan(q * all.Stride));
        _rows.ZNorm.CopyTo(all.ZNorm, 0);
        var root = Level(1);
        CopyRays(all, root);
        PlaceRows(all, root, -1, 0);
        _pendingNodes = 0;
        Visit(1);
        _budget.Report(_pendingNodes, Open, OpenBound);
        _pendingNodes = 0;
    }

    /// <summary>Gives up the buffers; the findings stay.</summary>
    public void Release() => _levels.Clear();

    private void Visit(int depth)
    {
        var cone = _levels[depth];
        _bound.EvaluateRays(cone);
        _nodes++;
        if (!_stopped && (++_pendingNodes & 255) == 0)
        {
            _stopped = !_budget.Report(_pendingNodes, Open, OpenBound);
            _pendingNodes = 0;
        }

        if (!_stopped && _nodes >= _nodeLimit)
        {
            _stopped = true;
            _budget.NodesExhausted();
        }

        var violated = CollectViolators(cone);
        if (violated && _violators.Count >= _capacity) _stopped = true;
        _bound.FormBound(cone);
        if (_bound.Proves(_threshold)) return;
        if (violated || _stopped || depth >= MaxDepth || _d == 1 || !TryBranch(cone, depth, out var edge))
        {
            LeaveOpen();
            return;
        }

        Child(cone, depth + 1, edge, edge.K);
        Visit(depth + 1);
        Child(cone, depth + 1, edge, edge.L);
        Visit(depth + 1);
    }

    private bool CollectViolators(ConeLevel cone)
    {
        var violated = false;
        for (var k = 0; k < _d; k++)
        {
            var value = _bound.RayValue[k];
            BestValue = Math.Max(BestValue, value);
            if (!(value > _threshold)) continue;
            violated = true;
            Remember(value, cone.Ray.AsSpan(k * _d, _d));
        }

        return violated;
    }

    /// <summary>Keeps one ray, the best, of those closer than about 0.8 degrees to each other.</summary>
    private void Remember(double value, ReadOnlySpan<double> ray)
    {
        for (var i = 0; i < _violators.Count; i++)
        {
            double cosine = 0;
            for (var j = 0; j < _d; j++) cosine += _violators[i].Direction[j] * ray[j];
            if (cosine < 1 - 1e-4) continue;
            if (value > _violators[i].Value) _violators[i] = new Violator(ray.ToArray(), value);
            return;
        }

        if (_violators.Count < _capacity) _violators.Add(new Violator(ray.ToArray(), value));
    }

    /// <summary>Records the least multiple of the threshold, on a coarse grid, that the open cone's bound proves.</summary>
    private void LeaveOpen()
    {
        Open++;
        if (OpenBound > 0 && _bound.Proves(OpenBound)) return;
        var trivial = _rows.TotalNorm;
        for (var excess = 1e-7; ; excess *= excess < 1 ? 4 : 2)
        {
            var t = _threshold * (1 + excess);
            if (!(t < trivial)) break;
            if (!_bound.Proves(t)) continue;
            OpenBound = Math.Max(OpenBound, t);
            return;
        }

        OpenBound = trivial;
    }

    /// <summary>Chooses the edge to cut and the weights of its two rays in the new one.</summary>
    private bool TryBranch(ConeLevel cone, int depth, out Edge edge)
    {
        edge = default;
        var row = _bound.CutRow;
        if (row >= 0 && (depth < FallbackDepth || (depth & 1) == 0))
        {
            double positive = 0, negative = 0;
            for (var k = 0; k < _d; k++)
            {
                var a = cone.Value[k * cone.Stride + row];
                if (a > positive) (positive, edge.K) = (a, k);
                if (-a > negative) (negative, edge.L) = (-a, k);
            }

            (edge.Alpha, edge.Beta) = (negative, positive);
        }
        else
        {
            var longest = -1.0;
            for (var k = 1; k < _d; k++)
            {
                for (var l = 0; l < k; l++)
                {
                    double square = 0;
                    for (var j = 0; j < _d; j++)
                    {
                        var difference = cone.Ray[k * _d + j] - cone.Ray[l * _d + j];
                        square += difference * difference;
                    }

                    if (square > longest) (longest, edge.K, edge.L) = (square, k, l);
                }
            }

            if (!(longest > 1e-28)) return false;
            (edge.Alpha, edge.Beta) = (1, 1);
        }

        double norm = 0;
        for (var j = 0; j < _d; j++)
        {
            var r = edge.Alpha * cone.Ray[edge.K * _d + j] + edge.Beta * cone.Ray[edge.L * _d + j];
            norm += r * r;
        }

        norm = Math.Sqrt(norm);
        edge.Alpha /= norm;
        edge.Beta /= norm;
        // 2.5u a unit of weight: two products and a sum, each rounded by at most u of values bounded by 1.001 times the weight.
        edge.Error = (edge.Alpha * cone.RayError[edge.K] + edge.Beta * cone.RayError[edge.L] + 2.5 * Unit * (edge.Alpha + edge.Beta)) * (1 + 1e-10);
        return edge.Error < 1e-6;
    }

    /// <summary>The child in which the new ray replaces ray <paramref name="replaced"/>.</summary>
    private void Child(ConeLevel parent, int depth, in Edge edge, int replaced)
    {
        var child = Level(depth);
        CopyRays(parent, child);
        Combine(parent.Ray.AsSpan(edge.K * _d, _d), parent.Ray.AsSpan(edge.L * _d, _d), child.Ray.AsSpan(replaced * _d, _d), edge);
        Combine(parent.FixedSum.AsSpan(edge.K * _c, _c), parent.FixedSum.AsSpan(edge.L * _c, _c), child.FixedSum.AsSpan(replaced * _c, _c), edge);
        child.RayError[replaced] = edge.Error;
        child.SumError[replaced] = (edge.Alpha * parent.SumError[edge.K] + edge.Beta * parent.SumError[edge.L]
            + 2.5 * Unit * (edge.Alpha + edge.Beta) * _rows.TotalNorm) * (1 + 1e-10);
        Combine(parent.Value.AsSpan(edge.K * parent.Stride, parent.Stride), parent.Value.AsSpan(edge.L * parent.Stride, parent.Stride), _cut, edge);
        double rayError = 0;
        for (var k = 0; k < _d; k++) rayError = Math.Max(rayError, child.RayError[k]);
        PlaceRows(parent, child, replaced, rayError);
    }

    /// <summary>
    /// Sorts the parent's mixed rows: those of one sign on the child, up to 4e, are fixed (their value x_i·u, or 0, is then off by at most
    /// what is added to the child's error), the others stay mixed.
    /// </summary>
    private void PlaceRows(ConeLevel parent, ConeLevel child, int replaced, double rayError)
    {
        FindRange(parent, replaced);
        var tolerance = 4 * rayError;
        double fixedNorm = 0, wrongSide = 0;
        int mixed = 0, added = 0;
        Array.Clear(_added);
        for (var i = 0; i < parent.Mixed; i++)
        {
            var (low, high) = (_low[i], _high[i]);
            if (high > tolerance && low < -tolerance)
            {
                _kept[mixed++] = i;
                continue;
            }

            var norm = parent.ZNorm[i];
            if (high <= tolerance)
            {
                if (high > -rayError) wrongSide += norm * (Math.Max(high, 0) + rayError);
                continue;
            }

            if (low < rayError) wrongSide += norm * (Math.Max(-low, 0) + rayError);
            fixedNorm += norm;
            added++;
            for (var k = 0; k < _d; k++)
            {
                var a = k == replaced ? _cut[i] : parent.Value[k * parent.Stride + i];
                for (var q = 0; q < _c; q++) _added[k * _c + q] += a * parent.Z[q * parent.Stride + i];
            }
        }

        // Summing the added rows first: at most added + 1 roundings of partial sums below 1.001·fixedNorm, then one of a sum below 1.001W.
        // Each value a_ik is off by e besides.
        var error = 1.01 * (wrongSide + fixedNorm * (rayError + 1.1 * Unit * (added + 2)) + (added > 0 ? 1.1 * Unit * _rows.TotalNorm : 0));
        for (var k = 0; k < _d; k++) child.SumError[k] += error;
        for (var j = 0; j < _added.Length; j++) child.FixedSum[j] += _added[j];
        child.Reserve(mixed);
        child.Mixed = mixed;
        for (var k = 0; k < _d; k++)
        {
            var source = k == replaced ? _cut.AsSpan() : parent.Value.AsSpan(k * parent.Stride, parent.Stride);
            Gather(source, child.Value.AsSpan(k * child.Stride, mixed));
        }

        for (var q = 0; q < _c; q++) Gather(parent.Z.AsSpan(q * parent.Stride, parent.Stride), child.Z.AsSpan(q * child.Stride, mixed));
        Gather(parent.ZNorm, child.ZNorm.AsSpan(0, mixed));
    }

    private void Gather(ReadOnlySpan<double> source, Span<double> target)
    {
        for (var j = 0; j < target.Length; j++) target[j] = source[_kept[j]];
    }

    /// <summary>The least and the largest value of each of the parent's rows at the child's rays.</summary>
    private void FindRange(ConeLevel parent, int replaced)
    {
        for (var i = 0; i < parent.Stride; i += Vector<double>.Count)
        {
            var low = new Vector<double>(double.PositiveInfinity);
            var high = -low;
            for (var k = 0; k < _d; k++)
            {
                var a = k == replaced ? new Vector<double>(_cut, i) : new Vector<double>(parent.Value, k * parent.Stride + i);
                low = Vector.Min(low, a);
                high = Vector.Max(high, a);
            }

            low.CopyTo(_low, i);
            high.CopyTo(_high, i);
        }
    }

    private static void CopyRays(ConeLevel parent, ConeLevel child)
    {
        parent.Ray.CopyTo(child.Ray, 0);
        parent.FixedSum.CopyTo(child.FixedSum, 0);
        parent.RayError.CopyTo(child.RayError, 0);
        parent.SumError.CopyTo(child.SumError, 0);
    }

    private static void Combine(ReadOnlySpan<double> k, ReadOnlySpan<double> l, Span<double> result, in Edge edge)
    {
        var (alpha, beta) = (edge.Alpha, edge.Beta);
        for (var i = 0; i < k.Length; i++) result[i] = alpha * k[i] + beta * l[i];
    }

    private ConeLevel Level(int depth)
    {
        while (_levels.Count <= depth) _levels.Add(new ConeLevel(_d, _c));
        return _levels[depth];
    }

    /// <summary>The edge (r_K, r_L) and its new ray αr_K + βr_L with that ray's error.</summary>
    private struct Edge
    {
        public int K, L;
        public double Alpha, Beta, Error;
    }
}

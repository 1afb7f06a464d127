using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>
/// Columns of <see cref="WeightedGram"/> that are linked by shared rows: a proved lower bound of the smallest eigenvalue of their scaled normal
/// equations SGS, over an independent part of them if some are proved to depend on the others.
/// </summary>
internal sealed class GramComponent
{
    private const int MaxOrder = 3000;
    private const long MaxProducts = 4_000_000_000;

    /// <summary>A pivot of the scaled normal equations below this marks a column as dependent, to be proved.</summary>
    private const double DependentPivot = 1e-9;

    private readonly SparseMatrix _matrix;
    private readonly int[] _columns;
    private readonly double[] _weights;
    private readonly double[] _scales;
    private readonly List<int> _members = [];
    private List<int> _independent = [];
    private List<ColumnDependence> _dependences = [];
    private double _eigenvalueBound = double.NaN;

    private GramComponent(SparseMatrix matrix, int[] columns, double[] weights, double[] scales)
    {
        _matrix = matrix;
        _columns = columns;
        _weights = weights;
        _scales = scales;
    }

    /// <summary>The components of the chosen columns under the rows of positive weight.</summary>
    public static List<GramComponent> Split(SparseMatrix matrix, int[] columns, double[] weights, double[] scales)
    {
        var parent = new int[columns.Length];
        for (var q = 0; q < parent.Length; q++) parent[q] = q;
        var owner = new int[matrix.Rows];
        Array.Fill(owner, -1);
        for (var q = 0; q < columns.Length; q++)
        {
            for (var k = matrix.ColumnStarts[columns[q]]; k < matrix.ColumnStarts[columns[q] + 1]; k++)
            {
                var row = matrix.RowIndices[k];
                if (!(weights[row] > 0)) continue;
                if (owner[row] < 0) owner[row] = q;
                else parent[Root(parent, q)] = Root(parent, owner[row]);
            }
        }

        var components = new List<GramComponent>();
        var numbers = new Dictionary<int, GramComponent>();
        for (var q = 0; q < parent.Length; q++)
        {
            var root = Root(parent, q);
            if (!numbers.TryGetValue(root, out var component))
            {
                numbers.Add(root, component = new GramComponent(matrix, columns, weights, scales));
                components.Add(component);
            }

            component._members.Add(q);
        }

        return components;
    }

    /// <summary>A proved upper bound of ‖δ‖²_ω for some δ with M_Qᵀ diag(ω) δ = r; +∞ where there is no proof that one exists.</summary>
    public double CorrectionSquare(ReadOnlySpan<double> sizes, Func<int, BigRational> residual)
    {
        var any = false;
        foreach (var q in _members) any |= sizes[q] != 0;
        if (!any) return 0;
        if (double.IsNaN(_eigenvalueBound)) Prove();
        if (!(_eigenvalueBound > 0)) return double.PositiveInfinity;
        foreach (var dependence in _dependences)
        {
            var rest = residual(dependence.Column);
            foreach (var (column, factor) in dependence.Combination) rest -= factor * residual(column);
            if (!rest.IsZero) return double.PositiveInfinity;
        }

        double square = 0;
        foreach (var q in _independent)
        {
            var scaled = Rounded.MultiplyUp(sizes[q], _scales[q]);
            square = Rounded.AddUp(square, Rounded.MultiplyUp(scaled, scaled));
        }

        return Rounded.DivideUp(square, _eigenvalueBound);
    }

    private static int Root(int[] parent, int q)
    {
        while (parent[q] != q) q = parent[q] = parent[parent[q]];
        return q;
    }

    private void Prove()
    {
        _independent = _members;
        _eigenvalueBound = 0;
        if (_members.Count > MaxOrder) return;
        var order = _members.Count;
        double[] gram = new double[order * order], sizes = new double[order * order];
        if (!Accumulate(gram, sizes)) return;
        foreach (var value in gram)
            if (!double.IsFinite(value)) return;
        _eigenvalueBound = EigenvalueBound(gram, sizes, order);
        if (_eigenvalueBound > 0 || order == 1) return;

        var (kept, rest) = Pivots(gram, order);
        if (rest.Count == 0 || kept.Count == 0) return;
        double[] keptGram = Submatrix(gram, order, kept), keptSizes = Submatrix(sizes, order, kept);
        var dependences = Dependences(gram, keptGram, order, kept, rest);
        if (dependences is null) return;
        _independent = [.. kept.Select(p => _members[p])];
        _dependences = dependences;
        _eigenvalueBound = EigenvalueBound(keptGram, keptSizes, kept.Count);
    }

    /// <summary>
    /// λ_min(SGS) ≥ λ_min(fl) − ‖|SGS − fl|‖_∞. An entry sums at most m products of three factors and two scales by powers of two, so that
    /// |fl − exact| ≤ γ_{m+2} Σ|products| up to underflow, and Σ|products| ≤ fl(Σ|products|)/(1 − γ_{m+2}) in turn.
    /// </summary>
    private double EigenvalueBound(double[] gram, double[] sizes, int order)
    {
        var gamma = Rounded.Gamma(_matrix.Rows + 2L);
        var factor = Rounded.DivideUp(gamma, Rounded.SubtractDown(1, gamma));
        var underflow = 64.0 * (_matrix.Rows + 1) * double.Epsilon;
        var radii = new double[order];
        for (var i = 0; i < order; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var radius = Rounded.AddUp(Rounded.MultiplyUp(factor, sizes[i * order + j]), underflow);
                radii[i] = Rounded.AddUp(radii[i], radius);
                if (j < i) radii[j] = Rounded.AddUp(radii[j], radius);
            }
        }

        double widest = 0;
        foreach (var radius in radii) widest = Math.Max(widest, radius);
        return Rounded.SubtractDown(SmallestEigenvalue(gram, order), widest);
    }

    private static double SmallestEigenvalue(double[] gram, int order)
    {
        var simple = VerifiedCholesky.GershgorinLowerBound(gram, order);
        if (simple > 0.01) return simple;
        var values = new double[order];
        new SymmetricEigensolver(order).Values(gram, values);
        // Half the estimate costs a factor 1.5 in the size of a correction near the unit roundoff, and verifies at once.
        return VerifiedCholesky.LowerEigenvalueBound(gram, order, values[0] > 0 ? 0.5 * values[0] : values[0]);
    }

    /// <summary>SGS and the same sum with absolute values, both triangles; false where it is too much work.</summary>
    private bool Accumulate(double[] gram, double[] sizes)
    {
        var order = _members.Count;
        var entries = new Dictionary<int, List<(int Member, double Value)>>();
        for (var p = 0; p < order; p++)
        {
            var column = _columns[_members[p]];
            for (var k = _matrix.ColumnStarts[column]; k < _matrix.ColumnStarts[column + 1]; k++)
            {
                var row = _matrix.RowIndices[k];
                if (!(_weights[row] > 0)) continue;
                if (!entries.TryGetValue(row, out var list)) entries.Add(row, list = []);
                list.Add((p, _matrix.Values[k] * _scales[_members[p]]));
            }
        }

        long products = 0;
        foreach (var list in entries.Values) products += (long)list.Count * list.Count;
        if (products > MaxProducts) return false;
        foreach (var (row, list) in entries)
        {
            foreach (var (first, firstValue) in list)
            {
                var weighted = _weights[row] * firstValue;
                foreach (var (second, secondValue) in list)
                {
                    if (second > first) break; // members ascend in the list
                    var product = weighted * secondValue;
                    gram[first * order + second] += product;
                    sizes[first * order + second] += Math.Abs(product);
                }
            }
        }

        for (var i = 0; i < order; i++)
        {
            for (var j = 0; j < i; j++)
            {
                gram[j * order + i] = gram[i * order + j];
                sizes[j * order + i] = sizes[i * order + j];
            }
        }

        return true;
    }

    /// <summary>The places that a Cholesky factorisation with diagonal pivoting accepts, and those it leaves.</summary>
    private static (List<int> Kept, List<int> Left) Pivots(double[] gram, int order)
    {
        var work = (double[])gram.Clone();
        var rest = Enumerable.Range(0, order).ToList();
        var kept = new List<int>();
        while (rest.Count > 0)
        {
            var best = 0;
            for (var p = 1; p < rest.Count; p++)
                if (work[rest[p] * order + rest[p]] > work[rest[best] * order + rest[best]]) best = p;
            var k = rest[best];
            var pivot = work[k * order + k];
            if (!(pivot > DependentPivot)) break;
            rest.RemoveAt(best);
            kept.Add(k);
            foreach (var i in rest)
            {
                var factor = work[i * order + k] / pivot;
                if (factor == 0) continue;
                foreach (var j in rest) work[i * order + j] -= factor * work[k * order + j];
            }
        }

        kept.Sort();
        return (kept, rest);
    }

    private static double[] Submatrix(double[] matrix, int order, List<int> kept)
    {
        var part = new double[kept.Count * kept.Count];
        for (var p = 0; p < kept.Count; p++)
            for (var q = 0; q < kept.Count; q++) part[p * kept.Count + q] = matrix[kept[p] * order + kept[q]];
        return part;
    }

    private List<ColumnDependence>? Dependences(double[] gram, double[] keptGram, int order, List<int> kept, List<int> rest)
    {
        var factor = (double[])keptGram.Clone();
        if (!DenseCholesky.TryFactor(factor, kept.Count)) return null;
        var independent = kept.Select(p => _members[p]).ToList();
        var dependences = new List<ColumnDependence>();
        var solution = new double[kept.Count];
        foreach (var d in rest)
        {
            for (var p = 0; p < solution.Length; p++) solution[p] = gram[kept[p] * order + d];
            DenseCholesky.SolveInPlace(factor, kept.Count, solution);
            // S M_d = Σ μ_i S M_i, so that λ_i = μ_i s_i / s_d.
            for (var p = 0; p < solution.Length; p++) solution[p] *= _scales[independent[p]] / _scales[_members[d]];
            if (ColumnDependence.Prove(_matrix, _columns, _weights, _members[d], independent, solution) is not { } dependence) return null;
            dependences.Add(dependence);
        }

        return dependences;
    }
}

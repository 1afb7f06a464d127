using System.Collections.Immutable;

namespace Copositive.Modeling;

/// <summary>
/// Writes the certificate of a <see cref="PolynomialApproximation"/>, or its moments, for one block. The coefficient of x^γ in (eᵀx)^r xᵀMx is
/// Σ_{p,q} M_pq · r!/(γ − e_p − e_q)!, an integer combination of entries of M. Under a symmetry group rows of one orbit o of monomials are the
/// same, so that one is kept; with S_t averaged over the group, the orbit of t brings Σ_{(u,v): t+u+v ∈ o} (S_t)_uv to it, divided by |o|.
/// </summary>
internal sealed class PolynomialRewrite
{
    private readonly PolynomialApproximation _family;
    private readonly ProgramRewriter _rewriter;
    private readonly ConeBlock _block;
    private readonly int _order;
    private readonly PermutationGroup? _group;
    private readonly ImmutableArray<double> _scale;
    private readonly Monomials _monomials;
    private readonly MonomialOrbits _orbits;

    public PolynomialRewrite(PolynomialApproximation family, ProgramRewriter rewriter, ConeBlock block)
    {
        _family = family;
        _rewriter = rewriter;
        _block = block;
        _order = block.Order;
        _group = family.Symmetry is { } group && group.Degree == _order && group.Generators.Length > 0 ? group : null;
        _scale = ScaleOf();
        if (_group is not null) ProgramInvariance.Require(rewriter.Source, block, _group);
        _monomials = new Monomials(_order, family.Level + 2);
        _orbits = new MonomialOrbits(_monomials, _group);
    }

    /// <summary>M ∈ K: coefficients less those of the squares, all ≥ 0.</summary>
    public void Copositive()
    {
        _rewriter.BeginSource();
        var range = new CoefficientRange();
        ForEachCoefficient(_ => range.BeginSum(), (_, p, q, coefficient) => range.Add(p == q ? coefficient : 2 * coefficient));
        var matrix = new MatrixRows(_rewriter, _block, range);
        int start = _rewriter.AddBlock(Cone.Nonnegative, _orbits.Count, $"{_block.Name}: coefficients of degree {_family.Level + 2}");
        ForEachCoefficient(_ => { }, (orbit, p, q, coefficient) => matrix.Add(start + orbit, p, q, coefficient));
        foreach (GramWeight weight in Representatives())
        {
            var basis = new Monomials(_order, weight.BasisDegree);
            string name = NameOf(weight);
            switch (_family.Gram)
            {
                case GramCone.PositiveSemidefinite:
                    int length = basis.Count * (basis.Count + 1) / 2, column = _rewriter.AddColumns(length, name);
                    int psd = _rewriter.AddBlock(Cone.PositiveSemidefinite, length, name);
                    int place = 0;
                    ForEachProduct(weight, basis, (u, v, orbit) =>
                    {
                        _rewriter.AddEntry(psd + place, column + place, -1);
                        _rewriter.AddEntry(start + orbit, column + place, u == v ? 1 : 2);
                        place++;
                    });
                    break;
                case GramCone.ScaledDiagonallyDominant:
                    ForEachPair(weight, basis, (uu, vv, uv) =>
                    {
                        // [a c; c b] ⪰ 0 is 2·a·(b/2) ≥ c².
                        int a = _rewriter.AddColumns(3, name), cone = _rewriter.AddBlock(Cone.RotatedSecondOrder, 3, name);
                        _rewriter.AddEntry(cone, a, -1);
                        _rewriter.AddEntry(cone + 1, a + 1, -0.5);
                        _rewriter.AddEntry(cone + 2, a + 2, -1);
                        _rewriter.AddEntry(start + uu, a, 1);
                        _rewriter.AddEntry(start + vv, a + 1, 1);
                        _rewriter.AddEntry(start + uv, a + 2, 2);
                    });
                    break;
                default:
                    // (x_u + x_v)² has no negative coefficient, so c_γ holds it; only (x_u − x_v)² is needed.
                    int pairs = basis.Count * (basis.Count - 1) / 2;
                    if (pairs == 0) break;
                    int first = _rewriter.AddColumns(pairs, name), sign = _rewriter.AddBlock(Cone.Nonnegative, pairs, name), k = 0;
                    ForEachPair(weight, basis, (uu, vv, uv) =>
                    {
                        _rewriter.AddEntry(sign + k, first + k, -1);
                        _rewriter.AddEntry(start + uu, first + k, 1);
                        _rewriter.AddEntry(start + vv, first + k, 1);
                        _rewriter.AddEntry(start + uv, first + k, -2);
                        k++;
                    });
                    break;
            }
        }
    }

    /// <summary>X ∈ K*: moments y ≥ 0 with X = D (Σ_β (r!/β!) y_{β+e_i+e_j})_ij D, and every localising matrix in the dual of the Gram cone.</summary>
    public void CompletelyPositive()
    {
        _rewriter.BeginSource();
        int equal = _rewriter.AddBlock(Cone.Zero, _block.Rows, $"{_block.Name} = moments of degree {_family.Level + 2}");
        int moments = _rewriter.AddColumns(_orbits.Count, $"moment({_block.Name})");
        for (int j = 0, t = 0; j < _order; j++)
        {
            for (int i = 0; i <= j; i++, t++)
            {
                _rewriter.AddRow(equal + t, _block.Start + t, 1);
                _rewriter.MapDual(_block.Start + t, equal + t, i == j ? 1 : 0.5);
                _rewriter.StartDual(equal + t, _block.Start + t, i == j ? 1 : 2);
            }
        }
        var rest = new Monomials(_order, _family.Level);
        var tuple = new int[_family.Level];
        var product = new int[_family.Level + 2];
        do
        {
            double multinomial = Monomials.Multinomial(tuple);
            for (int j = 0, t = 0; j < _order; j++)
            {
                for (int i = 0; i <= j; i++, t++)
                {
                    Monomials.Multiply(tuple, [i, j], product);
                    _rewriter.AddEntry(equal + t, moments + _orbits.Of(product), Scale(i, j) * multinomial);
                }
            }
        }
        while (rest.MoveNext(tuple));

        int sign = _rewriter.AddBlock(Cone.Nonnegative, _orbits.Count, $"{_block.Name}: moments ≥ 0");
        for (int k = 0; k < _orbits.Count; k++) _rewriter.AddEntry(sign + k, moments + k, -1);
        foreach (GramWeight weight in Representatives())
        {
            var basis = new Monomials(_order, weight.BasisDegree);
            string name = NameOf(weight);
            int off = basis.Count * (basis.Count - 1) / 2;
            switch (_family.Gram)
            {
                case GramCone.PositiveSemidefinite:
                    int place = _rewriter.AddBlock(Cone.PositiveSemidefinite, off + basis.Count, name);
                    ForEachProduct(weight, basis, (_, _, orbit) => _rewriter.AddEntry(place++, moments + orbit, -1));
                    break;
                case GramCone.ScaledDiagonallyDominant:
                    ForEachPair(weight, basis, (uu, vv, uv) =>
                    {
                        int cone = _rewriter.AddBlock(Cone.RotatedSecondOrder, 3, name);
                        _rewriter.AddEntry(cone, moments + uu, -1);
                        _rewriter.AddEntry(cone + 1, moments + vv, -0.5);
                        _rewriter.AddEntry(cone + 2, moments + uv, -1);
                    });
                    break;
                default:
                    if (off == 0) break;
                    int row = _rewriter.AddBlock(Cone.Nonnegative, off, name);
                    ForEachPair(weight, basis, (uu, vv, uv) =>
                    {
                        _rewriter.AddEntry(row, moments + uu, -1);
                        _rewriter.AddEntry(row, moments + vv, -1);
                        _rewriter.AddEntry(row++, moments + uv, 2);
                    });
                    break;
            }
        }
    }

    /// <summary>For the first monomial γ of every orbit o, and every pair p ≤ q within it, |o| times the multiple of M_pq in its coefficient.</summary>
    private void ForEachCoefficient(Action<int> begin, Action<int, int, int, double> visit)
    {
        var rest = new int[_family.Level];
        int orbit = 0;
        foreach (int[] gamma in _orbits.Representatives())
        {
            begin(orbit);
            int size = _orbits.SizeOf(orbit);
            for (int b = 1; b < gamma.Length; b++)
            {
                if (b + 1 < gamma.Length && gamma[b + 1] == gamma[b]) continue;
                for (int a = 0; a < b; a++)
                {
                    // Pairs of values, each once: the last place of q, and the last place of p below it.
                    if (gamma[a + 1] == gamma[a] && a + 1 < b) continue;
                    int kept = 0;
                    for (int k = 0; k < gamma.Length; k++)
                    {
                        if (k != a && k != b) rest[kept++] = gamma[k];
                    }
                    visit(orbit, gamma[a], gamma[b], size * Scale(gamma[a], gamma[b]) * Monomials.Multinomial(rest));
                }
            }
            orbit++;
        }
    }

    /// <summary>The orbit of t + u + v for all u ≤ v in the basis, in the order of a triangle.</summary>
    private void ForEachProduct(GramWeight weight, Monomials basis, Action<int, int, int> visit)
    {
        int[][] members = [.. basis.All()];
        var left = new int[weight.Weight.Length + weight.BasisDegree];
        var product = new int[_family.Level + 2];
        for (int v = 0; v < members.Length; v++)
        {
            Monomials.Multiply(weight.Weight, members[v], left);
            for (int u = 0; u <= v; u++)
            {
                Monomials.Multiply(left, members[u], product);
                visit(u, v, _orbits.Of(product));
            }
        }
    }

    /// <summary>The orbits of t + 2u, t + 2v and t + u + v for all u &lt; v in the basis.</summary>
    private void ForEachPair(GramWeight weight, Monomials basis, Action<int, int, int> visit)
    {
        var diagonal = new int[basis.Count];
        ForEachProduct(weight, basis, (u, v, orbit) =>
        {
            if (u == v) diagonal[v] = orbit;
        });
        ForEachProduct(weight, basis, (u, v, orbit) =>
        {
            if (u != v) visit(diagonal[u], diagonal[v], orbit);
        });
    }

    /// <summary>The weights, one of each orbit.</summary>
    private IEnumerable<GramWeight> Representatives()
    {
        if (_group is null) return _family.Weights(_order);
        var orbits = new Dictionary<int, (Monomials Monomials, MonomialOrbits Orbits)>();
        return _family.Weights(_order).DistinctBy(weight =>
        {
            int degree = weight.Weight.Length;
            if (!orbits.TryGetValue(degree, out var known))
            {
                var monomials = new Monomials(_order, degree);
                orbits[degree] = known = (monomials, new MonomialOrbits(monomials, _group));
            }
            return (degree, known.Orbits.Of(weight.Weight));
        });
    }

    private double Scale(int p, int q) => _scale.IsEmpty ? 1 : _scale[p] * _scale[q];

    private ImmutableArray<double> ScaleOf()
    {
        if (!_family.Scaling.TryGetValue(_block.Name, out ImmutableArray<double> scale)) return [];
        if (scale.Length != _order)
            throw new ArgumentException($"The scale of block '{_block.Name}' has {scale.Length} entries; its order is {_order}.");
        if (_group is not null && _group.Generators.Any(g => Enumerable.Range(0, _order).Any(i => scale[i] != scale[g[i]])))
            throw new ArgumentException($"The scale of block '{_block.Name}' is not invariant under the symmetry group; give all variables of an orbit the same entry.");
        return scale;
    }

    private string NameOf(GramWeight weight) => weight.Weight.Length == 0
        ? $"squares({_block.Name})"
        : $"{string.Join('·', weight.Weight.Select(v => $"x{v}"))}·squares({_block.Name})";
}

using System.Collections.Immutable;

namespace Copositive.Modeling;

/// <summary>The hierarchy of Peña, Vera and Zuluaga; see <see cref="Approximation.PenaVeraZuluaga"/>.</summary>
public sealed record PenaVeraZuluagaApproximation : PolynomialApproximation
{
    internal PenaVeraZuluagaApproximation(int level) : base(level) { }

    /// <inheritdoc/>
    public override string Family => "PenaVeraZuluaga";

    /// <summary>
    /// The weights β used, each as an increasing list of r variables; null for all C(n + r − 1, r). With fewer the cone is smaller and still
    /// inner: a smaller program with a weaker bound.
    /// </summary>
    public ImmutableArray<ImmutableArray<int>>? Subset { get; init; }

    internal override bool IsExactFor(int order) => Subset is null && Gram == GramCone.PositiveSemidefinite && order <= 4;

    /// <summary>The same level with some of its weights only.</summary>
    /// <param name="weights">Lists of r variables, repetitions counting as powers; in any order.</param>
    /// <exception cref="ArgumentException">A list has another length than the level, or a negative entry.</exception>
    public PenaVeraZuluagaApproximation WithWeights(IEnumerable<IReadOnlyList<int>> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var subset = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        foreach (IReadOnlyList<int> weight in weights)
        {
            if (weight.Count != Level || weight.Any(v => v < 0))
                throw new ArgumentException($"The weight ({string.Join(", ", weight)}) must name {Level} variables from 0, as the level is {Level}.", nameof(weights));
            subset.Add([.. weight.Order()]);
        }
        return this with { Subset = subset.ToImmutable() };
    }

    internal override IEnumerable<GramWeight> Weights(int order)
    {
        if (Subset is null) return new Monomials(order, Level).All().Select(t => new GramWeight(t, 1));
        return Subset.Value.Where(t => t.All(v => v < order)).Distinct(ListComparer.Instance).Select(t => new GramWeight([.. t], 1));
    }

    internal override IEnumerable<(int BasisDegree, long Count)> CountWeights(int order)
    {
        yield return (1, Subset?.Length ?? Monomials.CountOf(order, Level, multiset: true));
    }

    private sealed class ListComparer : IEqualityComparer<ImmutableArray<int>>
    {
        public static ListComparer Instance { get; } = new();

        public bool Equals(ImmutableArray<int> a, ImmutableArray<int> b) => a.AsSpan().SequenceEqual(b.AsSpan());

        public int GetHashCode(ImmutableArray<int> list)
        {
            var hash = new HashCode();
            foreach (int v in list) hash.Add(v);
            return hash.ToHashCode();
        }
    }
}

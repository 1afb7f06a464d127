namespace Copositive.Modeling;

/// <summary>Parrilo's hierarchy in parity form; see <see cref="Approximation.Parrilo"/>, <see cref="Approximation.Sdd"/> and <see cref="Approximation.Dd"/>.</summary>
public sealed record ParriloApproximation : PolynomialApproximation
{
    internal ParriloApproximation(int level) : base(level) { }

    /// <inheritdoc/>
    public override string Family => Gram switch
    {
        GramCone.ScaledDiagonallyDominant => "Sdd",
        GramCone.DiagonallyDominant => "Dd",
        _ => "Parrilo",
    };

    /// <summary>Whether it is S + N, which backends take as it is.</summary>
    internal override bool IsLevelZero => Level == 0 && Gram == GramCone.PositiveSemidefinite;

    internal override bool IsExactFor(int order) => Gram == GramCone.PositiveSemidefinite && order <= 4;

    /// <summary>x^S for the sets S of r's parity with |S| ≤ r; those with |S| = r + 2 have a number for σ, which is c_γ.</summary>
    internal override IEnumerable<GramWeight> Weights(int order)
    {
        for (int size = Level % 2; size <= Math.Min(Level, order); size += 2)
        {
            var set = new int[size];
            for (int k = 0; k < size; k++) set[k] = k;
            do yield return new GramWeight((int[])set.Clone(), (Level + 2 - size) / 2);
            while (MoveNext(set, order));
        }
    }

    internal override IEnumerable<(int BasisDegree, long Count)> CountWeights(int order)
    {
        for (int size = Level % 2; size <= Math.Min(Level, order); size += 2)
            yield return ((Level + 2 - size) / 2, Monomials.CountOf(order, size));
    }

    private static bool MoveNext(int[] set, int order)
    {
        for (int k = 0; k < set.Length; k++)
        {
            if (set[k] + 1 >= (k + 1 < set.Length ? set[k + 1] : order)) continue;
            set[k]++;
            for (int a = 0; a < k; a++) set[a] = a;
            return true;
        }
        return false;
    }
}

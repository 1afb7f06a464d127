namespace Copositive.Modeling;

/// <summary>The size of a polynomial family's program for one block, from its formulas.</summary>
internal static class PolynomialSize
{
    public static ApproximationSize Of(PolynomialApproximation family, int order, ConeKind kind)
    {
        int degree = family.Level + 2;
        double pairs = order * (order + 1.0) / 2, monomials = Monomials.CountOf(order, degree, multiset: true);
        bool isCopositive = kind == ConeKind.Copositive;
        if (family.IsLevelZero) return new ApproximationSize(ApproximationSize.Clamp(pairs), 0, ApproximationSize.Clamp(pairs), 1, order);
        // Each of the pairs occurs in a monomial for every monomial of degree r that is left over.
        double entries = pairs * Monomials.CountOf(order, family.Level, multiset: true);
        double rows = isCopositive ? monomials : monomials + pairs, columns = isCopositive ? 0 : monomials;
        if (!isCopositive) entries += monomials + pairs;
        long blocks = 0, largest = 0;
        foreach ((int basisDegree, long count) in family.CountWeights(order))
        {
            double size = Monomials.CountOf(order, basisDegree, multiset: true), off = size * (size - 1) / 2;
            blocks += family.Gram == GramCone.PositiveSemidefinite ? count : 0;
            largest = family.Gram == GramCone.PositiveSemidefinite ? Math.Max(largest, ApproximationSize.Clamp(size)) : 0;
            (double newRows, double newColumns, double newEntries) = (family.Gram, isCopositive) switch
            {
                (GramCone.PositiveSemidefinite, true) => (off + size, off + size, 2 * (off + size)),
                (GramCone.PositiveSemidefinite, false) => (off + size, 0, off + size),
                (GramCone.ScaledDiagonallyDominant, true) => (3 * off, 3 * off, 6 * off),
                (GramCone.ScaledDiagonallyDominant, false) => (3 * off, 0, 3 * off),
                (_, true) => (off, off, 4 * off),
                _ => (off, 0.0, 3 * off),
            };
            rows += count * newRows;
            columns += count * newColumns;
            entries += count * newEntries;
        }
        // With a symmetry group about as many orbits remain as the group is small; its order is not known, but every orbit of variables divides it.
        double share = family.Symmetry is { } group && group.Degree == order ? 1.0 / group.LongestOrbit : 1;
        return new ApproximationSize(
            ApproximationSize.Clamp(rows * share), ApproximationSize.Clamp(columns * share), ApproximationSize.Clamp(entries * share), blocks, largest);
    }
}

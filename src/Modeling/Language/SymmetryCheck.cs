namespace Copositive.Modeling;

/// <summary>Checks that an expression that must lie in a cone of symmetric matrices is symmetric, entry by entry.</summary>
internal static class SymmetryCheck
{
    /// <exception cref="ArgumentException">Entries (i, j) and (j, i) differ.</exception>
    public static void Require(Constraint constraint, LinearTerms terms)
    {
        int n = constraint.Slack.Rows;
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < j; i++)
            {
                if (Same(terms, i + j * n, j + i * n)) continue;
                throw new ArgumentException(
                    $"Constraint '{constraint.Name}' puts a matrix into {constraint.Cone.Symbol}, which holds symmetric matrices, but entries ({i}, {j}) and ({j}, {i}) differ.");
            }
        }
    }

    private static bool Same(LinearTerms terms, int e, int f)
    {
        if (terms.Constants[e] != terms.Constants[f]) return false;
        SortedDictionary<int, double> a = Merge(terms, e), b = Merge(terms, f);
        return a.SequenceEqual(b);
    }

    private static SortedDictionary<int, double> Merge(LinearTerms terms, int entry)
    {
        var merged = new SortedDictionary<int, double>();
        for (int k = terms.Starts[entry]; k < terms.Starts[entry + 1]; k++)
            merged[terms.Columns[k]] = merged.GetValueOrDefault(terms.Columns[k]) + terms.Values[k];
        return merged;
    }
}

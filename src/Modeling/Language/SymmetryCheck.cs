namespace Copositive.Modeling;

/// <summary>
/// Checks that an expression that must lie in a cone of symmetric matrices is symmetric, entry by entry. A product such as AXAᵀ adds up the
/// coefficients of entries (i, j) and (j, i) in different orders, so they may differ by rounding: up to 10⁻¹³ of the sum of their
/// terms' magnitudes (for constants, of the largest one).
/// </summary>
internal static class SymmetryCheck
{
    private const double Rounding = 1e-13;

    /// <exception cref="ArgumentException">Entries (i, j) and (j, i) differ.</exception>
    public static void Require(Constraint constraint, LinearTerms terms)
    {
        int n = constraint.Slack.Rows, columns = 0;
        foreach (int column in terms.Columns) columns = Math.Max(columns, column + 1);
        double largest = Optimality.MaxAbs(terms.Constants);
        double[] difference = new double[columns], size = new double[columns];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < j; i++)
            {
                int upper = i + j * n, lower = j + i * n;
                bool same = Math.Abs(terms.Constants[upper] - terms.Constants[lower]) <= Rounding * largest;
                Spread(upper, 1);
                Spread(lower, -1);
                same &= Gather(upper) & Gather(lower);
                if (same) continue;
                throw new ArgumentException(
                    $"Constraint '{constraint.Name}' puts a matrix into {constraint.Cone.Symbol}, which holds symmetric matrices, but entries ({i}, {j}) and ({j}, {i}) differ.");
            }
        }

        void Spread(int entry, double sign)
        {
            for (int k = terms.Starts[entry]; k < terms.Starts[entry + 1]; k++)
            {
                difference[terms.Columns[k]] += sign * terms.Values[k];
                size[terms.Columns[k]] += Math.Abs(terms.Values[k]);
            }
        }

        // Judges the columns of an entry and leaves their places at 0 for the next pair.
        bool Gather(int entry)
        {
            bool same = true;
            for (int k = terms.Starts[entry]; k < terms.Starts[entry + 1]; k++)
            {
                int column = terms.Columns[k];
                same &= Math.Abs(difference[column]) <= Rounding * size[column];
                difference[column] = size[column] = 0;
            }
            return same;
        }
    }
}

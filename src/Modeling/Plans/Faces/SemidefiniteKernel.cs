using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Decides exactly whether a sparse symmetric matrix is positive semidefinite, and finds the face orthogonal to it: sparse LDLᵀ over the
/// rationals, pivoting on the diagonal where it fills least. W = Σ d_k l_k l_kᵀ with d_k &gt; 0 has the kernel of the vectors l_k.
/// </summary>
internal static class SemidefiniteKernel
{
    /// <summary>The largest number of rows with entries for which eigenvalues are computed.</summary>
    private const int MaxDenseOrder = 200;

    /// <summary>
    /// Whether a matrix may be semidefinite, to rounding: w_ij² ≤ w_ii w_jj everywhere, and where few rows have entries, no eigenvalue is
    /// clearly negative. Spares the exact decision for most matrices.
    /// </summary>
    public static bool MayBeSemidefinite((int I, int J, double Value)[] entries)
    {
        var diagonal = new Dictionary<int, double>();
        foreach (var (i, j, value) in entries)
        {
            if (i != j) continue;
            if (value < 0) return false;
            if (value > 0) diagonal[i] = value;
        }
        bool isDiagonal = true;
        foreach (var (i, j, value) in entries)
        {
            if (i == j || value == 0) continue;
            isDiagonal = false;
            if (!diagonal.TryGetValue(i, out double a) || !diagonal.TryGetValue(j, out double b) || value * value > 1.000001 * (a * b)) return false;
        }
        if (isDiagonal || diagonal.Count > MaxDenseOrder) return diagonal.Count > 0;
        int n = 0;
        var place = new Dictionary<int, int>();
        foreach (int i in diagonal.Keys) place[i] = n++;
        var matrix = new double[n * n];
        foreach (var (i, j, value) in entries)
        {
            if (value != 0) matrix[place[i] * n + place[j]] = matrix[place[j] * n + place[i]] = value;
        }
        var eigenvalues = new double[n];
        new SymmetricEigensolver(n).Values(matrix, eigenvalues);
        return eigenvalues.Min() >= -1e-9 * eigenvalues.Max();
    }

    /// <summary>The face orthogonal to a matrix.</summary>
    /// <param name="order">n.</param>
    /// <param name="entries">The entries with i ≤ j, each once.</param>
    /// <param name="budget">Counts the work.</param>
    /// <returns>The face; null if the matrix is not positive semidefinite, is 0, or the budget is spent.</returns>
    public static FaceBasis? FaceOf(int order, IEnumerable<(int I, int J, BigRational Value)> entries, ExactBudget budget)
    {
        var rows = new Dictionary<int, Dictionary<int, BigRational>>();
        foreach (var (i, j, value) in entries)
        {
            if (value.IsZero) continue;
            Row(i)[j] = value;
            if (i != j) Row(j)[i] = value;
        }
        if (rows.Count == 0) return null;
        var vectors = new List<(int, Dictionary<int, BigRational>)>();
        while (rows.Count > 0)
        {
            int pivot = -1;
            foreach (var (i, row) in rows)
            {
                if (!row.TryGetValue(i, out BigRational d) || d.Sign < 0) return null;
                if (pivot < 0 || row.Count < rows[pivot].Count || (row.Count == rows[pivot].Count && d > rows[pivot][pivot])) pivot = i;
            }
            if (!budget.Spend(rows.Count)) return null;
            Dictionary<int, BigRational> eliminated = rows[pivot];
            rows.Remove(pivot);
            vectors.Add((pivot, eliminated));
            BigRational inverse = BigRational.One / eliminated[pivot];
            foreach (var (i, value) in eliminated)
            {
                if (i == pivot) continue;
                if (!ExactElimination.AddMultiple(rows[i], eliminated, -(value * inverse), budget)) return null;
                if (rows[i].Count == 0) rows.Remove(i);
            }
        }
        return FaceBasis.Orthogonal(order, vectors, budget);

        Dictionary<int, BigRational> Row(int i)
        {
            if (!rows.TryGetValue(i, out var row)) rows[i] = row = [];
            return row;
        }
    }
}

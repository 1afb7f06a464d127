using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Looks for a positive definite matrix T of small order that meets homogeneous linear conditions: alternating projections between the
/// subspace and {T ⪰ I}, in floating point, give the values of the free entries; rounded to binary fractions they determine a T in the
/// subspace exactly, whose definiteness is then decided in rationals.
/// </summary>
internal static class DefiniteCombination
{
    private const int Passes = 400;
    private const double Grid = 4096;

    /// <summary>The triangle of T; null if none is found.</summary>
    /// <param name="order">The order of T.</param>
    /// <param name="conditions">Each Σ over the triangle's positions of coefficient · T = 0.</param>
    /// <param name="budget">Counts the work.</param>
    public static BigRational[]? Find(int order, IEnumerable<Dictionary<int, BigRational>> conditions, ExactBudget budget)
    {
        var elimination = new ExactElimination(budget);
        int length = SymmetricVector.Length(order);
        foreach (var condition in conditions)
        {
            // Few diagonal entries should be determined by others.
            if (!elimination.Add(condition, -1, k => MatrixEquations.Place(k) is var (i, j) && i == j ? 1 : 0)) return null;
            if (elimination.Rows.Count == length) return null;
        }
        double[,] basis = Subspace(length, elimination, out int[] free);
        if (Project(order, basis) is not { } start) return null;
        var exact = new BigRational[length];
        foreach (int k in free) exact[k] = BigRational.FromDouble(Math.Round(start[k] * Grid) / Grid);
        for (int r = elimination.Rows.Count - 1; r >= 0; r--)
        {
            var (pivot, row, _) = elimination.Rows[r];
            BigRational sum = BigRational.Zero;
            foreach (var (key, value) in row)
            {
                if (key != pivot) sum -= value * exact[key];
            }
            exact[pivot] = sum / row[pivot];
            if (!budget.Spend(row.Count)) return null;
        }
        return IsDefinite(order, exact) ? exact : null;
    }

    /// <summary>T − 2⁻²⁰ I ⪰ 0, so T ≻ 0.</summary>
    private static bool IsDefinite(int order, BigRational[] triangle)
    {
        var shifted = new BigRational[order, order];
        BigRational shift = BigRational.FromDouble(Math.ScaleB(1, -20));
        for (int j = 0, k = 0; j < order; j++)
        {
            for (int i = 0; i <= j; i++, k++) shifted[i, j] = shifted[j, i] = i == j ? triangle[k] - shift : triangle[k];
        }
        return ExactSemidefinite.IsPositiveSemidefinite(shifted);
    }

    /// <summary>A basis of the subspace, a row per free entry, in floating point.</summary>
    private static double[,] Subspace(int length, ExactElimination elimination, out int[] free)
    {
        var isPivot = new bool[length];
        foreach (var (pivot, _, _) in elimination.Rows) isPivot[pivot] = true;
        free = [.. Enumerable.Range(0, length).Where(k => !isPivot[k])];
        var basis = new double[free.Length, length];
        for (int f = 0; f < free.Length; f++)
        {
            basis[f, free[f]] = 1;
            for (int r = elimination.Rows.Count - 1; r >= 0; r--)
            {
                var (pivot, row, _) = elimination.Rows[r];
                double sum = 0;
                foreach (var (key, value) in row)
                {
                    if (key != pivot) sum -= value.ToDouble() * basis[f, key];
                }
                basis[f, pivot] = sum / row[pivot].ToDouble();
            }
        }
        return basis;
    }

    /// <summary>A point of the subspace with T ≻ 0, off-diagonal entries counted twice in distances; null if none is met.</summary>
    private static double[]? Project(int order, double[,] basis)
    {
        int dimension = basis.GetLength(0), length = basis.GetLength(1);
        double[] weights = new double[length];
        for (int j = 0, k = 0; j < order; j++)
        {
            for (int i = 0; i <= j; i++, k++) weights[k] = i == j ? 1 : 2;
        }
        double[][] orthonormal = Orthonormal(basis, weights);
        double[] t = new double[length], projected = new double[length], shifted = new double[length];
        for (int j = 0; j < order; j++) t[SymmetricVector.Index(j, j)] = 1;
        var projector = new PsdProjector(order);
        var eigenvalues = new double[order];
        var eigensolver = new SymmetricEigensolver(order);
        var matrix = new double[order * order];
        for (int pass = 0; pass < Passes; pass++)
        {
            Array.Clear(projected);
            for (int d = 0; d < dimension; d++)
            {
                double share = 0;
                for (int k = 0; k < length; k++) share += weights[k] * orthonormal[d][k] * t[k];
                for (int k = 0; k < length; k++) projected[k] += share * orthonormal[d][k];
            }
            SymmetricVector.Unpack(projected, matrix, order, 1);
            eigensolver.Values(matrix, eigenvalues);
            if (eigenvalues.Min() > 0.1) return projected;
            for (int k = 0; k < length; k++) shifted[k] = projected[k];
            for (int j = 0; j < order; j++) shifted[SymmetricVector.Index(j, j)] -= 1;
            projector.Project(shifted, t, 1);
            for (int j = 0; j < order; j++) t[SymmetricVector.Index(j, j)] += 1;
        }
        return null;
    }

    private static double[][] Orthonormal(double[,] basis, double[] weights)
    {
        int dimension = basis.GetLength(0), length = weights.Length;
        var vectors = new double[dimension][];
        for (int d = 0; d < dimension; d++)
        {
            double[] v = vectors[d] = new double[length];
            for (int k = 0; k < length; k++) v[k] = basis[d, k];
            for (int pass = 0; pass < 2; pass++)
            {
                for (int e = 0; e < d; e++)
                {
                    double share = 0;
                    for (int k = 0; k < length; k++) share += weights[k] * vectors[e][k] * v[k];
                    for (int k = 0; k < length; k++) v[k] -= share * vectors[e][k];
                }
            }
            double norm = 0;
            for (int k = 0; k < length; k++) norm += weights[k] * v[k] * v[k];
            norm = Math.Sqrt(norm);
            for (int k = 0; k < length; k++) v[k] /= norm;
        }
        return vectors;
    }
}

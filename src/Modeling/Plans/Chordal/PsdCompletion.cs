using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Completes a symmetric matrix that is given on the edges of a chordal graph. If its clique blocks are positive semidefinite, so can the
/// whole matrix be (Grone, Johnson, Sá and Wolkowicz 1984), and the completion of largest determinant is found from the roots down: for
/// a clique with residual R and separator H, and the vertices O met before that are not in H,
/// <code>Y_RO = Y_RH Y_HH⁻¹ Y_HO</code>
/// which makes (Y⁻¹)_RO = 0 (Dempster 1972; Andersen, Dahl and Vandenberghe 2013). Where the blocks are definite, the inverse of the
/// completion vanishes off the graph.
/// </summary>
/// <remarks>
/// What is stated by a solver is semidefinite to its tolerance only, and singular as a rule. So Y + D is completed, D ≥ 0 diagonal, with
/// the least eigenvalues of the clique blocks raised to a rounding's size above zero, and D is taken off again: the given entries stay as
/// they are, and no eigenvalue of the result lies below −max D. With Y_HH = LL', both Y_RH L'⁻¹ and L⁻¹Y_HO have entries below the roots of
/// the diagonal, so that nothing grows with 1/λ_min. Work of order n Σ |R||H|.
/// </remarks>
internal static class PsdCompletion
{
    private const double Rounding = 1e-12;

    /// <summary>Fills in the entries off the graph.</summary>
    /// <param name="forest">The cliques; vertices in none of them are left alone.</param>
    /// <param name="triangle">
    /// The upper triangle by columns. Entries within cliques are read and others within a component written; those between components
    /// are left as they are, which has to be zero.
    /// </param>
    public static void Complete(CliqueForest forest, Span<double> triangle)
    {
        int[] starts = forest.ComponentStarts();
        for (int c = 0; c + 1 < starts.Length; c++)
        {
            if (starts[c + 1] - starts[c] > 1) Complete(forest.Cliques.AsSpan(starts[c]..starts[c + 1]), triangle);
        }
    }

    private static void Complete(ReadOnlySpan<Clique> cliques, Span<double> triangle)
    {
        // Vertices numbered as they are met, so that those done are always the first ones.
        int n = 0, widest = 0;
        foreach (Clique clique in cliques)
        {
            n += clique.Residual.Length;
            widest = Math.Max(widest, clique.Separator.Length);
        }
        var vertices = new int[n];
        var placeOf = new Dictionary<int, int>(n);
        foreach (Clique clique in cliques)
        {
            foreach (int v in clique.Residual)
            {
                vertices[placeOf.Count] = v;
                placeOf.Add(v, placeOf.Count);
            }
        }
        double[] shift = Shifts(cliques, triangle, placeOf);
        var matrix = new double[n * n];
        int done = 0;
        foreach (Clique clique in cliques)
        {
            int residual = clique.Residual.Length, separator = clique.Separator.Length;
            int[] above = Array.ConvertAll(clique.Separator, v => placeOf[v]);
            if (separator > 0)
            {
                var block = new double[separator * separator];
                var coupling = new double[separator * residual];
                var met = new double[separator * done];
                for (int a = 0; a < separator; a++)
                {
                    matrix.AsSpan(above[a] * n, done).CopyTo(met.AsSpan(a * done));
                    for (int b = 0; b < separator; b++) block[a * separator + b] = matrix[above[a] * n + above[b]];
                    for (int r = 0; r < residual; r++)
                        coupling[a * residual + r] = triangle[SymmetricVector.Index(clique.Separator[a], clique.Residual[r])];
                }
                ShiftedCholesky.Factor(block, separator);
                TriangularSolve.Lower(separator, block, separator, coupling, residual, residual);
                TriangularSolve.Lower(separator, block, separator, met, done, done);
                Gemm.MultiplyAdd(residual, done, separator, 1, coupling, residual, true, met, done, false, 0, matrix.AsSpan(done * n), n);
            }
            for (int r = 0; r < residual; r++)
            {
                int row = (done + r) * n;
                int v = clique.Residual[r];
                for (int a = 0; a < separator; a++) matrix[row + above[a]] = triangle[SymmetricVector.Index(v, clique.Separator[a])];
                for (int q = 0; q <= r; q++) matrix[row + done + q] = triangle[SymmetricVector.Index(v, clique.Residual[q])];
                matrix[row + done + r] += shift[done + r];
                for (int k = 0; k < done + r; k++) matrix[k * n + done + r] = matrix[row + k];
            }
            done += residual;
        }
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++) triangle[SymmetricVector.Index(vertices[i], vertices[j])] = matrix[i * n + j];
        }
    }

    /// <summary>D: at every vertex the largest that a clique which holds it asks for.</summary>
    private static double[] Shifts(ReadOnlySpan<Clique> cliques, ReadOnlySpan<double> triangle, Dictionary<int, int> placeOf)
    {
        var shift = new double[placeOf.Count];
        foreach (Clique clique in cliques)
        {
            int[] members = clique.Members;
            int order = members.Length;
            var block = new double[order * order];
            var values = new double[order];
            for (int i = 0; i < order; i++)
            {
                for (int j = 0; j < order; j++) block[i * order + j] = triangle[SymmetricVector.Index(members[i], members[j])];
            }
            new SymmetricEigensolver(order).Values(block, values);
            double raise = Math.Max(0, -values[0]) + Rounding * Math.Max(Math.Abs(values[0]), Math.Abs(values[^1]));
            foreach (int v in members) shift[placeOf[v]] = Math.Max(shift[placeOf[v]], raise);
        }
        return shift;
    }
}

using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// The dual's diagonal on vertices Z where the slack's is zero at every point. Nothing of the program's data touches it, so it may be as
/// large as positive semidefiniteness asks: with Y_R on the other vertices, Y_Z = t I needs t ≥ λ_max(G'Y_R⁻¹G) for G = Y_RZ. The entries
/// among Z are equations' multipliers as well, H, and t ≥ λ_max(…) + ‖H‖.
/// </summary>
/// <remarks>
/// Where G leaves the range of Y_R there is no such t (the dual of the equations is not attained over the cone); Y_R + εI with ε = 10⁻⁸
/// of its size then bounds the distance to the cone by ε √n, while t, at most about its size over ε, costs no more by rounding.
/// </remarks>
internal static class NullDiagonal
{
    private const double Shift = 1e-8;

    /// <summary>Sets the diagonal of the vertices.</summary>
    /// <param name="triangle">The dual block, upper triangle by columns.</param>
    /// <param name="vertices">Z, ascending.</param>
    public static void Fill(Span<double> triangle, int[] vertices)
    {
        int n = SymmetricVector.OrderOf(triangle.Length), z = vertices.Length, r = n - z;
        int[] others = [.. Enumerable.Range(0, n).Where(v => Array.BinarySearch(vertices, v) < 0)];
        var block = new double[r * r];
        var coupling = new double[r * z];
        double largest = 0;
        for (int i = 0; i < r; i++)
        {
            for (int j = 0; j < r; j++)
            {
                block[i * r + j] = triangle[SymmetricVector.Index(others[i], others[j])];
                largest = Math.Max(largest, Math.Abs(block[i * r + j]));
            }
            for (int a = 0; a < z; a++)
            {
                coupling[i * z + a] = triangle[SymmetricVector.Index(others[i], vertices[a])];
                largest = Math.Max(largest, Math.Abs(coupling[i * z + a]));
            }
        }
        double sum = 0;
        if (r > 0 && largest > 0)
        {
            ShiftedCholesky.Factor(block, r, Shift * largest);
            TriangularSolve.Lower(r, block, r, coupling, z, z);
            foreach (double v in coupling) sum += v * v;
        }
        double among = 0;
        for (int b = 0; b < z; b++)
        {
            for (int a = 0; a < b; a++)
            {
                double entry = triangle[SymmetricVector.Index(vertices[a], vertices[b])];
                among += 2 * entry * entry;
            }
        }
        foreach (int v in vertices) triangle[SymmetricVector.Index(v, v)] = sum + Math.Sqrt(among);
    }
}

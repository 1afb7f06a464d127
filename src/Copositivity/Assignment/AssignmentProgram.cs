using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// The doubly nonnegative relaxation of a quadratic assignment problem as a program over basic cones, reduced to its minimal face exactly.
/// <para>
/// With z = (1, x) as in <see cref="QuadraticAssignmentBound"/>, the matrix W = (I; −eᵀ), n×(n−1), and the integer matrix
/// V = (n, 0; e, W⊗W), every z is Vw, since the columns of V span <see cref="AssignmentFace"/>'s L. So zzᵀ is relaxed to Y = VRVᵀ with
/// R ⪰ 0 of order (n−1)² + 1, the program's columns, and
/// <code>min ⟨VᵀCV, R⟩   subject to   n²R₀₀ = 1,  (VRVᵀ)_(ik)(il) = (VRVᵀ)_(ik)(jk) = 0,  other entries of VRVᵀ ≥ 0,  R ⪰ 0.</code>
/// Row sums and the trace of Y follow from Y = VRVᵀ; the diagonal equal to the first row follows too and is stated, because bounds of every
/// entry of R can be read from it: 0 ≤ Y_0(ik) ≤ 1 bounds R's first row, and Y_(ik)(ik) = Y_0(ik) its diagonal. There is a Slater point,
/// the average over all permutations. The numbers are exact where flows and distances are integers whose sums of products stay below 2⁵³.
/// </para>
/// </summary>
internal static class AssignmentProgram
{
    public static ConicProgram Of(QuadraticAssignmentProblem problem)
    {
        int n = problem.Size, order = 1 + n * n, reduced = 1 + (n - 1) * (n - 1), columns = SymmetricVector.Length(reduced);
        (int Column, double Value)[][] rowsOfV = Basis(n);
        var equalities = new List<(int P, int Q)>();
        var inequalities = new List<(int P, int Q)>();
        for (int p = 1; p < order; p++)
        {
            inequalities.Add((0, p));
            for (int q = 1; q < p; q++)
            {
                bool isZero = (p - 1) / n == (q - 1) / n || (p - 1) % n == (q - 1) % n;
                (isZero ? equalities : inequalities).Add((q, p));
            }
        }
        int diagonal = 1, zeros = diagonal + order - 1, nonnegative = zeros + equalities.Count, matrix = nonnegative + inequalities.Count;
        var a = new TripletList();
        var b = new double[matrix + columns];
        a.Add(0, 0, (double)n * n);
        b[0] = 1;
        for (int p = 1; p < order; p++)
        {
            AddEntry(a, diagonal + p - 1, p, p, 1, rowsOfV);
            AddEntry(a, diagonal + p - 1, 0, p, -1, rowsOfV);
        }
        for (int k = 0; k < equalities.Count; k++) AddEntry(a, zeros + k, equalities[k].P, equalities[k].Q, 1, rowsOfV);
        for (int k = 0; k < inequalities.Count; k++) AddEntry(a, nonnegative + k, inequalities[k].P, inequalities[k].Q, -1, rowsOfV);
        for (int t = 0; t < columns; t++) a.Add(matrix + t, t, -1);
        ConeBlock[] blocks =
        [
            new(Cone.Zero, 0, 1, "first entry"),
            new(Cone.Zero, diagonal, order - 1, "diagonal"),
            new(Cone.Zero, zeros, equalities.Count, "zeros"),
            new(Cone.Nonnegative, nonnegative, inequalities.Count, "nonnegative"),
            new(Cone.PositiveSemidefinite, matrix, columns, "R"),
        ];
        return new ConicProgram(
            $"quadratic assignment {problem.Name}", ObjectiveSense.Minimize, null, Objective(problem, rowsOfV, reduced), 0,
            a.ToMatrix(matrix + columns, columns), b, blocks);
    }

    /// <summary>The entries of V by rows.</summary>
    private static (int Column, double Value)[][] Basis(int n)
    {
        var rows = new (int, double)[1 + n * n][];
        rows[0] = [(0, n)];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < n; k++)
            {
                var row = new List<(int, double)> { (0, 1) };
                for (int j = i == n - 1 ? 0 : i; j < (i == n - 1 ? n - 1 : i + 1); j++)
                {
                    for (int l = k == n - 1 ? 0 : k; l < (k == n - 1 ? n - 1 : k + 1); l++)
                        row.Add((1 + j * (n - 1) + l, (i == n - 1) == (k == n - 1) ? 1 : -1));
                }
                rows[1 + i * n + k] = [.. row];
            }
        }
        return rows;
    }

    /// <summary>Adds factor·(VRVᵀ)_pq to a row, in the columns R_ab, a ≤ b.</summary>
    private static void AddEntry(TripletList a, int row, int p, int q, double factor, (int Column, double Value)[][] rowsOfV)
    {
        foreach ((int i, double left) in rowsOfV[p])
        {
            foreach ((int j, double right) in rowsOfV[q]) a.Add(row, SymmetricVector.Index(i, j), factor * left * right);
        }
    }

    /// <summary>c_ab = (VᵀCV)_ab, twice off the diagonal, with VᵀCV = (e, W⊗W)ᵀ C (e, W⊗W): only rows (ik) of V meet costs.</summary>
    private static double[] Objective(QuadraticAssignmentProblem problem, (int Column, double Value)[][] rowsOfV, int reduced)
    {
        int n = problem.Size, order = 1 + n * n;
        var c = new double[SymmetricVector.Length(reduced)];
        var product = new double[reduced];
        for (int p = 1; p < order; p++)
        {
            Array.Clear(product);
            for (int q = 1; q < order; q++)
            {
                double cost = problem.Flow((p - 1) / n, (q - 1) / n) * problem.Distance((p - 1) % n, (q - 1) % n);
                if (cost == 0) continue;
                foreach ((int j, double right) in rowsOfV[q]) product[j] += cost * right;
            }
            foreach ((int i, double left) in rowsOfV[p])
            {
                for (int j = 0; j < reduced; j++) c[SymmetricVector.Index(i, j)] += left * product[j];
            }
        }
        return c;
    }
}

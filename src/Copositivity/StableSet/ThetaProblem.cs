using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// Lovász's ϑ of a graph G with n vertices (IEEE Trans. Inform. Theory 25, 1979), and Schrijver's ϑ′ (same journal and year), both of
/// them at least the stability number:
/// <code>ϑ(G) = max ⟨E, X⟩   subject to   tr X = 1,  X_ij = 0 on edges,  X ⪰ 0,       ϑ′: also X_ij ≥ 0,</code>
/// E the matrix of ones. For cliques of G take its complement. Immutable and safe to share between threads.
/// </summary>
/// <remarks>
/// The program is stated in the multipliers, which is how SDPA files state such problems: with t of the trace, u_ij of the edges and v_ij
/// of the signs, the Lagrangian is t + ⟨X, E − tI − U + V⟩ over X ⪰ 0, U and V symmetric with u and v on the pairs that have one, so the
/// dual is
/// <code>minimise t   subject to   tI + U − V − E ⪰ 0,   v ≥ 0.</code>
/// Both sides have inner points (X = I/n, for ϑ′ with a small positive constant added on pairs without an edge; t large, v = 1), so their
/// values agree and are attained. The variables of the program are t, u and w = −v; X is the multiplier of its first block, and that of the
/// second holds
/// 2X_ij for the pairs with a sign. <see cref="StableSetProblem"/> states ϑ′ in X itself, with a doubly nonnegative cone.
/// </remarks>
public sealed class ThetaProblem
{
    /// <summary>The problem of a graph.</summary>
    /// <param name="graph">G, with at least one vertex; for cliques, the complement.</param>
    /// <param name="nonnegative">Whether X ≥ 0 is asked for: ϑ′ in place of ϑ.</param>
    /// <exception cref="ArgumentException">The graph has no vertices.</exception>
    public ThetaProblem(Graph graph, bool nonnegative = false)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.VertexCount == 0) throw new ArgumentException("A graph without vertices has ϑ = 0 and no program.", nameof(graph));
        Graph = graph;
        Nonnegative = nonnegative;
    }

    /// <summary>G.</summary>
    public Graph Graph { get; }

    /// <summary>Whether X ≥ 0 is asked for.</summary>
    public bool Nonnegative { get; }

    /// <summary>
    /// The program in the multipliers: column 0 is t, then a column an edge and, for ϑ′, a column a pair without an edge, each group in the
    /// order (0,1), (0,2), …, (1,2), …; block "X" of order n holds tI + U + W − E and, for ϑ′ of a graph that is not complete, block "sign"
    /// holds −w. Time and memory O(n²).
    /// </summary>
    public ConicProgram ToProgram()
    {
        int n = Graph.VertexCount, triangle = SymmetricVector.Length(n);
        int edges = Graph.EdgeCount, signs = Nonnegative ? triangle - n - edges : 0;
        int columns = 1 + edges + signs, rows = triangle + signs;
        var starts = new int[columns + 1];
        var indices = new int[n + edges + 2 * signs];
        var values = new double[indices.Length];

        // Column j of A is −F_j: the slack is b − Ax with b = −E.
        for (int i = 0; i < n; i++) (indices[i], values[i]) = (SymmetricVector.Index(i, i), -1);
        int edge = 0, sign = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = i + 1; j < n; j++)
            {
                int row = SymmetricVector.Index(i, j);
                if (Graph.HasEdge(i, j))
                {
                    int at = n + edge;
                    starts[1 + edge++] = at;
                    (indices[at], values[at]) = (row, -1);
                }
                else if (Nonnegative)
                {
                    int at = n + edges + 2 * sign;
                    starts[1 + edges + sign] = at;
                    (indices[at], values[at]) = (row, -1);
                    (indices[at + 1], values[at + 1]) = (triangle + sign, 1);
                    sign++;
                }
            }
        }
        starts[columns] = indices.Length;

        var b = new double[rows];
        b.AsSpan(0, triangle).Fill(-1);
        var c = new double[columns];
        c[0] = 1;
        var blocks = new List<ConeBlock> { new(Cone.PositiveSemidefinite, 0, triangle, "X") };
        if (signs > 0) blocks.Add(new ConeBlock(Cone.Nonnegative, triangle, signs, "sign"));
        return new ConicProgram(
            $"{(Nonnegative ? "theta'" : "theta")} of {Graph.Name}", ObjectiveSense.Minimize, quadratic: null, c, constant: 0,
            SparseMatrix.FromColumns(rows, columns, starts, indices, values), b, blocks);
    }
}

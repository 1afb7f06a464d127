using System.Numerics;
using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// Bisects the simplex. On conv(V), M is copositive exactly if VᵀMV is, which a part is asked for by its signs and by the semidefiniteness of its
/// negative part (diagonal and negative entries), exactly; the edge with the most negative cosine is bisected. Vertices are sums of
/// vertices, so whole numbers. Where parts get deep they touch a zero, which no bisection settles; then VᵀMV is searched by supports.
/// </summary>
/// <remarks>Source: J. Sponsel, S. Bundfuss, M. Dür, An improved algorithm to test copositivity, J. Global Optim. 52 (2012).</remarks>
internal sealed class SimplicialSearch
{
    private const int DepthPerRow = 2;

    private readonly IntegerMatrix _m;
    private readonly DecisionClock _clock;

    private SimplicialSearch(IntegerMatrix m, DecisionClock clock)
    {
        _m = m;
        _clock = clock;
    }

    /// <summary>A violation; where null and the clock is not late, there is none.</summary>
    public BigInteger[]? Violation { get; private set; }

    /// <summary>A zero; where null, without a violation, there is none.</summary>
    public BigInteger[]? Zero { get; private set; }

    public static SimplicialSearch Run(IntegerMatrix m, DecisionClock clock)
    {
        var search = new SimplicialSearch(m, clock);
        int n = m.Order;
        var unit = new BigInteger[n][];
        for (int i = 0; i < n; i++)
        {
            unit[i] = new BigInteger[n];
            unit[i][i] = 1;
        }
        var form = new BigInteger[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) form[i, j] = m[i, j];
        }
        var open = new Stack<(BigInteger[][] Vertices, BigInteger[,] Form, int Depth)>();
        open.Push((unit, form, 0));
        while (open.TryPop(out var part) && search.Violation is null && clock.Tick()) search.Settle(part.Vertices, part.Form, part.Depth, open);
        return search;
    }

    private void Settle(BigInteger[][] vertices, BigInteger[,] form, int depth, Stack<(BigInteger[][], BigInteger[,], int)> open)
    {
        int n = vertices.Length;
        bool hasZero = false;
        for (int i = 0; i < n; i++)
        {
            if (form[i, i].Sign < 0)
            {
                Violation = vertices[i];
                return;
            }
            if (!form[i, i].IsZero) continue;
            Zero ??= vertices[i];
            hasZero = true;
        }
        (int U, int V)? edge = MostNegative(form);
        if (edge is not { } worst) return;
        if (!hasZero && IsNegativePartDefinite(form)) return;
        if (depth >= DepthPerRow * n)
        {
            BySupports(vertices, form);
            return;
        }
        (int u, int v) = worst;
        var middle = new BigInteger[vertices[u].Length];
        for (int i = 0; i < middle.Length; i++) middle[i] = vertices[u][i] + vertices[v][i];
        open.Push(With(u));
        open.Push(With(v));

        (BigInteger[][], BigInteger[,], int) With(int replaced)
        {
            var next = (BigInteger[][])vertices.Clone();
            next[replaced] = middle;
            var nextForm = (BigInteger[,])form.Clone();
            for (int k = 0; k < n; k++)
            {
                if (k != replaced) nextForm[replaced, k] = nextForm[k, replaced] = form[u, k] + form[v, k];
            }
            nextForm[replaced, replaced] = form[u, u] + 2 * form[u, v] + form[v, v];
            return (next, nextForm, depth + 1);
        }
    }

    /// <summary>The pair with the most negative b_ij/√(b_ii b_jj); null where no entry is negative.</summary>
    private static (int U, int V)? MostNegative(BigInteger[,] form)
    {
        (int, int)? worst = null;
        double least = double.PositiveInfinity;
        for (int j = 1; j < form.GetLength(0); j++)
        {
            for (int i = 0; i < j; i++)
            {
                if (form[i, j].Sign >= 0) continue;
                // For the choice only; logarithms keep large numbers finite.
                double cosine = form[i, i].IsZero || form[j, j].IsZero
                    ? double.MinValue
                    : -Math.Exp(BigInteger.Log(-form[i, j]) - 0.5 * (BigInteger.Log(form[i, i]) + BigInteger.Log(form[j, j])));
                if (worst is not null && cosine >= least) continue;
                (worst, least) = ((i, j), cosine);
            }
        }
        return worst;
    }

    /// <summary>Whether the diagonal with the negative entries is positive definite, by exact elimination.</summary>
    private static bool IsNegativePartDefinite(BigInteger[,] form)
    {
        int n = form.GetLength(0);
        var a = new BigInteger[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) a[i, j] = i == j || form[i, j].Sign < 0 ? form[i, j] : BigInteger.Zero;
        }
        BigInteger previous = 1;
        for (int k = 0; k < n; k++)
        {
            // Bareiss: the pivots are the leading principal minors.
            if (a[k, k].Sign <= 0) return false;
            for (int i = k + 1; i < n; i++)
            {
                for (int j = k + 1; j <= i; j++)
                    a[i, j] = a[j, i] = (a[k, k] * a[i, j] - a[i, k] * a[k, j]) / previous;
            }
            previous = a[k, k];
        }
        return true;
    }

    /// <summary>VᵀMV searched by supports; what is found is carried back by V.</summary>
    private void BySupports(BigInteger[][] vertices, BigInteger[,] form)
    {
        var rational = new BigRational[vertices.Length, vertices.Length];
        for (int i = 0; i < vertices.Length; i++)
        {
            for (int j = 0; j < vertices.Length; j++) rational[i, j] = form[i, j];
        }
        IntegerMatrix part = IntegerMatrix.From(rational);
        (BigInteger[]? violation, int[] rows, BigInteger[]? zero) = Preprocessing.Run(part);
        if (violation is null && rows.Length > 0)
        {
            var search = SupportSearch.Run(part.Principal(rows), _clock, wantsZero: Zero is null && zero is null);
            violation = Widened(search.Violation, rows, vertices.Length);
            zero ??= Widened(search.Zero, rows, vertices.Length);
        }
        if (violation is not null) Violation = Carried(violation, vertices);
        else if (zero is not null) Zero ??= Carried(zero, vertices);
    }

    private static BigInteger[]? Widened(BigInteger[]? x, int[] rows, int order)
    {
        if (x is null) return null;
        var wide = new BigInteger[order];
        for (int k = 0; k < rows.Length; k++) wide[rows[k]] = x[k];
        return wide;
    }

    private static BigInteger[] Carried(BigInteger[] weights, BigInteger[][] vertices)
    {
        var x = new BigInteger[vertices[0].Length];
        for (int k = 0; k < weights.Length; k++)
        {
            for (int i = 0; i < x.Length; i++) x[i] += weights[k] * vertices[k][i];
        }
        return x;
    }
}

using System.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// Searches the supports S of minimal violations, M_S not copositive but all its proper principal submatrices, and of minimal zeros, in integers.
/// <para>
/// At a minimal violation the least value on the simplex of S is attained at some x &gt; 0 with M_S x = λe, λ &lt; 0, and M_S is semidefinite on
/// e^⊥. Were zᵀMz &lt; 0 for some z ≥ 0 outside, or for any z with z_i = 0 and eᵀz = 1, then the convex parabola from x towards z would
/// still be negative where it leaves the simplex, against minimality. So M_{S∖i} ⪰ 0 for all i; by interlacing M_S has one negative
/// eigenvalue, and is regular. Were M_T singular for a T ⊂ S of two elements less, its kernel would be one of every M_{S∖i}, i ∉ T, and
/// so of M_S. Hence all T with |T| ≤ |S| − 2 have M_T ≻ 0. A minimal zero has M_S ⪰ 0 of corank 1 with a positive kernel vector, and M_T ≻ 0
/// for all proper subsets. In both cases S is connected by negative entries, as otherwise a part of x would do.
/// </para>
/// <para>
/// Connected sets T are grown one by one, each once, as long as M_T ≻ 0. With D = det M_T and the adjugate A = D M_T⁻¹, integers, a new row m with
/// v = A m has det M_{T∪j} = D m_jj − mᵀv; a negative one ends the branch after a look at the solution of M_S y = −e. A branch is
/// also cut where the Schur complement B of M_T on the rows that may still come is copositive, for then xᵀMx ≥ 0 whatever the sign of x_T:
/// by a cover with q cliques in which b_ij² ≥ b_ii b_jj, b_ij &gt; 0, where (q − 1)² b_ij² ≤ b_ii b_jj for the negative entries.
/// </para>
/// <para>
/// Where most entries are negative, connectedness says little. Then as many cliques are formed as the cover may have, and only the rows outside them are
/// branched on, for a violation needs one of those: the scheme of exact maximum-clique algorithms.
/// </para>
/// </summary>
/// <remarks>
/// Sources: H. Väliaho, Criteria for copositive matrices, Linear Algebra Appl. 81 (1986); R. Hildebrand, Minimal zeros of copositive matrices,
/// Linear Algebra Appl. 459 (2014); the enumeration of connected sets: S. Wernicke, IEEE/ACM Trans. Comput. Biol. Bioinf. 3 (2006).
/// </remarks>
internal sealed class SupportSearch
{
    /// <summary>With more negative entries than this nearly all sets are connected, and covers say more.</summary>
    private const double DenseShare = 0.4;

    private readonly IntegerMatrix _m;
    private readonly DecisionClock _clock;
    private readonly int _n;
    private readonly int[][] _negative;
    private readonly bool _wantsZero;

    private SupportSearch(IntegerMatrix m, DecisionClock clock, bool wantsZero)
    {
        _m = m;
        _clock = clock;
        _n = m.Order;
        _wantsZero = wantsZero;
        _negative = new int[_n][];
        for (int i = 0; i < _n; i++) _negative[i] = [.. Enumerable.Range(0, _n).Where(j => j != i && m[i, j].Sign < 0)];
    }

    /// <summary>A violation; where null and the clock is not late, there is none.</summary>
    public BigInteger[]? Violation { get; private set; }

    /// <summary>A zero met on the way; where null, none wanted or, without a violation, none there.</summary>
    public BigInteger[]? Zero { get; private set; }

    /// <summary>Searches a matrix with a positive diagonal.</summary>
    /// <param name="m">The matrix.</param>
    /// <param name="clock">Counts supports and stops.</param>
    /// <param name="wantsZero">Whether zeros are wanted; if not, branches that can only hold zeros are cut.</param>
    public static SupportSearch Run(IntegerMatrix m, DecisionClock clock, bool wantsZero)
    {
        var search = new SupportSearch(m, clock, wantsZero);
        if (search._negative.Sum(row => row.Length) > DenseShare * search._n * search._n)
        {
            var all = new bool[search._n];
            Array.Fill(all, true);
            search.Branch(new Definite([], new BigInteger[0, 0], BigInteger.One), all);
            return search;
        }
        int[] roots = [.. Enumerable.Range(0, search._n).OrderBy(i => search._negative[i].Length)];
        var allowed = new bool[search._n];
        Array.Fill(allowed, true);
        foreach (int root in roots)
        {
            if (search.IsOver) break;
            allowed[root] = false;
            var isNear = new bool[search._n];
            isNear[root] = true;
            var extension = new List<int>();
            foreach (int j in search._negative[root])
            {
                isNear[j] = true;
                if (allowed[j]) extension.Add(j);
            }
            search.Grow(new Definite([root], new BigInteger[,] { { 1 } }, m[root, root]), (bool[])allowed.Clone(), isNear, extension);
        }
        return search;
    }

    private bool IsOver => Violation is not null || _clock.IsLate;

    /// <summary>A set T with M_T ≻ 0, A = D M_T⁻¹ and D = det M_T.</summary>
    private readonly record struct Definite(int[] Members, BigInteger[,] Adjugate, BigInteger Determinant);

    /// <summary>
    /// Looks at all connected supersets of T whose other members are allowed. The extension holds the allowed neighbours found so far; those near are T's
    /// neighbours, allowed or not.
    /// </summary>
    private void Grow(Definite t, bool[] allowed, bool[] isNear, List<int> extension)
    {
        if (extension.Count == 0 || !_clock.Tick()) return;
        var products = new BigInteger[_n][];
        var determinants = new BigInteger[_n];
        for (int i = 0; i < _n; i++)
        {
            if (!allowed[i]) continue;
            products[i] = Product(t, i);
            determinants[i] = DeterminantWith(t, i, products[i]);
            if (determinants[i].Sign >= 0) continue;
            // No set with both T and i has more than these, so that i matters for this set only.
            allowed[i] = false;
            if (!extension.Remove(i)) continue;
            LookAt(t, i, products[i], determinants[i]);
            if (IsOver) return;
        }
        if (extension.Count == 0 || IsCut(t, allowed, products, determinants)) return;
        while (extension.Count > 0 && !IsOver)
        {
            int j = extension[^1];
            extension.RemoveAt(extension.Count - 1);
            allowed[j] = false;
            var added = new List<int>();
            foreach (int k in _negative[j])
            {
                if (allowed[k] && !isNear[k]) added.Add(k);
            }
            if (determinants[j].IsZero)
            {
                LookAtKernel(t, j, products[j]);
                LookBeyond(t, j, products[j], [.. extension, .. added]);
                continue;
            }
            var nextNear = (bool[])isNear.Clone();
            foreach (int k in _negative[j]) nextNear[k] = true;
            Grow(Extend(t, j, products[j], determinants[j]), (bool[])allowed.Clone(), nextNear, [.. extension, .. added]);
        }
    }

    /// <summary>Looks at all supersets of T within the allowed rows, by covers.</summary>
    private void Branch(Definite t, bool[] allowed)
    {
        if (!_clock.Tick()) return;
        var products = new BigInteger[_n][];
        var determinants = new BigInteger[_n];
        var rows = new List<int>();
        for (int i = 0; i < _n; i++)
        {
            if (!allowed[i]) continue;
            products[i] = Product(t, i);
            determinants[i] = DeterminantWith(t, i, products[i]);
            if (determinants[i].Sign > 0)
            {
                rows.Add(i);
                continue;
            }
            allowed[i] = false;
            if (determinants[i].Sign < 0)
            {
                LookAt(t, i, products[i], determinants[i]);
            }
            else
            {
                LookAtKernel(t, i, products[i]);
                LookBeyond(t, i, products[i], [.. Enumerable.Range(0, _n).Where(k => allowed[k])]);
            }
            if (IsOver) return;
        }
        if (rows.Count == 0) return;
        BigInteger[,] b = SchurComplement(t, rows, products, determinants);
        int[] outside = CliqueCover.RowsOutside(b, isStrict: _wantsZero && Zero is null);
        for (int k = 0; k < outside.Length; k++) allowed[rows[outside[k]]] = false;
        foreach (int k in outside)
        {
            if (IsOver) return;
            int j = rows[k];
            Branch(Extend(t, j, products[j], determinants[j]), (bool[])allowed.Clone());
            allowed[j] = true;
        }
    }

    /// <summary>v = A m_Tj.</summary>
    private BigInteger[] Product(Definite t, int j)
    {
        int k = t.Members.Length;
        var v = new BigInteger[k];
        for (int a = 0; a < k; a++)
        {
            BigInteger sum = 0;
            for (int b = 0; b < k; b++) sum += t.Adjugate[a, b] * _m[t.Members[b], j];
            v[a] = sum;
        }
        return v;
    }

    private BigInteger DeterminantWith(Definite t, int j, BigInteger[] v)
    {
        BigInteger determinant = t.Determinant * _m[j, j];
        for (int a = 0; a < v.Length; a++) determinant -= _m[t.Members[a], j] * v[a];
        return determinant;
    }

    /// <summary>A' = [(det' A + vvᵀ)/D, −v; −vᵀ, D].</summary>
    private static Definite Extend(Definite t, int j, BigInteger[] v, BigInteger determinant)
    {
        int k = v.Length;
        var adjugate = new BigInteger[k + 1, k + 1];
        for (int a = 0; a < k; a++)
        {
            for (int b = 0; b <= a; b++)
                adjugate[a, b] = adjugate[b, a] = (determinant * t.Adjugate[a, b] + v[a] * v[b]) / t.Determinant;
            adjugate[a, k] = adjugate[k, a] = -v[a];
        }
        adjugate[k, k] = t.Determinant;
        return new Definite([.. t.Members, j], adjugate, determinant);
    }

    /// <summary>M_S y = −e for S = T ∪ j with det M_S &lt; 0: y_j ∝ D − eᵀv and y_T ∝ (det' Ae − v(D − eᵀv))/D.</summary>
    private void LookAt(Definite t, int j, BigInteger[] v, BigInteger determinant)
    {
        BigInteger last = t.Determinant;
        foreach (BigInteger entry in v) last -= entry;
        if (last.Sign < 0) return;
        var y = new BigInteger[_n];
        y[j] = last * t.Determinant;
        for (int a = 0; a < v.Length; a++)
        {
            BigInteger sum = 0;
            for (int b = 0; b < v.Length; b++) sum += t.Adjugate[a, b];
            BigInteger entry = determinant * sum - v[a] * last;
            if (entry.Sign < 0) return;
            y[t.Members[a]] = entry;
        }
        Accept(y);
    }

    /// <summary>The kernel vector (−v, D) of a singular M_{T∪j} ⪰ 0: a zero where it is nonnegative.</summary>
    private void LookAtKernel(Definite t, int j, BigInteger[] v)
    {
        if (Zero is not null || Array.Exists(v, entry => entry.Sign > 0)) return;
        var x = new BigInteger[_n];
        x[j] = t.Determinant;
        for (int a = 0; a < v.Length; a++) x[t.Members[a]] = -v[a];
        Zero = Reduced(x);
    }

    /// <summary>
    /// Minimal violations S = U ∪ i for a singular M_U ⪰ 0, U = T ∪ j, with the kernel vector z = (−v, D): multiplied by z, the rows of U in
    /// M_S y = −e say (zᵀm_Ui) y_i = −eᵀz, and y &gt; 0 asks for opposite signs. The few i that pass are solved for exactly.
    /// </summary>
    private void LookBeyond(Definite t, int j, BigInteger[] v, List<int> candidates)
    {
        int[] u = [.. t.Members, j];
        BigInteger sum = t.Determinant;
        foreach (BigInteger entry in v) sum -= entry;
        if (sum.IsZero) return;
        foreach (int i in candidates)
        {
            BigInteger product = t.Determinant * _m[j, i];
            for (int a = 0; a < v.Length; a++) product -= v[a] * _m[t.Members[a], i];
            if (product.Sign != -sum.Sign) continue;
            int[] s = [.. u, i];
            var matrix = new Numerics.BigRational[s.Length, s.Length];
            var right = new Numerics.BigRational[s.Length];
            for (int a = 0; a < s.Length; a++)
            {
                for (int b = 0; b < s.Length; b++) matrix[a, b] = _m[s[a], s[b]];
                right[a] = -1;
            }
            if (Numerics.ExactLinearSystem.Solve(matrix, right) is not { } y || Array.Exists(y, entry => entry.Sign < 0)) continue;
            BigInteger multiple = 1;
            foreach (Numerics.BigRational entry in y)
                multiple = multiple / BigInteger.GreatestCommonDivisor(multiple, entry.Denominator) * entry.Denominator;
            var x = new BigInteger[_n];
            for (int a = 0; a < s.Length; a++) x[s[a]] = y[a].Numerator * (multiple / y[a].Denominator);
            Accept(x);
            if (IsOver) return;
        }
    }

    private void Accept(BigInteger[] x)
    {
        if (_m.Form(x).Sign < 0) Violation = Reduced(x);
    }

    private static BigInteger[] Reduced(BigInteger[] x)
    {
        BigInteger divisor = 0;
        foreach (BigInteger entry in x) divisor = BigInteger.GreatestCommonDivisor(divisor, entry);
        return divisor.IsZero ? x : Array.ConvertAll(x, entry => entry / divisor);
    }

    /// <summary>Whether a cover by cliques shows that the Schur complement on the allowed rows is copositive, strictly where zeros are wanted.</summary>
    private bool IsCut(Definite t, bool[] allowed, BigInteger[][] products, BigInteger[] determinants)
    {
        var rows = new List<int>();
        for (int i = 0; i < _n; i++)
        {
            if (!allowed[i]) continue;
            if (determinants[i].IsZero) return false;
            rows.Add(i);
        }
        return CliqueCover.RowsOutside(SchurComplement(t, rows, products, determinants), isStrict: _wantsZero && Zero is null).Length == 0;
    }

    /// <summary>D times the Schur complement of M_T on some rows.</summary>
    private BigInteger[,] SchurComplement(Definite t, List<int> rows, BigInteger[][] products, BigInteger[] determinants)
    {
        var b = new BigInteger[rows.Count, rows.Count];
        for (int c = 0; c < rows.Count; c++)
        {
            b[c, c] = determinants[rows[c]];
            for (int a = 0; a < c; a++)
            {
                BigInteger sum = t.Determinant * _m[rows[a], rows[c]];
                for (int k = 0; k < t.Members.Length; k++) sum -= _m[t.Members[k], rows[a]] * products[rows[c]][k];
                b[a, c] = b[c, a] = sum;
            }
        }
        return b;
    }
}

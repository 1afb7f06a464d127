namespace Copositive.Modeling;

/// <summary>
/// The monomials of one degree d in n variables, as increasing tuples of d variables, ranked colexicographically: the tuple i₀ ≤ … ≤ i_{d−1} has
/// rank Σ_k C(i_k + k, k + 1). There are C(n + d − 1, d) of them, and a rank does not depend on n. For d = 2 it is the place of (i, j)
/// in a symmetric matrix's upper triangle.
/// </summary>
internal sealed class Monomials
{
    private readonly long[,] _binomials;

    public Monomials(int variables, int degree)
    {
        Variables = variables;
        Degree = degree;
        _binomials = new long[variables + degree + 1, degree + 2];
        for (int a = 0; a < _binomials.GetLength(0); a++)
        {
            for (int b = 0; b <= degree + 1; b++) _binomials[a, b] = CountOf(a, b);
        }
        Count = checked((int)CountOf(variables, degree, multiset: true));
    }

    public int Variables { get; }

    public int Degree { get; }

    /// <summary>C(n + d − 1, d).</summary>
    public int Count { get; }

    /// <summary>The number of monomials of a degree, saturating at <see cref="long.MaxValue"/>.</summary>
    public static long CountOf(long variables, int degree, bool multiset)
    {
        return CountOf(multiset ? variables + degree - 1 : variables, degree);
    }

    /// <summary>C(a, b), saturating.</summary>
    public static long CountOf(long a, int b)
    {
        if (b < 0 || b > a) return b == 0 ? 1 : 0;
        Int128 value = 1;
        for (int k = 1; k <= b; k++)
        {
            value = value * (a - b + k) / k;
            if (value > long.MaxValue) return long.MaxValue;
        }
        return (long)value;
    }

    /// <summary>The rank of an increasing tuple of <see cref="Degree"/> variables or fewer.</summary>
    public int Rank(ReadOnlySpan<int> tuple)
    {
        long rank = 0;
        for (int k = 0; k < tuple.Length; k++) rank += _binomials[tuple[k] + k, k + 1];
        return (int)rank;
    }

    /// <summary>The tuple after this one; false after the last.</summary>
    public bool MoveNext(Span<int> tuple)
    {
        for (int k = 0; k < tuple.Length; k++)
        {
            if (tuple[k] >= (k + 1 < tuple.Length ? tuple[k + 1] : Variables - 1)) continue;
            tuple[k]++;
            tuple[..k].Clear();
            return true;
        }
        return false;
    }

    /// <summary>All tuples, each as its own array.</summary>
    public IEnumerable<int[]> All()
    {
        var tuple = new int[Degree];
        do yield return (int[])tuple.Clone();
        while (MoveNext(tuple));
    }

    /// <summary>The product of two monomials: the two increasing tuples merged.</summary>
    public static void Multiply(ReadOnlySpan<int> first, ReadOnlySpan<int> second, Span<int> product)
    {
        int a = 0, b = 0;
        for (int k = 0; k < first.Length + second.Length; k++)
            product[k] = b == second.Length || (a < first.Length && first[a] <= second[b]) ? first[a++] : second[b++];
    }

    /// <summary>d!/β! for the exponents β of an increasing tuple of d variables.</summary>
    public static double Multinomial(ReadOnlySpan<int> tuple)
    {
        double value = 1;
        for (int k = 0, run = 1; k < tuple.Length; k++)
        {
            run = k > 0 && tuple[k] == tuple[k - 1] ? run + 1 : 1;
            // After k + 1 variables the value is (k + 1)!/β!, an integer.
            value = value * (k + 1) / run;
        }
        return value;
    }
}

namespace Copositive.Benchmarks.Kernels;

/// <summary>The routines of BLAS and LAPACK that serve as baselines, on column-major arrays without gaps.</summary>
/// <remarks>
/// A row-major matrix is the transpose of the column-major one in the same place; a symmetric matrix is the same in both, and its lower
/// triangle by columns is the upper one by rows. Work space is the caller's, as long as the routine's own query recommends.
/// </remarks>
internal static unsafe class Lapack
{
    private const byte Lower = (byte)'L', Plain = (byte)'N', Vectors = (byte)'V';

    /// <summary>C ← A B, all n × n.</summary>
    public static void Multiply(int n, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c)
    {
        byte plain = Plain;
        double one = 1, zero = 0;
        fixed (double* pa = a, pb = b, pc = c)
            LapackImports.DGemm(&plain, &plain, &n, &n, &n, &one, pa, &n, pb, &n, &zero, pc, &n, 1, 1);
    }

    /// <inheritdoc cref="Multiply(int, ReadOnlySpan{double}, ReadOnlySpan{double}, Span{double})"/>
    public static void Multiply(int n, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c)
    {
        byte plain = Plain;
        float one = 1, zero = 0;
        fixed (float* pa = a, pb = b, pc = c)
            LapackImports.SGemm(&plain, &plain, &n, &n, &n, &one, pa, &n, pb, &n, &zero, pc, &n, 1, 1);
    }

    /// <summary>y ← A x for symmetric A, of which the lower triangle is read.</summary>
    public static void SymmetricVectorProduct(int n, ReadOnlySpan<double> a, ReadOnlySpan<double> x, Span<double> y)
    {
        byte lower = Lower;
        int step = 1;
        double one = 1, zero = 0;
        fixed (double* pa = a, px = x, py = y)
            LapackImports.DSymv(&lower, &n, &one, pa, &n, px, &step, &zero, py, &step, 1);
    }

    /// <summary>The lower triangle of C ← A B' + B A' for A and B n × k.</summary>
    public static void SymmetricRank2Product(int n, int k, ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> c)
    {
        byte lower = Lower, plain = Plain;
        double one = 1, zero = 0;
        fixed (double* pa = a, pb = b, pc = c)
            LapackImports.DSyr2k(&lower, &plain, &n, &k, &one, pa, &n, pb, &n, &zero, pc, &n, 1, 1);
    }

    /// <summary>The lower triangle of C ← βC + A A' for A n × k.</summary>
    public static void SymmetricProduct(int n, int k, ReadOnlySpan<double> a, double beta, Span<double> c)
    {
        byte lower = Lower, plain = Plain;
        double one = 1;
        fixed (double* pa = a, pc = c)
            LapackImports.DSyrk(&lower, &plain, &n, &k, &one, pa, &n, &beta, pc, &n, 1, 1);
    }

    /// <summary>The lower triangle of C ← A'A for A k × n.</summary>
    public static void GramProduct(int n, int k, ReadOnlySpan<double> a, Span<double> c)
    {
        byte lower = Lower, transposed = (byte)'T';
        double one = 1, zero = 0;
        fixed (double* pa = a, pc = c)
            LapackImports.DSyrk(&lower, &transposed, &n, &k, &one, pa, &k, &zero, pc, &n, 1, 1);
    }

    /// <summary>B ← L⁻¹B for L lower triangular n × n and B n × columns.</summary>
    public static void SolveLower(int n, int columns, ReadOnlySpan<double> l, Span<double> b)
    {
        byte left = (byte)'L', lower = Lower, plain = Plain;
        double one = 1;
        fixed (double* pl = l, pb = b)
            LapackImports.DTrsm(&left, &lower, &plain, &plain, &n, &columns, &one, pl, &n, pb, &n, 1, 1, 1, 1);
    }

    /// <summary>The doubles and the integers of work space that <see cref="Eigen"/> asks for.</summary>
    public static (int Doubles, int Integers) EigenWork(int n)
    {
        byte vectors = Vectors, lower = Lower;
        double doubles;
        int query = -1, integers, info;
        LapackImports.DSyevd(&vectors, &lower, &n, null, &n, null, &doubles, &query, &integers, &query, &info, 1, 1);
        return ((int)doubles, integers);
    }

    /// <summary>All eigenvalues, ascending, and eigenvectors, whose columns replace A.</summary>
    public static void Eigen(int n, Span<double> a, Span<double> values, Span<double> work, Span<int> integerWork)
    {
        byte vectors = Vectors, lower = Lower;
        int length = work.Length, integerLength = integerWork.Length, info;
        fixed (double* pa = a, pv = values, pw = work)
        fixed (int* pi = integerWork)
            LapackImports.DSyevd(&vectors, &lower, &n, pa, &n, pv, pw, &length, pi, &integerLength, &info, 1, 1);
        Succeed(info, "dsyevd");
    }

    /// <summary>The Cholesky factor, in the lower triangle of A.</summary>
    public static void Cholesky(int n, Span<double> a)
    {
        byte lower = Lower;
        int info;
        fixed (double* pa = a)
            LapackImports.DPotrf(&lower, &n, pa, &n, &info, 1);
        Succeed(info, "dpotrf");
    }

    /// <summary>The doubles of work space that <see cref="Ldl"/> asks for.</summary>
    public static int LdlWork(int n)
    {
        byte lower = Lower;
        double length;
        int query = -1, info;
        LapackImports.DSytrf(&lower, &n, null, &n, null, &length, &query, &info, 1);
        return (int)length;
    }

    /// <summary>The Bunch–Kaufman factors of A, in its lower triangle, and their pivots.</summary>
    public static void Ldl(int n, Span<double> a, Span<int> pivots, Span<double> work)
    {
        byte lower = Lower;
        int length = work.Length, info;
        fixed (double* pa = a, pw = work)
        fixed (int* pp = pivots)
            LapackImports.DSytrf(&lower, &n, pa, &n, pp, pw, &length, &info, 1);
        Succeed(info, "dsytrf");
    }

    /// <summary>b ← A⁻¹b with the factors of <see cref="Ldl"/>.</summary>
    public static void LdlSolve(int n, ReadOnlySpan<double> factors, ReadOnlySpan<int> pivots, Span<double> b)
    {
        byte lower = Lower;
        int one = 1, info;
        fixed (double* pa = factors, pb = b)
        fixed (int* pp = pivots)
            LapackImports.DSytrs(&lower, &n, &one, pa, &n, pp, pb, &n, &info, 1);
        Succeed(info, "dsytrs");
    }

    /// <summary>The doubles of work space that <see cref="Qr"/> asks for.</summary>
    public static int QrWork(int m, int n)
    {
        double length;
        int query = -1, info;
        LapackImports.DGeqrf(&m, &n, null, &m, null, &length, &query, &info);
        return (int)length;
    }

    /// <summary>R, in the upper triangle of A of m rows and n columns, and the reflections below it.</summary>
    public static void Qr(int m, int n, Span<double> a, Span<double> tau, Span<double> work)
    {
        int length = work.Length, info;
        fixed (double* pa = a, pt = tau, pw = work)
            LapackImports.DGeqrf(&m, &n, pa, &m, pt, pw, &length, &info);
        Succeed(info, "dgeqrf");
    }

    private static void Succeed(int info, string routine)
    {
        if (info != 0)
            throw new InvalidOperationException($"{routine} returned {info}.");
    }
}

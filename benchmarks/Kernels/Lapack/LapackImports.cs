using System.Runtime.InteropServices;

namespace Copositive.Benchmarks.Kernels;

/// <summary>
/// The Fortran routines as they are exported: every argument by address and, after the last, the length of each character argument.
/// </summary>
internal static unsafe partial class LapackImports
{
    [LibraryImport(LapackLibrary.ImportName, EntryPoint = "dgemm_")]
    public static partial void DGemm(
        byte* transA, byte* transB, int* m, int* n, int* k, double* alpha, double* a, int* lda, double* b, int* ldb, double* beta, double* c, int* ldc,
        nint transALength, nint transBLength);

    [LibraryImport(LapackLibrary.ImportName, EntryPoint = "sgemm_")]
    public static partial void SGemm(
        byte* transA, byte* transB, int* m, int* n, int* k, float* alpha, float* a, int* lda, float* b, int* ldb, float* beta, float* c, int* ldc,
        nint transALength, nint transBLength);

    [LibraryImport(LapackLibrary.ImportName, EntryPoint = "dsymv_")]
    public static partial void DSymv(
        byte* uplo, int* n, double* alpha, double* a, int* lda, double* x, int* incx, double* beta, double* y, int* incy, nint uploLength);

    [LibraryImport(LapackLibrary.ImportName, EntryPoint = "dsyr2k_")]
    public static partial void DSyr2k(
        byte* uplo, byte* trans, int* n, int* k, double* alpha, double* a, int* lda, double* b, int* ldb, double* beta, double* c, int* ldc,
        nint uploLength, nint transLength);

    [LibraryImport(LapackLibrary.ImportName, EntryPoint = "dsyrk_")]
    public static partial void DSyrk(
        byte* uplo, byte* trans, int* n, int* k, double* alpha, double* a, int* lda, double* beta, double* c, int* ldc, nint uploLength, nint transLength);

    [LibraryImport(LapackLibrary.ImportName, EntryPoint = "dtrsm_")]
    public static partial void DTrsm(
        byte* side, byte* uplo, byte* trans, byte* diag, int* m, int* n, double* alpha, double* a, int* lda, double* b, int* ldb,
        nint sideLength, nint uploLength, nint transLength, nint diagLength);

    [LibraryImport(LapackLibrary.ImportName, EntryPoint = "dsyevd_")]
    public static partial void DSyevd(
        byte* jobz, byte* uplo, int* n, double* a, int* lda, double* w, double* work, int* lwork, int* iwork, int* liwork, int* info,
        nint jobzLength, nint uploLength);

    [LibraryImport(LapackLibrary.ImportName, EntryPoint = "dpotrf_")]
    public static partial void DPotrf(byte* uplo, int* n, double* a, int* lda, int* info, nint uploLength);

    [LibraryImport(LapackLibrary.ImportName, EntryPoint = "dsytrf_")]
    public static partial void DSytrf(byte* uplo, int* n, double* a, int* lda, int* pivots, double* work, int* lwork, int* info, nint uploLength);

    [LibraryImport(LapackLibrary.ImportName, EntryPoint = "dsytrs_")]
    public static partial void DSytrs(
        byte* uplo, int* n, int* columns, double* a, int* lda, int* pivots, double* b, int* ldb, int* info, nint uploLength);

    [LibraryImport(LapackLibrary.ImportName, EntryPoint = "dgeqrf_")]
    public static partial void DGeqrf(int* m, int* n, double* a, int* lda, double* tau, double* work, int* lwork, int* info);
}

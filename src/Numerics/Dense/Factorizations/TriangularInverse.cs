using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// L⁻¹ and L'⁻¹L⁻¹ of a lower triangular matrix in place, by halves: with W = L₂₂⁻¹L₂₁L₁₁⁻¹,
/// L⁻¹ = [L₁₁⁻¹ ·; −W L₂₂⁻¹] and L'⁻¹L⁻¹ = [L₁₁'⁻¹L₁₁⁻¹ + W'W ·; −L₂₂'⁻¹W L₂₂'⁻¹L₂₂⁻¹], so that all is triangular solves and one product.
/// </summary>
internal static unsafe class TriangularInverse
{
    private const int Base = 64;

    [ThreadStatic]
    private static AlignedBuffer? t_square;

    /// <summary>L ← L⁻¹.</summary>
    public static void Invert(double* l, int n, nint stride, WorkerTeam? team, CancellationToken cancellation)
    {
        if (n <= Base)
        {
            InvertBase(l, n, stride, gram: false);
            return;
        }
        int n1 = Half(n), n2 = n - n1;
        double* below = l + n1 * stride, rest = below + n1;
        SolveBothSides(l, n1, n2, stride, team, cancellation);
        Negate(below, n2, n1, stride);
        Invert(l, n1, stride, team, cancellation);
        Invert(rest, n2, stride, team, cancellation);
    }

    /// <summary>L ← the lower triangle of L'⁻¹L⁻¹.</summary>
    public static void Gram(double* l, int n, nint stride, WorkerTeam? team, CancellationToken cancellation)
    {
        if (n <= Base)
        {
            InvertBase(l, n, stride, gram: true);
            return;
        }
        int n1 = Half(n), n2 = n - n1;
        double* below = l + n1 * stride, rest = below + n1;
        SolveBothSides(l, n1, n2, stride, team, cancellation);
        Gram(l, n1, stride, team, cancellation);
        Gemm.MultiplyAdd(GemmRegion.Lower, n1, n1, n2, 1, below, 1, stride, below, stride, 1, 1, l, stride, team);
        BlockedTriangularSolve.Run(TriangularSystem.Lower(n2, rest, stride, below, stride, n1).Transposed(), team, cancellation);
        Negate(below, n2, n1, stride);
        Gram(rest, n2, stride, team, cancellation);
    }

    /// <summary>L₂₁ ← W.</summary>
    private static void SolveBothSides(double* l, int n1, int n2, nint stride, WorkerTeam? team, CancellationToken cancellation)
    {
        double* below = l + n1 * stride;
        BlockedTriangularSolve.Run(TriangularSystem.LowerFromTheRight(n1, l, stride, below, stride, n2).Transposed(), team, cancellation);
        BlockedTriangularSolve.Run(TriangularSystem.Lower(n2, below + n1, stride, below, stride, n1), team, cancellation);
    }

    /// <summary>By solving LX = I, and L'Y = X for the Gram matrix.</summary>
    private static void InvertBase(double* l, int n, nint stride, bool gram)
    {
        AlignedBuffer buffer = t_square ??= new AlignedBuffer(Base * Base);
        double* x = buffer.Pointer;
        new Span<double>(x, n * n).Clear();
        for (int i = 0; i < n; i++)
            x[i * n + i] = 1;
        TriangularSystem system = TriangularSystem.Lower(n, l, stride, x, n, n);
        BlockedTriangularSolve.Run(in system);
        if (gram)
            BlockedTriangularSolve.Run(system.Transposed());
        for (int i = 0; i < n; i++)
            new ReadOnlySpan<double>(x + i * n, i + 1).CopyTo(new Span<double>(l + i * stride, i + 1));
        GC.KeepAlive(buffer);
    }

    private static void Negate(double* x, int rows, int columns, nint stride)
    {
        for (int i = 0; i < rows; i++)
        {
            var row = new Span<double>(x + i * stride, columns);
            TensorPrimitives.Negate<double>(row, row);
        }
    }

    /// <summary>About half, a multiple of a register tile's rows.</summary>
    private static int Half(int n) => (n / 2 + 7) / 8 * 8;
}

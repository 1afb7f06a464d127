using System.Runtime.InteropServices;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>What a path takes, told from the sizes of a program before anything is allocated.</summary>
/// <param name="Bytes">The memory of the linear system and of the matrix blocks.</param>
/// <param name="Operations">Roughly the floating-point operations of a step, without those that form the Schur matrix.</param>
/// <param name="Products">Nanoseconds, about, that forming the Schur matrix takes in a step.</param>
internal readonly record struct PathEstimate(double Bytes, double Operations, double Products)
{
    private const int MatricesPerBlock = 8, ProductsPerStep = 26, MostThreads = 4;
    private const double AvailablePart = 0.75, LeastSharedOperations = 2e7, OperationsPerNanosecond = 60;

    /// <summary>Nanoseconds, about, that a step takes on one thread.</summary>
    public double Step => (Operations / OperationsPerNanosecond) + Products;

    /// <summary>The number of threads that a step gains from.</summary>
    public int Threads => Operations + OperationsPerNanosecond * Products >= LeastSharedOperations ? Math.Clamp(Environment.ProcessorCount, 1, MostThreads) : 1;

    /// <summary>Of a program in the form that the solver takes.</summary>
    /// <param name="program">The program.</param>
    /// <param name="pattern">The places of its sparse linear system; null for a dense one.</param>
    public static PathEstimate Of(ConicProgram program, ReducedPattern? pattern)
    {
        double n = program.Columns, equalities = 0, numbers = 0, operations = 0;
        foreach (ConeBlock block in program.Blocks)
        {
            double order = block.Order;
            if (block.Cone.Kind == ConeKind.Zero) equalities += block.Rows;
            numbers += MatricesPerBlock * order * order + 20.0 * block.Rows;
            operations += ProductsPerStep * order * order * order;
        }
        if (pattern is null)
        {
            numbers += n * n + equalities * (n + equalities);
            operations += n * n * n / 3 + equalities * n * (n + equalities);
        }
        else
        {
            numbers += 2.0 * pattern.Symbolic.FactorNonzeros + 4.0 * pattern.Upper.NonzeroCount;
            operations += 2 * pattern.Symbolic.Multiplications;
        }
        return new PathEstimate(8 * (numbers + 12 * n) + 24.0 * program.A.NonzeroCount, operations, ProductsOf(program));
    }

    /// <summary>Nanoseconds, about, that forming the Schur matrix of a program takes.</summary>
    public static double ProductsOf(ConicProgram program)
    {
        SparseMatrix a = program.A;
        ReadOnlySpan<ConeBlock> blocks = program.Blocks.AsSpan();
        var entries = new List<int>[blocks.Length];
        for (int k = 0; k < blocks.Length; k++) entries[k] = [];
        double cost = 0;
        for (int j = 0; j < a.Columns; j++)
        {
            for (int at = a.ColumnStarts[j], k = 0; at < a.ColumnStarts[j + 1];)
            {
                while (a.RowIndices[at] >= blocks[k].End) k++;
                int first = at;
                while (at < a.ColumnStarts[j + 1] && a.RowIndices[at] < blocks[k].End) at++;
                if (blocks[k].Order > 0) entries[k].Add(at - first);
            }
        }
        for (int k = 0; k < blocks.Length; k++)
        {
            if (blocks[k].Order > 0) cost += SchurProducts.EstimateCost(blocks[k].Order, CollectionsMarshal.AsSpan(entries[k]));
        }
        return cost;
    }

    /// <summary>Throws where the memory is not there.</summary>
    /// <param name="limit">The bytes that may be taken; null for three quarters of what the process may have.</param>
    /// <param name="program">The program.</param>
    /// <exception cref="UnsupportedProgramException">It is not.</exception>
    public void Require(long? limit, ConicProgram program)
    {
        double allowed = limit ?? AvailablePart * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (Bytes <= allowed) return;
        throw new UnsupportedProgramException(
            $"'{program.Name}' has {program.Columns} columns and needs about {Bytes / 1e9:0.0} GB for the linear system of an interior-point step; "
            + $"{allowed / 1e9:0.0} GB may be taken. A first-order backend such as admm needs no such matrix; or raise MemoryLimit.");
    }
}

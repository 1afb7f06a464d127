using Copositive.Modeling;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>What a path takes, told from the sizes of a program before anything is allocated.</summary>
/// <param name="Bytes">The memory of the linear system and of the matrix blocks.</param>
/// <param name="Operations">Roughly the floating-point operations of a step, without those that form the Schur matrix.</param>
internal readonly record struct PathEstimate(double Bytes, double Operations)
{
    private const int MatricesPerBlock = 8, ProductsPerStep = 26, MostThreads = 4;
    private const double AvailablePart = 0.75, LeastSharedOperations = 2e7;

    /// <summary>The number of threads that a step gains from.</summary>
    public int Threads => Operations >= LeastSharedOperations ? Math.Clamp(Environment.ProcessorCount, 1, MostThreads) : 1;

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
        return new PathEstimate(8 * (numbers + 12 * n) + 24.0 * program.A.NonzeroCount, operations);
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

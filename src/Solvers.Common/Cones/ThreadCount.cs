using Copositive.Modeling;

namespace Copositive.Solvers.Common;

/// <summary>The number of threads that a program is solved by where the caller names none.</summary>
internal static class ThreadCount
{
    /// <summary>What further threads save on matrices of a few hundred rows falls off quickly.</summary>
    private const int Most = 4;

    /// <summary>
    /// As many as the machine has processors, up to four, where the semidefinite blocks together take as long to project on as one of
    /// <see cref="PsdProjection.LeastOrderForTeam"/>; otherwise 1: waking threads would cost more than they save.
    /// </summary>
    public static int For(ConicProgram program) => For(program, Environment.ProcessorCount);

    /// <summary>The same for a machine of so many processors.</summary>
    internal static int For(ConicProgram program, int processors)
    {
        const double least = PsdProjection.LeastOrderForTeam;
        double cubes = 0;
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone.Kind == ConeKind.PositiveSemidefinite) cubes += Math.Pow(block.Order, 3);
        }
        return cubes >= least * least * least ? Math.Clamp(processors, 1, Most) : 1;
    }
}

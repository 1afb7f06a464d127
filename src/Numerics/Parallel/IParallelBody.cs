namespace Copositive.Numerics;

/// <summary>Work in numbered parts that may run at the same time, in any order, on any thread.</summary>
/// <remarks>Implemented by a struct, so that handing the work to a <see cref="WorkerTeam"/> allocates nothing.</remarks>
public interface IParallelBody
{
    /// <summary>Does one part. What it computes may depend on the part's number, never on the thread.</summary>
    /// <param name="part">From 0 to the number of parts less 1.</param>
    void Run(int part);
}

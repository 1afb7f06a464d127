namespace Copositive.Numerics;

/// <summary>What one thread needs to decompose and project matrices of one order.</summary>
internal abstract class SymmetricBatchWorker
{
    /// <summary>Does the matrices from <paramref name="first"/> to <paramref name="end"/>; those that are not finite get NaN.</summary>
    /// <returns>The index of the first matrix with an entry that is not finite, or <paramref name="end"/>.</returns>
    public abstract int Run(in SymmetricBatch batch, int first, int end);

    /// <summary>The faster worker of an order.</summary>
    public static SymmetricBatchWorker For(int order) =>
        order <= JacobiWorker.MaxOrder ? new JacobiWorker(order) : new ReductionWorker(order);
}

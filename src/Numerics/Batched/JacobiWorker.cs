using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

/// <summary>Does one matrix a lane by <see cref="SymmetricLanes{TLanes, TVector}"/>, for the widest vectors of the machine.</summary>
internal sealed unsafe class JacobiWorker : SymmetricBatchWorker
{
    private readonly JacobiSchedule _schedule;
    private readonly AlignedBuffer _workspace;

    public JacobiWorker(int order)
    {
        _schedule = new JacobiSchedule(order, BatchSharing.Lanes);
        _workspace = new AlignedBuffer(SymmetricLanes<LanesScalar<double>, double>.WorkspaceLength(order) * BatchSharing.Lanes);
    }

    /// <summary>
    /// Up to this order rotations in lanes beat one reduction to tridiagonal form after the other; it grows with the number of lanes.
    /// </summary>
    public static int MaxOrder => BatchSharing.Lanes switch { 8 => 24, 4 => 16, 2 => 10, _ => JacobiRotations.MaxOrder };

    /// <inheritdoc/>
    public override int Run(in SymmetricBatch batch, int first, int end)
    {
        int firstBad = BatchSharing.Lanes switch
        {
            8 => SymmetricLanes<Lanes512<double>, Vector512<double>>.Run(in batch, _schedule, _workspace.Pointer, first, end),
            4 => SymmetricLanes<Lanes256<double>, Vector256<double>>.Run(in batch, _schedule, _workspace.Pointer, first, end),
            2 => SymmetricLanes<Lanes128<double>, Vector128<double>>.Run(in batch, _schedule, _workspace.Pointer, first, end),
            _ => SymmetricLanes<LanesScalar<double>, double>.Run(in batch, _schedule, _workspace.Pointer, first, end),
        };
        GC.KeepAlive(this);
        return firstBad;
    }
}

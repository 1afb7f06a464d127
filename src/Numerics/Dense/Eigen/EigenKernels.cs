using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

/// <summary>The vector kernels of the eigensolver, for the width that <see cref="Widest"/> picks once.</summary>
internal abstract unsafe class EigenKernels
{
    /// <summary>The kernels for the widest vectors of the machine.</summary>
    public static EigenKernels Widest { get; } =
        Vector512.IsHardwareAccelerated ? new EigenKernels<Lanes512<double>, Vector512<double>>()
        : Vector256.IsHardwareAccelerated ? new EigenKernels<Lanes256<double>, Vector256<double>>()
        : Vector128.IsHardwareAccelerated ? new EigenKernels<Lanes128<double>, Vector128<double>>()
        : new EigenKernels<LanesScalar<double>, double>();

    /// <summary>The number of problems that <see cref="DiagonalizeLeaves"/> takes at once.</summary>
    public abstract int Lanes { get; }

    /// <inheritdoc cref="TridiagonalQl{TLanes,TVector}.Diagonalize"/>
    public abstract void DiagonalizeLeaves(in TridiagonalLeaves leaves);

    /// <inheritdoc cref="RowRotation{TLanes,TVector}.Pair"/>
    public abstract void RotatePair(double* x, double* y, int length, double cosine, double sine);

    /// <inheritdoc cref="SecularRoots{TLanes,TVector}.Find"/>
    public abstract void FindRoots(in SecularProblem problem, int from, int end);

    /// <inheritdoc cref="SecularVectors{TLanes,TVector}.MakeWeights"/>
    public abstract void MakeWeights(in SecularProblem problem, int from, int end);

    /// <inheritdoc cref="SecularVectors{TLanes,TVector}.MakeVectors"/>
    public abstract void MakeVectors(in SecularProblem problem, int from, int end);
}

/// <inheritdoc/>
internal sealed unsafe class EigenKernels<TLanes, TVector> : EigenKernels
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    public override int Lanes => TLanes.Count;

    public override void DiagonalizeLeaves(in TridiagonalLeaves leaves) => TridiagonalQl<TLanes, TVector>.Diagonalize(in leaves);

    public override void RotatePair(double* x, double* y, int length, double cosine, double sine) =>
        RowRotation<TLanes, TVector>.Pair(x, y, length, cosine, sine);

    public override void FindRoots(in SecularProblem problem, int from, int end) => SecularRoots<TLanes, TVector>.Find(in problem, from, end);

    public override void MakeWeights(in SecularProblem problem, int from, int end) => SecularVectors<TLanes, TVector>.MakeWeights(in problem, from, end);

    public override void MakeVectors(in SecularProblem problem, int from, int end) => SecularVectors<TLanes, TVector>.MakeVectors(in problem, from, end);
}

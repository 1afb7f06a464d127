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

    /// <summary>The number of doubles in a vector.</summary>
    public abstract int Lanes { get; }

    /// <inheritdoc cref="TridiagonalPanelKernel{TLanes,TVector}.Start"/>
    public abstract bool StartColumn(in TridiagonalPanel panel, int i);

    /// <inheritdoc cref="TridiagonalPanelKernel{TLanes,TVector}.Multiply"/>
    public abstract void MultiplyColumn(in TridiagonalPanel panel, int i, int part);

    /// <inheritdoc cref="TridiagonalPanelKernel{TLanes,TVector}.Finish"/>
    public abstract void FinishColumn(in TridiagonalPanel panel, int i);

    /// <inheritdoc cref="RowRotation{TLanes,TVector}.Sweep"/>
    public abstract void RotateSweep(double* rows, nint stride, int length, int low, int high, double* rotations, int step);

    /// <inheritdoc cref="RowRotation{TLanes,TVector}.Pair"/>
    public abstract void RotatePair(double* x, double* y, int length, double cosine, double sine);

    /// <summary>Diagonalises at most <see cref="Lanes"/> leaves, in the narrowest vectors that hold them, which are the fastest.</summary>
    public static void DiagonalizeLeaves(in TridiagonalLeaves leaves)
    {
        if (leaves.Count == 1)
            TridiagonalQl<LanesScalar<double>, double>.Diagonalize(in leaves);
        else if (leaves.Count == 2)
            TridiagonalQl<Lanes128<double>, Vector128<double>>.Diagonalize(in leaves);
        else if (leaves.Count <= 4)
            TridiagonalQl<Lanes256<double>, Vector256<double>>.Diagonalize(in leaves);
        else
            TridiagonalQl<Lanes512<double>, Vector512<double>>.Diagonalize(in leaves);
    }

    /// <inheritdoc cref="SecularRoots{TLanes,TVector}.Find"/>
    public abstract void FindRoots(in SecularProblem problem, int from, int end);

    /// <inheritdoc cref="SecularVectors{TLanes,TVector}.MakeWeights"/>
    public abstract void MakeWeights(in SecularProblem problem, int from, int end);

    /// <inheritdoc cref="SecularVectors{TLanes,TVector}.MakeVectors"/>
    public abstract void MakeVectors(in SecularProblem problem, int from, int end, double* target, nint stride);

    /// <inheritdoc cref="SecularVectors{TLanes,TVector}.MakeProducts"/>
    public abstract void MakeProducts(
        in SecularProblem problem, int from, int end, double* first, double* second, double* target, nint stride);
}

/// <inheritdoc/>
internal sealed unsafe class EigenKernels<TLanes, TVector> : EigenKernels
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    public override int Lanes => TLanes.Count;

    public override bool StartColumn(in TridiagonalPanel panel, int i) => TridiagonalPanelKernel<TLanes, TVector>.Start(in panel, i);

    public override void MultiplyColumn(in TridiagonalPanel panel, int i, int part) =>
        TridiagonalPanelKernel<TLanes, TVector>.Multiply(in panel, i, part);

    public override void FinishColumn(in TridiagonalPanel panel, int i) => TridiagonalPanelKernel<TLanes, TVector>.Finish(in panel, i);

    public override void RotateSweep(double* rows, nint stride, int length, int low, int high, double* rotations, int step) =>
        RowRotation<TLanes, TVector>.Sweep(rows, stride, length, low, high, rotations, step);

    public override void RotatePair(double* x, double* y, int length, double cosine, double sine) =>
        RowRotation<TLanes, TVector>.Pair(x, y, length, cosine, sine);

    public override void FindRoots(in SecularProblem problem, int from, int end) =>
        SecularRoots<TLanes, TVector>.Find(in problem, from, end);

    public override void MakeWeights(in SecularProblem problem, int from, int end) =>
        SecularVectors<TLanes, TVector>.MakeWeights(in problem, from, end);

    public override void MakeVectors(in SecularProblem problem, int from, int end, double* target, nint stride) =>
        SecularVectors<TLanes, TVector>.MakeVectors(in problem, from, end, target, stride);

    public override void MakeProducts(
        in SecularProblem problem, int from, int end, double* first, double* second, double* target, nint stride) =>
        SecularVectors<TLanes, TVector>.MakeProducts(in problem, from, end, first, second, target, stride);
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

/// <summary>
/// Y_i ← βY_i + Σ_k (αv_k) X_k over the entries k of each compressed vector i, where X_k and Y_i are rows of dense row-major matrices:
/// every entry of the sparse matrix is read once for up to four registers of columns.
/// </summary>
internal readonly unsafe struct CompressedBlockProduct : IParallelBody
{
    private readonly int* _starts, _indices;
    private readonly double* _values, _x, _y;
    private readonly double _alpha, _beta;
    private readonly int _vectors, _columns, _parts;

    public CompressedBlockProduct(
        int* starts, int* indices, double* values, int vectors, int columns, double* x, double* y, double alpha, double beta, int threads)
    {
        _starts = starts;
        _indices = indices;
        _values = values;
        _vectors = vectors;
        _columns = columns;
        _x = x;
        _y = y;
        _alpha = alpha;
        _beta = beta;
        _parts = CompressedSplit.Parts(threads, vectors, (long)starts[vectors] * columns);
    }

    /// <summary>Does all parts, by a team where it pays.</summary>
    public void Run(WorkerTeam? team) => team.Share(_parts, this);

    public void Run(int part)
    {
        int first = CompressedSplit.First(_starts, _vectors, part, _parts);
        int end = CompressedSplit.First(_starts, _vectors, part + 1, _parts);
        if (Vector512.IsHardwareAccelerated)
            Run<Lanes512<double>, Vector512<double>>(first, end);
        else if (Vector256.IsHardwareAccelerated)
            Run<Lanes256<double>, Vector256<double>>(first, end);
        else if (Vector128.IsHardwareAccelerated)
            Run<Lanes128<double>, Vector128<double>>(first, end);
        else
            Run<LanesScalar<double>, double>(first, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run<TLanes, TVector>(int first, int end)
        where TLanes : struct, ILanes<TVector, double>
        where TVector : struct
    {
        int lanes = TLanes.Count;
        for (int i = first; i < end; i++)
        {
            int from = _starts[i], to = _starts[i + 1], c = 0;
            for (; c <= _columns - 4 * lanes; c += 4 * lanes)
                FourRegisters<TLanes, TVector>(i, from, to, c);
            for (; c <= _columns - lanes; c += lanes)
                Register<TLanes, TVector>(i, from, to, c);
            for (; c < _columns; c++)
                Register<LanesScalar<double>, double>(i, from, to, c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FourRegisters<TLanes, TVector>(int i, int from, int to, int c)
        where TLanes : struct, ILanes<TVector, double>
        where TVector : struct
    {
        int lanes = TLanes.Count;
        double* y = _y + (nint)i * _columns + c;
        TVector y0 = Start<TLanes, TVector>(y), y1 = Start<TLanes, TVector>(y + lanes);
        TVector y2 = Start<TLanes, TVector>(y + 2 * lanes), y3 = Start<TLanes, TVector>(y + 3 * lanes);
        for (int k = from; k < to; k++)
        {
            TVector v = TLanes.Broadcast(_alpha * _values[k]);
            double* x = _x + (nint)_indices[k] * _columns + c;
            y0 = TLanes.MultiplyAdd(v, TLanes.Load(x), y0);
            y1 = TLanes.MultiplyAdd(v, TLanes.Load(x + lanes), y1);
            y2 = TLanes.MultiplyAdd(v, TLanes.Load(x + 2 * lanes), y2);
            y3 = TLanes.MultiplyAdd(v, TLanes.Load(x + 3 * lanes), y3);
        }
        TLanes.Store(y0, y);
        TLanes.Store(y1, y + lanes);
        TLanes.Store(y2, y + 2 * lanes);
        TLanes.Store(y3, y + 3 * lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Register<TLanes, TVector>(int i, int from, int to, int c)
        where TLanes : struct, ILanes<TVector, double>
        where TVector : struct
    {
        double* y = _y + (nint)i * _columns + c;
        TVector sum = Start<TLanes, TVector>(y);
        for (int k = from; k < to; k++)
        {
            double* x = _x + (nint)_indices[k] * _columns + c;
            sum = TLanes.MultiplyAdd(TLanes.Broadcast(_alpha * _values[k]), TLanes.Load(x), sum);
        }
        TLanes.Store(sum, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Start<TLanes, TVector>(double* y)
        where TLanes : struct, ILanes<TVector, double>
        where TVector : struct =>
        _beta == 0 ? TLanes.Zero : TLanes.Multiply(TLanes.Broadcast(_beta), TLanes.Load(y));
}

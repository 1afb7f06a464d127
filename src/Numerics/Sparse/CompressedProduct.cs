using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// y_i ← βy_i + Σ_k v_k (αx_k) over the entries k of each compressed vector i, summed in their order. Hardware gathers were measured to
/// be no faster than single loads; of long vectors, four are summed side by side to hide the latency of additions.
/// </summary>
internal readonly unsafe struct CompressedProduct : IParallelBody
{
    private const int Long = 24;

    private readonly int* _starts, _indices;
    private readonly double* _values, _x, _y;
    private readonly double _alpha, _beta;
    private readonly int _vectors, _parts;

    public CompressedProduct(
        int* starts, int* indices, double* values, int vectors, double* x, double* y, double alpha, double beta, int threads)
    {
        _starts = starts;
        _indices = indices;
        _values = values;
        _vectors = vectors;
        _x = x;
        _y = y;
        _alpha = alpha;
        _beta = beta;
        _parts = CompressedSplit.Parts(threads, vectors, starts[vectors]);
    }

    /// <summary>Does all parts, by a team where it pays.</summary>
    public void Run(WorkerTeam? team) => team.Share(_parts, this);

    public void Run(int part)
    {
        int first = CompressedSplit.First(_starts, _vectors, part, _parts);
        int end = CompressedSplit.First(_starts, _vectors, part + 1, _parts);
        if (_alpha == 1)
            Run<Plain>(first, end);
        else if (_alpha == -1)
            Run<Negated>(first, end);
        else
            Run<Scaled>(first, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run<TTerm>(int first, int end)
        where TTerm : struct, ITerm
    {
        int* starts = _starts, indices = _indices;
        double* values = _values, x = _x, y = _y;
        double alpha = _alpha, beta = _beta;
        if (beta == 0)
            new Span<double>(y + first, end - first).Clear();
        for (int i = first, k = starts[first], next; i < end; i++, k = next)
        {
            next = starts[i + 1];
            if (next - k >= Long && i + 3 < end && AreLong(starts + i))
            {
                Four<TTerm>(i);
                i += 3;
                next = starts[i + 1];
                continue;
            }
            double sum = beta * y[i];
            for (; k < next; k++)
                sum = TTerm.Add(sum, values[k], x[indices[k]], alpha);
            y[i] = sum;
        }
    }

    private static bool AreLong(int* starts) =>
        starts[2] - starts[1] >= Long && starts[3] - starts[2] >= Long && starts[4] - starts[3] >= Long;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Four<TTerm>(int i)
        where TTerm : struct, ITerm
    {
        int* s = _starts + i;
        double* x = _x, y = _y + i;
        double alpha = _alpha, y0 = _beta * y[0], y1 = _beta * y[1], y2 = _beta * y[2], y3 = _beta * y[3];
        int* i0 = _indices + s[0], i1 = _indices + s[1], i2 = _indices + s[2], i3 = _indices + s[3];
        double* v0 = _values + s[0], v1 = _values + s[1], v2 = _values + s[2], v3 = _values + s[3];
        int shortest = Math.Min(Math.Min(s[1] - s[0], s[2] - s[1]), Math.Min(s[3] - s[2], s[4] - s[3]));
        for (int k = 0; k < shortest; k++)
        {
            y0 = TTerm.Add(y0, v0[k], x[i0[k]], alpha);
            y1 = TTerm.Add(y1, v1[k], x[i1[k]], alpha);
            y2 = TTerm.Add(y2, v2[k], x[i2[k]], alpha);
            y3 = TTerm.Add(y3, v3[k], x[i3[k]], alpha);
        }
        y[0] = Rest<TTerm>(y0, s[0] + shortest, s[1]);
        y[1] = Rest<TTerm>(y1, s[1] + shortest, s[2]);
        y[2] = Rest<TTerm>(y2, s[2] + shortest, s[3]);
        y[3] = Rest<TTerm>(y3, s[3] + shortest, s[4]);
    }

    private double Rest<TTerm>(double sum, int from, int to)
        where TTerm : struct, ITerm
    {
        for (int k = from; k < to; k++)
            sum = TTerm.Add(sum, _values[k], _x[_indices[k]], _alpha);
        return sum;
    }

    /// <summary>sum + v(αx), rounded alike for all α.</summary>
    private interface ITerm
    {
        static abstract double Add(double sum, double v, double x, double alpha);
    }

    private readonly struct Plain : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Add(double sum, double v, double x, double alpha) => sum + v * x;
    }

    private readonly struct Negated : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Add(double sum, double v, double x, double alpha) => sum - v * x;
    }

    private readonly struct Scaled : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static double Add(double sum, double v, double x, double alpha) => sum + v * (alpha * x);
    }
}

using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// y_i ← βy_i + Σ_k v_k (αx_k) over the entries k of each compressed vector i, summed in their order. Hardware gathers were measured to be no
/// faster than single loads; of long vectors, four are summed side by side to hide the latency of additions.
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
    public void Run(WorkerTeam? team)
    {
        if (_parts > 1)
            team!.Run(_parts, this);
        else
            Run(0);
    }

    public void Run(int part)
    {
        int first = CompressedSplit.First(_starts, _vectors, part, _parts), end = CompressedSplit.First(_starts, _vectors, part + 1, _parts);
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
        int* starts = _starts;
        int i = first;
        for (; i < end - 3; i += 4)
        {
            int* s = starts + i;
            int shortest = Math.Min(Math.Min(s[1] - s[0], s[2] - s[1]), Math.Min(s[3] - s[2], s[4] - s[3]));
            if (shortest < Long)
            {
                for (int q = 0; q < 4; q++)
                    _y[i + q] = Sum<TTerm>(s[q], s[q + 1], Start(i + q));
                continue;
            }
            double y0 = Start(i), y1 = Start(i + 1), y2 = Start(i + 2), y3 = Start(i + 3);
            int* i0 = _indices + s[0], i1 = _indices + s[1], i2 = _indices + s[2], i3 = _indices + s[3];
            double* v0 = _values + s[0], v1 = _values + s[1], v2 = _values + s[2], v3 = _values + s[3];
            for (int k = 0; k < shortest; k++)
            {
                y0 = TTerm.Add(y0, v0[k], _x[i0[k]], _alpha);
                y1 = TTerm.Add(y1, v1[k], _x[i1[k]], _alpha);
                y2 = TTerm.Add(y2, v2[k], _x[i2[k]], _alpha);
                y3 = TTerm.Add(y3, v3[k], _x[i3[k]], _alpha);
            }
            _y[i] = Sum<TTerm>(s[0] + shortest, s[1], y0);
            _y[i + 1] = Sum<TTerm>(s[1] + shortest, s[2], y1);
            _y[i + 2] = Sum<TTerm>(s[2] + shortest, s[3], y2);
            _y[i + 3] = Sum<TTerm>(s[3] + shortest, s[4], y3);
        }
        for (; i < end; i++)
            _y[i] = Sum<TTerm>(starts[i], starts[i + 1], Start(i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Start(int i) => _beta == 0 ? 0 : _beta * _y[i];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Sum<TTerm>(int from, int to, double sum)
        where TTerm : struct, ITerm
    {
        int* indices = _indices;
        double* values = _values, x = _x;
        double alpha = _alpha;
        for (int k = from; k < to; k++)
            sum = TTerm.Add(sum, values[k], x[indices[k]], alpha);
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

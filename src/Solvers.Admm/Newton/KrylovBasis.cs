using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// An orthonormal basis in single precision that grows by one vector at a time, by classical Gram–Schmidt, repeated where the first pass
/// cancels (Daniel, Gragg, Kaufman and Stewart 1976). Vectors are allocated as they are first needed and kept.
/// </summary>
/// <remarks>
/// All inner products with the new vector v are taken in one pass over memory, chunk by chunk; so are the subtraction, the scaling to norm 1
/// and, where needed, the inner products of the second pass. Within a chunk sums are in single precision, over chunks in double and
/// always in the same order: results are equal bit by bit for any number of threads.
/// </remarks>
internal sealed class KrylovBasis
{
    /// <summary>So many entries of all vectors of a long basis fit a processor's own cache.</summary>
    private const int Chunk = 2048;

    /// <summary>Multiplications for which it pays to wake threads.</summary>
    private const long LeastWork = 1 << 16;

    /// <summary>A second pass is made when the first leaves less than this part of the squared norm.</summary>
    private const double Cancellation = 0.25;

    private readonly int _dimension, _capacity, _chunks;
    private readonly WorkerTeam? _team;
    private readonly float[]?[] _vectors;
    private readonly double[] _partial, _coefficients, _sums;
    private readonly float[] _factors;

    /// <param name="dimension">The length of the vectors.</param>
    /// <param name="capacity">The most vectors.</param>
    /// <param name="team">The threads that share passes over long vectors; null for the calling one.</param>
    public KrylovBasis(int dimension, int capacity, WorkerTeam? team = null)
    {
        _dimension = dimension;
        _capacity = capacity;
        _team = team;
        _chunks = (dimension + Chunk - 1) / Chunk;
        _vectors = new float[capacity][];
        _partial = new double[_chunks * (capacity + 1)];
        _coefficients = new double[capacity];
        _sums = new double[capacity + 1];
        _factors = new float[capacity];
    }

    /// <summary>The coefficients of the last vector in the basis before it.</summary>
    public ReadOnlySpan<double> Coefficients => _coefficients;

    /// <summary>A vector, allocated if it is new.</summary>
    public float[] this[int index] => _vectors[index] ??= new float[_dimension];

    /// <summary>
    /// Replaces vector number <paramref name="count"/> by the unit vector of what is left of it beside the vectors before it, which are
    /// orthonormal; leaves the inner products in <see cref="Coefficients"/>.
    /// </summary>
    /// <returns>The norm of what was left; 0, the vector being meaningless then, when that is all rounding.</returns>
    public double Orthonormalize(int count)
    {
        const double negligible = 1e-12;
        Run(Stage.Multiply, count, 0);
        double before = Sum(count), taken = SumOfSquares(count), left = before - taken;
        _sums.AsSpan(0, count).CopyTo(_coefficients);
        if (!(before > 0) || !double.IsFinite(before)) return before;
        if (left > Cancellation * before)
        {
            double length = Math.Sqrt(left);
            Run(Stage.Subtract, count, (float)(1 / length));
            return length;
        }
        Run(Stage.SubtractAndMultiply, count, 1);
        double rest = Sum(count);
        TensorPrimitives.Add<double>(_coefficients.AsSpan(0, count), _sums.AsSpan(0, count), _coefficients);
        left = rest - SumOfSquares(count);
        // Where even the second pass cancels, what is left are the rounding errors of the first.
        if (!(left > Cancellation * rest) || rest <= negligible * before) return 0;
        double norm = Math.Sqrt(left);
        Run(Stage.Subtract, count, (float)(1 / norm));
        return norm;
    }

    /// <summary>result ← Σ w_i v_i over the first vectors, in double precision.</summary>
    public void Combine(ReadOnlySpan<double> weights, Span<double> result)
    {
        Span<float> sum = stackalloc float[Chunk];
        double largest = weights.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(weights));
        if (!(largest > 0))
        {
            result.Clear();
            return;
        }
        for (int start = 0; start < _dimension; start += Chunk)
        {
            Span<double> target = result.Slice(start, Math.Min(Chunk, _dimension - start));
            Span<float> part = sum[..target.Length];
            part.Clear();
            for (int i = 0; i < weights.Length; i++)
                TensorPrimitives.MultiplyAdd(this[i].AsSpan(start, part.Length), (float)(weights[i] / largest), part, part);
            TensorPrimitives.ConvertTruncating<float, double>(part, target);
            TensorPrimitives.Multiply(target, largest, target);
        }
    }

    private double SumOfSquares(int count) => TensorPrimitives.SumOfSquares<double>(_sums.AsSpan(0, count));

    /// <summary>Adds up what the chunks have found; returns the squared norm.</summary>
    private double Sum(int count)
    {
        Array.Clear(_sums, 0, count + 1);
        for (int chunk = 0; chunk < _chunks; chunk++)
            TensorPrimitives.Add(_sums.AsSpan(0, count + 1), _partial.AsSpan(chunk * (_capacity + 1), count + 1), _sums);
        return _sums[count];
    }

    private void Run(Stage stage, int count, float scale)
    {
        for (int i = 0; i < count; i++) _factors[i] = (float)(-scale * _sums[i]);
        _ = this[count];
        var body = new Part(this, stage, count, scale, _team?.Threads ?? 1);
        if (_team is null || (long)_dimension * (count + 1) < LeastWork)
        {
            for (int chunk = 0; chunk < _chunks; chunk++) RunChunk(stage, count, scale, chunk);
        }
        else
        {
            _team.Run(_team.Threads, body);
        }
    }

    private void RunChunk(Stage stage, int count, float scale, int chunk)
    {
        int start = chunk * Chunk, length = Math.Min(Chunk, _dimension - start);
        Span<float> v = _vectors[count].AsSpan(start, length);
        if (stage != Stage.Multiply)
        {
            if (scale != 1) TensorPrimitives.Multiply(v, scale, v);
            for (int i = 0; i < count; i++) TensorPrimitives.MultiplyAdd(_vectors[i].AsSpan(start, length), _factors[i], v, v);
        }
        if (stage == Stage.Subtract) return;
        Span<double> partial = _partial.AsSpan(chunk * (_capacity + 1), count + 1);
        for (int i = 0; i < count; i++) partial[i] = TensorPrimitives.Dot<float>(_vectors[i].AsSpan(start, length), v);
        partial[count] = TensorPrimitives.SumOfSquares<float>(v);
    }

    private enum Stage
    {
        Multiply,
        SubtractAndMultiply,
        Subtract,
    }

    private readonly struct Part(KrylovBasis basis, Stage stage, int count, float scale, int parts) : IParallelBody
    {
        public void Run(int part)
        {
            int end = (int)((long)basis._chunks * (part + 1) / parts);
            for (int chunk = (int)((long)basis._chunks * part / parts); chunk < end; chunk++) basis.RunChunk(stage, count, scale, chunk);
        }
    }
}

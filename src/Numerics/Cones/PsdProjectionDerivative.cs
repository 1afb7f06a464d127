using System.Numerics;
using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// The derivative of the projection onto the semidefinite cone at W = Σ λ_k v_k v_k', an element of the generalised Jacobian where the
/// projection has a kink: prepared once for W, then applied to many directions. Work space is kept; not thread-safe. Results depend on
/// the number of threads by rounding only, and are the same from run to run.
/// </summary>
/// <remarks>
/// <para>
/// Along H it is V'(Ω ∘ (VHV'))V for V of rows v_k, where Ω is 1 on pairs of positive eigenvalues, 0 on pairs of others, and λ_a/(λ_a −
/// λ_n) on mixed pairs (Sun and Sun 2002). Only the k rows V_a of the smaller side enter: with U = V_a H and half weight on pairs within
/// the side, R = (Ω ∘ UV')V gives the derivative V_a'R + R'V_a; for the negative side it is H minus that.
/// </para>
/// <para>
/// That is 8n²k operations: 2n²k each for U, UV', R, and the lower triangle of [V_a' R'][R; V_a], one product with inner dimension 2k for
/// which R stands between two copies of V_a. V and its transpose are both kept, so that no product has to pack an operand that stays.
/// </para>
/// </remarks>
/// <typeparam name="T"><see cref="double"/>, or <see cref="float"/>, whose accuracy is enough for the directions of Newton's method.</typeparam>
public sealed unsafe class PsdProjectionDerivative<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Threads that share a smaller matrix gain nothing.</summary>
    private const int LeastOrderForTeam = 64;

    /// <summary>In bytes: matrices up to this size stay in the caches of every thread, which then do all products of some rows of U.</summary>
    private const int LargestCached = 3 << 19;

    /// <summary>Numbers that fill whole cache lines.</summary>
    private const int Padding = 16;

    private readonly WorkerTeam? _team;
    private readonly AlignedBuffer _buffer;
    private readonly T* _vectors, _transposed, _matrix, _stack, _weights, _rotated;
    private int _first, _count;
    private bool _isPositiveSide;

    /// <summary>Allocates the work space, at most 5½n² numbers.</summary>
    /// <param name="order">n, the order of the matrices.</param>
    /// <param name="team">The threads that share the products where these are large enough; null for the calling one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative or above 16 384.</exception>
    public PsdProjectionDerivative(int order, WorkerTeam? team = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 16_384);
        Order = order;
        _team = order >= LeastOrderForTeam ? team : null;
        nint square = (nint)order * order, half = order / 2 * (nint)order, length = 3 * square + 5 * half + 6 * Padding;
        _buffer = new AlignedBuffer((int)((length * sizeof(T) + sizeof(double) - 1) / sizeof(double)));
        _vectors = (T*)_buffer.Pointer;
        _transposed = Next(_vectors, square);
        _matrix = Next(_transposed, square);
        _stack = Next(_matrix, square);
        _weights = Next(_stack, 3 * half);
        _rotated = Next(_weights, half);
    }

    /// <summary>n, the order of the matrices.</summary>
    public int Order { get; }

    /// <summary>Whether W has eigenvalues on both sides of zero, so that the derivative is neither the identity nor zero.</summary>
    private bool IsMixed => _count > 0;

    private T* Middle => _stack + (nint)_count * Order;

    /// <summary>Takes W by its eigenvalues and eigenvectors; the spans are not needed afterwards.</summary>
    /// <param name="values">The n eigenvalues, ascending.</param>
    /// <param name="vectors">n² entries: row k is the unit eigenvector of the k-th.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Set(ReadOnlySpan<double> values, ReadOnlySpan<double> vectors)
    {
        int n = Order, negative = 0;
        if (values.Length < n || vectors.Length < n * n)
            throw new ArgumentException(
                $"{n} eigenvalues and {n * n} entries of eigenvectors are needed; the spans have {values.Length} and {vectors.Length}.");
        while (negative < n && values[negative] <= 0) negative++;
        int positive = n - negative;
        _isPositiveSide = positive <= negative;
        (_first, _count) = _isPositiveSide ? (negative, positive) : (0, negative);
        if (_count == 0) return;
        fixed (double* from = values, rows = vectors) Share(new Work { Values = from, Rows = rows }, Stage.Prepare);
        var side = new ReadOnlySpan<T>(_vectors + (nint)_first * n, _count * n);
        side.CopyTo(new Span<T>(_stack, _count * n));
        side.CopyTo(new Span<T>(_stack + 2 * (nint)_count * n, _count * n));
    }

    /// <summary>The derivative along one direction.</summary>
    /// <param name="direction">H in the layout of <see cref="SymmetricVector"/>.</param>
    /// <param name="derivative">Receives the derivative in the same layout and scaling; may be the span of the direction.</param>
    /// <param name="offDiagonalScale">
    /// The factor that off-diagonal entries carry: 1 when they are the matrix's, √2 in the orthonormal scaling.
    /// </param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Apply(ReadOnlySpan<T> direction, Span<T> derivative, double offDiagonalScale)
    {
        int n = Order, length = SymmetricVector.Length(n);
        if (direction.Length < length || derivative.Length < length)
            throw new ArgumentException(
                $"A triangle of order {n} has {length} entries; the spans have {direction.Length} and {derivative.Length}.");
        if (!IsMixed)
        {
            if (_isPositiveSide) derivative[..length].Clear();
            else direction[..length].CopyTo(derivative);
            return;
        }
        fixed (T* h = direction, result = derivative)
        {
            var work = new Work { Direction = h, Derivative = result, Scale = T.CreateTruncating(offDiagonalScale) };
            Share(work, Stage.Unpack);
            if ((long)n * n * sizeof(T) <= LargestCached) Share(work, Stage.Rotate);
            else
            {
                Multiply(_stack, _matrix, Middle);
                Multiply(Middle, _transposed, _rotated);
                Share(work, Stage.Weigh);
                Multiply(_rotated, _vectors, Middle);
            }
            Share(work, Stage.Pack);
        }
    }

    /// <summary>Where the next matrix begins: on a cache line.</summary>
    private static T* Next(T* matrix, nint length) => matrix + (length + (Padding - 1)) / Padding * Padding;

    /// <summary>The product of a k × n and an n × n matrix by the whole team.</summary>
    private void Multiply(T* a, T* b, T* c) =>
        Gemm.MultiplyAdd(GemmRegion.Full, _count, Order, Order, T.One, a, Order, 1, b, Order, 1, T.Zero, c, Order, _team);

    private void Share(in Work work, Stage stage)
    {
        if (_team is null) RunPart(in work, stage, 0, 1);
        else _team.Run(_team.Threads, new Part(this, work, stage, _team.Threads));
        GC.KeepAlive(this);
    }

    private void RunPart(in Work work, Stage stage, int part, int parts)
    {
        (int from, int end) = stage switch
        {
            Stage.Prepare => Partition.Of(Order, part, parts),
            Stage.Rotate or Stage.Weigh => Partition.Of(_count, part, parts),
            _ => Partition.OfLowerTriangle(Order, part, parts),
        };
        if (from == end) return;
        switch (stage)
        {
            case Stage.Prepare:
                Prepare(work.Values, work.Rows, from, end);
                break;
            case Stage.Unpack:
                Unpack(work.Direction, T.One / work.Scale, from, end);
                break;
            case Stage.Rotate:
                Rotate(from, end);
                break;
            case Stage.Weigh:
                Weigh(from, end);
                break;
            default:
                Pack(in work, from, end);
                break;
        }
    }

    /// <summary>Rows from … end − 1 of V, their columns of V', and those of Ω that are of the side.</summary>
    private void Prepare(double* values, double* rows, int from, int end)
    {
        int n = Order, length = (end - from) * n;
        TensorPrimitives.ConvertTruncating(
            new ReadOnlySpan<double>(rows + (nint)from * n, length), new Span<T>(_vectors + (nint)from * n, length));
        BlockTransposition.Copy(_vectors + (nint)from * n, n, end - from, n, _transposed + from, n);
        for (int a = Math.Max(from, _first); a < Math.Min(end, _first + _count); a++)
        {
            T* row = _weights + (nint)(a - _first) * n;
            for (int j = 0; j < n; j++)
            {
                bool isWithin = j >= _first && j < _first + _count;
                row[j] = T.CreateTruncating(isWithin ? 0.5 : values[a] / (values[a] - values[j]));
            }
        }
    }

    /// <summary>Rows from … end − 1 of the lower triangle of H, and their mirror images.</summary>
    private void Unpack(T* triangle, T scale, int from, int end)
    {
        const int block = 8;
        int n = Order;
        for (int start = from; start < end; start += block)
        {
            int stop = Math.Min(start + block, end);
            for (int i = start; i < stop; i++)
            {
                T* source = triangle + SymmetricVector.Length(i), row = _matrix + (nint)i * n;
                TensorPrimitives.Multiply(new ReadOnlySpan<T>(source, i), scale, new Span<T>(row, i));
                row[i] = source[i];
                for (int j = start; j < i; j++) _matrix[(nint)j * n + i] = row[j];
            }
            BlockTransposition.Copy(_matrix + (nint)start * n, n, stop - start, start, _matrix + start, n);
        }
    }

    /// <summary>Rows from … end − 1 of U, of Ω ∘ UV', and of R.</summary>
    private void Rotate(int from, int end)
    {
        int n = Order, rows = end - from;
        nint start = (nint)from * n;
        T* middle = Middle + start, rotated = _rotated + start;
        Gemm.MultiplyAdd(GemmRegion.Full, rows, n, n, T.One, _stack + start, n, 1, _matrix, n, 1, T.Zero, middle, n);
        Gemm.MultiplyAdd(GemmRegion.Full, rows, n, n, T.One, middle, n, 1, _transposed, n, 1, T.Zero, rotated, n);
        Weigh(from, end);
        Gemm.MultiplyAdd(GemmRegion.Full, rows, n, n, T.One, rotated, n, 1, _vectors, n, 1, T.Zero, middle, n);
    }

    private void Weigh(int from, int end)
    {
        int start = from * Order, length = (end - from) * Order;
        var entries = new Span<T>(_rotated + start, length);
        TensorPrimitives.Multiply(entries, new ReadOnlySpan<T>(_weights + start, length), entries);
    }

    /// <summary>Rows from … end − 1 of the lower triangle of V_a'R + R'V_a, packed.</summary>
    private void Pack(in Work work, int from, int end)
    {
        int n = Order, rows = end - from;
        T* target = _matrix + (nint)from * n, b = Middle;
        Gemm.MultiplyAdd(GemmRegion.Full, rows, from, 2 * _count, T.One, _stack + from, 1, n, b, n, 1, T.Zero, target, n);
        Gemm.MultiplyAdd(GemmRegion.Lower, rows, rows, 2 * _count, T.One, _stack + from, 1, n, b + from, n, 1, T.Zero, target + from, n);
        for (int i = from; i < end; i++)
        {
            int start = SymmetricVector.Length(i);
            ReadOnlySpan<T> row = new(_matrix + (nint)i * n, i + 1), h = new(work.Direction + start, i + 1);
            Span<T> result = new(work.Derivative + start, i + 1);
            if (_isPositiveSide)
            {
                TensorPrimitives.Multiply(row[..i], work.Scale, result);
                result[i] = row[i];
            }
            else
            {
                T diagonal = h[i] - row[i];
                TensorPrimitives.MultiplyAdd(row[..i], -work.Scale, h[..i], result);
                result[i] = diagonal;
            }
        }
    }

    /// <summary>What the parts of a team do together.</summary>
    private enum Stage
    {
        Prepare,
        Unpack,
        Rotate,
        Weigh,
        Pack,
    }

    /// <summary>The caller's spans.</summary>
    private struct Work
    {
        public double* Values, Rows;
        public T* Direction, Derivative;
        public T Scale;
    }

    private readonly struct Part(PsdProjectionDerivative<T> derivative, Work work, Stage stage, int parts) : IParallelBody
    {
        public void Run(int part) => derivative.RunPart(in work, stage, part, parts);
    }
}

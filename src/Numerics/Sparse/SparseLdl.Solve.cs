using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <content>Solves with the factors.</content>
public sealed partial class SparseLdl
{
    /// <summary>The number of right-hand sides that <see cref="SolveBlock"/> takes at a time.</summary>
    internal const int ChunkSize = 32;

    /// <summary>A chunk of right-hand sides in the elimination order, for each thread.</summary>
    private AlignedBuffer[] _chunks = [];

    /// <summary>Overwrites b with K⁻¹b.</summary>
    /// <param name="b">One entry a row.</param>
    /// <param name="refinementSteps">
    /// At most this many steps x ← x + (LDL')⁻¹(b − Kx) are made; refinement stops when the residual no longer halves. Default 0.
    /// </param>
    /// <exception cref="InvalidOperationException">No values are factored.</exception>
    /// <exception cref="ArgumentException">The length of b is not the order.</exception>
    public void Solve(Span<double> b, int refinementSteps = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(refinementSteps);
        SolvePermuted(b);
        Refine(b, refinementSteps, tolerance: 0, measuresLast: false);
        Permute(_work, b);
    }

    /// <summary>Overwrites b with K⁻¹b, refined until it fits, and says how well it does.</summary>
    /// <param name="b">One entry a row.</param>
    /// <param name="maxSteps">The largest number of steps x ← x + (LDL')⁻¹(b − Kx). Default 10.</param>
    /// <param name="tolerance">
    /// Refinement ends when the backward error is at most this, when a step does not halve the residual (one that makes it larger is taken
    /// back), or after the largest number of steps. Default 1e-15.
    /// </param>
    /// <exception cref="InvalidOperationException">No values are factored.</exception>
    /// <exception cref="ArgumentException">The length of b is not the order.</exception>
    public RefinedSolution SolveRefined(Span<double> b, int maxSteps = 10, double tolerance = 1e-15)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxSteps);
        SolvePermuted(b);
        if (double.IsNaN(_norm))
            _norm = Norm();
        RefinedSolution refined = Refine(b, maxSteps, tolerance, measuresLast: true);
        Permute(_work, b);
        return refined;
    }

    /// <summary>Overwrites B with K⁻¹B for several right-hand sides, the columns of B; threads take different ones.</summary>
    /// <param name="b">B, row-major, the order × <paramref name="count"/>.</param>
    /// <param name="count">The number of right-hand sides.</param>
    /// <exception cref="InvalidOperationException">No values are factored.</exception>
    /// <exception cref="ArgumentException">The length of b does not fit.</exception>
    public unsafe void SolveBlock(Span<double> b, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        RequireFactored();
        if (b.Length != (long)Order * count)
            throw new ArgumentException($"The right-hand side is {Order} × {count}; the span has {b.Length} entries.", nameof(b));
        int chunks = (count + ChunkSize - 1) / ChunkSize, parts = Math.Min(_team?.Threads ?? 1, chunks);
        if (_chunks.Length < parts)
        {
            int known = _chunks.Length;
            Array.Resize(ref _chunks, parts);
            for (int part = known; part < parts; part++)
                _chunks[part] = new AlignedBuffer(checked(Order * ChunkSize));
        }
        fixed (double* pointer = b)
        {
            _team.Share(parts, new BlockBody(this, pointer, count, chunks, parts));
        }
    }

    /// <summary>Work ← the solution, in the elimination order.</summary>
    private void SolvePermuted(ReadOnlySpan<double> b)
    {
        RequireFactored();
        if (b.Length != Order)
            throw new ArgumentException($"The order is {Order}; the right-hand side has {b.Length} entries.", nameof(b));
        int[] permutation = Symbolic.Permutation;
        for (int k = 0; k < permutation.Length; k++)
            _work[k] = b[permutation[k]];
        _factor.Solve(_work);
    }

    private void RequireFactored()
    {
        if (!_isFactored)
            throw new InvalidOperationException("Call Refactor with the matrix's values before solving.");
    }

    private void Permute(double[] x, Span<double> b)
    {
        int[] permutation = Symbolic.Permutation;
        for (int k = 0; k < x.Length; k++)
            b[permutation[k]] = x[k];
    }

    /// <summary>Refines the work vector. Its residual is relative, and that of the vector left, where the last one is measured.</summary>
    private RefinedSolution Refine(ReadOnlySpan<double> b, int maxSteps, double tolerance, bool measuresLast)
    {
        double last = double.PositiveInfinity;
        for (int step = 0; step < maxSteps || measuresLast; step++)
        {
            double residual = Residual(b), scale = measuresLast ? Scale(b) : 1;
            if (step > 0 && !(residual <= last))
            {
                _lastGood.CopyTo(_work, 0);
                return new RefinedSolution(Relative(last, measuresLast ? Scale(b) : 1), step - 1);
            }
            if (step == maxSteps || residual <= tolerance * scale || !(residual < 0.5 * last))
                return new RefinedSolution(Relative(residual, scale), step);
            last = residual;
            _work.CopyTo(_lastGood, 0);
            _factor.Solve(_correction);
            TensorPrimitives.Add(_work, _correction, _work);
        }
        return default;
    }

    private static double Relative(double residual, double scale) => residual == 0 ? 0 : residual / scale;

    private double Scale(ReadOnlySpan<double> b) => _norm * Largest(_work) + Largest(b);

    private static double Largest(ReadOnlySpan<double> v) => v.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(v));

    /// <summary>Correction ← b − PKP'x; returns its largest absolute entry.</summary>
    private double Residual(ReadOnlySpan<double> b)
    {
        SparseLdlSymbolic s = Symbolic;
        double[] x = _work, r = _correction;
        for (int k = 0; k < r.Length; k++)
            r[k] = b[s.Permutation[k]];
        for (int j = 0; j < x.Length; j++)
        {
            double sum = 0, xj = x[j];
            for (int k = s.Starts[j]; k < s.Starts[j + 1]; k++)
            {
                int i = s.Rows[k];
                double value = _entries[k];
                sum += value * x[i];
                if (i != j)
                    r[i] -= value * xj;
            }
            r[j] -= sum;
        }
        return Largest(r);
    }

    /// <summary>The largest sum of absolute values of a row of K.</summary>
    private double Norm()
    {
        SparseLdlSymbolic s = Symbolic;
        double[] sums = _correction;
        Array.Clear(sums);
        for (int j = 0; j < sums.Length; j++)
            for (int k = s.Starts[j]; k < s.Starts[j + 1]; k++)
            {
                double size = Math.Abs(_entries[k]);
                sums[j] += size;
                if (s.Rows[k] != j)
                    sums[s.Rows[k]] += size;
            }
        return Largest(sums);
    }

    /// <summary>Solves for every chunk whose number is a part's, modulo the number of parts.</summary>
    private readonly unsafe struct BlockBody(SparseLdl ldl, double* b, int count, int chunks, int parts) : IParallelBody
    {
        public void Run(int part)
        {
            int[] permutation = ldl.Symbolic.Permutation;
            AlignedBuffer buffer = ldl._chunks[part];
            double* x = buffer.Pointer;
            for (int chunk = part; chunk < chunks; chunk += parts)
            {
                int first = chunk * ChunkSize, width = Math.Min(ChunkSize, count - first);
                for (int k = 0; k < permutation.Length; k++)
                    Copy(b + (nint)permutation[k] * count + first, x + (nint)k * width, width);
                ldl._factor.SolveBlock(x, width, part);
                for (int k = 0; k < permutation.Length; k++)
                    Copy(x + (nint)k * width, b + (nint)permutation[k] * count + first, width);
            }
            GC.KeepAlive(buffer);
        }

        private static void Copy(double* from, double* to, int count) =>
            new ReadOnlySpan<double>(from, count).CopyTo(new Span<double>(to, count));
    }
}

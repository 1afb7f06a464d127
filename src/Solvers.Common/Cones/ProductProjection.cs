using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Common;

/// <summary>
/// The projection onto K = K₁ × … × K_k and its derivative. Semidefinite cones so large that sharing out whole cones would leave threads
/// idle come one after another, each done by all threads; then each thread does consecutive blocks of the rest, of about equal cost. Work
/// space is allocated once; not thread-safe; results depend on the number of threads by rounding, never on the schedule.
/// </summary>
internal sealed unsafe class ProductProjection
{
    /// <summary>Fewer operations than this a thread do not pay for waking it.</summary>
    private const double LeastCost = 3e5;

    private readonly (ConeProjection Cone, int Member)[] _placeOf;
    private readonly ConeProjection[] _large, _shared;
    private readonly int[] _parts;
    private readonly WorkerTeam? _team;

    public ProductProjection(ConicProgram program, WorkerTeam? team = null) : this(program.Blocks.AsSpan(), team)
    {
    }

    /// <param name="blocks">The cones; the rows that they number are those of the vectors projected.</param>
    /// <param name="team">The threads that share the work; null for the calling one.</param>
    public ProductProjection(ReadOnlySpan<ConeBlock> blocks, WorkerTeam? team = null)
    {
        _placeOf = new (ConeProjection, int)[blocks.Length];
        _team = team;
        int threads = team?.Threads ?? 1, leastLargeOrder = LeastLargeOrder(blocks, threads);
        double sharedCost = 0;
        List<ConeProjection> large = [], shared = [];
        List<double> costs = [];
        for (int k = 0; k < blocks.Length;)
        {
            int together = EqualSmallBlocks(blocks, k);
            bool isLarge = IsSemidefinite(blocks[k]) && blocks[k].Order >= leastLargeOrder;
            ConeProjection cone = together > 1 ? new PsdBatchProjection(blocks[k].Start, blocks[k].Order, together)
                : Single(blocks[k], isLarge ? team : null);
            for (int member = 0; member < together; member++) _placeOf[k + member] = (cone, member);
            (isLarge ? large : shared).Add(cone);
            if (!isLarge) costs.Add(together * Cost(blocks[k]));
            k += together;
        }
        foreach (double cost in costs) sharedCost += cost;
        _large = [.. large];
        _shared = [.. shared];
        _parts = Divide(costs, sharedCost, (int)Math.Min(Math.Min(threads, shared.Count), 1 + sharedCost / LeastCost));
    }

    /// <summary>Whether all of the last projection was right to rounding; false where parts were within the tolerance only.</summary>
    public bool IsExact
    {
        get
        {
            foreach (ConeProjection cone in _large)
            {
                if (!cone.IsExact) return false;
            }
            foreach (ConeProjection cone in _shared)
            {
                if (!cone.IsExact) return false;
            }
            return true;
        }
    }

    /// <summary>s ← Π(w).</summary>
    public void Project(ReadOnlySpan<double> w, Span<double> s, ProjectionMode mode = default)
    {
        fixed (double* from = w, to = s) Run(new Projections(from, to, mode));
    }

    /// <summary>ds ← Π′(w; dw) at the w projected last.</summary>
    public void Derivative(ReadOnlySpan<double> dw, Span<double> ds)
    {
        fixed (double* from = dw, to = ds) Run(new Derivatives(from, to));
    }

    /// <summary>The same in single precision.</summary>
    public void Derivative(ReadOnlySpan<float> dw, Span<float> ds)
    {
        fixed (float* from = dw, to = ds) Run(new SingleDerivatives(from, to));
    }

    /// <summary>The derivative of one block, on its own rows.</summary>
    public void Derivative(int block, ReadOnlySpan<double> dw, Span<double> ds)
    {
        (ConeProjection cone, int member) = _placeOf[block];
        cone.Derivative(member, dw, ds);
    }

    private static bool IsSemidefinite(ConeBlock block) => block.Cone.Kind == ConeKind.PositiveSemidefinite;

    /// <summary>Roughly the floating-point operations of a projection.</summary>
    private static double Cost(ConeBlock block) => IsSemidefinite(block) ? 10 * Math.Pow(block.Order, 3) : block.Rows;

    /// <summary>
    /// The order from which on all T threads do a semidefinite block together. Shared out, blocks take as long as the largest; done
    /// together, the sum over (T + 1)/2, if a further thread saves half its share. Decided for the largest block, then for the next
    /// among the rest.
    /// </summary>
    private static int LeastLargeOrder(ReadOnlySpan<ConeBlock> blocks, int threads)
    {
        int least = int.MaxValue;
        double rest = 0;
        var candidates = new List<ConeBlock>();
        foreach (ConeBlock block in blocks)
        {
            rest += Cost(block);
            if (IsSemidefinite(block) && block.Order >= PsdProjection.LeastOrderForTeam) candidates.Add(block);
        }
        candidates.Sort((a, b) => b.Order.CompareTo(a.Order));
        foreach (ConeBlock block in candidates)
        {
            if ((threads + 1) * Cost(block) <= 2 * rest) break;
            least = block.Order;
            rest -= Cost(block);
        }
        return least;
    }

    private static ConeProjection Single(ConeBlock block, WorkerTeam? team) => block.Cone.Kind switch
    {
        ConeKind.Zero => new ZeroProjection(block.Start, block.Rows),
        ConeKind.Nonnegative => new NonnegativeProjection(block.Start, block.Rows),
        ConeKind.SecondOrder => new SecondOrderProjection(block.Start, block.Rows),
        ConeKind.PositiveSemidefinite => new PsdProjection(block.Start, block.Rows, team),
        _ => throw new ArgumentException($"Block {block} is in a cone that this solver does not project onto."),
    };

    /// <summary>
    /// How many blocks from the first are semidefinite cones of its order, following each other; 1 where that is of no use.
    /// </summary>
    private static int EqualSmallBlocks(ReadOnlySpan<ConeBlock> blocks, int first)
    {
        ConeBlock block = blocks[first];
        int count = 1;
        if (!IsSemidefinite(block) || block.Order > PsdBatchProjection.MaxOrder) return 1;
        while (first + count < blocks.Length && count < PsdBatchProjection.MaxBlocks
            && IsSemidefinite(blocks[first + count])
            && blocks[first + count].Order == block.Order && blocks[first + count].Start == block.Start + count * block.Rows)
            count++;
        return count;
    }

    private void Run<TBody>(TBody body)
        where TBody : struct, IConeBody
    {
        foreach (ConeProjection cone in _large) body.Apply(cone);
        if (_parts.Length == 2) Run(body, 0);
        else _team!.Run(_parts.Length - 1, new Part<TBody>(this, body));
    }

    private void Run<TBody>(TBody body, int part)
        where TBody : struct, IConeBody
    {
        for (int k = _parts[part]; k < _parts[part + 1]; k++) body.Apply(_shared[k]);
    }

    /// <summary>The first cone of every part, and the number of cones.</summary>
    private static int[] Divide(List<double> costs, double total, int parts)
    {
        parts = Math.Max(parts, 1);
        var firsts = new int[parts + 1];
        double sum = 0;
        int part = 1;
        for (int k = 0; k < costs.Count && part < parts; k++)
        {
            sum += costs[k];
            if (sum >= total * part / parts) firsts[part++] = k + 1;
        }
        for (; part <= parts; part++) firsts[part] = costs.Count;
        return firsts;
    }

    /// <summary>What is done with each cone.</summary>
    private interface IConeBody
    {
        void Apply(ConeProjection cone);
    }

    /// <summary>Does the consecutive cones of a part.</summary>
    private readonly struct Part<TBody>(ProductProjection cones, TBody body) : IParallelBody
        where TBody : struct, IConeBody
    {
        public void Run(int part) => cones.Run(body, part);
    }

    private readonly struct Projections(double* input, double* output, ProjectionMode mode) : IConeBody
    {
        public void Apply(ConeProjection cone) => cone.Project(
            new ReadOnlySpan<double>(input + cone.Start, cone.Rows), new Span<double>(output + cone.Start, cone.Rows), mode);
    }

    private readonly struct Derivatives(double* input, double* output) : IConeBody
    {
        public void Apply(ConeProjection cone) => cone.Derivative(
            new ReadOnlySpan<double>(input + cone.Start, cone.Rows), new Span<double>(output + cone.Start, cone.Rows));
    }

    private readonly struct SingleDerivatives(float* input, float* output) : IConeBody
    {
        public void Apply(ConeProjection cone) => cone.Derivative(
            new ReadOnlySpan<float>(input + cone.Start, cone.Rows), new Span<float>(output + cone.Start, cone.Rows));
    }
}

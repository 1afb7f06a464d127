using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// The projection onto K = K₁ × … × K_k and its derivative, block by block, consecutive blocks of about equal cost on each thread. Work
/// space is allocated once; not thread-safe; the result does not depend on the number of threads.
/// </summary>
internal sealed unsafe class ProductProjection
{
    /// <summary>Fewer operations than this a thread do not pay for waking it.</summary>
    private const double LeastCost = 3e5;

    private readonly ConeProjection[] _cones;
    private readonly (int Cone, int Member)[] _placeOf;
    private readonly int[] _parts;
    private readonly WorkerTeam? _team;

    public ProductProjection(ConicProgram program, WorkerTeam? team = null)
    {
        _placeOf = new (int, int)[program.Blocks.Length];
        var cones = new List<ConeProjection>();
        double cost = 0;
        for (int k = 0; k < program.Blocks.Length;)
        {
            int together = EqualSmallBlocks(program.Blocks.AsSpan(), k);
            for (int member = 0; member < together; member++) _placeOf[k + member] = (cones.Count, member);
            cones.Add(together > 1 ? new PsdBatchProjection(program.Blocks[k].Start, program.Blocks[k].Order, together)
                : Single(program.Blocks[k]));
            cost += cones[^1].Cost;
            k += together;
        }
        _cones = [.. cones];
        _parts = Divide(cost, (int)Math.Min(Math.Min(team?.Threads ?? 1, _cones.Length), 1 + cost / LeastCost));
        _team = team;
    }

    /// <summary>s ← Π(w).</summary>
    public void Project(ReadOnlySpan<double> w, Span<double> s) => Run(w, s, false);

    /// <summary>ds ← Π′(w; dw) at the w projected last.</summary>
    public void Derivative(ReadOnlySpan<double> dw, Span<double> ds) => Run(dw, ds, true);

    /// <summary>The derivative of one block, on its own rows.</summary>
    public void Derivative(int block, ReadOnlySpan<double> dw, Span<double> ds)
    {
        (int cone, int member) = _placeOf[block];
        _cones[cone].Derivative(member, dw, ds);
    }

    private static ConeProjection Single(ConeBlock block) => block.Cone.Kind switch
    {
        ConeKind.Zero => new ZeroProjection(block.Start, block.Rows),
        ConeKind.Nonnegative => new NonnegativeProjection(block.Start, block.Rows),
        ConeKind.SecondOrder => new SecondOrderProjection(block.Start, block.Rows),
        ConeKind.PositiveSemidefinite => new PsdProjection(block.Start, block.Rows),
        _ => throw new ArgumentException($"Block {block} is in a cone that this solver does not project onto."),
    };

    /// <summary>
    /// How many blocks from the first are semidefinite cones of its order, following each other; 1 where that is of no use.
    /// </summary>
    private static int EqualSmallBlocks(ReadOnlySpan<ConeBlock> blocks, int first)
    {
        ConeBlock block = blocks[first];
        int count = 1;
        if (block.Cone.Kind != ConeKind.PositiveSemidefinite || block.Order > PsdBatchProjection.MaxOrder) return 1;
        while (first + count < blocks.Length && count < PsdBatchProjection.MaxBlocks
            && blocks[first + count] is { Cone.Kind: ConeKind.PositiveSemidefinite } next
            && next.Order == block.Order && next.Start == block.Start + count * block.Rows)
            count++;
        return count;
    }

    private void Run(ReadOnlySpan<double> input, Span<double> output, bool isDerivative)
    {
        fixed (double* from = input, to = output)
        {
            var body = new Body(this, from, to, isDerivative);
            if (_parts.Length == 2) body.Run(0);
            else _team!.Run(_parts.Length - 1, body);
        }
    }

    /// <summary>The first cone of every part, and the number of cones.</summary>
    private int[] Divide(double cost, int parts)
    {
        parts = Math.Max(parts, 1);
        var firsts = new int[parts + 1];
        double sum = 0;
        int part = 1;
        for (int k = 0; k < _cones.Length && part < parts; k++)
        {
            sum += _cones[k].Cost;
            if (sum >= cost * part / parts) firsts[part++] = k + 1;
        }
        for (; part <= parts; part++) firsts[part] = _cones.Length;
        return firsts;
    }

    /// <summary>Does the consecutive cones of a part.</summary>
    private readonly struct Body(ProductProjection cones, double* input, double* output, bool isDerivative) : IParallelBody
    {
        public void Run(int part)
        {
            for (int k = cones._parts[part]; k < cones._parts[part + 1]; k++)
            {
                ConeProjection cone = cones._cones[k];
                var from = new ReadOnlySpan<double>(input + cone.Start, cone.Rows);
                var to = new Span<double>(output + cone.Start, cone.Rows);
                if (isDerivative) cone.Derivative(from, to);
                else cone.Project(from, to);
            }
        }
    }
}

using Copositive.Modeling;

namespace Copositive.Solvers.Admm;

/// <summary>
/// The projection onto K = K₁ × … × K_k and its derivative, block by block, consecutive blocks of about equal cost on each thread. Work
/// space is allocated once; not thread-safe; the result does not depend on the number of threads.
/// </summary>
internal sealed unsafe class ProductProjection : IDisposable
{
    /// <summary>Fewer operations than this a thread do not pay for waking it.</summary>
    private const double LeastCost = 3e5;

    private readonly ConeProjection[] _cones;
    private readonly (int Cone, int Member)[] _placeOf;
    private readonly int[] _parts;
    private readonly WorkerTeam? _team;
    private double* _input, _output;
    private bool _isDerivative;

    public ProductProjection(ConicProgram program, int threads = 1)
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
        _parts = Divide(cost, (int)Math.Min(Math.Min(threads, _cones.Length), 1 + cost / LeastCost));
        if (_parts.Length > 2) _team = new WorkerTeam(_parts.Length - 1, DoPart);
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

    /// <inheritdoc/>
    public void Dispose() => _team?.Dispose();

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
            _input = from;
            _output = to;
            _isDerivative = isDerivative;
            if (_team is null) DoPart(0);
            else _team.Run();
        }
    }

    private void DoPart(int part)
    {
        for (int k = _parts[part]; k < _parts[part + 1]; k++)
        {
            ConeProjection cone = _cones[k];
            var input = new ReadOnlySpan<double>(_input + cone.Start, cone.Rows);
            var output = new Span<double>(_output + cone.Start, cone.Rows);
            if (_isDerivative) cone.Derivative(input, output);
            else cone.Project(input, output);
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
}

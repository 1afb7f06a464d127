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
    private readonly int[] _parts;
    private readonly WorkerTeam? _team;

    public ProductProjection(ConicProgram program, WorkerTeam? team = null)
    {
        _cones = new ConeProjection[program.Blocks.Length];
        double cost = 0;
        for (int k = 0; k < _cones.Length; k++)
        {
            ConeBlock block = program.Blocks[k];
            _cones[k] = block.Cone.Kind switch
            {
                ConeKind.Zero => new ZeroProjection(block.Start, block.Rows),
                ConeKind.Nonnegative => new NonnegativeProjection(block.Start, block.Rows),
                ConeKind.SecondOrder => new SecondOrderProjection(block.Start, block.Rows),
                ConeKind.PositiveSemidefinite => new PsdProjection(block.Start, block.Rows),
                _ => throw new ArgumentException($"Block {block} is in a cone that this solver does not project onto."),
            };
            cost += _cones[k].Cost;
        }
        _parts = Divide(cost, (int)Math.Min(Math.Min(team?.Threads ?? 1, _cones.Length), 1 + cost / LeastCost));
        _team = team;
    }

    /// <summary>s ← Π(w).</summary>
    public void Project(ReadOnlySpan<double> w, Span<double> s) => Run(w, s, false);

    /// <summary>ds ← Π′(w; dw) at the w projected last.</summary>
    public void Derivative(ReadOnlySpan<double> dw, Span<double> ds) => Run(dw, ds, true);

    /// <summary>The derivative of one block, on its own rows.</summary>
    public void Derivative(int block, ReadOnlySpan<double> dw, Span<double> ds) => _cones[block].Derivative(dw, ds);

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

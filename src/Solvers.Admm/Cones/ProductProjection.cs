using Copositive.Modeling;

namespace Copositive.Solvers.Admm;

/// <summary>The projection onto K = K₁ × … × K_k and its derivative, block by block. Work space is allocated once; not thread-safe.</summary>
internal sealed class ProductProjection
{
    private readonly ConeProjection[] _cones;

    public ProductProjection(ConicProgram program)
    {
        _cones = new ConeProjection[program.Blocks.Length];
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
        }
    }

    /// <summary>s ← Π(w).</summary>
    public void Project(ReadOnlySpan<double> w, Span<double> s)
    {
        foreach (ConeProjection cone in _cones)
            cone.Project(w.Slice(cone.Start, cone.Rows), s.Slice(cone.Start, cone.Rows));
    }

    /// <summary>ds ← Π′(w; dw) at the w projected last.</summary>
    public void Derivative(ReadOnlySpan<double> dw, Span<double> ds)
    {
        foreach (ConeProjection cone in _cones)
            cone.Derivative(dw.Slice(cone.Start, cone.Rows), ds.Slice(cone.Start, cone.Rows));
    }
}

using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>
/// Approximate projections onto {v : v − ε e ∈ K}, the points of a self-dual cone that have a margin ε; e as in <see cref="ConeProof"/>.
/// Nothing rests on their accuracy. Not thread-safe.
/// </summary>
internal sealed class ConeInterior
{
    private readonly Dictionary<int, PsdProjector> _projectors = [];

    /// <summary>Moves every block inside by the margin. Zero blocks and cones without a projection are left alone.</summary>
    public void Project(ConicProgram program, Span<double> v, double margin)
    {
        foreach (var block in program.Blocks) Project(block.Cone, block.Of(v), margin);
    }

    private void Project(Cone cone, Span<double> v, double margin)
    {
        if (v.IsEmpty) return;
        switch (cone.Kind)
        {
            case ConeKind.Nonnegative:
                foreach (ref var entry in v) entry = Math.Max(entry, margin);
                break;
            case ConeKind.SecondOrder:
                v[0] -= margin;
                LorentzCone.Project(v);
                v[0] += margin;
                break;
            case ConeKind.RotatedSecondOrder:
                v[0] -= margin;
                v[1] -= margin;
                RotatedLorentzCone.Project(v);
                v[0] += margin;
                v[1] += margin;
                break;
            case ConeKind.PositiveSemidefinite:
                ProjectMatrix(v, margin);
                break;
            default:
                break;
        }
    }

    private void ProjectMatrix(Span<double> v, double margin)
    {
        foreach (var entry in v)
            if (!double.IsFinite(entry)) return; // garbage stays garbage, for the proof to refuse
        var order = SymmetricVector.OrderOf(v.Length);
        for (var j = 0; j < order; j++) v[SymmetricVector.Index(j, j)] -= margin;
        if (!_projectors.TryGetValue(order, out var projector)) _projectors.Add(order, projector = new PsdProjector(order));
        projector.Project(v, v, 1);
        for (var j = 0; j < order; j++) v[SymmetricVector.Index(j, j)] += margin;
    }
}

using System.Collections.Immutable;

namespace Copositive.Modeling;

/// <summary>An outer polyhedral family with chosen atoms; see <see cref="Approximation.Atoms"/>.</summary>
public sealed record AtomApproximation : GeneratorApproximation
{
    internal AtomApproximation(ImmutableArray<ImmutableArray<double>> atoms) : base(0) => Atoms = atoms;

    /// <inheritdoc/>
    public override string Family => "Atoms";

    /// <inheritdoc/>
    public override ApproximationSide Side => ApproximationSide.Outer;

    /// <summary>The atoms v ≥ 0; those of a block's length serve it.</summary>
    public new ImmutableArray<ImmutableArray<double>> Atoms { get; }

    internal override IEnumerable<(double[] U, double[] V)> Generators(int order)
    {
        foreach (ImmutableArray<double> atom in Atoms)
        {
            if (atom.Length != order) continue;
            double[] v = [.. atom];
            yield return (v, v);
        }
    }

    internal override long CountGenerators(int order) => Atoms.Count(atom => atom.Length == order);
}

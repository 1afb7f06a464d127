namespace Copositive.Modeling;

/// <summary>Yıldırım's outer polyhedral family; see <see cref="Approximation.Grid"/>.</summary>
public sealed record GridApproximation : GeneratorApproximation
{
    internal GridApproximation(int level) : base(level) { }

    /// <inheritdoc/>
    public override string Family => "Grid";

    /// <inheritdoc/>
    public override ApproximationSide Side => ApproximationSide.Outer;

    /// <summary>Grid points times their denominators, each direction once: exponents without a common divisor.</summary>
    internal override IEnumerable<(double[] U, double[] V)> Generators(int order)
    {
        for (int denominator = 1; denominator <= Level + 2; denominator++)
        {
            foreach (int[] tuple in new Monomials(order, denominator).All())
            {
                var point = new double[order];
                foreach (int v in tuple) point[v]++;
                int divisor = 0;
                foreach (double entry in point) divisor = Gcd(divisor, (int)entry);
                if (divisor == 1) yield return (point, point);
            }
        }
    }

    internal override long CountGenerators(int order)
    {
        double count = 0;
        for (int denominator = 1; denominator <= Level + 2; denominator++) count += Monomials.CountOf(order, denominator, multiset: true);
        return ApproximationSize.Clamp(count);
    }

    private protected override double EntriesPerGenerator(int order)
    {
        double support = Math.Min(order, Level + 2.0);
        return support * (support + 1) / 2;
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}

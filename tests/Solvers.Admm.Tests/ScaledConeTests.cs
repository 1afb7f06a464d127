using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>The defining identities of the Nesterov–Todd scaling and of the steps made with it.</summary>
public sealed class ScaledConeTests
{
    public static IEnumerable<TestCaseData> Blocks()
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            yield return new TestCaseData(new ConeBlock(Cone.Nonnegative, 0, 5, "orthant"), seed);
            yield return new TestCaseData(new ConeBlock(Cone.SecondOrder, 0, 1, "half-line"), seed);
            yield return new TestCaseData(new ConeBlock(Cone.SecondOrder, 0, 5, "second-order"), seed);
            yield return new TestCaseData(new ConeBlock(Cone.PositiveSemidefinite, 0, SymmetricVector.Length(6), "matrix"), seed);
        }
    }

    [TestCaseSource(nameof(Blocks))]
    public void The_inverse_metric_maps_s_to_z(ConeBlock block, int seed)
    {
        (ScaledCone cone, double[] s, double[] z, _, _) = Scaled(block, seed);
        var image = new double[block.Rows];
        cone.Curvature(s, image);
        Assert.That(image, Is.EqualTo(z).Within(1e-10));
    }

    [TestCaseSource(nameof(Blocks))]
    public void The_scaled_dual_has_the_length_of_the_complementarity_product(ConeBlock block, int seed)
    {
        (ScaledCone cone, double[] s, double[] z, _, _) = Scaled(block, seed);
        var lambda = new double[block.Rows];
        cone.Scale(z, lambda);
        // Wz = W⁻ᵀs = λ, hence ⟨λ, λ⟩ = ⟨s, z⟩.
        Assert.That(Dot(lambda, lambda), Is.EqualTo(Dot(s, z)).Within(1e-10));
    }

    [TestCaseSource(nameof(Blocks))]
    public void The_predictor_is_minus_the_dual(ConeBlock block, int seed)
    {
        (ScaledCone cone, _, double[] z, _, _) = Scaled(block, seed);
        var image = new double[block.Rows];
        cone.Correction(new double[block.Rows], new double[block.Rows], 0, image);
        // W⁻¹(λ \ (λ∘λ)) = W⁻¹λ = z.
        Assert.That(image, Is.EqualTo(z).Within(1e-10));
    }

    [TestCaseSource(nameof(Blocks))]
    public void The_largest_step_reaches_the_boundary(ConeBlock block, int seed)
    {
        (ScaledCone cone, double[] s, double[] z, double[] ds, double[] dz) = Scaled(block, seed);
        double step = cone.LargestStep(ds, dz);
        Assert.That(step, Is.GreaterThan(0).And.LessThan(double.PositiveInfinity));
        Assert.That(IsInside(block, Moved(s, ds, 0.999 * step)) && IsInside(block, Moved(z, dz, 0.999 * step)));
        Assert.That(IsInside(block, Moved(s, ds, 1.001 * step)) && IsInside(block, Moved(z, dz, 1.001 * step)), Is.False);
    }

    private static (ScaledCone Cone, double[] S, double[] Z, double[] Ds, double[] Dz) Scaled(ConeBlock block, int seed)
    {
        var random = new Random(seed);
        ScaledCone cone = ScaledCone.Of(block);
        double[] s = Inside(), z = Inside(), ds = Any(), dz = Any();
        // A direction out of the cone, so that the step is finite.
        for (int i = 0; i < ds.Length; i++) ds[i] -= s[i];
        Assert.That(cone.TryScale(s, z));
        return (cone, s, z, ds, dz);

        double[] Any() => [.. Enumerable.Range(0, block.Rows).Select(_ => 0.2 * (random.NextDouble() - 0.5))];

        double[] Inside()
        {
            double[] v = Any(), unit = new double[block.Rows];
            cone.Unit(unit);
            for (int i = 0; i < v.Length; i++) v[i] += unit[i];
            return v;
        }
    }

    private static bool IsInside(ConeBlock block, double[] v) => ScaledCone.Of(block).TryScale(v, v);

    private static double Dot(double[] u, double[] v) => u.Zip(v, (s, t) => s * t).Sum();

    private static double[] Moved(double[] v, double[] d, double step) => [.. v.Zip(d, (s, t) => s + step * t)];
}

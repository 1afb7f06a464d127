using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Tests;

namespace Copositive.Solvers.InteriorPoint.Tests;

/// <summary>The defining identities of the scalings and of the steps made with them.</summary>
public sealed class ScaledConeTests
{
    public static IEnumerable<TestCaseData> Blocks()
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            yield return new TestCaseData(new ConeBlock(Cone.Nonnegative, 0, 5, "orthant"), MatrixDirection.Hkm, seed);
            yield return new TestCaseData(new ConeBlock(Cone.SecondOrder, 0, 1, "half-line"), MatrixDirection.Hkm, seed);
            yield return new TestCaseData(new ConeBlock(Cone.SecondOrder, 0, 5, "second-order"), MatrixDirection.Hkm, seed);
            foreach (MatrixDirection direction in Enum.GetValues<MatrixDirection>())
                yield return new TestCaseData(new ConeBlock(Cone.PositiveSemidefinite, 0, SymmetricVector.Length(6), "matrix"), direction, seed);
        }
    }

    [TestCaseSource(nameof(Blocks))]
    public void The_inverse_metric_maps_s_to_z(ConeBlock block, object direction, int seed)
    {
        (ScaledCone cone, double[] s, double[] z, _, _) = Scaled(block, direction, seed);
        var image = new double[block.Rows];
        cone.Curvature(s, image);
        Assert.That(image, Is.EqualTo(z).Within(1e-10));
    }

    [TestCaseSource(nameof(Blocks))]
    public void The_predictor_is_minus_the_dual(ConeBlock block, object direction, int seed)
    {
        (ScaledCone cone, _, double[] z, _, _) = Scaled(block, direction, seed);
        var image = new double[block.Rows];
        cone.Correction(new double[block.Rows], new double[block.Rows], 0, image);
        // W⁻¹(λ \ (λ∘λ)) = W⁻¹λ = z.
        Assert.That(image, Is.EqualTo(z).Within(1e-10));
    }

    [TestCaseSource(nameof(Blocks))]
    public void The_largest_step_reaches_the_boundary(ConeBlock block, object direction, int seed)
    {
        (ScaledCone cone, double[] s, double[] z, double[] ds, double[] dz) = Scaled(block, direction, seed);
        double step = cone.LargestStep(ds, dz);
        Assert.That(step, Is.GreaterThan(0).And.LessThan(double.PositiveInfinity));
        Assert.That(IsInside(block, direction, Moved(s, ds, 0.999 * step)) && IsInside(block, direction, Moved(z, dz, 0.999 * step)));
        Assert.That(IsInside(block, direction, Moved(s, ds, 1.001 * step)) && IsInside(block, direction, Moved(z, dz, 1.001 * step)), Is.False);
    }

    /// <summary>⟨a_i, H⁻¹a_j⟩, by the map applied to each column.</summary>
    [TestCaseSource(nameof(Blocks))]
    public void Products_of_columns_are_those_of_the_inverse_metric(ConeBlock block, object direction, int seed)
    {
        (ScaledCone cone, _, _, _, _) = Scaled(block, direction, seed);
        SparseMatrix a = cone.Columns.Entries;
        double[] products = new double[a.Columns * a.Columns], unit = new double[a.Columns], column = new double[a.Rows];
        double[] image = new double[a.Rows], expected = new double[a.Columns];
        cone.AddProducts(products);
        SchurProducts.Symmetrize(products, a.Columns);
        for (int j = 0; j < a.Columns; j++)
        {
            Array.Clear(unit);
            unit[j] = 1;
            a.Multiply(unit, column);
            cone.Curvature(column, image);
            a.TransposeMultiply(image, expected);
            Assert.That(products.AsSpan(j * a.Columns, a.Columns).ToArray(), Is.EqualTo(expected).Within(1e-10));
        }
    }

    /// <summary>With Δs and Δz small, (s + Δs) ∘ (z + Δz) = μe holds to second order for Δz = −t − H⁻¹Δs, as H⁻¹Δs + Δz = −t says.</summary>
    [TestCaseSource(nameof(Blocks))]
    public void A_correction_to_the_present_product_is_none_on_the_path(ConeBlock block, object direction, int seed)
    {
        (ScaledCone cone, _, _, _, _) = Scaled(block, direction, seed);
        var unit = new double[block.Rows];
        cone.Unit(unit);
        double[] onPath = [.. unit.Select(t => 0.25 * t)], image = new double[block.Rows];
        Assert.That(cone.TryScale(unit, onPath));
        cone.Correction(new double[block.Rows], new double[block.Rows], 0.25, image);
        Assert.That(image, Is.All.EqualTo(0).Within(1e-12));
    }

    private static (ScaledCone Cone, double[] S, double[] Z, double[] Ds, double[] Dz) Scaled(ConeBlock block, object direction, int seed)
    {
        var random = new Random(seed);
        ScaledCone cone = Create(block, direction, random);
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

    private static bool IsInside(ConeBlock block, object direction, double[] v) => Create(block, direction, new Random(1)).TryScale(v, v);

    /// <summary>A cone with four random columns, one of them with a single entry.</summary>
    private static ScaledCone Create(ConeBlock block, object direction, Random random)
    {
        var a = new double[block.Rows, 4];
        for (int i = 0; i < block.Rows; i++)
        {
            for (int j = 0; j < 4; j++) a[i, j] = j < 3 || i == 0 ? random.NextDouble() - 0.5 : 0;
        }
        return ScaledCone.Of(block, BlockColumns.Of(RandomProgram.Sparse(a), block), (MatrixDirection)direction, null);
    }

    private static double Dot(double[] u, double[] v) => u.Zip(v, (s, t) => s * t).Sum();

    private static double[] Moved(double[] v, double[] d, double step) => [.. v.Zip(d, (s, t) => s + step * t)];
}

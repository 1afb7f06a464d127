namespace Copositive.Numerics.Tests;

public class SymmetricVectorTests
{
    [Test]
    public void Entries_follow_the_upper_triangle_column_by_column()
    {
        // 00, 01, 11, 02, 12, 22.
        (int I, int J)[] order = [(0, 0), (0, 1), (1, 1), (0, 2), (1, 2), (2, 2)];
        for (int k = 0; k < order.Length; k++)
        {
            Assert.That(SymmetricVector.Index(order[k].I, order[k].J), Is.EqualTo(k));
            Assert.That(SymmetricVector.Index(order[k].J, order[k].I), Is.EqualTo(k));
        }
    }

    [Test]
    public void Order_inverts_length_up_to_the_largest()
    {
        foreach (int n in new[] { 0, 1, 2, 3, 10, 46_340, 46_341, 65_534, SymmetricVector.MaxOrder })
        {
            Assert.That(SymmetricVector.OrderOf(SymmetricVector.Length(n)), Is.EqualTo(n));
            if (n > 1)
                Assert.Throws<ArgumentException>(() => SymmetricVector.OrderOf(SymmetricVector.Length(n) - 1));
        }
        Assert.That(SymmetricVector.Index(SymmetricVector.MaxOrder - 1, SymmetricVector.MaxOrder - 1), Is.EqualTo(SymmetricVector.Length(SymmetricVector.MaxOrder) - 1));
    }

    [Test]
    public void Unpacking_and_packing_are_inverse_and_the_orthonormal_scaling_keeps_the_inner_product([Values(1, 2, 5, 16, 33, 40)] int n)
    {
        double[] a = TestMatrices.RandomSymmetric(n, n), b = TestMatrices.RandomSymmetric(n, n + 1);
        double[] x = new double[SymmetricVector.Length(n)], y = new double[x.Length], back = new double[n * n];
        SymmetricVector.Pack(a, x, n, Math.Sqrt(2));
        SymmetricVector.Pack(b, y, n, Math.Sqrt(2));
        // ⟨A, B⟩ = Σ over all n² entries.
        Assert.That(x.Zip(y, (p, q) => p * q).Sum(), Is.EqualTo(a.Zip(b, (p, q) => p * q).Sum()).Within(1e-12));
        SymmetricVector.Unpack(x, back, n, Math.Sqrt(0.5));
        Assert.That(back, Is.EqualTo(a).Within(1e-15));
        SymmetricVector.Pack(a, x, n, 1);
        SymmetricVector.Unpack(x, back, n, 1);
        Assert.That(back, Is.EqualTo(a));
    }

    [Test]
    public void Misuse_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SymmetricVector.Length(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SymmetricVector.Length(SymmetricVector.MaxOrder + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SymmetricVector.Index(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SymmetricVector.Index(0, SymmetricVector.MaxOrder));
        Assert.Throws<ArgumentException>(() => SymmetricVector.Unpack(new double[5], new double[9], 3, 1));
        Assert.Throws<ArgumentException>(() => SymmetricVector.Pack(new double[8], new double[6], 3, 1));
    }
}

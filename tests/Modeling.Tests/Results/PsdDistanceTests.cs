using Copositive.Numerics;

namespace Copositive.Modeling.Tests;

/// <summary>Distances to the semidefinite cone that rounding of large eigenvalues would hide, on matrices whose Schur complements are exact.</summary>
public sealed class PsdDistanceTests
{
    private const double Huge = 1L << 53;

    [Test]
    public void AHugeDiagonalEntryDoesNotHideASmallViolation()
    {
        // [H, r; r, r²/H − 2⁻¹⁰] with r = 2²⁸: the Schur complement is −2⁻¹⁰, exactly.
        double r = 1 << 28, violation = 1.0 / 1024;
        double[] s = [Huge, r, r * r / Huge - violation];
        Assert.That(ConeDistance.Of(Cone.PositiveSemidefinite, s), Is.EqualTo(violation).Within(1e-12));
    }

    [Test]
    public void AHugeDiagonalEntryDoesNotMakeAViolation()
    {
        double r = 1 << 28;
        double[] s = [Huge, r, r * r / Huge + 1.0 / 1024];
        Assert.That(ConeDistance.Of(Cone.PositiveSemidefinite, s), Is.EqualTo(0));
    }

    [Test]
    public void DistanceIsThatOfTheSchurComplement([Values(3, 6, 11)] int order, [Values(1, 2)] int large, [Range(0, 4)] int seed)
    {
        var random = new Random(31 * order + 7 * large + seed);
        int rest = order - large;
        var schur = new double[rest, rest];
        for (int i = 0; i < rest; i++)
        {
            for (int j = 0; j <= i; j++) schur[i, j] = schur[j, i] = random.Next(-64, 65) / 1048576.0;
            schur[i, i] += 0.5 * i;
        }
        var rows = new double[large, rest];
        for (int k = 0; k < large; k++)
        {
            for (int i = 0; i < rest; i++) rows[k, i] = random.Next(-8, 9) * 33554432.0;
        }
        var full = new double[order, order];
        int[] place = Enumerable.Range(0, order).ToArray();
        random.Shuffle(place);
        for (int k = 0; k < large; k++)
        {
            full[place[k], place[k]] = Huge;
            for (int i = 0; i < rest; i++) full[place[k], place[large + i]] = full[place[large + i], place[k]] = rows[k, i];
        }
        for (int i = 0; i < rest; i++)
        {
            for (int j = 0; j < rest; j++)
            {
                double value = schur[i, j];
                for (int k = 0; k < large; k++) value += rows[k, i] * (rows[k, j] / Huge);
                full[place[large + i], place[large + j]] = value;
            }
        }
        double expected = ConeDistance.Of(Cone.PositiveSemidefinite, Packed(schur, rest));
        double actual = ConeDistance.Of(Cone.PositiveSemidefinite, Packed(full, order));
        Assert.That(actual, Is.EqualTo(expected).Within(1e-9 + 1e-6 * expected));
    }

    [Test]
    public void OrdinaryMatricesAreMeasuredByTheirEigenvalues()
    {
        double[] s = [3, 4, -3];
        Assert.That(ConeDistance.Of(Cone.PositiveSemidefinite, s), Is.EqualTo(5).Within(1e-14));
    }

    private static double[] Packed(double[,] matrix, int n)
    {
        var packed = new double[SymmetricVector.Length(n)];
        int k = 0;
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i <= j; i++) packed[k++] = matrix[i, j];
        }
        return packed;
    }
}

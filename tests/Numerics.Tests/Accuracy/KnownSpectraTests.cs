using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Numerics.Tests;

/// <summary>The known spectra are what they say, by an eigensolver that is not ours.</summary>
public class KnownSpectraTests
{
    [TestCaseSource(typeof(KnownSpectra), nameof(KnownSpectra.Kinds))]
    public void MathNet_finds_the_same_eigenvalues(string kind)
    {
        foreach (int n in new[] { 1, 2, 3, 4, 7, 20, 33 })
        {
            KnownSpectrum known = KnownSpectra.Make(kind, n);
            double[] oracle = [.. Matrix<double>.Build.Dense(n, n, known.Matrix).Evd(Symmetricity.Symmetric).EigenValues.Select(z => z.Real).Order()];
            Assert.That(ErrorNorms.LargestDifference(known.Eigenvalues, oracle), Is.LessThanOrEqualTo(ErrorNorms.Bound(n, known.Norm)), $"{known}");
            for (int i = 0; i < n; i++)
                for (int j = 0; j < i; j++)
                    Assert.That(known.Matrix[i * n + j], Is.EqualTo(known.Matrix[j * n + i]));
        }
    }

    [Test]
    public void Integer_spectra_give_matrices_without_any_rounding()
    {
        // tr A = Σλ and ‖A‖² = Σλ², here to the bit: with v'v = 16 each of three reflections divides by 64, so entries are multiples of 2^−18,
        // their squares of 2^−36, and every partial sum is below 2^10.
        const int n = 16;
        KnownSpectrum known = KnownSpectra.Make("integers", n);
        double trace = 0, squares = 0;
        for (int i = 0; i < n; i++)
            trace += known.Matrix[i * n + i];
        foreach (double entry in known.Matrix)
            squares += entry * entry;
        Assert.That(trace, Is.EqualTo(known.Eigenvalues.Sum()));
        Assert.That(squares, Is.EqualTo(known.Eigenvalues.Sum(value => value * value)));
    }
}

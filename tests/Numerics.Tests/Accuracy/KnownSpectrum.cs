namespace Copositive.Numerics.Tests;

/// <summary>A symmetric matrix and what is known of it without computing.</summary>
/// <param name="Kind">The kind, a name of <see cref="KnownSpectra"/>.</param>
/// <param name="Order">n.</param>
/// <param name="Matrix">Row-major; each entry is within one rounding of the exact one.</param>
/// <param name="Eigenvalues">The exact eigenvalues, ascending, rounded to doubles.</param>
/// <param name="Projection">The exact projection onto the semidefinite cone, each entry rounded once; null where no closed form is at hand.</param>
internal sealed record KnownSpectrum(string Kind, int Order, double[] Matrix, double[] Eigenvalues, double[]? Projection)
{
    /// <summary>‖A‖₂.</summary>
    public double Norm => Order == 0 ? 0 : Eigenvalues.Max(Math.Abs);

    /// <summary>The matrix times a power of two, exactly.</summary>
    public KnownSpectrum ScaledBy(int exponent)
    {
        double[] Scale(double[] numbers) => Array.ConvertAll(numbers, x => Math.ScaleB(x, exponent));
        return new KnownSpectrum($"{Kind} · 2^{exponent}", Order, Scale(Matrix), Scale(Eigenvalues), Projection is null ? null : Scale(Projection));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind}, n = {Order}";
}

namespace Copositive.Numerics;

/// <summary>
/// The reflection H = I − τvv', v₀ = 1, that maps a vector x to (β, 0, …, 0)': v = Scale·x but for v₀ (LAPACK's dlarfg). For x with
/// nothing but x₀, or of a norm below 10⁻¹⁴⁰ (the matrix being scaled to entries of at most 2), H = I: τ = 0 and Scale = 0.
/// </summary>
internal readonly record struct HouseholderReflection(double Diagonal, double Tau, double Scale)
{
    /// <summary>Below this, squares may have lost accuracy by underflow.</summary>
    private const double TinySquare = 1e-280;

    /// <summary>From x₀ and the sum of the squares of the other entries.</summary>
    public static HouseholderReflection Make(double head, double squares)
    {
        double total = head * head + squares;
        if (squares == 0 || total < TinySquare)
            return new(head, 0, 0);
        double diagonal = head > 0 ? -Math.Sqrt(total) : Math.Sqrt(total);
        return new(diagonal, (diagonal - head) / diagonal, 1 / (head - diagonal));
    }
}

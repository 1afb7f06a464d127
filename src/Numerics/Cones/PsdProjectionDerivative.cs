namespace Copositive.Numerics;

/// <summary>
/// The directional derivative of the projection onto the semidefinite cone at W = Σ λ_k v_k v_k', an element of the generalised Jacobian
/// where the projection has a kink. Work space is kept; not thread-safe. Results depend on the number of threads by rounding only.
/// </summary>
/// <remarks>
/// Along H it is V'(Ω ∘ (VHV'))V for V of rows v_k, where Ω is 1 on pairs of positive eigenvalues, 0 on pairs of others, and λ_a/(λ_a −
/// λ_n) on mixed pairs (Sun and Sun 2002). Only the k rows V_a of the smaller side enter: with U = V_a H and half weight on pairs within
/// the side, Y = V_a'((Ω ∘ UV')V) gives the derivative Y + Y'; for the negative side it is H − Y − Y'. That is 8n²k operations.
/// </remarks>
public sealed class PsdProjectionDerivative
{
    private readonly WorkerTeam? _team;
    private readonly double[] _matrix, _product, _coefficients;

    /// <summary>Allocates the work space, 3n² doubles.</summary>
    /// <param name="order">n, the order of the matrices.</param>
    /// <param name="team">The threads that share the products where these are large enough; null for the calling one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative or above 16 384.</exception>
    public PsdProjectionDerivative(int order, WorkerTeam? team = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 16_384);
        Order = order;
        _team = team;
        _matrix = new double[order * order];
        _product = new double[_matrix.Length];
        _coefficients = new double[_matrix.Length];
    }

    /// <summary>n, the order of the matrices.</summary>
    public int Order { get; }

    /// <summary>The derivative along one direction.</summary>
    /// <param name="values">The n eigenvalues of W, ascending.</param>
    /// <param name="vectors">n² entries: row k is the unit eigenvector of the k-th.</param>
    /// <param name="direction">H in the layout of <see cref="SymmetricVector"/>.</param>
    /// <param name="derivative">Receives the derivative in the same layout and scaling; may be the span of the direction.</param>
    /// <param name="offDiagonalScale">
    /// The factor that off-diagonal entries carry: 1 when they are the matrix's, √2 in the orthonormal scaling.
    /// </param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public void Apply(
        ReadOnlySpan<double> values, ReadOnlySpan<double> vectors, ReadOnlySpan<double> direction, Span<double> derivative,
            double offDiagonalScale)
    {
        int n = Order, negative = 0;
        while (negative < n && values[negative] <= 0)
            negative++;
        int positive = n - negative;
        if (negative == 0)
        {
            direction.CopyTo(derivative);
            return;
        }
        if (positive == 0)
        {
            derivative[..direction.Length].Clear();
            return;
        }
        bool positiveSide = positive <= negative;
        int first = positiveSide ? negative : 0, count = positiveSide ? positive : negative;
        SymmetricVector.Unpack(direction, _matrix, n, 1 / offDiagonalScale);
        ReadOnlySpan<double> side = vectors.Slice(first * n, count * n);
        Gemm.MultiplyAdd(count, n, n, 1, side, n, false, _matrix, n, false, 0, _product, n, _team);
        Gemm.MultiplyAdd(count, n, n, 1, _product, n, false, vectors, n, true, 0, _coefficients, n, _team);
        for (int k = 0; k < count; k++)
            for (int j = 0; j < n; j++)
            {
                bool within = j >= first && j < first + count;
                _coefficients[k * n + j] *= within ? 0.5 : values[first + k] / (values[first + k] - values[j]);
            }
        Gemm.MultiplyAdd(count, n, n, 1, _coefficients, n, false, vectors, n, false, 0, _product, n, _team);
        Gemm.MultiplyAdd(n, n, count, 1, side, n, true, _product, n, false, 0, _matrix, n, _team);
        for (int j = 0, at = 0; j < n; j++)
            for (int i = 0; i <= j; i++, at++)
            {
                double sum = (_matrix[j * n + i] + _matrix[i * n + j]) * (i < j ? offDiagonalScale : 1);
                derivative[at] = positiveSide ? sum : direction[at] - sum;
            }
    }
}

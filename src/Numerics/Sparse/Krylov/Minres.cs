using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// The minimal residual method MINRES for symmetric systems, indefinite or singular (Paige and Saunders, "Solution of sparse indefinite
/// systems of linear equations", SIAM J. Numer. Anal. 12, 1975), with a positive definite preconditioner. Work space for one order is
/// allocated once; not thread-safe.
/// </summary>
/// <remarks>
/// Lanczos vectors v_k give AV_k = V_{k+1}T_k with T_k tridiagonal; rotations bring T_k to an upper triangular R_k of three diagonals, and
/// x_k = W_k t_k with W_k R_k = V_k minimises the residual over the Krylov space. A consistent singular system is solved; of another one
/// a least-squares solution is found, the vector with Ar = 0.
/// </remarks>
public sealed class Minres
{
    private const double Precision = 2.220446049250313e-16;

    private double[] _previous, _current, _w, _w1, _w2;
    private readonly double[] _v, _y;

    /// <summary>Allocates seven vectors.</summary>
    /// <param name="order">The order of the systems.</param>
    public Minres(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        Order = order;
        _previous = new double[order];
        _current = new double[order];
        _w = new double[order];
        _w1 = new double[order];
        _w2 = new double[order];
        _v = new double[order];
        _y = new double[order];
    }

    /// <summary>The order of the systems.</summary>
    public int Order { get; }

    /// <summary>An estimate, from below, of ‖A‖ as preconditioned, by the last solve: the Frobenius norm of T_k.</summary>
    public double NormEstimate { get; private set; }

    /// <summary>
    /// An estimate, from below, of the condition number of A as preconditioned, on the space searched, by the last solve: the ratio of
    /// R_k's diagonal.
    /// </summary>
    public double ConditionEstimate { get; private set; }

    /// <summary>Solves Ax = b.</summary>
    /// <param name="a">A, symmetric.</param>
    /// <param name="m">
    /// M, symmetric positive definite, such that MA has few distinct eigenvalues or clusters of them; <see cref="IdentityOperator"/> for none.
    /// </param>
    /// <param name="b">The right-hand side.</param>
    /// <param name="x">The start; receives the solution.</param>
    /// <param name="tolerance">
    /// Ends when ‖r‖ ≤ this · ‖b‖ for r = b − Ax in the norm (r'Mr)^½, or as least squares when ‖Ar‖ ≤ this · ‖A‖‖r‖ in the same sense.
    /// Default 1e-10.
    /// </param>
    /// <param name="iterationLimit">The largest number of iterations. Default 10 000.</param>
    /// <param name="cancellation">Looked at in each iteration.</param>
    /// <exception cref="ArgumentException">An order or length does not fit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public KrylovResult Solve<TMatrix, TPreconditioner>(
        TMatrix a, TPreconditioner m, ReadOnlySpan<double> b, Span<double> x,
        double tolerance = 1e-10, int iterationLimit = 10_000, CancellationToken cancellation = default)
        where TMatrix : ILinearOperator
        where TPreconditioner : ILinearOperator
    {
        KrylovSystem.Check(Order, a, m, b.Length, x.Length, tolerance, iterationLimit);
        NormEstimate = 0;
        ConditionEstimate = 1;
        double norm = EuclideanNorm.Of(b), scale = KrylovSystem.Scale(norm);
        int iterations = 0;
        if (norm == 0)
            x.Clear();
        TensorPrimitives.Multiply(b, 1 / scale, _v);
        m.Apply(_v, _y);
        double right = TensorPrimitives.Dot<double>(_v, _y);
        KrylovSystem.Residual(a, b, x, _current);
        TensorPrimitives.Multiply(_current, 1 / scale, _current);
        m.Apply(_current, _y);
        double square = TensorPrimitives.Dot<double>(_current, _y);
        KrylovStatus status;
        if (!double.IsFinite(square) || !double.IsFinite(right))
            status = KrylovStatus.NotFinite;
        else if (square < 0 || right < 0 || (square == 0 && EuclideanNorm.Of(_current) > 0))
            status = KrylovStatus.IndefinitePreconditioner;
        else if (Math.Sqrt(square) <= tolerance * Math.Sqrt(right))
            status = KrylovStatus.Converged;
        else
            status = Iterate(a, m, x, scale, Math.Sqrt(square), Math.Sqrt(right), tolerance, iterationLimit, ref iterations, cancellation);
        return new KrylovResult(status, iterations, KrylovSystem.Relative(KrylovSystem.Residual(a, b, x, _y), norm));
    }

    /// <summary>Iterates from the residual in place, divided by a scale, its preconditioned image beside it.</summary>
    private KrylovStatus Iterate<TMatrix, TPreconditioner>(
        TMatrix a, TPreconditioner m, Span<double> x, double scale, double beta, double right, double tolerance, int limit,
        ref int iterations, CancellationToken cancellation)
        where TMatrix : ILinearOperator
        where TPreconditioner : ILinearOperator
    {
        double residual = beta, lastBeta = 0, cosine = -1, sine = 0, diagonal = 0, second = 0;
        double squares = 0, largest = 0, smallest = double.MaxValue;
        Array.Clear(_w);
        Array.Clear(_w1);
        while (iterations < limit)
        {
            cancellation.ThrowIfCancellationRequested();
            double nextBeta = Lanczos(a, m, beta, lastBeta, out double alpha);
            iterations++;
            if (!double.IsFinite(alpha) || double.IsInfinity(nextBeta))
                return KrylovStatus.NotFinite;
            if (double.IsNaN(nextBeta))
                return KrylovStatus.IndefinitePreconditioner;
            squares += alpha * alpha + (iterations > 1 ? beta * beta : 0) + nextBeta * nextBeta;

            // The previous rotation acts on the new column (β, α, β⁺) of T, then a new one removes β⁺.
            double third = second, above = cosine * diagonal + sine * alpha, corner = sine * diagonal - cosine * alpha;
            second = sine * nextBeta;
            diagonal = -cosine * nextBeta;
            double gradient = double.Hypot(corner, diagonal);
            double pivot = Math.Max(double.Hypot(corner, nextBeta), Precision * Math.Sqrt(squares));
            if (pivot == 0)
                return KrylovStatus.LeastSquares;
            NormEstimate = Math.Sqrt(squares);
            if (gradient <= tolerance * NormEstimate)
                return KrylovStatus.LeastSquares;
            cosine = corner / pivot;
            sine = nextBeta / pivot;
            Advance(x, third, above, pivot, cosine * residual * scale);
            residual *= sine;
            (lastBeta, beta) = (beta, nextBeta);

            largest = Math.Max(largest, pivot);
            smallest = Math.Min(smallest, pivot);
            ConditionEstimate = largest / smallest;
            if (residual <= tolerance * right)
                return KrylovStatus.Converged;
            if (ConditionEstimate >= 0.1 / Precision)
                return KrylovStatus.IllConditioned;
            if (residual <= Precision * NormEstimate * EuclideanNorm.Of(x) / scale)
                return KrylovStatus.Stagnated;
        }
        return KrylovStatus.IterationLimit;
    }

    /// <summary>
    /// One step of v_k = y/β_k, β_{k+1}v_{k+1} = Av_k − α_k v_k − β_k v_{k−1}, in the M-inner product; returns β_{k+1}, NaN when M is
    /// not positive.
    /// </summary>
    private double Lanczos<TMatrix, TPreconditioner>(TMatrix a, TPreconditioner m, double beta, double lastBeta, out double alpha)
        where TMatrix : ILinearOperator
        where TPreconditioner : ILinearOperator
    {
        TensorPrimitives.Multiply(_y, 1 / beta, _v);
        a.Apply(_v, _y);
        if (lastBeta > 0)
            TensorPrimitives.MultiplyAdd(_previous, -beta / lastBeta, _y, _y);
        alpha = TensorPrimitives.Dot<double>(_v, _y);
        TensorPrimitives.MultiplyAdd(_current, -alpha / beta, _y, _y);
        (_previous, _current) = (_current, _previous);
        _y.CopyTo(_current, 0);
        m.Apply(_current, _y);
        double square = TensorPrimitives.Dot<double>(_current, _y);
        if (double.IsNaN(square))
            return double.PositiveInfinity;
        // Rounding may make the last, vanishing, square negative.
        return square >= 0 ? Math.Sqrt(square)
            : -square <= 1e-12 * EuclideanNorm.Of(_current) * EuclideanNorm.Of(_y) ? 0 : double.NaN;
    }

    /// <summary>w_k = (v_k − third·w_{k−2} − above·w_{k−1})/pivot and x ← x + step·w_k.</summary>
    private void Advance(Span<double> x, double third, double above, double pivot, double step)
    {
        (_w1, _w2, _w) = (_w2, _w, _w1);
        TensorPrimitives.MultiplyAdd(_w1, -third, _v, _w);
        TensorPrimitives.MultiplyAdd(_w2, -above, _w, _w);
        TensorPrimitives.Multiply(_w, 1 / pivot, _w);
        TensorPrimitives.MultiplyAdd(_w, step, x, x);
    }
}

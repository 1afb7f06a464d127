using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// The preconditioned conjugate gradient method for symmetric positive definite systems (Hestenes and Stiefel 1952), and for consistent
/// semidefinite ones. Work space for one order is allocated once; not thread-safe.
/// </summary>
public sealed class ConjugateGradient
{
    private readonly double[] _residual, _direction, _image, _preconditioned;

    /// <summary>Allocates four vectors.</summary>
    /// <param name="order">The order of the systems.</param>
    public ConjugateGradient(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        Order = order;
        _residual = new double[order];
        _direction = new double[order];
        _image = new double[order];
        _preconditioned = new double[order];
    }

    /// <summary>The order of the systems.</summary>
    public int Order { get; }

    /// <summary>Solves Ax = b.</summary>
    /// <param name="a">A, symmetric positive definite.</param>
    /// <param name="m">M ≈ A⁻¹, symmetric positive definite; <see cref="IdentityOperator"/> for none.</param>
    /// <param name="b">The right-hand side.</param>
    /// <param name="x">The start; receives the solution.</param>
    /// <param name="tolerance">Ends when ‖b − Ax‖ ≤ this · ‖b‖. Default 1e-10.</param>
    /// <param name="iterationLimit">The largest number of iterations. Default 10 000.</param>
    /// <param name="cancellation">Looked at in each iteration.</param>
    /// <remarks>
    /// The residual that the method carries along drifts from the true one. When it is small enough the true one is computed, and if
    /// that is not, the method starts again from there, as long as each start halves the true residual.
    /// </remarks>
    /// <exception cref="ArgumentException">An order or length does not fit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public KrylovResult Solve<TMatrix, TPreconditioner>(
        TMatrix a, TPreconditioner m, ReadOnlySpan<double> b, Span<double> x,
        double tolerance = 1e-10, int iterationLimit = 10_000, CancellationToken cancellation = default)
        where TMatrix : ILinearOperator
        where TPreconditioner : ILinearOperator
    {
        KrylovSystem.Check(Order, a, m, b.Length, x.Length, tolerance, iterationLimit);
        double norm = EuclideanNorm.Of(b), target = tolerance * norm, before = double.PositiveInfinity;
        int iterations = 0;
        if (norm == 0)
            x.Clear();
        while (true)
        {
            double residual = KrylovSystem.Residual(a, b, x, _residual), scale = KrylovSystem.Scale(residual);
            KrylovStatus? status = null;
            if (!double.IsFinite(residual))
                status = KrylovStatus.NotFinite;
            else if (residual <= target)
                status = KrylovStatus.Converged;
            else if (!(residual <= 0.5 * before))
                status = KrylovStatus.Stagnated;
            TensorPrimitives.Multiply(_residual, 1 / scale, _residual);
            status ??= Iterate(a, m, x, target / scale, scale, iterationLimit, ref iterations, cancellation);
            if (status is { } final)
                return new KrylovResult(final, iterations, KrylovSystem.Relative(KrylovSystem.Residual(a, b, x, _residual), norm));
            before = residual;
        }
    }

    /// <summary>Iterates from the residual in place, divided by a scale; null when it seems small enough.</summary>
    private KrylovStatus? Iterate<TMatrix, TPreconditioner>(
        TMatrix a, TPreconditioner m, Span<double> x, double target, double scale, int limit, ref int iterations,
        CancellationToken cancellation)
        where TMatrix : ILinearOperator
        where TPreconditioner : ILinearOperator
    {
        double[] r = _residual, p = _direction, ap = _image, z = _preconditioned;
        double last = 0;
        while (EuclideanNorm.Of(r) > target)
        {
            cancellation.ThrowIfCancellationRequested();
            if (iterations == limit)
                return KrylovStatus.IterationLimit;
            m.Apply(r, z);
            double product = TensorPrimitives.Dot<double>(r, z);
            if (!double.IsFinite(product))
                return KrylovStatus.NotFinite;
            if (product <= 0)
                return KrylovStatus.IndefinitePreconditioner;
            if (last == 0)
                z.CopyTo(p, 0);
            else
                TensorPrimitives.MultiplyAdd(p, product / last, z, p);
            last = product;
            a.Apply(p, ap);
            iterations++;
            double curvature = TensorPrimitives.Dot<double>(p, ap);
            if (!double.IsFinite(curvature))
                return KrylovStatus.NotFinite;
            if (curvature <= 0)
                return KrylovStatus.IndefiniteMatrix;
            double step = product / curvature;
            TensorPrimitives.MultiplyAdd(p, step * scale, x, x);
            TensorPrimitives.MultiplyAdd(ap, -step, r, r);
        }
        return null;
    }
}

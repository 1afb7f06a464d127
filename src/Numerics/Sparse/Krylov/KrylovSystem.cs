using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>What the Krylov methods have in common: checks of their arguments, and true residuals.</summary>
internal static class KrylovSystem
{
    public static void Check<TMatrix, TPreconditioner>(
        int order, TMatrix a, TPreconditioner m, int right, int start, double tolerance, int iterationLimit)
        where TMatrix : ILinearOperator
        where TPreconditioner : ILinearOperator
    {
        if (a.Order != order || m.Order != order)
            throw new ArgumentException(
                $"The work space is for order {order}; the matrix has order {a.Order} and the preconditioner {m.Order}.");
        if (right != order || start != order)
            throw new ArgumentException($"The order is {order}; the right-hand side has {right} entries and the start {start}.");
        if (!(tolerance >= 0))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must not be negative.");
        ArgumentOutOfRangeException.ThrowIfNegative(iterationLimit);
    }

    /// <summary>r ← b − Ax; returns its norm.</summary>
    public static double Residual<TMatrix>(TMatrix a, ReadOnlySpan<double> b, ReadOnlySpan<double> x, Span<double> r)
        where TMatrix : ILinearOperator
    {
        a.Apply(x, r);
        TensorPrimitives.Subtract(b, r, r);
        return EuclideanNorm.Of(r);
    }

    /// <summary>A power of two near a norm: vectors divided by it have squares that neither overflow nor underflow.</summary>
    public static double Scale(double norm) =>
        norm > 0 && double.IsFinite(norm) ? Math.ScaleB(1, Math.Clamp(Math.ILogB(norm), -1000, 1000)) : 1;

    /// <summary>residual/norm, 0 when both are.</summary>
    public static double Relative(double residual, double norm) => residual == 0 ? 0 : residual / norm;
}

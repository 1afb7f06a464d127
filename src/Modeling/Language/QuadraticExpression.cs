using System.Collections.Immutable;
using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// A scalar quadratic for objectives: an affine part plus multiples of ‖e‖² or eᵀQe with affine e. Immutable. Convexity is judged
/// summand by summand: a minimised objective needs nonnegative multiples of squares and of positive semidefinite forms.
/// </summary>
public sealed class QuadraticExpression
{
    private readonly QuadraticExpression? _left;
    private readonly QuadraticExpression? _right;
    private readonly Summand? _summand;
    private readonly double _factor = 1;

    private QuadraticExpression(Summand summand)
    {
        _summand = summand;
        Affine = 0.0;
    }

    // Sums and multiples are kept as they were written, so that a sum built term by term costs time linear in its terms.
    private QuadraticExpression(QuadraticExpression left, QuadraticExpression? right, double factor, Expression affine)
    {
        _left = left;
        _right = right;
        _factor = factor;
        Affine = affine;
    }

    /// <summary>The multiples of ‖e‖² and eᵀQe, in the order they were written.</summary>
    internal ImmutableArray<Summand> Summands
    {
        get
        {
            var summands = ImmutableArray.CreateBuilder<Summand>();
            var pending = new Stack<(QuadraticExpression, double)>();
            pending.Push((this, 1));
            while (pending.TryPop(out var item))
            {
                var (current, factor) = item;
                if (current._summand is { } summand) summands.Add(summand with { Factor = factor * summand.Factor });
                factor *= current._factor;
                if (current._right is { } right) pending.Push((right, factor));
                if (current._left is { } left) pending.Push((left, factor));
            }
            return summands.ToImmutable();
        }
    }

    internal Expression Affine { get; }

    /// <summary>left + right.</summary>
    public static QuadraticExpression operator +(QuadraticExpression left, QuadraticExpression right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new QuadraticExpression(left, right, 1, left.Affine + right.Affine);
    }

    /// <summary>left − right.</summary>
    public static QuadraticExpression operator -(QuadraticExpression left, QuadraticExpression right) => left + -1 * right;

    /// <summary>left + right.</summary>
    public static QuadraticExpression operator +(QuadraticExpression left, Expression right)
    {
        ArgumentNullException.ThrowIfNull(left);
        return new QuadraticExpression(left, null, 1, left.Affine + Scalar(right));
    }

    /// <summary>left + right.</summary>
    public static QuadraticExpression operator +(Expression left, QuadraticExpression right) => right + left;

    /// <summary>left − right.</summary>
    public static QuadraticExpression operator -(QuadraticExpression left, Expression right) => left + -1 * Scalar(right);

    /// <summary>left − right.</summary>
    public static QuadraticExpression operator -(Expression left, QuadraticExpression right) => -1 * right + left;

    /// <summary>factor · operand.</summary>
    public static QuadraticExpression operator *(double factor, QuadraticExpression operand)
    {
        ArgumentNullException.ThrowIfNull(operand);
        if (!double.IsFinite(factor)) throw new ArgumentException($"A coefficient must be finite, not {factor}.");
        return new QuadraticExpression(operand, null, factor, factor * operand.Affine);
    }

    /// <summary>operand · factor.</summary>
    public static QuadraticExpression operator *(QuadraticExpression operand, double factor) => factor * operand;

    /// <summary>operand / divisor.</summary>
    public static QuadraticExpression operator /(QuadraticExpression operand, double divisor) =>
        divisor == 0 ? throw new DivideByZeroException("An expression cannot be divided by zero.") : 1 / divisor * operand;

    internal static QuadraticExpression OfSquares(Expression e) => new(new Summand(1, e, null));

    internal static QuadraticExpression OfForm(Expression e, double[,] q)
    {
        ArgumentNullException.ThrowIfNull(q);
        if (e.Columns != 1 || q.GetLength(0) != e.Rows || q.GetLength(1) != e.Rows)
            throw new ArgumentException($"A quadratic form of {e.ShapeText} needs a vector and a matrix of its order; got {q.GetLength(0)}×{q.GetLength(1)}.");
        for (int i = 0; i < e.Rows; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                if (!double.IsFinite(q[i, j])) throw new ArgumentException($"Entry ({i}, {j}) of a quadratic form is {q[i, j]}; finite numbers are needed.");
                if (q[i, j] != q[j, i])
                    throw new ArgumentException($"A quadratic form needs a symmetric matrix, but entries ({i}, {j}) = {q[i, j]} and ({j}, {i}) = {q[j, i]} differ.");
            }
        }
        return new(new Summand(1, e, (double[,])q.Clone()));
    }

    /// <summary>Says which summand, multiplied by the sign, is not convex; null if all are.</summary>
    internal string? RejectConvexity(double sign)
    {
        ImmutableArray<Summand> summands = Summands;
        for (int k = 0; k < summands.Length; k++)
        {
            Summand summand = summands[k];
            double factor = sign * summand.Factor;
            if (factor == 0 || (summand.Form is null && factor > 0)) continue;
            if (summand.Form is null) return $"summand {k}, {summand.Factor}·‖·‖², has the wrong sign";
            int n = summand.Operand.Rows;
            var matrix = new double[n * n];
            double size = 0;
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    matrix[i * n + j] = factor * summand.Form[i, j];
                    size = Math.Max(size, Math.Abs(matrix[i * n + j]));
                }
            }
            var values = new double[n];
            new SymmetricEigensolver(n).Values(matrix, values);
            if (n > 0 && values[0] < -1e-12 * n * size) return $"summand {k}, a quadratic form, has the eigenvalue {values[0] / sign:G6}";
        }
        return null;
    }

    private static Expression Scalar(Expression e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e.IsScalar ? e : throw new ArgumentException($"An objective is a scalar; {e.ShapeText} cannot be added to it.");
    }

    internal readonly record struct Summand(double Factor, Expression Operand, double[,]? Form);
}

using System.Runtime.CompilerServices;
using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Modeling;

public abstract partial class Expression
{
    /// <summary>A constant scalar.</summary>
    public static implicit operator Expression(double value) => ConstantExpression.Uniform(value, 1, 1);

    /// <summary>A constant column vector.</summary>
    public static implicit operator Expression(double[] values) => Constant(values);

    /// <summary>A constant matrix.</summary>
    public static implicit operator Expression(double[,] values) => Constant(values);

    /// <summary>A constant matrix.</summary>
    public static implicit operator Expression(Matrix<double> values) => Constant(Required(values).ToArray());

    /// <summary>A constant column vector.</summary>
    public static implicit operator Expression(Vector<double> values) => Constant(Required(values).ToArray());

    /// <summary>A constant column vector.</summary>
    public static Expression Constant(ReadOnlySpan<double> values) => ConstantExpression.Dense(values.ToArray(), values.Length, 1);

    /// <summary>A constant matrix.</summary>
    public static Expression Constant(double[,] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        int rows = values.GetLength(0), columns = values.GetLength(1);
        var dense = new double[EntryCount(rows, columns)];
        for (int j = 0; j < columns; j++)
        {
            for (int i = 0; i < rows; i++) dense[i + j * rows] = values[i, j];
        }
        return ConstantExpression.Dense(dense, rows, columns);
    }

    /// <summary>left + right, entry by entry; a scalar stretches.</summary>
    public static Expression operator +(Expression left, Expression right) => Sum(left, right, 1);

    /// <summary>left − right, entry by entry; a scalar stretches.</summary>
    public static Expression operator -(Expression left, Expression right) => Sum(left, right, -1);

    /// <summary>The negative.</summary>
    public static Expression operator -(Expression operand) => Scale(operand, -1);

    /// <summary>The expression itself.</summary>
    public static Expression operator +(Expression operand) => Required(operand);

    /// <summary>factor · operand.</summary>
    public static Expression operator *(double factor, Expression operand) => Scale(operand, factor);

    /// <summary>factor · operand.</summary>
    public static Expression operator *(Expression operand, double factor) => Scale(operand, factor);

    /// <summary>operand / divisor.</summary>
    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public static Expression operator /(Expression operand, double divisor) =>
        divisor == 0 ? throw new DivideByZeroException("An expression cannot be divided by zero.") : Scale(operand, 1 / divisor);

    /// <summary>The matrix product of a constant with an expression (either way round); a scalar factor multiplies every entry.</summary>
    /// <exception cref="ArgumentException">Neither factor is constant, or the shapes do not fit.</exception>
    public static Expression operator *(Expression left, Expression right)
    {
        ConstantExpression? c = Required(left).AsConstant(), d = Required(right).AsConstant();
        return (c, d) switch
        {
            ({ IsScalar: true }, _) => Scale(right, c.At(0, 0)),
            (_, { IsScalar: true }) => Scale(left, d.At(0, 0)),
            ({ }, _) when right.IsScalar => new ScalarMultipleExpression(right, c),
            (_, { }) when left.IsScalar => new ScalarMultipleExpression(left, d),
            ({ }, _) => new LeftProductExpression(c, right),
            (_, { }) => new RightProductExpression(left, d),
            _ => throw new ArgumentException(
                "A product of two expressions with variables is not affine; write quadratic objectives with SumOfSquares() or QuadraticForm(Q)."),
        };
    }

    /// <summary>left ≤ right, entry by entry.</summary>
    public static Relation operator <=(Expression left, Expression right) => Relation.Inequality(left, right, "<=");

    /// <summary>left ≥ right, entry by entry.</summary>
    public static Relation operator >=(Expression left, Expression right) => Relation.Inequality(left, right, ">=");

    /// <summary>left = right, entry by entry.</summary>
    public static Relation operator ==(Expression left, Expression right) => Relation.Equality(left, right);

    /// <summary>Not a convex constraint: always throws.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public static Relation operator !=(Expression left, Expression right) =>
        throw new NotSupportedException("!= does not describe a convex set; to test for null write 'is not null'.");

    /// <summary>Entry (i, j), counted from 0.</summary>
    public Expression this[int i, int j]
    {
        get
        {
            RequireIndex(i, Rows, "Row");
            RequireIndex(j, Columns, "Column");
            return SelectedExpression.Of(this, [i + j * Rows], 1, 1);
        }
    }

    /// <summary>Entry i of a vector, or of a matrix read column by column, counted from 0.</summary>
    public Expression this[int i]
    {
        get
        {
            RequireIndex(i, Length, "Entry");
            return SelectedExpression.Of(this, [i], 1, 1);
        }
    }

    /// <summary>Consecutive entries of a vector.</summary>
    public Expression this[Range range]
    {
        get
        {
            if (Columns != 1) throw new ArgumentException($"One range slices a vector, but this is {ShapeText}; give a range for rows and one for columns.");
            return this[range, 0..1];
        }
    }

    /// <summary>A submatrix of consecutive rows and columns.</summary>
    public Expression this[Range rows, Range columns]
    {
        get
        {
            var (row, height) = rows.GetOffsetAndLength(Rows);
            var (column, width) = columns.GetOffsetAndLength(Columns);
            var entries = new int[height * width];
            for (int j = 0; j < width; j++)
            {
                for (int i = 0; i < height; i++) entries[i + j * height] = row + i + (column + j) * Rows;
            }
            bool symmetric = IsSymmetric && row == column && height == width;
            return SelectedExpression.Of(this, entries, height, width, symmetric);
        }
    }

    /// <summary>Part of a column, as a vector.</summary>
    public Expression this[Range rows, int column]
    {
        get
        {
            RequireIndex(column, Columns, "Column");
            return this[rows, column..(column + 1)];
        }
    }

    /// <summary>Part of a row, as a 1×k matrix.</summary>
    public Expression this[int row, Range columns]
    {
        get
        {
            RequireIndex(row, Rows, "Row");
            return this[row..(row + 1), columns];
        }
    }

    private static SumExpression Sum(Expression left, Expression right, double rightFactor)
    {
        Required(left);
        Required(right);
        if (left.IsScalar && !right.IsScalar) left = Stretch(left, right);
        if (right.IsScalar && !left.IsScalar) right = Stretch(right, left);
        if (left.Rows != right.Rows || left.Columns != right.Columns)
            throw new ArgumentException($"{Capital(left.ShapeText)} and {right.ShapeText} cannot be added or compared; shapes must agree or one side be a scalar.");
        return new SumExpression(left, right, rightFactor);
    }

    private static Expression Stretch(Expression scalar, Expression shape) => scalar.AsConstant() is { } c
        ? ConstantExpression.Uniform(c.At(0, 0), shape.Rows, shape.Columns)
        : SelectedExpression.Of(scalar, new int[shape.Length], shape.Rows, shape.Columns, shape.Rows == shape.Columns);

    private static Expression Scale(Expression operand, double factor)
    {
        Required(operand);
        if (!double.IsFinite(factor)) throw new ArgumentException($"A coefficient must be finite, not {factor}.");
        if (factor == 1) return operand;
        return operand is ScaledExpression inner && double.IsFinite(factor * inner.Factor)
            ? new ScaledExpression(inner.Operand, factor * inner.Factor)
            : new ScaledExpression(operand, factor);
    }

    private static T Required<T>(T value, [CallerArgumentExpression(nameof(value))] string? name = null) where T : class
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return value;
    }

    private void RequireIndex(int index, int length, string what)
    {
        if ((uint)index >= (uint)length)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"{what} {index} is outside 0..{length - 1} of {ShapeText}.");
    }

    private protected static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

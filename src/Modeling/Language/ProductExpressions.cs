namespace Copositive.Modeling;

/// <summary>Constant matrix · expression.</summary>
internal sealed class LeftProductExpression : Expression
{
    private readonly ConstantExpression _left;
    private readonly Expression _right;

    public LeftProductExpression(ConstantExpression left, Expression right) : base(left.Rows, right.Columns, false)
    {
        if (left.Columns != right.Rows)
            throw new ArgumentException($"{left.ShapeText} times {right.ShapeText}: the inner dimensions {left.Columns} and {right.Rows} must agree.");
        _left = left;
        _right = right;
    }

    internal override ConicModel? Model => _right.Model;

    internal override void AppendLeaf(TermBuffer buffer, double factor)
    {
        LinearTerms terms = _right.Terms;
        for (int j = 0; j < Columns; j++)
        {
            for (int k = 0; k < _left.Columns; k++)
            {
                for (int i = 0; i < Rows; i++) buffer.AddTerms(i + j * Rows, terms, k + j * _right.Rows, factor * _left.At(i, k));
            }
        }
    }
}

/// <summary>Expression · constant matrix.</summary>
internal sealed class RightProductExpression : Expression
{
    private readonly Expression _left;
    private readonly ConstantExpression _right;

    public RightProductExpression(Expression left, ConstantExpression right) : base(left.Rows, right.Columns, false)
    {
        if (left.Columns != right.Rows)
            throw new ArgumentException($"{left.ShapeText} times {right.ShapeText}: the inner dimensions {left.Columns} and {right.Rows} must agree.");
        _left = left;
        _right = right;
    }

    internal override ConicModel? Model => _left.Model;

    internal override void AppendLeaf(TermBuffer buffer, double factor)
    {
        LinearTerms terms = _left.Terms;
        for (int j = 0; j < Columns; j++)
        {
            for (int k = 0; k < _left.Columns; k++)
            {
                double coefficient = factor * _right.At(k, j);
                if (coefficient == 0) continue;
                for (int i = 0; i < Rows; i++) buffer.AddTerms(i + j * Rows, terms, i + k * Rows, coefficient);
            }
        }
    }
}

/// <summary>Scalar expression · constant matrix.</summary>
internal sealed class ScalarMultipleExpression : Expression
{
    private readonly Expression _scalar;
    private readonly ConstantExpression _matrix;

    public ScalarMultipleExpression(Expression scalar, ConstantExpression matrix) : base(matrix.Rows, matrix.Columns, matrix.IsSymmetric)
    {
        _scalar = scalar;
        _matrix = matrix;
    }

    internal override ConicModel? Model => _scalar.Model;

    internal override void AppendLeaf(TermBuffer buffer, double factor)
    {
        LinearTerms terms = _scalar.Terms;
        for (int j = 0; j < Columns; j++)
        {
            for (int i = 0; i < Rows; i++) buffer.AddTerms(i + j * Rows, terms, 0, factor * _matrix.At(i, j));
        }
    }
}

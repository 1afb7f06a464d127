namespace Copositive.Modeling;

/// <summary>Constant matrix · expression.</summary>
internal sealed class LeftProductExpression : Expression
{
    private readonly ConstantExpression _left;
    private readonly Expression _right;

    public LeftProductExpression(ConstantExpression left, Expression right) : base(left.Rows, right.Columns, false, right.Model)
    {
        if (left.Columns != right.Rows)
            throw new ArgumentException($"{Capital(left.ShapeText)} times {right.ShapeText}: the inner dimensions {left.Columns} and {right.Rows} must agree.");
        _left = left;
        _right = right;
    }

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

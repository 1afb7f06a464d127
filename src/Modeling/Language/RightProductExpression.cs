namespace Copositive.Modeling;

/// <summary>Expression · constant matrix.</summary>
internal sealed class RightProductExpression : Expression
{
    private readonly Expression _left;
    private readonly ConstantExpression _right;

    public RightProductExpression(Expression left, ConstantExpression right) : base(left.Rows, right.Columns, false, left.Model)
    {
        if (left.Columns != right.Rows)
            throw new ArgumentException($"{Capital(left.ShapeText)} times {right.ShapeText}: the inner dimensions {left.Columns} and {right.Rows} must agree.");
        _left = left;
        _right = right;
    }

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

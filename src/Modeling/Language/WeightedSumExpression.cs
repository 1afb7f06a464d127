namespace Copositive.Modeling;

/// <summary>Σ weights_e · operand_e as a scalar; without weights the plain sum.</summary>
internal sealed class WeightedSumExpression : Expression
{
    private readonly Expression _operand;
    private readonly ConstantExpression? _weights;

    public WeightedSumExpression(Expression operand, ConstantExpression? weights) : base(1, 1, true, operand.Model)
    {
        _operand = operand;
        _weights = weights;
    }

    internal override void AppendLeaf(TermBuffer buffer, double factor)
    {
        // A variable's terms are known without laying them out, which matters for a large matrix.
        LinearTerms? terms = _operand is Variable ? null : _operand.Terms;
        for (int j = 0; j < _operand.Columns; j++)
        {
            for (int i = 0; i < _operand.Rows; i++)
            {
                int entry = i + j * _operand.Rows;
                double weight = _weights is null ? factor : factor * _weights.At(i, j);
                if (terms is not null) buffer.AddTerms(0, terms, entry, weight);
                else buffer.Add(0, ((Variable)_operand).ColumnOf(entry), weight);
            }
        }
    }
}

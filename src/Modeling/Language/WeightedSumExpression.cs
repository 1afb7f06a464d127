namespace Copositive.Modeling;

/// <summary>Σ weights_e · operand_e as a scalar; without weights the plain sum.</summary>
internal sealed class WeightedSumExpression : Expression
{
    private readonly Expression _operand;
    private readonly ConstantExpression? _weights;

    public WeightedSumExpression(Expression operand, ConstantExpression? weights) : base(1, 1, true)
    {
        _operand = operand;
        _weights = weights;
    }

    internal override ConicModel? Model => _operand.Model;

    internal override void AppendLeaf(TermBuffer buffer, double factor)
    {
        LinearTerms terms = _operand.Terms;
        for (int j = 0; j < _operand.Columns; j++)
        {
            for (int i = 0; i < _operand.Rows; i++)
                buffer.AddTerms(0, terms, i + j * _operand.Rows, _weights is null ? factor : factor * _weights.At(i, j));
        }
    }
}

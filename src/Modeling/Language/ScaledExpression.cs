namespace Copositive.Modeling;

/// <summary>Factor · Operand.</summary>
internal sealed class ScaledExpression : Expression
{
    public ScaledExpression(Expression operand, double factor) : base(operand.Rows, operand.Columns, operand.IsSymmetric)
    {
        Operand = operand;
        Factor = factor;
    }

    public Expression Operand { get; }

    public double Factor { get; }

    internal override ConicModel? Model => Operand.Model;

    internal override void AppendLeaf(TermBuffer buffer, double factor) => Append(this, factor, buffer);
}

using System.Diagnostics;

namespace Copositive.Modeling;

/// <summary>Factor · Operand.</summary>
internal sealed class ScaledExpression : Expression
{
    public ScaledExpression(Expression operand, double factor) : base(operand.Rows, operand.Columns, operand.IsSymmetric, operand.Model)
    {
        Operand = operand;
        Factor = factor;
    }

    public Expression Operand { get; }

    public double Factor { get; }

    internal override void AppendLeaf(TermBuffer buffer, double factor) => throw new UnreachableException();
}

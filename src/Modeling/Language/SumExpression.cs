using System.Diagnostics;

namespace Copositive.Modeling;

/// <summary>Left + RightFactor · Right, of equal shapes.</summary>
internal sealed class SumExpression : Expression
{
    public SumExpression(Expression left, Expression right, double rightFactor)
        : base(left.Rows, left.Columns, left.IsSymmetric && right.IsSymmetric, Combine(left.Model, right.Model))
    {
        Left = left;
        Right = right;
        RightFactor = rightFactor;
    }

    public Expression Left { get; }

    public Expression Right { get; }

    public double RightFactor { get; }

    internal override void AppendLeaf(TermBuffer buffer, double factor) => throw new UnreachableException();
}

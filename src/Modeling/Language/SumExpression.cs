namespace Copositive.Modeling;

/// <summary>Left + RightFactor · Right, of equal shapes.</summary>
internal sealed class SumExpression : Expression
{
    public SumExpression(Expression left, Expression right, double rightFactor)
        : base(left.Rows, left.Columns, left.IsSymmetric && right.IsSymmetric)
    {
        Left = left;
        Right = right;
        RightFactor = rightFactor;
        Model = Combine(left.Model, right.Model);
    }

    public Expression Left { get; }

    public Expression Right { get; }

    public double RightFactor { get; }

    internal override ConicModel? Model { get; }

    internal override void AppendLeaf(TermBuffer buffer, double factor) => Append(this, factor, buffer);
}

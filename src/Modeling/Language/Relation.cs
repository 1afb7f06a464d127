namespace Copositive.Modeling;

/// <summary>A constraint before it gets a name: an affine expression (the slack s) that must lie in a cone.</summary>
public sealed class Relation
{
    private Relation(Expression slack, Cone cone)
    {
        Slack = slack;
        Cone = cone;
    }

    /// <summary>s, the expression that must lie in the cone.</summary>
    public Expression Slack { get; }

    /// <summary>The cone.</summary>
    public Cone Cone { get; }

    internal static Relation Inequality(Expression left, Expression right, string sign) =>
        new(sign == "<=" ? right - left : left - right, Cone.Nonnegative);

    internal static Relation Equality(Expression left, Expression right) => new(right - left, Cone.Zero);

    internal static Relation Membership(Expression expression, Cone cone)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(cone);
        if (cone.IsMatrixCone && expression.Rows != expression.Columns)
            throw new ArgumentException($"The cone {cone.Symbol} holds symmetric matrices, but the expression is {expression.ShapeText}.");
        int rows = RowsOf(expression, cone);
        if (cone.RejectRows(rows) is { } reason)
            throw new ArgumentException($"The expression is {expression.ShapeText}, which cannot be in {cone.Symbol}: {reason}.");
        return new Relation(expression, cone);
    }

    /// <summary>The number of a program's rows: a symmetric slack is stated once a pair of entries.</summary>
    internal int RowCount => RowsOf(Slack, Cone);

    /// <summary>Whether only the upper triangle of the slack becomes rows.</summary>
    internal bool UsesTriangle => Cone.IsMatrixCone || IsPlain(Cone) && Slack.IsSymmetric;

    private static int RowsOf(Expression slack, Cone cone) => cone.IsMatrixCone || IsPlain(cone) && slack.IsSymmetric
        ? Numerics.SymmetricVector.Length(slack.Rows)
        : slack.Length;

    // Equalities and inequalities hold entry by entry, so a symmetric slack needs each pair once.
    private static bool IsPlain(Cone cone) => cone.Kind is ConeKind.Zero or ConeKind.Nonnegative;
}

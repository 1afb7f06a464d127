namespace Copositive.Modeling;

/// <summary>
/// A named constraint of a model: an affine slack s in a cone. For <c>a &lt;= b</c> and <c>a == b</c> the slack is b − a, for
/// <c>a &gt;= b</c> it is a − b, for <c>e.In(cone)</c> it is e.
/// </summary>
public sealed class Constraint
{
    internal Constraint(ConicModel model, int index, string name, Relation relation)
    {
        Model = model;
        Index = index;
        Name = name;
        Relation = relation;
    }

    /// <summary>The constraint's name, unique in its model.</summary>
    public string Name { get; }

    /// <summary>s.</summary>
    public Expression Slack => Relation.Slack;

    /// <summary>The cone.</summary>
    public Cone Cone => Relation.Cone;

    /// <summary>The place among the model's constraints, which is the program's block.</summary>
    public int Index { get; }

    internal ConicModel Model { get; }

    internal Relation Relation { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Slack.ShapeText} in {Cone.Symbol}";
}

namespace Copositive.Modeling;

/// <summary>An assumption in terms of the model's variables.</summary>
internal sealed record ModelAssumption(AssumptionKind Kind, Variable Variable, int Block, double Lower, double Upper)
{
    public Assumption ToProgram() => new(
        Kind, Variable.Name,
        Kind == AssumptionKind.Box ? Enumerable.Range(Variable.Start, Variable.ColumnCount).ToArray() : [],
        Block, Lower, Upper);
}

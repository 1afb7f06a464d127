namespace Copositive.Certification;

/// <summary>Something that a certified value rests on besides the numbers of the proof: where an a-priori bound of the feasible set came from.</summary>
/// <param name="Text">For people: "inferred from trace, X" or the user's assumption.</param>
/// <param name="IsAssumed">True where the user vouches for it; false where it follows from the program's constraints.</param>
public sealed record Premise(string Text, bool IsAssumed)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}

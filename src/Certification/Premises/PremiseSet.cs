using System.Collections.Immutable;
using Copositive.Modeling;

namespace Copositive.Certification;

/// <summary>
/// Names where a-priori bounds come from by bits: one a block and one a user assumption, of which those beyond the 64th share the last bit
/// (then all of them are listed, which errs on the side of listing too much).
/// </summary>
internal sealed class PremiseSet
{
    private const int LastBit = 63, MaxNames = 12;

    private readonly ConicProgram _program;

    public PremiseSet(ConicProgram program) => _program = program;

    /// <summary>The bit of a block's constraints.</summary>
    public static ulong OfBlock(int block) => 1UL << Math.Min(block, LastBit);

    /// <summary>The bit of a user assumption.</summary>
    public ulong OfAssumption(int assumption) => 1UL << Math.Min(_program.Blocks.Length + assumption, LastBit);

    /// <summary>Whether some user assumption is, or may be, among the bits.</summary>
    public bool HasAssumption(ulong bits)
    {
        for (var a = 0; a < _program.Assumptions.Length; a++)
            if ((bits & OfAssumption(a)) != 0) return true;
        return false;
    }

    /// <summary>The premises that the bits stand for: one for all constraints, and one an assumption.</summary>
    public ImmutableArray<Premise> List(ulong bits)
    {
        var premises = ImmutableArray.CreateBuilder<Premise>();
        var names = new List<string>();
        for (var k = 0; k < _program.Blocks.Length; k++)
            if ((bits & OfBlock(k)) != 0 && !names.Contains(_program.Blocks[k].Name)) names.Add(_program.Blocks[k].Name);
        if (names.Count > MaxNames) names = [.. names.Take(MaxNames), $"and up to {names.Count - MaxNames} others"];
        if (names.Count > 0) premises.Add(new Premise("bounds inferred from " + string.Join(", ", names), false));
        for (var a = 0; a < _program.Assumptions.Length; a++)
            if ((bits & OfAssumption(a)) != 0) premises.Add(new Premise(_program.Assumptions[a].ToString(), true));
        return premises.ToImmutable();
    }
}

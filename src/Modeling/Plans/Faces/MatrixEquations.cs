using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Linear equations Σ_k g_k M_k = β on the triangle of a positive semidefinite matrix M of order n, so g_k counts a pair once for both its
/// entries; the symmetric matrix of the functional has g_k/2 off the diagonal.
/// </summary>
/// <param name="order">n.</param>
internal sealed class MatrixEquations(int order)
{
    /// <summary>The last 22 of a double's 52 bits.</summary>
    private const ulong LowBits = (1UL << 22) - 1;

    private readonly List<(int Name, (int Position, double Value)[] Entries, double RightHandSide, bool IsInequality)> _equations = [];

    /// <summary>n.</summary>
    public int Order => order;

    /// <summary>The equations.</summary>
    public IReadOnlyList<(int Name, (int Position, double Value)[] Entries, double RightHandSide, bool IsInequality)> Equations => _equations;

    /// <summary>The number of entries of all equations.</summary>
    public long NonzeroCount { get; private set; }

    /// <summary>Adds an equation, or the inequality Σ g_k M_k ≤ β.</summary>
    public void Add(int name, (int Position, double Value)[] entries, double rightHandSide, bool isInequality = false)
    {
        _equations.Add((name, entries, rightHandSide, isInequality));
        NonzeroCount += entries.Length;
    }

    /// <summary>
    /// Whether entries are short binary fractions, as written-down data are. Numbers of full length come out of roundings, which
    /// leave no exact
    /// singularity to be found, and exact work with them is long.
    /// </summary>
    public static bool AreShort((int Position, double Value)[] entries)
    {
        foreach (var (_, value) in entries)
        {
            if ((BitConverter.DoubleToUInt64Bits(value) & LowBits) != 0) return false;
        }
        return true;
    }

    /// <summary>Where (i, j), i ≤ j, each position of a triangle of order n stands.</summary>
    public static (int I, int J) Place(int position)
    {
        int j = (int)((Math.Sqrt(8.0 * position + 1) - 1) / 2);
        while (SymmetricVector.Index(0, j + 1) <= position) j++;
        while (SymmetricVector.Index(0, j) > position) j--;
        return (position - SymmetricVector.Index(0, j), j);
    }
}

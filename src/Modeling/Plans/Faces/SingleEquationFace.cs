using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// The face shown by equations ⟨G, M⟩ = 0 with G ⪰ 0 or −G ⪰ 0, such as aᵀMa = 0 or M_ii = 0, and by inequalities ⟨G, M⟩ ≤ 0 with G ⪰
/// 0: M is
/// orthogonal to the sum of all such matrices, and each of these equations then holds by itself.
/// </summary>
internal static class SingleEquationFace
{
    /// <summary>Up to so many entries, numbers of full length are decided exactly as well.</summary>
    private const int Few = 6;

    /// <summary>The face; null if no equation shows one.</summary>
    public static ExposedFace? Find(MatrixEquations equations, ExactBudget budget)
    {
        var names = new List<int>();
        var multipliers = new List<double>();
        var sum = new Dictionary<int, BigRational>();
        foreach (var (name, entries, rightHandSide, isInequality) in equations.Equations)
        {
            if (rightHandSide != 0 || budget.IsSpent) continue;
            int sign = SignOf(equations.Order, entries, budget);
            if (sign == 0 || (isInequality && sign < 0)) continue;
            names.Add(name);
            multipliers.Add(sign);
            if (!ExactElimination.AddMultiple(sum, Functional(entries), sign, budget)) break;
        }
        if (names.Count == 0 || budget.IsSpent) return null;
        FaceBasis? basis = SemidefiniteKernel.FaceOf(equations.Order, Matrix(sum), budget);
        return basis is null ? null : new ExposedFace(basis, [.. names], [.. multipliers], [.. names]);
    }

    /// <summary>The sparse functional of an equation's left-hand side.</summary>
    public static Dictionary<int, BigRational> Functional((int Position, double Value)[] entries)
    {
        var functional = new Dictionary<int, BigRational>(entries.Length);
        foreach (var (position, value) in entries) functional[position] = BigRational.FromDouble(value);
        return functional;
    }

    /// <summary>The symmetric matrix of a functional.</summary>
    public static IEnumerable<(int I, int J, BigRational Value)> Matrix(Dictionary<int, BigRational> functional)
    {
        BigRational two = 2;
        foreach (var (position, value) in functional)
        {
            (int i, int j) = MatrixEquations.Place(position);
            yield return (i, j, i == j ? value : value / two);
        }
    }

    /// <summary>1 for a positive semidefinite matrix, −1 for a negative one, 0 for others, for 0, and where the budget is spent.</summary>
    private static int SignOf(int order, (int Position, double Value)[] entries, ExactBudget budget)
    {
        int sign = 0;
        foreach (var (position, value) in entries)
        {
            (int i, int j) = MatrixEquations.Place(position);
            if (i == j) sign = Math.Sign(value);
            if (sign != 0) break;
        }
        if (sign == 0 || (entries.Length > Few && !MatrixEquations.AreShort(entries))) return 0;
        if (!SemidefiniteKernel.MayBeSemidefinite([.. entries.Select(e => Entry(e.Position, sign * e.Value))])) return 0;
        var signed = Matrix(Functional(entries)).Select(e => (e.I, e.J, sign < 0 ? -e.Value : e.Value));
        return SemidefiniteKernel.FaceOf(order, signed, budget) is null ? 0 : sign;

        static (int, int, double) Entry(int position, double value)
        {
            (int i, int j) = MatrixEquations.Place(position);
            return (i, j, i == j ? value : 0.5 * value);
        }
    }
}

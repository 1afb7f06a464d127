using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Sparse linear equations Σ a_k z_k = β in row echelon form over the rationals. The key −1 of a row holds −β, so that a row is a
/// functional of (z, 1) that vanishes; each remembers the combination of the given equations that it is.
/// </summary>
/// <param name="budget">Counts the work.</param>
internal sealed class ExactElimination(ExactBudget budget)
{
    /// <summary>The key of the constant.</summary>
    public const int Constant = -1;

    private readonly List<(int Pivot, Dictionary<int, BigRational> Row, Dictionary<int, BigRational> History)> _rows = [];
    private readonly Dictionary<int, int> _rowOfPivot = [];

    /// <summary>The independent rows found, in order; none has an entry at the pivot of an earlier one.</summary>
    public IReadOnlyList<(int Pivot, Dictionary<int, BigRational> Row, Dictionary<int, BigRational> History)> Rows => _rows;

    /// <summary>Reduces an equation by the rows so far and adds what is left of it.</summary>
    /// <param name="row">The equation, which is changed.</param>
    /// <param name="name">The number by which combinations name it; −1 to remember none.</param>
    /// <param name="cost">Which key to pivot on: the one of least cost.</param>
    /// <returns>False if the budget is spent.</returns>
    public bool Add(Dictionary<int, BigRational> row, int name, Func<int, long> cost)
    {
        var history = new Dictionary<int, BigRational>();
        if (name >= 0) history[name] = BigRational.One;
        if (!Reduce(row, history)) return false;
        int pivot = Constant;
        long best = long.MaxValue;
        foreach (int key in row.Keys)
        {
            if (key == Constant || cost(key) is var price && (price > best || (price == best && key > pivot))) continue;
            (pivot, best) = (key, price);
        }
        if (pivot == Constant) return true;
        _rowOfPivot[pivot] = _rows.Count;
        _rows.Add((pivot, row, history));
        return true;
    }

    /// <summary>Takes multiples of the rows off a functional until it has no pivot's key; the history tells what was taken, with signs.</summary>
    /// <returns>False if the budget is spent.</returns>
    public bool Reduce(Dictionary<int, BigRational> row, Dictionary<int, BigRational>? history)
    {
        // A row has no earlier pivot's key, so taking rows in order brings back none that was removed.
        var waiting = new SortedSet<int>();
        foreach (int key in row.Keys)
        {
            if (_rowOfPivot.TryGetValue(key, out int place)) waiting.Add(place);
        }
        while (waiting.Count > 0)
        {
            int place = waiting.Min;
            waiting.Remove(place);
            var (pivot, other, otherHistory) = _rows[place];
            if (!row.TryGetValue(pivot, out BigRational value)) continue;
            BigRational factor = -(value / other[pivot]);
            if (!AddMultiple(row, other, factor, budget)) return false;
            if (history is not null && !AddMultiple(history, otherHistory, factor, budget)) return false;
            foreach (int key in other.Keys)
            {
                if (row.ContainsKey(key) && _rowOfPivot.TryGetValue(key, out int next)) waiting.Add(next);
            }
        }
        return true;
    }

    /// <summary>target += factor · source, without zeros; false if the budget is spent.</summary>
    public static bool AddMultiple(
        Dictionary<int, BigRational> target, Dictionary<int, BigRational> source, BigRational factor, ExactBudget budget)
    {
        long cost = 0;
        foreach (var (key, value) in source)
        {
            cost += ExactBudget.Cost(value) + ExactBudget.Cost(factor);
            BigRational sum = target.TryGetValue(key, out BigRational old) ? old + factor * value : factor * value;
            if (sum.IsZero) target.Remove(key);
            else target[key] = sum;
        }
        return budget.Spend(cost);
    }
}

using System.Collections;

namespace Copositive.Modeling;

/// <summary>The names of a model's columns, made when asked for.</summary>
internal sealed class VariableColumnNames : IReadOnlyList<string>
{
    private readonly Variable[] _variables;

    public VariableColumnNames(IEnumerable<Variable> variables)
    {
        _variables = [.. variables];
        Count = _variables.Length == 0 ? 0 : _variables[^1].Start + _variables[^1].ColumnCount;
    }

    public int Count { get; }

    public string this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            int low = 0, high = _variables.Length - 1;
            while (low < high)
            {
                int middle = (low + high + 1) / 2;
                if (_variables[middle].Start <= index) low = middle;
                else high = middle - 1;
            }
            return _variables[low].ColumnName(index - _variables[low].Start);
        }
    }

    public IEnumerator<string> GetEnumerator()
    {
        for (int j = 0; j < Count; j++) yield return this[j];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

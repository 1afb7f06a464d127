using System.Collections;

namespace Copositive.Modeling;

/// <summary>A program's column names followed by those of added columns; names are made when asked for.</summary>
internal sealed class WidenedColumnNames(ConicProgram source, IReadOnlyList<(string Name, int First, int Count)> added) : IReadOnlyList<string>
{
    public int Count { get; } = source.Columns + added.Sum(a => a.Count);

    public string this[int index]
    {
        get
        {
            if (index < source.Columns) return source.ColumnName(index);
            foreach (var (name, first, count) in added)
            {
                if (index >= first && index < first + count) return $"{name}[{index - first}]";
            }
            throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} columns.");
        }
    }

    public IEnumerator<string> GetEnumerator()
    {
        for (int j = 0; j < Count; j++) yield return this[j];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

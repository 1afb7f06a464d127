using System.Collections;

namespace Copositive.Modeling;

/// <summary>The names of the columns kept of a program, followed by those of added columns; names are made when asked for.</summary>
internal sealed class KeptColumnNames(
    ConicProgram source, int[] kept, IReadOnlyList<(string Name, int First, int Count)> added, int addedCount) : IReadOnlyList<string>
{
    public int Count { get; } = kept.Length + addedCount;

    public string this[int index]
    {
        get
        {
            if (index < kept.Length) return source.ColumnName(kept[index]);
            int k = index - kept.Length;
            foreach (var (name, first, count) in added)
            {
                if (k >= first && k < first + count) return $"{name}[{k - first}]";
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

namespace Copositive.Modeling;

/// <summary>Entries of another expression in a new shape: indexing, slices, transposes, diagonals.</summary>
internal sealed class SelectedExpression : Expression
{
    /// <summary>Stands in the list of entries for a zero.</summary>
    public const int ZeroEntry = -1;

    private readonly Expression _operand;
    private readonly int[] _entries;

    private SelectedExpression(Expression operand, int[] entries, int rows, int columns, bool symmetric)
        : base(rows, columns, symmetric, operand.Model)
    {
        _operand = operand;
        _entries = entries;
    }

    /// <summary>Selects; a selection of a selection reads from the innermost operand.</summary>
    public static Expression Of(Expression operand, int[] entries, int rows, int columns, bool symmetric = false)
    {
        if (operand is SelectedExpression inner)
        {
            var composed = new int[entries.Length];
            for (int e = 0; e < entries.Length; e++) composed[e] = entries[e] == ZeroEntry ? ZeroEntry : inner._entries[entries[e]];
            (operand, entries) = (inner._operand, composed);
        }
        return new SelectedExpression(operand, entries, rows, columns, symmetric || (rows == 1 && columns == 1));
    }

    internal override void AppendLeaf(TermBuffer buffer, double factor)
    {
        if (_operand is Variable variable)
        {
            for (int e = 0; e < _entries.Length; e++)
            {
                if (_entries[e] != ZeroEntry) buffer.Add(e, variable.ColumnOf(_entries[e]), factor);
            }
            return;
        }
        LinearTerms terms = _operand.Terms;
        for (int e = 0; e < _entries.Length; e++)
        {
            if (_entries[e] != ZeroEntry) buffer.AddTerms(e, terms, _entries[e], factor);
        }
    }
}

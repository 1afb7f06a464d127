namespace Copositive.Modeling;

/// <summary>Expressions one below the other, or side by side.</summary>
internal sealed class StackedExpression : Expression
{
    private readonly Expression[] _parts;
    private readonly bool _vertical;

    private StackedExpression(Expression[] parts, bool vertical, int rows, int columns) : base(rows, columns, rows == 1 && columns == 1)
    {
        _parts = parts;
        _vertical = vertical;
        foreach (Expression part in parts) Model = Combine(Model, part.Model);
    }

    internal override ConicModel? Model { get; }

    public static Expression Of(ReadOnlySpan<Expression> parts, bool vertical)
    {
        if (parts.IsEmpty) throw new ArgumentException("There is nothing to stack; give at least one expression.");
        int rows = 0, columns = 0;
        for (int k = 0; k < parts.Length; k++)
        {
            ArgumentNullException.ThrowIfNull(parts[k]);
            if (vertical ? parts[k].Columns != parts[0].Columns : parts[k].Rows != parts[0].Rows)
                throw new ArgumentException($"Part {k} is {parts[k].ShapeText} but part 0 is {parts[0].ShapeText}; {(vertical ? "widths" : "heights")} must agree.");
            rows = vertical ? rows + parts[k].Rows : parts[0].Rows;
            columns = vertical ? parts[0].Columns : columns + parts[k].Columns;
        }
        return parts.Length == 1 ? parts[0] : new StackedExpression(parts.ToArray(), vertical, rows, columns);
    }

    internal override void AppendLeaf(TermBuffer buffer, double factor)
    {
        int row = 0, column = 0;
        foreach (Expression part in _parts)
        {
            LinearTerms terms = part.Terms;
            for (int j = 0; j < part.Columns; j++)
            {
                for (int i = 0; i < part.Rows; i++) buffer.AddTerms(row + i + (column + j) * Rows, terms, i + j * part.Rows, factor);
            }
            if (_vertical) row += part.Rows;
            else column += part.Columns;
        }
    }
}

using System.Diagnostics;

namespace Copositive.Modeling;

/// <summary>Expressions one below the other, or side by side.</summary>
internal sealed class StackedExpression : Expression
{
    private readonly Expression[] _parts;
    private readonly bool _vertical;

    private StackedExpression(Expression[] parts, bool vertical, int rows, int columns, ConicModel? model)
        : base(rows, columns, rows == 1 && columns == 1, model)
    {
        _parts = parts;
        _vertical = vertical;
    }

    public static Expression Of(ReadOnlySpan<Expression> parts, bool vertical)
    {
        if (parts.IsEmpty) throw new ArgumentException("There is nothing to stack; give at least one expression.");
        long rows = 0, columns = 0;
        ConicModel? model = null;
        for (int k = 0; k < parts.Length; k++)
        {
            ArgumentNullException.ThrowIfNull(parts[k], nameof(parts));
            if (vertical ? parts[k].Columns != parts[0].Columns : parts[k].Rows != parts[0].Rows)
                throw new ArgumentException($"Part {k} is {parts[k].ShapeText} but part 0 is {parts[0].ShapeText}; {(vertical ? "widths" : "heights")} must agree.");
            rows = vertical ? rows + parts[k].Rows : parts[0].Rows;
            columns = vertical ? parts[0].Columns : columns + parts[k].Columns;
            model = Combine(model, parts[k].Model);
        }
        if (Math.Max(rows, columns) > Array.MaxLength)
            throw new ArgumentException($"The stack would be {rows}×{columns}, larger than any array.");
        return parts.Length == 1 ? parts[0] : new StackedExpression(parts.ToArray(), vertical, (int)rows, (int)columns, model);
    }

    /// <summary>Pushes the parts, the first on top, with a factor and the entries at which they begin in a matrix that holds this stack.</summary>
    /// <param name="factor">The factor of every part.</param>
    /// <param name="first">The entry of the matrix at which the stack begins.</param>
    /// <param name="height">The matrix's number of rows.</param>
    /// <param name="pending">Receives the parts.</param>
    public void Unfold(double factor, int first, int height, Stack<(Expression Part, double Factor, int First)> pending)
    {
        int at = first + (_vertical ? Rows : Columns * height);
        for (int k = _parts.Length - 1; k >= 0; k--)
        {
            at -= _vertical ? _parts[k].Rows : _parts[k].Columns * height;
            pending.Push((_parts[k], factor, at));
        }
    }

    internal override void AppendLeaf(TermBuffer buffer, double factor) => throw new UnreachableException();
}

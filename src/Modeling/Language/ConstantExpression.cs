namespace Copositive.Modeling;

/// <summary>A constant: dense entries column by column, or one value everywhere.</summary>
internal sealed class ConstantExpression : Expression
{
    private readonly double[] _values;
    private readonly bool _uniform;

    private ConstantExpression(double[] values, bool uniform, int rows, int columns, bool symmetric) : base(rows, columns, symmetric, null)
    {
        _values = values;
        _uniform = uniform;
    }

    public double At(int i, int j) => _uniform ? _values[0] : _values[i + j * Rows];

    public static ConstantExpression Uniform(double value, int rows, int columns)
    {
        RequireFinite([value], 1);
        return new ConstantExpression([value], true, rows, columns, rows == columns);
    }

    public static ConstantExpression Dense(double[] values, int rows, int columns)
    {
        RequireFinite(values, rows);
        bool symmetric = rows == columns;
        for (int j = 0; symmetric && j < columns; j++)
        {
            for (int i = 0; symmetric && i < j; i++) symmetric = values[i + j * rows] == values[j + i * rows];
        }
        return new ConstantExpression(values, false, rows, columns, symmetric);
    }

    internal override void AppendLeaf(TermBuffer buffer, double factor)
    {
        for (int e = 0; e < Length; e++)
        {
            double value = _uniform ? _values[0] : _values[e];
            if (value != 0) buffer.AddConstant(e, factor * value);
        }
    }

    private static void RequireFinite(double[] values, int rows)
    {
        for (int e = 0; e < values.Length; e++)
        {
            if (!double.IsFinite(values[e]))
                throw new ArgumentException($"Entry ({e % Math.Max(rows, 1)}, {e / Math.Max(rows, 1)}) of a constant is {values[e]}; finite numbers are needed.");
        }
    }
}

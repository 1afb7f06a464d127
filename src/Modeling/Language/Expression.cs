using System.Diagnostics.CodeAnalysis;

namespace Copositive.Modeling;

/// <summary>
/// An affine expression in the variables of a model: a scalar (1×1), a column vector (n×1) or a matrix, immutable. Sums and multiples
/// are kept as they were written and laid out once, when the model is compiled, so that building an expression term by term costs
/// time linear in its terms. <c>&lt;=</c>, <c>&gt;=</c> and <c>==</c> build constraints (test for null with <c>is null</c>); they hold entry by
/// entry, and scalars stretch to the other side's shape. Doubles, arrays and MathNet matrices convert to constants.
/// </summary>
[SuppressMessage("Usage", "CA1065:Do not raise exceptions in unexpected locations", Justification = "!= has no meaning as a convex constraint and says so.")]
public abstract partial class Expression
{
    private LinearTerms? _terms;

    private protected Expression(int rows, int columns, bool isSymmetric, ConicModel? model)
    {
        Rows = rows;
        Columns = columns;
        Length = EntryCount(rows, columns);
        IsSymmetric = isSymmetric;
        Model = model;
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns; 1 for vectors and scalars.</summary>
    public int Columns { get; }

    /// <summary>Rows × Columns.</summary>
    public int Length { get; }

    /// <summary>Whether this is 1×1.</summary>
    public bool IsScalar => Rows == 1 && Columns == 1;

    /// <summary>Whether this is known by its construction to be a symmetric matrix.</summary>
    public bool IsSymmetric { get; }

    /// <summary>The model whose variables occur; null for constants.</summary>
    internal ConicModel? Model { get; }

    internal string ShapeText => IsScalar ? "a scalar" : Columns == 1 ? $"a vector of length {Rows}" : $"a {Rows}×{Columns} matrix";

    /// <summary>
    /// Appends factor × this to a buffer. Sums, multiples and stacks are unfolded by <see cref="Append"/> and never reach here.
    /// </summary>
    internal abstract void AppendLeaf(TermBuffer buffer, double factor);

    /// <summary>
    /// Appends factor × expression, unfolding nested sums, multiples and stacks without recursion. A part of a stack is the submatrix
    /// of the whole that begins at some entry, its columns as far apart as the whole's.
    /// </summary>
    internal static void Append(Expression expression, double factor, TermBuffer buffer)
    {
        int height = expression.Rows;
        var pending = new Stack<(Expression Part, double Factor, int First)>();
        pending.Push((expression, factor, 0));
        while (pending.TryPop(out var item))
        {
            var (current, scale, first) = item;
            switch (current)
            {
                case SumExpression sum:
                    pending.Push((sum.Right, scale * sum.RightFactor, first));
                    pending.Push((sum.Left, scale, first));
                    break;
                case ScaledExpression scaled:
                    pending.Push((scaled.Operand, scale * scaled.Factor, first));
                    break;
                case StackedExpression stack:
                    stack.Unfold(scale, first, height, pending);
                    break;
                default:
                    buffer.Place(first, current.Rows, height);
                    current.AppendLeaf(buffer, scale);
                    break;
            }
        }
    }

    /// <summary>The compiled terms, kept after the first call.</summary>
    internal LinearTerms Terms
    {
        get
        {
            if (_terms is not null) return _terms;
            var buffer = new TermBuffer();
            buffer.Reset(Length);
            Append(this, 1, buffer);
            return _terms = buffer.ToTerms();
        }
    }

    /// <summary>Evaluates at a point of the model's variables; a new array, column by column.</summary>
    /// <exception cref="ArgumentException">The point is older than a variable that occurs.</exception>
    internal double[] Evaluate(ReadOnlySpan<double> x)
    {
        var buffer = new TermBuffer();
        buffer.Reset(Length);
        Append(this, 1, buffer);
        double[] value = buffer.Constants.ToArray();
        foreach (int column in buffer.Columns)
        {
            if (column >= x.Length) throw new ArgumentException("The expression uses variables that were added after the model was solved.");
        }
        for (int k = 0; k < buffer.Count; k++) value[buffer.Entries[k]] += buffer.Values[k] * x[buffer.Columns[k]];
        return value;
    }

    /// <summary>The value of an expression without variables; null for others.</summary>
    private protected ConstantExpression? AsConstant() =>
        this as ConstantExpression ?? (Model is null ? ConstantExpression.Dense(Evaluate([]), Rows, Columns) : null);

    /// <summary>rows × columns, if an array can hold so many entries.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    private protected static int EntryCount(int rows, int columns) => (long)rows * columns <= Array.MaxLength
        ? rows * columns
        : throw new ArgumentException($"An expression of {rows}×{columns} entries is larger than any array; at most {Array.MaxLength} entries are possible.");

    private protected static ConicModel? Combine(ConicModel? a, ConicModel? b)
    {
        if (a is null || b is null || ReferenceEquals(a, b)) return a ?? b;
        throw new ArgumentException($"The expression mixes variables of the models '{a.Name}' and '{b.Name}'; an expression belongs to one model.");
    }

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

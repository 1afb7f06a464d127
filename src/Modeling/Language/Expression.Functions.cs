namespace Copositive.Modeling;

public abstract partial class Expression
{
    /// <summary>The sum of all entries (of a symmetric matrix all n², so that off-diagonal entries count twice).</summary>
    public Expression Sum() => new WeightedSumExpression(this, null);

    /// <summary>The trace of a square matrix.</summary>
    public Expression Trace()
    {
        RequireSquare("The trace");
        return Diagonal().Sum();
    }

    /// <summary>⟨weights, this⟩ = Σ weights_ij · this_ij over all entries.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public Expression Inner(double[,] weights) => Inner(Constant(weights));

    /// <summary>Σ weights_i · this_i for a vector.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public Expression Dot(params ReadOnlySpan<double> weights) => Inner(Constant(weights));

    /// <summary>⟨weights, this⟩ with a constant of the same shape.</summary>
    /// <exception cref="ArgumentException">The weights are not constant, or the shapes differ.</exception>
    public Expression Inner(Expression weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.AsConstant() is not { } constant)
            throw new ArgumentException("An inner product of two expressions with variables is not affine; write quadratic objectives with SumOfSquares() or QuadraticForm(Q).");
        if (weights.Rows != Rows || weights.Columns != Columns)
            throw new ArgumentException($"The inner product needs equal shapes; got {weights.ShapeText} and {ShapeText}.");
        return new WeightedSumExpression(this, constant);
    }

    /// <summary>The transpose.</summary>
    public Expression Transpose()
    {
        if (IsSymmetric || IsScalar) return this;
        var entries = new int[Length];
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++) entries[j + i * Columns] = i + j * Rows;
        }
        return SelectedExpression.Of(this, entries, Columns, Rows);
    }

    /// <summary>The diagonal of a square matrix, as a vector.</summary>
    public Expression Diagonal()
    {
        RequireSquare("The diagonal");
        var entries = new int[Rows];
        for (int i = 0; i < Rows; i++) entries[i] = i * (Rows + 1);
        return SelectedExpression.Of(this, entries, Rows, 1);
    }

    /// <summary>The diagonal matrix with this vector on its diagonal.</summary>
    public Expression AsDiagonal()
    {
        if (Columns != 1) throw new ArgumentException($"A diagonal matrix is made from a vector, not from {ShapeText}.");
        var entries = new int[EntryCount(Rows, Rows)];
        Array.Fill(entries, SelectedExpression.ZeroEntry);
        for (int i = 0; i < Rows; i++) entries[i * (Rows + 1)] = i;
        return SelectedExpression.Of(this, entries, Rows, Rows, symmetric: true);
    }

    /// <summary>All entries, column by column, as one vector.</summary>
    public Expression Vectorize() => Reshape(Length, 1);

    /// <summary>The same entries, column by column, in another shape.</summary>
    public Expression Reshape(int rows, int columns)
    {
        if ((long)rows * columns != Length || rows < 0)
            throw new ArgumentException($"{Capital(ShapeText)} has {Length} entries and cannot be shaped {rows}×{columns}.");
        var entries = new int[Length];
        for (int e = 0; e < entries.Length; e++) entries[e] = e;
        return SelectedExpression.Of(this, entries, rows, columns);
    }

    /// <summary>Expressions with the same number of columns, one below the other.</summary>
    public static Expression Vertical(params ReadOnlySpan<Expression> parts) => StackedExpression.Of(parts, vertical: true);

    /// <summary>Expressions with the same number of rows, side by side.</summary>
    public static Expression Horizontal(params ReadOnlySpan<Expression> parts) => StackedExpression.Of(parts, vertical: false);

    /// <summary>A matrix from blocks, such as [[U, V], [Vᵀ, W]].</summary>
    /// <param name="blocks">Blocks by rows; heights must agree along a row and widths along a column.</param>
    public static Expression Blocks(Expression[,] blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        var rows = new Expression[blocks.GetLength(0)];
        for (int i = 0; i < rows.Length; i++)
        {
            var row = new Expression[blocks.GetLength(1)];
            for (int j = 0; j < row.Length; j++) row[j] = blocks[i, j];
            rows[i] = Horizontal(row);
        }
        return Vertical(rows);
    }

    /// <summary>‖this‖², the sum of the squares of all entries: a convex quadratic for the objective.</summary>
    public QuadraticExpression SumOfSquares() => QuadraticExpression.OfSquares(this);

    /// <summary>thisᵀ Q this for a vector: a quadratic for the objective.</summary>
    /// <param name="q">Symmetric, of the vector's length.</param>
    /// <exception cref="ArgumentException">The shape is wrong or Q is not symmetric.</exception>
    public QuadraticExpression QuadraticForm(double[,] q) => QuadraticExpression.OfForm(this, q);

    /// <summary>This expression in a cone: a matrix cone for symmetric matrices, else the entries in order.</summary>
    public Relation In(Cone cone) => Relation.Membership(this, cone);

    private void RequireSquare(string what)
    {
        if (Rows != Columns) throw new ArgumentException($"{what} needs a square matrix, not {ShapeText}.");
    }
}

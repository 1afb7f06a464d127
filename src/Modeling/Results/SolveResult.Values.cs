using Copositive.Numerics;

namespace Copositive.Modeling;

public sealed partial class SolveResult
{
    /// <summary>The value of a scalar expression at the point found.</summary>
    /// <exception cref="InvalidOperationException">The result has no point.</exception>
    /// <exception cref="ArgumentException">The expression is no scalar, belongs to another model, or uses variables added since.</exception>
    public double Value(Expression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        if (!expression.IsScalar) throw new ArgumentException($"The expression is {expression.ShapeText}; use Vector or Matrix.", nameof(expression));
        return Evaluate(expression)[0];
    }

    /// <summary>The value of an expression at the point found, column by column.</summary>
    /// <exception cref="InvalidOperationException">The result has no point.</exception>
    /// <exception cref="ArgumentException">The expression belongs to another model, or uses variables added since.</exception>
    public double[] Vector(Expression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        return Evaluate(expression);
    }

    /// <summary>The value of a matrix expression at the point found.</summary>
    /// <exception cref="InvalidOperationException">The result has no point.</exception>
    /// <exception cref="ArgumentException">The expression belongs to another model, or uses variables added since.</exception>
    public double[,] Matrix(Expression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        double[] values = Evaluate(expression);
        var matrix = new double[expression.Rows, expression.Columns];
        for (int e = 0; e < values.Length; e++) matrix[e % expression.Rows, e / expression.Rows] = values[e];
        return matrix;
    }

    /// <summary>
    /// The multiplier y of a constraint, in the dual of its cone; for an infeasible result the constraint's part in the ray. It belongs
    /// to the stored minimisation: raising the slack's constant by δ lets a minimum fall, and a maximum rise, by at most ⟨y, δ⟩. So y ≥ 0
    /// for <c>&lt;=</c> and <c>&gt;=</c> alike; for <c>a == b</c>, whose slack is b − a, −y is the rate of a minimum, and y that of a maximum, in b.
    /// Symmetric slacks give the upper triangle column by column; in a matrix cone ⟨·,·⟩ counts off-diagonal entries twice, in an equality
    /// or inequality each pair of entries is one row.
    /// </summary>
    /// <exception cref="InvalidOperationException">The result has no dual.</exception>
    /// <exception cref="ArgumentException">The constraint belongs to another model, or was added since.</exception>
    public double[] Dual(Constraint constraint)
    {
        ArgumentNullException.ThrowIfNull(constraint);
        return Block(constraint).Of(RequireDual().AsSpan()).ToArray();
    }

    /// <summary>The multiplier of a matrix constraint as a symmetric matrix.</summary>
    /// <exception cref="InvalidOperationException">The result has no dual.</exception>
    /// <exception cref="ArgumentException">The constraint is not over a matrix cone.</exception>
    public double[,] DualMatrix(Constraint constraint)
    {
        ArgumentNullException.ThrowIfNull(constraint);
        if (!constraint.Cone.IsMatrixCone) throw new ArgumentException($"Constraint '{constraint.Name}' is in {constraint.Cone.Symbol}; its multiplier is a vector.", nameof(constraint));
        double[] y = Dual(constraint);
        int n = constraint.Slack.Rows;
        var matrix = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) matrix[i, j] = y[SymmetricVector.Index(i, j)];
        }
        return matrix;
    }

    private double[] Evaluate(Expression expression)
    {
        if (!HasPoint) throw new InvalidOperationException($"The result is {Termination} and has no point; read Termination first.");
        if (expression.Model is { } model) RequireSolved(model, "The expression", nameof(expression));
        return expression.Evaluate(X!);
    }

    private double[] RequireDual() =>
        Y ?? throw new InvalidOperationException($"The result is {Termination} and has no dual; read Termination first.");

    private ConeBlock Block(Constraint constraint)
    {
        RequireSolved(constraint.Model, $"Constraint '{constraint.Name}'", nameof(constraint));
        if (constraint.Index >= Program.Blocks.Length)
            throw new ArgumentException($"Constraint '{constraint.Name}' was added after the model was solved.", nameof(constraint));
        return Program.Blocks[constraint.Index];
    }

    private void RequireSolved(ConicModel model, string what, string parameter)
    {
        if (!ReferenceEquals(model, Program.Model))
            throw new ArgumentException($"{what} belongs to the model '{model.Name}', which is not the one solved.", parameter);
    }
}

namespace Copositive.Modeling;

/// <summary>
/// A program as it is written down: variables, named constraints, an objective. Cheap to build; <see cref="Compile"/> makes the immutable
/// <see cref="ConicProgram"/>. Not thread-safe while it is being built.
/// </summary>
/// <example>
/// <code>
/// var model = new ConicModel("stability number");
/// var x = model.AddSymmetric("X", n).In(Cone.CompletelyPositive);
/// model.Add("trace", x.Trace() == 1);
/// foreach (var (i, j) in edges) model.Add(x[i, j] == 0);
/// model.Maximize(x.Sum());
/// var result = model.Solve(solver, Approximation.Parrilo(0));
/// </code>
/// </example>
public sealed class ConicModel
{
    private readonly List<Variable> _variables = [];
    private readonly List<Constraint> _constraints = [];
    private readonly HashSet<string> _variableNames = [];
    private readonly HashSet<string> _names = [];
    private readonly List<ModelAssumption> _assumptions = [];
    private ConicProgram? _compiled;

    /// <summary>An empty model.</summary>
    /// <param name="name">A name for reports.</param>
    public ConicModel(string name = "model") => Name = name ?? throw new ArgumentNullException(nameof(name));

    /// <summary>The model's name.</summary>
    public string Name { get; }

    /// <summary>The variables in the order they were added.</summary>
    public IReadOnlyList<Variable> Variables => _variables;

    /// <summary>The constraints in the order they were added; constraint k is block k of the program.</summary>
    public IReadOnlyList<Constraint> Constraints => _constraints;

    /// <summary>The sense of the objective; minimise until told otherwise.</summary>
    public ObjectiveSense Sense { get; private set; }

    /// <summary>The affine part of the objective; 0 until set.</summary>
    internal Expression AffineObjective { get; private set; } = 0.0;

    /// <summary>The quadratic objective; null for an affine one.</summary>
    internal QuadraticExpression? QuadraticObjective { get; private set; }

    internal IReadOnlyList<ModelAssumption> Assumptions => _assumptions;

    internal int ColumnCount { get; private set; }

    /// <summary>Adds a scalar variable.</summary>
    /// <param name="name">Unique among the variables.</param>
    /// <param name="domain">Its values; any real number by default.</param>
    /// <exception cref="ArgumentException">The name is taken or empty, or the model would get too large.</exception>
    public Variable AddVariable(string name, VariableDomain domain = VariableDomain.Continuous) => AddVariable(name, 1, 1, false, domain);

    /// <summary>Adds a vector variable.</summary>
    /// <param name="name">Unique among the variables.</param>
    /// <param name="length">At least 1.</param>
    /// <param name="domain">Its entries' values; any real number by default.</param>
    /// <exception cref="ArgumentException">The name is taken or empty, a dimension is below 1, or the model would get too large.</exception>
    public Variable AddVector(string name, int length, VariableDomain domain = VariableDomain.Continuous) => AddVariable(name, length, 1, false, domain);

    /// <summary>Adds a matrix variable.</summary>
    /// <param name="name">Unique among the variables.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="columns">At least 1.</param>
    /// <param name="domain">Its entries' values; any real number by default.</param>
    /// <exception cref="ArgumentException">The name is taken or empty, a dimension is below 1, or the model would get too large.</exception>
    public Variable AddMatrix(string name, int rows, int columns, VariableDomain domain = VariableDomain.Continuous) =>
        AddVariable(name, rows, columns, false, domain);

    /// <summary>Adds a symmetric matrix variable.</summary>
    /// <param name="name">Unique among the variables.</param>
    /// <param name="order">At least 1.</param>
    /// <exception cref="ArgumentException">The name is taken or empty, a dimension is below 1, or the model would get too large.</exception>
    public Variable AddSymmetric(string name, int order) => AddVariable(name, order, order, true, VariableDomain.Continuous);

    /// <summary>Adds a constraint under an automatic name (c0, c1, …).</summary>
    public Constraint Add(Relation relation) => Add(FreshConstraintName("c" + _constraints.Count), relation);

    /// <summary>Adds a constraint.</summary>
    /// <param name="name">Unique among the constraints.</param>
    /// <param name="relation">What <c>&lt;=</c>, <c>&gt;=</c>, <c>==</c> or <c>In</c> built.</param>
    /// <exception cref="ArgumentException">The name is taken, or the variables belong to another model.</exception>
    public Constraint Add(string name, Relation relation)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(relation);
        RequireOwn(relation.Slack, $"Constraint '{name}'");
        if (!_names.Add(name)) throw new ArgumentException($"The model already has a constraint named '{name}'; names are unique.", nameof(name));
        var constraint = new Constraint(this, _constraints.Count, name, relation);
        _constraints.Add(constraint);
        _compiled = null;
        return constraint;
    }

    /// <summary>Adds the constraint that an expression (a variable, too) lies in a cone.</summary>
    public Constraint Add(string name, Expression expression, Cone cone) => Add(name, Relation.Membership(expression, cone));

    /// <summary>Asks for the smallest value of an affine objective.</summary>
    public void Minimize(Expression objective) => SetObjective(ObjectiveSense.Minimize, objective, null);

    /// <summary>Asks for the smallest value of a convex quadratic objective.</summary>
    /// <exception cref="ArgumentException">The objective is not convex.</exception>
    public void Minimize(QuadraticExpression objective) => SetObjective(ObjectiveSense.Minimize, null, objective);

    /// <summary>Asks for the largest value of an affine objective.</summary>
    public void Maximize(Expression objective) => SetObjective(ObjectiveSense.Maximize, objective, null);

    /// <summary>Asks for the largest value of a concave quadratic objective.</summary>
    /// <exception cref="ArgumentException">The objective is not concave.</exception>
    public void Maximize(QuadraticExpression objective) => SetObjective(ObjectiveSense.Maximize, null, objective);

    /// <summary>
    /// Vouches that tr X ≤ bound at every point worth considering. Certified bounds use it and list it as assumed by the user.
    /// </summary>
    /// <param name="matrix">A symmetric variable that some constraint puts into a matrix cone as it is.</param>
    /// <param name="bound">ρ ≥ 0, finite.</param>
    /// <exception cref="ArgumentException">The variable is in no matrix cone yet, or is another model's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The bound is negative or not finite.</exception>
    public void AssumeTrace(Variable matrix, double bound)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        RequireOwn(matrix, "The assumption");
        if (!(bound >= 0) || !double.IsFinite(bound)) throw new ArgumentOutOfRangeException(nameof(bound), bound, "The bound of a trace is finite and at least 0.");
        Constraint? holder = _constraints.Find(c => c.Cone.IsMatrixCone && ReferenceEquals(c.Slack, matrix));
        if (holder is null)
            throw new ArgumentException($"'{matrix.Name}' is in no matrix cone yet; write AddSymmetric(…).In(cone) before assuming its trace.", nameof(matrix));
        _assumptions.Add(new ModelAssumption(AssumptionKind.Trace, matrix, holder.Index, 0, bound));
        _compiled = null;
    }

    /// <summary>
    /// Vouches that every entry of a variable lies between two bounds. Certified bounds use it and list it as assumed by the user.
    /// </summary>
    /// <param name="variable">A variable of this model.</param>
    /// <param name="lower">Finite; at most <paramref name="upper"/>.</param>
    /// <param name="upper">Finite.</param>
    /// <exception cref="ArgumentException">A bound is not finite, they are the wrong way round, or the variable is another model's.</exception>
    public void AssumeBox(Variable variable, double lower, double upper)
    {
        ArgumentNullException.ThrowIfNull(variable);
        RequireOwn(variable, "The assumption");
        if (!double.IsFinite(lower) || !double.IsFinite(upper) || lower > upper)
            throw new ArgumentException($"A box needs finite bounds with lower ≤ upper, not [{lower}, {upper}].");
        _assumptions.Add(new ModelAssumption(AssumptionKind.Box, variable, -1, lower, upper));
        _compiled = null;
    }

    /// <summary>The program: sparse, immutable, over the cones as stated (the copositive family included). Kept until the model changes.</summary>
    /// <exception cref="ArgumentException">A matrix that must be symmetric is not, or a coefficient overflows.</exception>
    /// <remarks>Models that are no longer built may be compiled and solved by several threads at a time.</remarks>
    public ConicProgram Compile()
    {
        if (Volatile.Read(ref _compiled) is { } compiled) return compiled;
        ConicProgram program = ModelAssembler.Assemble(this);
        return Interlocked.CompareExchange(ref _compiled, program, null) ?? program;
    }

    /// <summary>Compiles and solves.</summary>
    /// <param name="solver">The backend.</param>
    /// <param name="approximation">What stands for the copositive family; needed if the model has such cones.</param>
    /// <param name="options">Overrides of the backend's options.</param>
    /// <param name="progress">Receives throttled progress; may be null.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of its range, the warm start does not fit, or a matrix that must be symmetric is not.
    /// </exception>
    /// <exception cref="UnsupportedProgramException">The backend cannot take the model; the message says which part and what would fit.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public SolveResult Solve(
        IConicSolver solver,
        Approximation? approximation = null,
        SolveOptions? options = null,
        IProgress<SolverProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        Compile().Solve(solver, approximation, options, progress, cancellationToken);

    /// <summary>Counts and shapes, for a look at what was built.</summary>
    public override string ToString() =>
        $"{Name}: {(Sense == ObjectiveSense.Minimize ? "minimise" : "maximise")}, {_variables.Count} variables ({ColumnCount} columns), {_constraints.Count} constraints";

    internal string FreshConstraintName(string wish)
    {
        string name = wish;
        for (int k = 2; _names.Contains(name); k++) name = $"{wish}#{k}";
        return name;
    }

    private Variable AddVariable(string name, int rows, int columns, bool symmetric, VariableDomain domain)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!Enum.IsDefined(domain)) throw new ArgumentOutOfRangeException(nameof(domain), domain, "A variable is continuous, integer or binary.");
        if (rows < 1 || columns < 1) throw new ArgumentException($"Variable '{name}' would be {rows}×{columns}; dimensions are at least 1.");
        if (_variableNames.Contains(name)) throw new ArgumentException($"The model already has a variable named '{name}'; names are unique.", nameof(name));
        long count = symmetric ? (long)rows * (rows + 1) / 2 : (long)rows * columns;
        if ((long)rows * columns > Array.MaxLength || ColumnCount + count > Array.MaxLength)
            throw new ArgumentException($"Variable '{name}' ({rows}×{columns}) makes the model larger than {Array.MaxLength} columns.");
        var variable = new Variable(this, name, ColumnCount, rows, columns, symmetric, domain);
        _variableNames.Add(name);
        _variables.Add(variable);
        ColumnCount += (int)count;
        _compiled = null;
        if (domain == VariableDomain.Binary)
        {
            Add(FreshConstraintName($"{name} >= 0"), variable >= 0);
            Add(FreshConstraintName($"{name} <= 1"), variable <= 1);
        }
        return variable;
    }

    private void SetObjective(ObjectiveSense sense, Expression? affine, QuadraticExpression? quadratic)
    {
        affine ??= quadratic?.Affine ?? throw new ArgumentNullException(nameof(affine), "An objective is needed.");
        if (!affine.IsScalar) throw new ArgumentException($"An objective is a scalar, not {affine.ShapeText}.");
        RequireOwn(affine, "The objective");
        if (quadratic is not null)
        {
            foreach (QuadraticExpression.Summand summand in quadratic.Summands) RequireOwn(summand.Operand, "The objective");
            if (quadratic.RejectConvexity(sense == ObjectiveSense.Minimize ? 1 : -1) is { } reason)
                throw new ArgumentException($"The objective of '{Name}' is not {(sense == ObjectiveSense.Minimize ? "convex, so it cannot be minimised" : "concave, so it cannot be maximised")}: {reason}.");
        }
        Sense = sense;
        AffineObjective = affine;
        QuadraticObjective = quadratic;
        _compiled = null;
    }

    private void RequireOwn(Expression expression, string what)
    {
        if (expression.Model is { } other && !ReferenceEquals(other, this))
            throw new ArgumentException($"{what} uses variables of the model '{other.Name}', not of '{Name}'.");
    }
}

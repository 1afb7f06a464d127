using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Benchmarks.Solvers;

/// <summary>
/// The dual of a program with linear objective, in standard form: minimise ⟨b, y⟩ subject to AᵀWy = −c, y ∈ K*, in the variables v = Dy.
/// <para>
/// A nonnegative y_q that occurs in one equation only, a slack, is not made a variable, just as no one would state it so by hand: equation
/// k, a y_q + R v = −c_k, becomes the row (−c_k − R v)/a ≥ 0, and b_q y_q goes into the objective. With w the multiplier of this row in the
/// reduced problem, stationarity agrees with the full one's for the multiplier (w − b_q)/a of equation k.
/// </para>
/// </summary>
/// <remarks>The variables x of the program are minus the multipliers of the equations, since c₀ − ⟨b, y⟩ is maximised.</remarks>
internal sealed class StandardForm : IScsForm
{
    private readonly ConicProgram _program;
    private readonly ScsRows _cones;
    private readonly int[] _variables;
    private readonly int[] _equations;
    private readonly Dictionary<int, Slack> _slackOfColumn;
    private readonly int _equationCount, _slackCount;

    /// <summary>States the dual of a program.</summary>
    /// <param name="program">A program with a linear objective.</param>
    /// <exception cref="UnsupportedProgramException">The objective is quadratic, or a cone has no place in SCS' order.</exception>
    public StandardForm(ConicProgram program)
    {
        if (program.P is not null) throw new UnsupportedProgramException("The standard form is stated of programs with a linear objective.");
        _program = program;
        _slackOfColumn = FindSlacks(program);
        var slackRows = _slackOfColumn.Values.Select(slack => slack.Row).ToHashSet();
        _slackCount = slackRows.Count;

        // Rows: the equations; the slacks' rows; −v + s = 0 for the other rows of cones. Zero cones have free duals and get no rows.
        bool IsFree(int row) => slackRows.Contains(row);
        _cones = new ScsRows(program, IsFree);
        int offset = program.Columns - _cones.Zeros;
        _variables = new int[program.Rows];
        int variables = 0;
        for (int row = 0; row < program.Rows; row++) _variables[row] = IsFree(row) ? -1 : variables++;
        _equations = new int[program.Columns];
        int slackPlace = _equationCount = program.Columns - _slackCount;
        int equation = 0;
        for (int j = 0; j < program.Columns; j++) _equations[j] = _slackOfColumn.ContainsKey(j) ? slackPlace++ : equation++;

        int rows = offset + _cones.Count;
        var (r, k, v) = (new List<int>(), new List<int>(), new List<double>());
        var b = new double[rows];
        var objective = new double[variables];
        for (int row = 0; row < program.Rows; row++)
        {
            if (_variables[row] < 0) continue;
            objective[_variables[row]] += _cones.Factors[row] * program.B[row];
            if (_cones.Places[row] < _cones.Zeros) continue;
            r.Add(offset + _cones.Places[row]);
            k.Add(_variables[row]);
            v.Add(-1);
        }
        for (int j = 0; j < program.Columns; j++)
        {
            _slackOfColumn.TryGetValue(j, out Slack? slack);
            double scale = slack is null ? 1 : 1 / slack.Coefficient;
            b[_equations[j]] = -program.C[j] * scale;
            for (int e = program.A.ColumnStarts[j]; e < program.A.ColumnStarts[j + 1]; e++)
            {
                int row = program.A.RowIndices[e];
                if (_variables[row] < 0) continue;
                double value = _cones.Factors[row] * program.A.Values[e] * scale;
                r.Add(_equations[j]);
                k.Add(_variables[row]);
                v.Add(value);
                if (slack is not null) objective[_variables[row]] -= program.B[slack.Row] * value;
            }
        }
        Problem = new ScsProblem(
            "standard", SparseMatrix.FromTriplets(rows, variables, r.ToArray(), k.ToArray(), v.ToArray()), b, objective, P: null,
            _equationCount, _slackCount + _cones.Nonnegatives, [.. _cones.SecondOrder], [.. _cones.Semidefinite]);
    }

    /// <inheritdoc/>
    public ScsProblem Problem { get; }

    /// <inheritdoc/>
    public bool IsDual => true;

    /// <inheritdoc/>
    public IEnumerable<(double[] X, double[] Y)> MapBack(ScsAnswer answer)
    {
        var x = new double[_program.Columns];
        for (int j = 0; j < x.Length; j++)
        {
            double multiplier = answer.Y[_equations[j]];
            x[j] = _slackOfColumn.TryGetValue(j, out Slack? slack) ? (_program.B[slack.Row] - multiplier) / slack.Coefficient : -multiplier;
        }
        return [(x, Dual(answer, fromCones: false)), (x, Dual(answer, fromCones: true))];
    }

    private double[] Dual(ScsAnswer answer, bool fromCones)
    {
        int offset = _program.Columns - _cones.Zeros;
        var y = new double[_program.Rows];
        for (int row = 0; row < y.Length; row++)
        {
            if (_variables[row] < 0) continue;
            bool isZero = _cones.Places[row] < _cones.Zeros;
            double value = fromCones && !isZero ? answer.S[offset + _cones.Places[row]] : answer.X[_variables[row]];
            y[row] = value / _cones.Factors[row];
        }
        foreach ((int column, Slack slack) in _slackOfColumn)
        {
            double rest = _program.C[column];
            for (int e = _program.A.ColumnStarts[column]; e < _program.A.ColumnStarts[column + 1]; e++)
            {
                int row = _program.A.RowIndices[e];
                if (row != slack.Row) rest += _program.RowWeights[row] * _program.A.Values[e] * y[row];
            }
            y[slack.Row] = fromCones ? answer.S[_equations[column]] : -rest / slack.Coefficient;
        }
        return y;
    }

    /// <summary>A slack for each column that has one: a nonnegative row whose only entry is in that column. At most one a column.</summary>
    private static Dictionary<int, Slack> FindSlacks(ConicProgram program)
    {
        var slacks = new Dictionary<int, Slack>();
        ReadOnlySpan<int> starts = program.A.RowStarts, columns = program.A.ColumnIndices;
        ReadOnlySpan<double> values = program.A.ValuesByRow;
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone.Kind != ConeKind.Nonnegative) continue;
            for (int row = block.Start; row < block.End; row++)
            {
                if (starts[row + 1] - starts[row] == 1) slacks.TryAdd(columns[starts[row]], new Slack(row, values[starts[row]]));
            }
        }
        return slacks;
    }

    private sealed record Slack(int Row, double Coefficient);
}

using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Benchmarks.Solvers;

/// <summary>The program as it is, with free variables and slacks in the cones: rows D(b − Ax) in SCS' order.</summary>
internal sealed class SlackForm : IScsForm
{
    private readonly ConicProgram _program;
    private readonly ScsRows _rows;

    /// <summary>States a program.</summary>
    public SlackForm(ConicProgram program)
    {
        _program = program;
        _rows = new ScsRows(program);
        var entryRows = new int[program.A.NonzeroCount];
        var entryColumns = new int[entryRows.Length];
        var entryValues = new double[entryRows.Length];
        for (int j = 0; j < program.Columns; j++)
        {
            for (int k = program.A.ColumnStarts[j]; k < program.A.ColumnStarts[j + 1]; k++)
            {
                int row = program.A.RowIndices[k];
                (entryRows[k], entryColumns[k], entryValues[k]) = (_rows.Places[row], j, _rows.Factors[row] * program.A.Values[k]);
            }
        }
        var b = new double[program.Rows];
        for (int row = 0; row < b.Length; row++) b[_rows.Places[row]] = _rows.Factors[row] * program.B[row];
        Problem = new ScsProblem(
            "slack", SparseMatrix.FromTriplets(program.Rows, program.Columns, entryRows, entryColumns, entryValues), b,
                program.C.ToArray(), program.P,
            _rows.Zeros, _rows.Nonnegatives, [.. _rows.SecondOrder], [.. _rows.Semidefinite]);
    }

    /// <inheritdoc/>
    public ScsProblem Problem { get; }

    /// <inheritdoc/>
    public bool IsDual => false;

    /// <inheritdoc/>
    public IEnumerable<(double[] X, double[] Y)> MapBack(ScsAnswer answer)
    {
        var y = new double[_program.Rows];
        for (int row = 0; row < y.Length; row++) y[row] = answer.Y[_rows.Places[row]] / _rows.Factors[row];
        return [(answer.X, y)];
    }
}

using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.OrTools;

/// <summary>
/// The linear program whose optimum proves infeasibility of b − Ax ∈ K, K = {0}^p × R₊^q:
/// <code>minimise ⟨b, y⟩   subject to   Aᵀy = 0,  y ∈ K*,  Σ r_i |y_i| ≤ 1.</code>
/// A feasible x gives ⟨b, y⟩ = ⟨b − Ax, y⟩ ≥ 0, so a negative optimum is a Farkas ray, and by duality there is one if no x is feasible.
/// y = 0 is feasible and the feasible set is bounded, so GLOP has nothing to misjudge. The one norm row makes the optimal vertex an
/// extreme ray of {y ∈ K* : Aᵀy = 0} (free components count as differences of two), whose rows are an irreducible infeasible
/// system: J. Gleeson and J. Ryan, "Identifying minimally infeasible subsystems of inequalities", ORSA J. Computing 2 (1990).
/// Everything is stated in the scale of an <see cref="Equilibration"/>.
/// </summary>
internal sealed class FarkasProgram
{
    private const double Noise = 1e-12;

    private readonly ConicProgram _program;
    private readonly Equilibration _scale;
    private readonly int[] _rowOfColumn;
    private readonly double _largestB;

    public FarkasProgram(ConicProgram program, Equilibration scale)
    {
        _program = program;
        _scale = scale;
        var rowOfColumn = new List<int>(program.Rows);
        foreach (ConeBlock block in program.Blocks)
        {
            for (int i = block.Start; i < block.End; i++)
            {
                rowOfColumn.Add(i);
                if (block.Cone.Kind == ConeKind.Zero) rowOfColumn.Add(~i);
            }
        }
        _rowOfColumn = [.. rowOfColumn];
        for (int i = 0; i < program.Rows; i++) _largestB = Math.Max(_largestB, Math.Abs(program.B[i]) / scale.Rows[i]);
    }

    /// <summary>Whether b = 0, so that x = 0 is feasible and no ray exists.</summary>
    public bool IsTrivial => _largestB == 0;

    /// <summary>The linear program over z, a column for each inequality row and two (z⁺, z⁻) for each equality row.</summary>
    public LinearData Build()
    {
        SparseMatrix transposed = _scale.Scaled.Transpose();
        int n = _program.Columns, columns = _rowOfColumn.Length;
        var starts = new int[columns + 1];
        for (int k = 0; k < columns; k++)
        {
            int row = RowOf(k, out _);
            starts[k + 1] = starts[k] + transposed.ColumnStarts[row + 1] - transposed.ColumnStarts[row] + 1;
        }
        var indices = new int[starts[columns]];
        var values = new double[starts[columns]];
        var cost = new double[columns];
        for (int k = 0; k < columns; k++)
        {
            int row = RowOf(k, out double sign), at = starts[k];
            for (int e = transposed.ColumnStarts[row]; e < transposed.ColumnStarts[row + 1]; e++, at++)
            {
                indices[at] = transposed.RowIndices[e];
                values[at] = sign * transposed.Values[e];
            }
            indices[at] = n;
            values[at] = 1;
            cost[k] = sign * _program.B[row] / _scale.Rows[row] / _largestB;
        }
        var lower = new double[n + 1];
        var upper = new double[n + 1];
        lower[n] = double.NegativeInfinity;
        upper[n] = 1;
        var infinity = new double[columns];
        Array.Fill(infinity, double.PositiveInfinity);
        return new LinearData(SparseMatrix.FromColumns(n + 1, columns, starts, indices, values), cost, lower, upper, new double[columns], infinity);
    }

    /// <summary>Turns z into a ray y with ⟨b, y⟩ = −1 and y ∈ K* exactly, and checks Aᵀy = 0 on the program's own data.</summary>
    /// <param name="z">The optimum of <see cref="Build"/>.</param>
    /// <returns>The ray; null if it proves nothing.</returns>
    public double[]? Read(ReadOnlySpan<double> z)
    {
        double largest = 0;
        foreach (double v in z) largest = Math.Max(largest, v);
        var y = new double[_program.Rows];
        for (int k = 0; k < z.Length; k++)
        {
            if (z[k] <= Noise * largest) continue;
            int row = RowOf(k, out double sign);
            y[row] += sign * z[k] / _scale.Rows[row];
        }
        double product = 0, terms = 0;
        for (int i = 0; i < y.Length; i++)
        {
            product += _program.B[i] * y[i];
            terms += Math.Abs(_program.B[i] * y[i]);
        }
        if (!(product < -RayTolerance.Cancellation * terms)) return null;
        for (int i = 0; i < y.Length; i++) y[i] = y[i] == 0 ? 0 : y[i] / -product;

        var residual = new double[_program.Columns];
        _program.A.TransposeMultiply(y, residual);
        for (int j = 0; j < residual.Length; j++)
        {
            if (!(Math.Abs(residual[j]) * _largestB <= RayTolerance.Residual * _scale.Columns[j])) return null;
        }
        return y;
    }

    private int RowOf(int column, out double sign)
    {
        int row = _rowOfColumn[column];
        sign = row < 0 ? -1 : 1;
        return row < 0 ? ~row : row;
    }
}

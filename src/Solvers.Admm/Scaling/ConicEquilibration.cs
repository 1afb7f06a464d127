using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// Ruiz's iteration on [P A'; A 0] with row factors that map every cone onto itself: any positive factor on a half-line, one factor a
/// second-order cone, and on a matrix cone the congruence S ↦ diag(d) S diag(d), a factor d_p d_q for entry (p, q). A pass divides by the
/// roots of the largest absolute entries of rows and columns; of a matrix block, d_p by the fourth root of the largest entry in the rows (p, ·).
/// </summary>
/// <remarks>
/// Congruences matter where the rows of a matrix have different units, as moments of different degrees do: one factor a block leaves such a
/// program so badly scaled that no first-order method solves it.
/// </remarks>
internal sealed class ConicEquilibration
{
    private const double Smallest = 1e-5, Largest = 1e5, Settled = 1e-2;

    private readonly ConicProgram _program;
    private readonly SparseMatrix _a;
    private readonly double[] _rowNorms, _columnNorms;
    private readonly bool _areConesFixed;

    private ConicEquilibration(ConicProgram program, SparseMatrix a, double[][]? coneFactors)
    {
        _program = program;
        _a = a;
        _rowNorms = new double[a.Rows];
        _columnNorms = new double[a.Columns];
        RowScale = new double[a.Rows];
        ColumnScale = new double[a.Columns];
        Array.Fill(RowScale, 1);
        Array.Fill(ColumnScale, 1);
        _areConesFixed = coneFactors is not null;
        ConeFactors = coneFactors ?? UnitFactors(program);
        for (int k = 0; k < ConeFactors.Length; k++) ApplyFactors(program.Blocks[k], ConeFactors[k]);
    }

    /// <summary>For every block the d of its congruence, the one factor of a second-order cone, or nothing where rows are scaled singly.</summary>
    public double[][] ConeFactors { get; }

    /// <summary>E, a factor a row.</summary>
    public double[] RowScale { get; }

    /// <summary>D, a factor a column.</summary>
    public double[] ColumnScale { get; }

    /// <summary>Equilibrates.</summary>
    /// <param name="program">Gives the cones and P.</param>
    /// <param name="a">A, with off-diagonal rows of matrix blocks times √2.</param>
    /// <param name="passes">The largest number of passes.</param>
    /// <param name="coneFactors">Fixes <see cref="ConeFactors"/>; null to find them.</param>
    public static ConicEquilibration Compute(ConicProgram program, SparseMatrix a, int passes, double[][]? coneFactors = null)
    {
        var result = new ConicEquilibration(program, a, coneFactors);
        for (int pass = 0; pass < passes; pass++)
        {
            if (result.Pass() < Settled) break;
        }
        return result;
    }

    /// <summary>One pass; returns the largest relative change of a factor.</summary>
    private double Pass()
    {
        MeasureNorms();
        double change = 0;
        for (int k = 0; k < ConeFactors.Length; k++)
        {
            ConeBlock block = _program.Blocks[k];
            if (ConeFactors[k].Length == 0)
            {
                for (int i = block.Start; i < block.End; i++) change = Math.Max(change, Update(ref RowScale[i], _rowNorms[i], 0.5));
            }
            else if (!_areConesFixed)
            {
                change = Math.Max(change, UpdateFactors(block, ConeFactors[k]));
                ApplyFactors(block, ConeFactors[k]);
            }
        }
        for (int j = 0; j < ColumnScale.Length; j++) change = Math.Max(change, Update(ref ColumnScale[j], _columnNorms[j], 0.5));
        return change;
    }

    private static double[][] UnitFactors(ConicProgram program)
    {
        var factors = new double[program.Blocks.Length][];
        for (int k = 0; k < factors.Length; k++)
        {
            ConeBlock block = program.Blocks[k];
            factors[k] = new double[block.Cone.IsMatrixCone ? block.Order : block.Cone.Kind == ConeKind.SecondOrder ? 1 : 0];
            Array.Fill(factors[k], 1);
        }
        return factors;
    }

    private double UpdateFactors(ConeBlock block, double[] factors)
    {
        double change = 0;
        if (!block.Cone.IsMatrixCone)
        {
            double norm = 0;
            foreach (double r in block.Of(_rowNorms.AsSpan())) norm = Math.Max(norm, r);
            return Update(ref factors[0], norm, 0.5);
        }
        var largest = new double[factors.Length];
        int row = block.Start;
        for (int q = 0; q < factors.Length; q++)
        {
            for (int p = 0; p <= q; p++, row++)
            {
                largest[p] = Math.Max(largest[p], _rowNorms[row]);
                largest[q] = Math.Max(largest[q], _rowNorms[row]);
            }
        }
        for (int p = 0; p < factors.Length; p++) change = Math.Max(change, Update(ref factors[p], largest[p], 0.25));
        return change;
    }

    private void ApplyFactors(ConeBlock block, double[] factors)
    {
        if (!block.Cone.IsMatrixCone)
        {
            if (factors.Length == 1) block.Of(RowScale.AsSpan()).Fill(factors[0]);
            return;
        }
        int row = block.Start;
        for (int q = 0; q < factors.Length; q++)
        {
            for (int p = 0; p <= q; p++, row++) RowScale[row] = factors[p] * factors[q];
        }
    }

    private static double Update(ref double factor, double norm, double power)
    {
        if (norm == 0) return 0;
        double old = factor;
        factor = Math.Clamp(factor * Math.Pow(norm, -power), Smallest, Largest);
        return Math.Abs(factor - old) / old;
    }

    private void MeasureNorms()
    {
        Array.Clear(_rowNorms);
        Array.Clear(_columnNorms);
        for (int j = 0; j < ColumnScale.Length; j++)
        {
            for (int k = _a.ColumnStarts[j]; k < _a.ColumnStarts[j + 1]; k++)
            {
                int i = _a.RowIndices[k];
                double size = Math.Abs(_a.Values[k]) * RowScale[i] * ColumnScale[j];
                _rowNorms[i] = Math.Max(_rowNorms[i], size);
                _columnNorms[j] = Math.Max(_columnNorms[j], size);
            }
        }
        if (_program.P is not { } p) return;
        for (int j = 0; j < ColumnScale.Length; j++)
        {
            for (int k = p.ColumnStarts[j]; k < p.ColumnStarts[j + 1]; k++)
            {
                int i = p.RowIndices[k];
                double size = Math.Abs(p.Values[k]) * ColumnScale[i] * ColumnScale[j];
                _columnNorms[i] = Math.Max(_columnNorms[i], size);
                _columnNorms[j] = Math.Max(_columnNorms[j], size);
            }
        }
    }
}

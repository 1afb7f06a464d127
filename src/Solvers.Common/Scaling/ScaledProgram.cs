using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Common;

/// <summary>
/// The program that the iteration works on: rows of matrix blocks times √2 off the diagonal (r, so that norms are Euclidean), then
/// Â = E A D with E an automorphism of the cones, b̂ = β E b, ĉ = γ D c and P̂ = (γ/β) D P D. Its points are
/// x = D x̂/β, s = ŝ/(β E r) and, entries of the matrices again, y = E ŷ/(γ r).
/// </summary>
/// <remarks>
/// E and D come from <see cref="RuizEquilibration"/>; D is then changed so that the columns of Â have Euclidean norm 1, E of equality rows is multiplied by
/// the root of their stiffness, and β and γ bring b̂ and ĉ to norm 1. The method is thereby invariant to the units of b and of c.
/// </remarks>
internal sealed class ScaledProgram
{
    /// <summary>Passes of the equilibration end when one changes no factor by more than this part.</summary>
    private const double SettledChange = 1e-2;

    private readonly double[] _rowScale, _columnScale, _root;
    private readonly double _primalScale, _dualScale;

    public ScaledProgram(ConicProgram program, int passes, double stiffness, double[][]? coneFactors = null)
    {
        Source = program;
        _root = program.RowWeights.ToArray();
        for (int i = 0; i < _root.Length; i++) _root[i] = Math.Sqrt(_root[i]);
        var ones = new double[program.Columns];
        Array.Fill(ones, 1);
        SparseMatrix weighted = program.A.Scale(_root, ones);
        RuizScaling equilibration = RuizEquilibration.Compute(
            weighted, program.P, Array.ConvertAll(program.Blocks.ToArray(), ScalingOf), passes, SettledChange, coneFactors);
        ConeFactors = equilibration.BlockFactors;
        _rowScale = equilibration.RowScale;
        _columnScale = equilibration.ColumnScale;
        NormalizeColumns(weighted, program.P);
        B = new double[program.Rows];
        for (int i = 0; i < B.Length; i++) B[i] = program.B[i] * _root[i] * _rowScale[i];
        _primalScale = InverseNorm(B);
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone.Kind != ConeKind.Zero) continue;
            Span<double> scale = block.Of(_rowScale.AsSpan()), right = block.Of(B.AsSpan());
            TensorPrimitives.Multiply(scale, Math.Sqrt(stiffness), scale);
            TensorPrimitives.Multiply(right, Math.Sqrt(stiffness), right);
        }
        A = weighted.Scale(_rowScale, _columnScale);
        C = new double[program.Columns];
        TensorPrimitives.Multiply(program.C, _columnScale, C);
        _dualScale = InverseNorm(C);
        TensorPrimitives.Multiply(B, _primalScale, B);
        TensorPrimitives.Multiply(C, _dualScale, C);
        if (program.P is null) return;
        SparseMatrix p = program.P.Scale(_columnScale, _columnScale);
        var factor = new double[program.Columns];
        Array.Fill(factor, _dualScale / _primalScale);
        P = p.Scale(factor, ones);
    }

    private ScaledProgram(ScaledProgram other)
    {
        (Source, A, B, C, P, ConeFactors) = (other.Source, other.A, other.B, other.C, other.P, other.ConeFactors);
        (_rowScale, _columnScale, _root) = (other._rowScale, other._columnScale, other._root);
        (_primalScale, _dualScale) = (other._primalScale, other._dualScale);
    }

    /// <summary>The program as given.</summary>
    public ConicProgram Source { get; }

    /// <summary>Â.</summary>
    public SparseMatrix A { get; }

    /// <summary>b̂.</summary>
    public double[] B { get; }

    /// <summary>ĉ.</summary>
    public double[] C { get; }

    /// <summary>The upper triangle of P̂, or null.</summary>
    public SparseMatrix? P { get; private init; }

    /// <summary>The factors of every block that is not scaled row by row; see <see cref="RuizScaling.BlockFactors"/>.</summary>
    public double[][] ConeFactors { get; }

    public int Rows => A.Rows;

    public int Columns => A.Columns;

    /// <summary>The program with ½ε‖x̂‖² added to its objective.</summary>
    public ScaledProgram WithRidge(double epsilon)
    {
        int n = Columns, count = P?.NonzeroCount ?? 0, t = 0;
        int[] rows = new int[count + n], columns = new int[count + n];
        var values = new double[count + n];
        for (int j = 0; j < n; j++)
        {
            for (int k = P?.ColumnStarts[j] ?? 0; k < (P?.ColumnStarts[j + 1] ?? 0); k++, t++) (rows[t], columns[t], values[t]) = (P!.RowIndices[k], j, P.Values[k]);
            (rows[t], columns[t], values[t++]) = (j, j, epsilon);
        }
        return new ScaledProgram(this) { P = SparseMatrix.FromTriplets(n, n, rows, columns, values) };
    }

    /// <summary>x of x̂.</summary>
    public void UnscalePoint(ReadOnlySpan<double> scaled, Span<double> x)
    {
        for (int j = 0; j < x.Length; j++) x[j] = _columnScale[j] * scaled[j] / _primalScale;
    }

    /// <summary>x̂ of x.</summary>
    public void ScalePoint(ReadOnlySpan<double> x, Span<double> scaled)
    {
        for (int j = 0; j < x.Length; j++) scaled[j] = _primalScale * x[j] / _columnScale[j];
    }

    /// <summary>y of ŷ.</summary>
    public void UnscaleDual(ReadOnlySpan<double> scaled, Span<double> y)
    {
        for (int i = 0; i < y.Length; i++) y[i] = _rowScale[i] * scaled[i] / (_dualScale * _root[i]);
    }

    /// <summary>ŷ of y.</summary>
    public void ScaleDual(ReadOnlySpan<double> y, Span<double> scaled)
    {
        for (int i = 0; i < y.Length; i++) scaled[i] = _dualScale * _root[i] * y[i] / _rowScale[i];
    }

    /// <summary>s of ŝ.</summary>
    public void UnscaleSlack(ReadOnlySpan<double> scaled, Span<double> s)
    {
        for (int i = 0; i < s.Length; i++) s[i] = scaled[i] / (_primalScale * _rowScale[i] * _root[i]);
    }

    /// <summary>‖ŷ‖ of y.</summary>
    public double DualNorm(ReadOnlySpan<double> y)
    {
        double squares = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double scaled = _root[i] * y[i] / _rowScale[i];
            squares += scaled * scaled;
        }
        return _dualScale * Math.Sqrt(squares);
    }

    /// <summary>‖ŝ‖ of s.</summary>
    public double SlackNorm(ReadOnlySpan<double> s)
    {
        double squares = 0;
        for (int i = 0; i < s.Length; i++)
        {
            double scaled = _root[i] * _rowScale[i] * s[i];
            squares += scaled * scaled;
        }
        return _primalScale * Math.Sqrt(squares);
    }

    private static ScalingBlock ScalingOf(ConeBlock block) => new(
        block.Start, block.Rows,
        block.Cone.IsMatrixCone ? RowScaling.Congruence : block.Cone.Kind == ConeKind.SecondOrder ? RowScaling.Shared : RowScaling.Single);

    private void NormalizeColumns(SparseMatrix a, SparseMatrix? p)
    {
        ReadOnlySpan<int> starts = a.ColumnStarts, rows = a.RowIndices;
        ReadOnlySpan<double> values = a.Values;
        for (int j = 0; j < a.Columns; j++)
        {
            double squares = 0;
            for (int k = starts[j]; k < starts[j + 1]; k++)
            {
                double t = values[k] * _rowScale[rows[k]];
                squares += t * t;
            }
            if (squares > 0 && p is null) _columnScale[j] = 1 / Math.Sqrt(squares);
            else if (squares > 0) _columnScale[j] = Math.Min(_columnScale[j], 1 / Math.Sqrt(squares));
        }
    }

    private static double InverseNorm(double[] v)
    {
        double norm = EuclideanNorm.Of(v);
        return norm > 0 ? 1 / norm : 1;
    }
}

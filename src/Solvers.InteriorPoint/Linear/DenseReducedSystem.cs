using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>
/// The reduced system as dense matrices: with N = M + A₀'A₀ there remain Nx + A₀'z₀ = f + A₀'g₀ and A₀x = g₀, solved by Cholesky factors of
/// N and of A₀N⁻¹A₀'.
/// </summary>
internal sealed class DenseReducedSystem : ReducedSystem
{
    private readonly double[] _normal, _schur, _half, _shared, _work;
    private readonly WorkerTeam? _team;

    public DenseReducedSystem(ScaledProgram program, ScaledCone[] cones, WorkerTeam? team) : base(program, cones)
    {
        int n = program.Columns, k = Equalities.Length, largest = 0;
        foreach (ScaledCone cone in cones)
        {
            int columns = cone is ScaledZeroCone ? 0 : cone.Columns.Indices.Length;
            if (columns < n) largest = Math.Max(largest, columns);
        }
        (_normal, _schur, _half, _shared) = (new double[n * n], new double[k * k], new double[n * k], new double[largest * largest]);
        _work = new double[program.Rows];
        _team = team;
    }

    public override string Description => $"dense, order {Program.Columns} and {Equalities.Length} equalities";

    public override bool TryFactor()
    {
        int n = Program.Columns, k = Equalities.Length;
        bool isFactored = false;
        for (double shift = Shift; shift < LargestShift && !isFactored; shift *= 100)
        {
            Form();
            for (int j = 0; j < n; j++) _normal[j * n + j] += shift * (1 + _normal[j * n + j]);
            isFactored = DenseCholesky.TryFactor(_normal, n, n, out _, _team);
        }
        if (!isFactored || k == 0) return isFactored;
        // With N = LL' and B = L⁻¹A₀', A₀N⁻¹A₀' = B'B.
        Array.Clear(_half);
        SparseMatrix a = Program.A;
        for (int place = 0; place < k; place++)
        {
            int i = Equalities[place];
            for (int e = a.RowStarts[i]; e < a.RowStarts[i + 1]; e++) _half[a.ColumnIndices[e] * k + place] = a.ValuesByRow[e];
        }
        TriangularSolve.Lower(n, _normal, n, _half, k, k, _team);
        for (double shift = Shift; shift < LargestShift; shift *= 100)
        {
            Gemm.SyrkLower(k, n, 1, _half, k, true, 0, _schur, k, _team);
            double largest = 1e-300;
            for (int i = 0; i < k; i++) largest = Math.Max(largest, _schur[i * k + i]);
            for (int i = 0; i < k; i++) _schur[i * k + i] += shift * largest;
            if (DenseCholesky.TryFactor(_schur, k, k, out _, _team)) return true;
        }
        return false;
    }

    public override void Solve(Span<double> x, Span<double> multipliers)
    {
        int n = x.Length, k = Equalities.Length;
        if (k > 0)
        {
            Array.Clear(_work);
            for (int i = 0; i < k; i++) _work[Equalities[i]] = multipliers[i];
            Program.A.TransposeMultiply(_work, x, 1, 1);
            TensorPrimitives.Negate(multipliers, multipliers);
        }
        TriangularSolve.Lower(n, _normal, n, x);
        if (k > 0)
        {
            for (int j = 0; j < n; j++) TensorPrimitives.MultiplyAdd(_half.AsSpan(j * k, k), x[j], multipliers, multipliers);
            DenseCholesky.SolveInPlace(_schur, k, multipliers);
            for (int j = 0; j < n; j++) x[j] -= TensorPrimitives.Dot<double>(_half.AsSpan(j * k, k), multipliers);
        }
        TriangularSolve.LowerTransposed(n, _normal, n, x);
    }

    /// <summary>The lower triangle of N.</summary>
    private void Form()
    {
        int n = Program.Columns;
        Array.Clear(_normal);
        foreach (ScaledCone cone in Cones)
        {
            if (cone is ScaledZeroCone) continue;
            int[] columns = cone.Columns.Indices;
            if (columns.Length == n)
            {
                cone.AddProducts(_normal);
                continue;
            }
            int q = columns.Length;
            Span<double> shared = _shared.AsSpan(0, q * q);
            shared.Clear();
            cone.AddProducts(shared);
            for (int i = 0; i < q; i++)
            {
                Span<double> row = _normal.AsSpan(columns[i] * n, n);
                for (int j = 0; j < q; j++) row[columns[j]] += shared[i * q + j];
            }
        }
        SchurProducts.Symmetrize(_normal, n);
        AddSquares();
        if (Program.P is not { } p) return;
        for (int j = 0; j < n; j++)
        {
            for (int e = p.ColumnStarts[j]; e < p.ColumnStarts[j + 1]; e++) _normal[j * n + p.RowIndices[e]] += p.Values[e];
        }
    }

    /// <summary>Adds A₀'A₀.</summary>
    private void AddSquares()
    {
        int n = Program.Columns;
        SparseMatrix a = Program.A;
        ReadOnlySpan<int> starts = a.RowStarts, columns = a.ColumnIndices;
        ReadOnlySpan<double> values = a.ValuesByRow;
        foreach (int i in Equalities)
        {
            for (int k = starts[i]; k < starts[i + 1]; k++)
            {
                for (int l = starts[i]; l <= k; l++) _normal[columns[k] * n + columns[l]] += values[k] * values[l];
            }
        }
    }
}

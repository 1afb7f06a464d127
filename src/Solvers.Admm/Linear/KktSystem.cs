using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// The x-step by sparse factorisation of the quasi-definite [P/ρ + σ₀I, A'; A, −I] (x; ν) = (q; t): the second row gives ν = Ax − t, and the
/// first is then the normal equations. It wins where A'A is much denser than A.
/// </summary>
internal sealed class KktSystem : IProximalSystem
{
    private readonly int _columns;
    private readonly bool _hasQuadratic;
    private readonly SparseLdl _factor;
    private readonly double[] _constant, _quadratic, _values, _solution;
    private bool _isFactored;

    public KktSystem(SparseMatrix transpose, SparseMatrix? p, double proximalWeight)
    {
        int n = _columns = transpose.Rows, m = transpose.Columns;
        _hasQuadratic = p is not null;
        var starts = new int[n + m + 1];
        var rows = new List<int>();
        var constant = new List<double>();
        var quadratic = new List<double>();
        for (int j = 0; j < n; j++)
        {
            double diagonal = 0;
            for (int k = p?.ColumnStarts[j] ?? 0; k < (p?.ColumnStarts[j + 1] ?? 0); k++)
            {
                if (p!.RowIndices[k] == j) diagonal = p.Values[k];
                else Add(p.RowIndices[k], 0, p.Values[k]);
            }
            Add(j, proximalWeight, diagonal);
            starts[j + 1] = rows.Count;
        }
        for (int i = 0; i < m; i++)
        {
            for (int k = transpose.ColumnStarts[i]; k < transpose.ColumnStarts[i + 1]; k++) Add(transpose.RowIndices[k], transpose.Values[k], 0);
            Add(n + i, -1, 0);
            starts[n + i + 1] = rows.Count;
        }
        _constant = [.. constant];
        _quadratic = [.. quadratic];
        _values = new double[_constant.Length];
        _solution = new double[n + m];
        var signs = new int[n + m];
        Array.Fill(signs, 1, 0, n);
        Array.Fill(signs, -1, n, m);
        _factor = SparseLdl.Analyze(SparseMatrix.FromColumns(n + m, n + m, starts, [.. rows], _constant), signs);

        void Add(int row, double value, double quadraticValue)
        {
            rows.Add(row);
            constant.Add(value);
            quadratic.Add(quadraticValue);
        }
    }

    public int FactorNonzeros => _factor.FactorNonzeros;

    public string Description => $"sparse LDL' of the KKT matrix, {_factor.FactorNonzeros} entries";

    public void Refactor(double penalty)
    {
        if (_isFactored && !_hasQuadratic) return;
        System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(_quadratic, 1 / penalty, _constant, _values);
        _factor.Refactor(_values);
        _isFactored = true;
    }

    public void Solve(ReadOnlySpan<double> q, ReadOnlySpan<double> t, Span<double> x)
    {
        q.CopyTo(_solution);
        t.CopyTo(_solution.AsSpan(_columns));
        _factor.Solve(_solution, refinementSteps: 1);
        _solution.AsSpan(0, _columns).CopyTo(x);
    }
}

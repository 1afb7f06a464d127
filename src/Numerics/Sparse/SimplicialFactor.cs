using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// LDL' row by row, for factors too sparse to have dense blocks: row j of L solves L(0..j−1, 0..j−1) D l = k_j (up-looking; Davis,
/// "Algorithm 849: a concise sparse Cholesky factorization package", 2005).
/// </summary>
internal sealed class SimplicialFactor : ISparseFactor
{
    private const int RowsBetweenChecks = 256;

    private readonly SparseLdlSymbolic _symbolic;
    private readonly int[] _factorRows, _filled, _path, _pattern, _seenFor;
    private readonly double[] _factorValues, _inverseDiagonal, _row;

    public SimplicialFactor(SparseLdlSymbolic symbolic)
    {
        _symbolic = symbolic;
        int n = symbolic.Order;
        _factorRows = new int[symbolic.FactorNonzeros];
        _factorValues = new double[symbolic.FactorNonzeros];
        _inverseDiagonal = new double[n];
        _row = new double[n];
        _filled = new int[n];
        _path = new int[n];
        _pattern = new int[n];
        _seenFor = new int[n];
    }

    public PivotTally Factor(ReadOnlySpan<double> entries, PivotRule rule, CancellationToken cancellation)
    {
        int n = _symbolic.Order;
        var tally = new PivotTally();
        _symbolic.FactorStarts.AsSpan(0, n).CopyTo(_filled);
        Array.Fill(_seenFor, -1);
        for (int j = 0; j < n; j++)
        {
            if (j % RowsBetweenChecks == 0 && cancellation.IsCancellationRequested)
                break;
            double pivot = EliminateRow(j, entries);
            if (!rule.TryApply(j, ref pivot, ref tally))
                break;
            _inverseDiagonal[j] = 1 / pivot;
        }
        return tally;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Solve(Span<double> x)
    {
        int[] starts = _symbolic.FactorStarts;
        for (int j = 0; j < x.Length; j++)
        {
            double value = x[j];
            if (value != 0)
                for (int k = starts[j]; k < starts[j + 1]; k++)
                    x[_factorRows[k]] -= _factorValues[k] * value;
        }
        for (int j = x.Length - 1; j >= 0; j--)
        {
            double value = x[j] * _inverseDiagonal[j];
            for (int k = starts[j]; k < starts[j + 1]; k++)
                value -= _factorValues[k] * x[_factorRows[k]];
            x[j] = value;
        }
    }

    public unsafe void SolveBlock(double* x, int count, int place)
    {
        int[] starts = _symbolic.FactorStarts;
        int n = _symbolic.Order;
        for (int j = 0; j < n; j++)
        {
            var row = new ReadOnlySpan<double>(x + (nint)j * count, count);
            for (int k = starts[j]; k < starts[j + 1]; k++)
            {
                var target = new Span<double>(x + (nint)_factorRows[k] * count, count);
                TensorPrimitives.MultiplyAdd(row, -_factorValues[k], target, target);
            }
        }
        for (int j = n - 1; j >= 0; j--)
        {
            var row = new Span<double>(x + (nint)j * count, count);
            TensorPrimitives.Multiply(row, _inverseDiagonal[j], row);
            for (int k = starts[j]; k < starts[j + 1]; k++)
            {
                var source = new ReadOnlySpan<double>(x + (nint)_factorRows[k] * count, count);
                TensorPrimitives.MultiplyAdd(source, -_factorValues[k], row, row);
            }
        }
    }

    /// <summary>
    /// The pattern of row j is the union of the elimination tree's paths from the entries of column j of the upper triangle; taken in this
    /// order each column comes after its descendants. Returns the pivot.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double EliminateRow(int j, ReadOnlySpan<double> entries)
    {
        SparseLdlSymbolic s = _symbolic;
        int[] parent = s.Parent, starts = s.FactorStarts;
        int top = s.Order;
        double pivot = 0;
        _seenFor[j] = j;
        for (int k = s.Starts[j]; k < s.Starts[j + 1]; k++)
        {
            int i = s.Rows[k];
            if (i == j)
            {
                pivot = entries[k];
                continue;
            }
            _row[i] = entries[k];
            int length = 0;
            for (; _seenFor[i] != j; i = parent[i])
            {
                _path[length++] = i;
                _seenFor[i] = j;
            }
            while (length > 0)
                _pattern[--top] = _path[--length];
        }
        for (; top < s.Order; top++)
        {
            int i = _pattern[top], end = _filled[i];
            double value = _row[i];
            _row[i] = 0;
            for (int k = starts[i]; k < end; k++)
                _row[_factorRows[k]] -= _factorValues[k] * value;
            double l = value * _inverseDiagonal[i];
            pivot -= l * value;
            _factorRows[end] = j;
            _factorValues[end] = l;
            _filled[i] = end + 1;
        }
        return pivot;
    }
}

using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>The reduced system as a sparse quasidefinite matrix, scaled to a unit diagonal.</summary>
internal sealed class SparseReducedSystem : ReducedSystem
{
    /// <summary>Added to a diagonal entry of M that is 0: the column is held by equalities alone.</summary>
    private const double FreeShift = 1e-9;

    private readonly ReducedPattern _pattern;
    private readonly SparseLdl _factor;
    private readonly List<(ScaledCone Cone, int[] Places)> _cliques = [];
    private readonly List<(ScaledOrthant Cone, int[] Rows, int[] Places)> _rows = [];
    private readonly int[] _diagonal, _objective, _keptStarts, _keptPlaces, _multiplierOf;
    private readonly double[] _values, _scale, _work, _shared;
    private readonly ScaledOrthant?[] _orthantOf;

    public SparseReducedSystem(ScaledProgram program, ScaledCone[] cones, ReducedPattern pattern, WorkerTeam? team) : base(program, cones)
    {
        _pattern = pattern;
        _factor = new SparseLdl(pattern.Symbolic, team) { PivotThreshold = 1e-15, PivotReplacement = 1e-8 };
        int n = pattern.Columns, order = pattern.Upper.Columns, largest = 0;
        (_values, _scale, _work) = (new double[pattern.Upper.NonzeroCount], new double[order], new double[order]);
        foreach (ScaledCone cone in cones)
        {
            if (cone is ScaledOrthant orthant) _rows.Add(PlacesOf(orthant));
            if (ReducedPattern.IsByRow(cone.Block)) continue;
            _cliques.Add((cone, pattern.PlacesOf(cone.Columns.Indices)));
            largest = Math.Max(largest, cone.Columns.Indices.Length);
        }
        _shared = new double[largest * largest];
        _diagonal = new int[order];
        for (int j = 0; j < order; j++) _diagonal[j] = pattern.Upper.ColumnStarts[j + 1] - 1;
        SparseMatrix a = program.A;
        int kept = pattern.KeptRows.Length;
        _keptStarts = new int[kept + 1];
        for (int k = 0; k < kept; k++) _keptStarts[k + 1] = _keptStarts[k] + a.RowStarts[pattern.KeptRows[k] + 1] - a.RowStarts[pattern.KeptRows[k]];
        _keptPlaces = new int[_keptStarts[kept]];
        _orthantOf = new ScaledOrthant?[kept];
        _multiplierOf = new int[kept];
        for (int k = 0, e = 0; k < kept; k++)
        {
            int row = pattern.KeptRows[k];
            pattern.PlacesInColumn(n + k, a.ColumnIndices[a.RowStarts[row]..a.RowStarts[row + 1]], _keptPlaces.AsSpan(_keptStarts[k]));
            bool isEquality = e < Equalities.Length && Equalities[e] == row;
            _multiplierOf[k] = isEquality ? e++ : -1;
            if (!isEquality) _orthantOf[k] = (ScaledOrthant)Array.Find(cones, cone => row >= cone.Block.Start && row < cone.Block.End)!;
        }
        _objective = [];
        if (program.P is not { } p) return;
        _objective = new int[p.NonzeroCount];
        for (int j = 0; j < n; j++)
            pattern.PlacesInColumn(j, p.RowIndices[p.ColumnStarts[j]..p.ColumnStarts[j + 1]], _objective.AsSpan(p.ColumnStarts[j]));
    }

    public override string Description => $"sparse, order {_pattern.Upper.Columns}, {_factor.FactorNonzeros} entries in the factor";

    public override bool TryFactor()
    {
        Form();
        int n = _pattern.Columns;
        for (int j = 0; j < n; j++)
        {
            ref double diagonal = ref _values[_diagonal[j]];
            diagonal += diagonal > 0 ? Shift * (1 + diagonal) : FreeShift;
            _scale[j] = 1 / Math.Sqrt(diagonal);
        }
        SparseMatrix upper = _pattern.Upper;
        for (int k = n; k < _scale.Length; k++)
        {
            double squares = -_values[_diagonal[k]];
            for (int t = upper.ColumnStarts[k]; t < _diagonal[k]; t++)
            {
                double scaled = _values[t] * _scale[upper.RowIndices[t]];
                squares += scaled * scaled;
            }
            _scale[k] = squares > 0 ? 1 / Math.Sqrt(squares) : 1;
            _values[_diagonal[k]] -= Shift / (_scale[k] * _scale[k]);
        }
        for (int j = 0; j < _scale.Length; j++)
        {
            for (int t = upper.ColumnStarts[j]; t < upper.ColumnStarts[j + 1]; t++)
            {
                _values[t] *= _scale[j] * _scale[upper.RowIndices[t]];
                if (!double.IsFinite(_values[t])) return false;
            }
        }
        try
        {
            _factor.Refactor(_values);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    public override void Solve(Span<double> x, Span<double> multipliers)
    {
        int n = x.Length;
        for (int j = 0; j < n; j++) _work[j] = x[j] * _scale[j];
        for (int k = n; k < _work.Length; k++) _work[k] = _multiplierOf[k - n] is >= 0 and var e ? multipliers[e] * _scale[k] : 0;
        _factor.Solve(_work);
        for (int j = 0; j < n; j++) x[j] = _work[j] * _scale[j];
        for (int k = n; k < _work.Length; k++)
        {
            if (_multiplierOf[k - n] is >= 0 and var e) multipliers[e] = _work[k] * _scale[k];
        }
    }

    private (ScaledOrthant Cone, int[] Rows, int[] Places) PlacesOf(ScaledOrthant orthant)
    {
        SparseMatrix a = Program.A;
        List<int> rows = [], places = [];
        for (int i = orthant.Block.Start; i < orthant.Block.End; i++)
        {
            ReadOnlySpan<int> row = a.ColumnIndices[a.RowStarts[i]..a.RowStarts[i + 1]];
            if (ReducedPattern.IsKept(orthant.Block, row.Length)) continue;
            rows.Add(i);
            places.AddRange(_pattern.PlacesOf(row));
        }
        return (orthant, [.. rows], [.. places]);
    }

    private void Form()
    {
        Array.Clear(_values);
        foreach ((ScaledCone cone, int[] places) in _cliques)
        {
            int q = cone.Columns.Indices.Length;
            Span<double> shared = _shared.AsSpan(0, q * q);
            shared.Clear();
            cone.AddProducts(shared);
            for (int j = 0, t = 0; j < q; j++)
            {
                for (int i = 0; i < j; i++, t++) _values[places[t]] += shared[i * q + j] + shared[j * q + i];
                _values[places[t++]] += shared[j * q + j];
            }
        }
        SparseMatrix a = Program.A;
        foreach ((ScaledOrthant cone, int[] rows, int[] places) in _rows)
        {
            for (int r = 0, t = 0; r < rows.Length; r++)
            {
                ReadOnlySpan<double> values = a.ValuesByRow[a.RowStarts[rows[r]]..a.RowStarts[rows[r] + 1]];
                double weight = 1 / cone.Ratios[rows[r] - cone.Block.Start];
                for (int j = 0; j < values.Length; j++)
                {
                    for (int i = 0; i <= j; i++, t++) _values[places[t]] += weight * values[i] * values[j];
                }
            }
        }
        for (int k = 0; k < _orthantOf.Length; k++)
        {
            int row = _pattern.KeptRows[k], first = a.RowStarts[row];
            for (int t = _keptStarts[k]; t < _keptStarts[k + 1]; t++) _values[_keptPlaces[t]] = a.ValuesByRow[first + t - _keptStarts[k]];
            if (_orthantOf[k] is { } orthant) _values[_diagonal[_pattern.Columns + k]] = -orthant.Ratios[row - orthant.Block.Start];
        }
        if (Program.P is not { } p) return;
        for (int k = 0; k < _objective.Length; k++) _values[_objective[k]] += p.Values[k];
    }
}

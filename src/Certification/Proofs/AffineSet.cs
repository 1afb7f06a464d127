using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>{v : M_Qᵀ diag(ω) v = t_Q} for chosen columns Q of a sparse matrix, with approximate projections onto it. Entries with ω = 0 stay.</summary>
internal sealed class AffineSet
{
    private const int MaxIterations = 300;

    private readonly SparseMatrix _matrix;
    private readonly double[] _weights;
    private readonly double[] _target;
    private readonly WeightedGram _gram;
    private readonly double[] _residual;
    private readonly double[] _change;

    /// <summary>The set; the arrays are kept.</summary>
    public AffineSet(SparseMatrix matrix, int[] columns, double[] weights, double[] target)
    {
        _matrix = matrix;
        _weights = weights;
        _target = target;
        _gram = new WeightedGram(matrix, columns, weights);
        _residual = new double[columns.Length];
        _change = new double[matrix.Rows];
    }

    /// <summary>Moves v to about the nearest point of the set in the ω-norm, in two rounds so that the residual is at rounding level.</summary>
    public void Project(Span<double> v)
    {
        for (var round = 0; round < 2; round++)
        {
            for (var q = 0; q < _residual.Length; q++)
            {
                var column = _gram.Columns[q];
                double sum = 0;
                for (var k = _matrix.ColumnStarts[column]; k < _matrix.ColumnStarts[column + 1]; k++)
                {
                    var row = _matrix.RowIndices[k];
                    sum += _weights[row] * _matrix.Values[k] * v[row];
                }

                _residual[q] = _target[column] - sum;
            }

            _gram.Combine(_gram.Solve(_residual, MaxIterations), _change);
            for (var i = 0; i < v.Length; i++)
                if (_weights[i] > 0) v[i] += _change[i];
        }
    }
}

using System.Numerics.Tensors;

namespace Copositive.Copositivity;

/// <summary>
/// The subspace L of ℝ^(1+n²) that holds z = (1, x) for every permutation matrix x (row by row): all z = (z₀, X) whose X has row and column
/// sums z₀. The matrices zzᵀ and their relaxations lie on the face {Y ⪰ 0 : range Y ⊆ L} of the semidefinite cone, the minimal one that
/// holds them all (Q. Zhao, S. Karisch, F. Rendl, H. Wolkowicz, J. Comb. Optim. 2 (1998)), of order dim L = (n−1)² + 1.
/// </summary>
/// <remarks>
/// L is spanned by the orthogonal parts (1, J/n), J of ones, and (0, X) with all sums 0; hence the orthogonal projection is
/// P(z₀, X) = α(1, J/n) + (0, X − row means − column means + mean) with α = ½(z₀ + ⟨J, X⟩/n). The projection of a symmetric W onto
/// the face is Π₊(PWP), because PWP maps L to L and its complement to 0. No basis is needed.
/// </remarks>
internal sealed class AssignmentFace
{
    private readonly int _n;
    private readonly double[] _rowSums, _columnSums;

    public AssignmentFace(int size)
    {
        _n = size;
        _rowSums = new double[size];
        _columnSums = new double[size];
        Order = 1 + size * size;
    }

    /// <summary>1 + n².</summary>
    public int Order { get; }

    /// <summary>W ← PWP for a symmetric W, row-major; symmetric to the bit afterwards.</summary>
    public void Compress(Span<double> matrix)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            for (int p = 0; p < Order; p++) Project(matrix.Slice(p * Order, Order));
            Transpose(matrix);
        }
        Symmetrize(matrix);
    }

    /// <summary>z ← Pz.</summary>
    public void Project(Span<double> z)
    {
        Span<double> x = z[1..];
        double sum = Sums(x), alpha = 0.5 * (z[0] + sum / _n), shift = alpha / _n + sum / ((double)_n * _n);
        z[0] = alpha;
        for (int k = 0; k < _n; k++) _columnSums[k] = shift - _columnSums[k] / _n;
        for (int i = 0; i < _n; i++)
        {
            Span<double> row = x.Slice(i * _n, _n);
            TensorPrimitives.Add(row, _columnSums, row);
            TensorPrimitives.Add(row, -_rowSums[i] / _n, row);
        }
    }

    /// <summary>Row and column sums of X into the work space; the sum of all entries.</summary>
    private double Sums(ReadOnlySpan<double> x)
    {
        Array.Clear(_columnSums);
        double total = 0;
        for (int i = 0; i < _n; i++)
        {
            ReadOnlySpan<double> row = x.Slice(i * _n, _n);
            TensorPrimitives.Add(row, _columnSums, _columnSums);
            total += _rowSums[i] = TensorPrimitives.Sum(row);
        }
        return total;
    }

    private void Transpose(Span<double> matrix)
    {
        for (int p = 0; p < Order; p++)
        {
            for (int q = 0; q < p; q++)
                (matrix[p * Order + q], matrix[q * Order + p]) = (matrix[q * Order + p], matrix[p * Order + q]);
        }
    }

    private void Symmetrize(Span<double> matrix)
    {
        for (int p = 0; p < Order; p++)
        {
            for (int q = 0; q < p; q++)
                matrix[p * Order + q] = matrix[q * Order + p] = 0.5 * (matrix[p * Order + q] + matrix[q * Order + p]);
        }
    }
}

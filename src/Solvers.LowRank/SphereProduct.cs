using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Solvers.LowRank;

/// <summary>
/// f(W) = ½⟨W, MW⟩ over matrices W with rows of length 1 (Burer and Monteiro 2003): its values, gradients and second derivatives along
/// tangents, all by products with the sparse M of which the diagonal is 0.
/// </summary>
internal sealed class SphereProduct(SparseMatrix matrix, int rank)
{
    private readonly double[] _image = new double[matrix.Columns * rank];

    /// <summary>The number of rows, n.</summary>
    public int Order => matrix.Columns;

    /// <summary>The number of columns of W.</summary>
    public int Rank => rank;

    /// <summary>λ of the last gradient: λ_i = −⟨(MW)_i, w_i⟩, so that M + Diag(λ) ⪰ 0 at the minimum over all ranks.</summary>
    public double[] Lambda { get; } = new double[matrix.Columns];

    /// <summary>
    /// One sweep of exact minimisation over a row at a time, w_i ← −(MW)_i/‖(MW)_i‖ (Wang, Chang and Kolter 2017). Returns by how much f fell.
    /// </summary>
    public double Sweep(double[] w)
    {
        double fall = 0;
        Span<double> g = _image.AsSpan(0, rank);
        for (int i = 0; i < Order; i++)
        {
            g.Clear();
            AddRow(i, w, g);
            double norm = Math.Sqrt(TensorPrimitives.SumOfSquares<double>(g));
            if (!(norm > 0)) continue;
            Span<double> row = w.AsSpan(i * rank, rank);
            fall += norm + TensorPrimitives.Dot<double>(g, row);
            TensorPrimitives.Multiply(g, -1 / norm, row);
        }
        return fall;
    }

    /// <summary>gradient ← MW + Diag(λ)W, and λ; returns f(W).</summary>
    public double Gradient(double[] w, double[] gradient)
    {
        double sum = 0;
        Multiply(w, gradient);
        for (int i = 0; i < Order; i++)
        {
            Span<double> row = gradient.AsSpan(i * rank, rank);
            ReadOnlySpan<double> wi = w.AsSpan(i * rank, rank);
            double along = TensorPrimitives.Dot(row, wi);
            Lambda[i] = -along;
            sum += along;
            TensorPrimitives.MultiplyAdd(wi, -along, row, row);
        }
        return 0.5 * sum;
    }

    /// <summary>f(W).</summary>
    public double Value(double[] w)
    {
        Multiply(w, _image);
        return 0.5 * TensorPrimitives.Dot<double>(w, _image);
    }

    /// <summary>image ← the tangent part of (M + Diag(λ))U, with the λ of the last gradient at W.</summary>
    public void Hessian(double[] w, double[] u, double[] image)
    {
        Multiply(u, image);
        for (int i = 0; i < Order; i++)
        {
            Span<double> row = image.AsSpan(i * rank, rank);
            ReadOnlySpan<double> wi = w.AsSpan(i * rank, rank);
            TensorPrimitives.MultiplyAdd(u.AsSpan(i * rank, rank), Lambda[i], row, row);
            TensorPrimitives.MultiplyAdd(wi, -TensorPrimitives.Dot(row, wi), row, row);
        }
    }

    /// <summary>Makes the length of every row 1.</summary>
    public void Normalize(double[] w)
    {
        for (int i = 0; i < Order; i++)
        {
            Span<double> row = w.AsSpan(i * rank, rank);
            TensorPrimitives.Divide(row, Math.Sqrt(TensorPrimitives.SumOfSquares<double>(row)), row);
        }
    }

    private void Multiply(double[] w, double[] image)
    {
        Array.Clear(image);
        for (int i = 0; i < Order; i++) AddRow(i, w, image.AsSpan(i * rank, rank));
    }

    /// <summary>sum ← sum + (MW)_i.</summary>
    private void AddRow(int i, double[] w, Span<double> sum)
    {
        ReadOnlySpan<int> rows = matrix.RowIndices[matrix.ColumnStarts[i]..matrix.ColumnStarts[i + 1]];
        ReadOnlySpan<double> values = matrix.Values[matrix.ColumnStarts[i]..matrix.ColumnStarts[i + 1]];
        for (int k = 0; k < rows.Length; k++) TensorPrimitives.MultiplyAdd(w.AsSpan(rows[k] * rank, rank), values[k], sum, sum);
    }
}

using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// The upper triangle, by columns, of A'A + σ₀I and, on the same pattern, of P: the matrix of ρ has the values Gram + P/ρ.
/// </summary>
internal sealed class NormalMatrix
{
    private NormalMatrix(int[] starts, int[] rows, double[] gram, double[]? quadratic)
    {
        Starts = starts;
        Rows = rows;
        Gram = gram;
        Quadratic = quadratic;
        Values = new double[gram.Length];
    }

    public int[] Starts { get; }

    public int[] Rows { get; }

    /// <summary>The values of A'A + σ₀I.</summary>
    public double[] Gram { get; }

    /// <summary>The values of P on the pattern, or null.</summary>
    public double[]? Quadratic { get; }

    /// <summary>The values of A'A + σ₀I + P/ρ after <see cref="Combine"/>.</summary>
    public double[] Values { get; }

    /// <summary>The number of products that forming A'A takes, and an upper bound on the entries of its pattern.</summary>
    public static long Products(SparseMatrix transpose)
    {
        long count = 0;
        for (int i = 0; i < transpose.Columns; i++)
        {
            long entries = transpose.ColumnStarts[i + 1] - transpose.ColumnStarts[i];
            count += entries * (entries + 1) / 2;
        }
        return count;
    }

    /// <summary>Forms the matrix column by column; rows of A that meet column j contribute their entries left of j.</summary>
    public static NormalMatrix Form(SparseMatrix a, SparseMatrix transpose, SparseMatrix? p, double proximalWeight)
    {
        int n = a.Columns;
        var starts = new int[n + 1];
        var rows = new List<int>();
        var gram = new List<double>();
        List<double>? quadratic = p is null ? null : [];
        double[] sums = new double[n], quadratics = new double[n];
        int[] touched = new int[n], seenFor = new int[n];
        Array.Fill(seenFor, -1);
        for (int j = 0; j < n; j++)
        {
            int count = 0;
            Touch(j);
            sums[j] += proximalWeight;
            for (int k = a.ColumnStarts[j]; k < a.ColumnStarts[j + 1]; k++)
            {
                int i = a.RowIndices[k];
                double value = a.Values[k];
                for (int l = transpose.ColumnStarts[i]; l < transpose.ColumnStarts[i + 1] && transpose.RowIndices[l] <= j; l++)
                {
                    int column = transpose.RowIndices[l];
                    Touch(column);
                    sums[column] += value * transpose.Values[l];
                }
            }
            if (p is not null)
            {
                for (int k = p.ColumnStarts[j]; k < p.ColumnStarts[j + 1]; k++)
                {
                    Touch(p.RowIndices[k]);
                    quadratics[p.RowIndices[k]] = p.Values[k];
                }
            }
            Span<int> pattern = touched.AsSpan(0, count);
            pattern.Sort();
            foreach (int i in pattern)
            {
                rows.Add(i);
                gram.Add(sums[i]);
                quadratic?.Add(quadratics[i]);
                sums[i] = quadratics[i] = 0;
            }
            starts[j + 1] = rows.Count;

            void Touch(int row)
            {
                if (seenFor[row] == j) return;
                seenFor[row] = j;
                touched[count++] = row;
            }
        }
        return new NormalMatrix(starts, [.. rows], [.. gram], quadratic?.ToArray());
    }

    /// <summary>Values ← Gram + Quadratic/ρ.</summary>
    public void Combine(double penalty)
    {
        if (Quadratic is null)
        {
            Gram.CopyTo(Values, 0);
            return;
        }
        System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(Quadratic, 1 / penalty, Gram, Values);
    }
}

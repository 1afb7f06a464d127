namespace Copositive.Numerics;

/// <summary>Writes the eigenvalues and eigenvectors that lanes hold, in ascending order of each matrix's eigenvalues.</summary>
internal static unsafe class EigenpairScatter
{
    /// <summary>Writes the pairs of one group.</summary>
    /// <param name="batch">Where to.</param>
    /// <param name="start">The matrix of lane 0.</param>
    /// <param name="matrices">How many lanes are matrices.</param>
    /// <param name="lanes">The lanes of a vector.</param>
    /// <param name="a">Lower triangles by rows, with the eigenvalues on the diagonal.</param>
    /// <param name="v">The eigenvectors as rows.</param>
    /// <param name="unscale">The factor of the eigenvalues, a lane each.</param>
    /// <param name="poison">Added to all results.</param>
    public static void Store(in SymmetricBatch batch, int start, int matrices, int lanes, double* a, double* v, double* unscale,
        double* poison)
    {
        int order = batch.Order;
        int* rank = stackalloc int[order];
        for (int lane = 0; lane < matrices; lane++, a++, v++)
        {
            double* values = batch.Values + (nint)(start + lane) * order;
            Sort(order, lanes, a, rank);
            for (int k = 0; k < order; k++)
                values[k] = a[Diagonal(rank[k]) * lanes] * unscale[lane] + poison[lane];
            if (batch.Vectors == null)
                continue;
            double* vectors = batch.Vectors + (nint)(start + lane) * order * order;
            for (int k = 0; k < order; k++)
            {
                double* row = v + (nint)rank[k] * order * lanes;
                for (int i = 0; i < order; i++, row += lanes)
                    *vectors++ = *row + poison[lane];
            }
        }
    }

    /// <summary>The indices of the diagonal in ascending order of its entries.</summary>
    private static void Sort(int order, int lanes, double* a, int* rank)
    {
        for (int k = 0; k < order; k++)
        {
            double value = a[Diagonal(k) * lanes];
            int place = k;
            for (; place > 0 && a[Diagonal(rank[place - 1]) * lanes] > value; place--)
                rank[place] = rank[place - 1];
            rank[place] = k;
        }
    }

    private static int Diagonal(int k) => k * (k + 3) / 2;
}

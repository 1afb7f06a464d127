namespace Copositive.Numerics;

/// <summary>The product of a symmetric matrix, given by its lower triangle, and a vector for one vector width.</summary>
internal static unsafe class SymvKernel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>y += a part's share of Ax.</summary>
    /// <remarks>
    /// The rows in excess of a multiple of 8 are taken first, which leaves whole blocks on the rest of the diagonal. Groups of 8 rows go to
    /// the parts forth and back (0, 1, 1, 0, …), which makes the shares nearly equal.
    /// </remarks>
    public static void Add(int n, double* a, nint stride, double* x, double* y, int part, int parts)
    {
        const int block = SymmetricSweep<TLanes, TVector>.Block;
        int head = n % block;
        if (part == 0)
            for (int row = 0; row < head; row++)
                AddRow(a + row * stride, x, y, row);
        for (int group = 0, start = head; start < n; group++, start += block)
        {
            int turn = group % (2 * parts);
            if (turn != part && turn != 2 * parts - 1 - part)
                continue;
            for (int row = start; row < start + block; row += 4)
                SymmetricSweep<TLanes, TVector>.AddFourTriangleRows(a + row * stride, stride, x, y, row, head, start);
        }
    }

    private static void AddRow(double* a, double* x, double* y, int row)
    {
        double factor = x[row], dot = a[row] * factor;
        for (int j = 0; j < row; j++)
        {
            y[j] += a[j] * factor;
            dot += a[j] * x[j];
        }
        y[row] += dot;
    }
}

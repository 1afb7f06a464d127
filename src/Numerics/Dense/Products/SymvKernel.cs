namespace Copositive.Numerics;

/// <summary>The product of a symmetric matrix, given by its lower triangle, and a vector for one vector width.</summary>
internal static unsafe class SymvKernel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>Rows are taken in groups of this many, so that the columns before a group are a whole number of vectors.</summary>
    private const int Group = 8;

    /// <summary>y += a part's share of Ax.</summary>
    /// <remarks>Groups of rows go to the parts forth and back (0, 1, 1, 0, …), which makes the shares nearly equal.</remarks>
    public static void Add(int n, double* a, nint stride, double* x, double* y, int part, int parts)
    {
        for (int group = 0; group * Group < n; group++)
        {
            int turn = group % (2 * parts), start = group * Group, end = Math.Min(start + Group, n);
            if (turn != part && turn != 2 * parts - 1 - part)
                continue;
            int row = start;
            for (; row + 4 <= end; row += 4)
                SymmetricSweep<TLanes, TVector>.AddFourRows(a + row * stride, stride, x, y, row, 0, start);
            for (; row < end; row++)
                AddRow(a + row * stride, x, y, row, 0, start);
            for (row = start; row < end; row++)
            {
                AddRow(a + row * stride, x, y, row, start, row);
                y[row] += a[row * stride + row] * x[row];
            }
        }
    }

    private static void AddRow(double* a, double* x, double* y, int row, int start, int end)
    {
        double factor = x[row], dot = 0;
        for (int j = start; j < end; j++)
        {
            y[j] += a[j] * factor;
            dot += a[j] * x[j];
        }
        y[row] += dot;
    }
}

using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// Solves TX = B in place for one diagonal block of a blocked triangular solve: T is packed in panels of eight rows, X in panels of at most
/// three vectors of columns, as for a matrix product.
/// </summary>
internal static unsafe class TriangularKernel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>The largest order.</summary>
    public const int MaximalOrder = 128;

    private const int Rows = TriangularTile<TLanes, TVector>.Rows;

    private static int PanelColumns => 3 * TLanes.Count;

    [ThreadStatic]
    private static AlignedBuffer? t_triangle;

    [ThreadStatic]
    private static AlignedBuffer? t_panel;

    /// <summary>Solves a system of order at most <see cref="MaximalOrder"/>.</summary>
    public static void Solve(in TriangularSystem system)
    {
        AlignedBuffer triangle = t_triangle ??= new AlignedBuffer(MaximalOrder * (MaximalOrder + Rows) / 2 + MaximalOrder);
        AlignedBuffer panel = t_panel ??= new AlignedBuffer(MaximalOrder * PanelColumns);
        int padded = (system.Order + Rows - 1) / Rows * Rows, lanes = TLanes.Count;
        double* reciprocals = triangle.Pointer, t = reciprocals + MaximalOrder, x = panel.Pointer;
        PackTriangle(in system, padded, t, reciprocals);
        for (int column = 0; column < system.Columns; column += PanelColumns)
        {
            TriangularSystem part = system.Slice(column, Math.Min(PanelColumns, system.Columns - column));
            int width = (part.Columns + lanes - 1) / lanes * lanes;
            LoadPanel(in part, x, width, padded);
            double* rows = t;
            for (int j = 0; j < padded; j += Rows)
            {
                TriangularTile<TLanes, TVector>.Solve(j, rows, Rows, reciprocals + j, x, width, width);
                rows += (j + Rows) * Rows;
            }
            StorePanel(in part, x, width);
        }
        GC.KeepAlive(triangle);
        GC.KeepAlive(panel);
    }

    /// <summary>
    /// Eight rows after another, each with their columns up to the diagonal's; bordered by an identity to a multiple of eight.
    /// </summary>
    private static void PackTriangle(in TriangularSystem system, int padded, double* t, double* reciprocals)
    {
        for (int j = 0; j < padded; j += Rows)
        {
            int rows = Math.Min(Rows, system.Order - j);
            double* source = system.T + j * system.TRow;
            if (rows < Rows)
                new Span<double>(t, (j + Rows) * Rows).Clear();
            Pack(source, system.TRow, system.TColumn, rows, j, t);
            t += j * Rows;
            source += j * system.TColumn;
            for (int r = 0; r < Rows; r++)
            {
                for (int k = 0; k < r && r < rows; k++)
                    t[k * Rows + r] = source[r * system.TRow + k * system.TColumn];
                reciprocals[j + r] = r >= rows || system.HasUnitDiagonal ? 1 : 1 / source[r * (system.TRow + system.TColumn)];
            }
            t += Rows * Rows;
        }
    }

    private static void Pack(double* source, nint row, nint column, int rows, int columns, double* target)
    {
        if (column == 1)
        {
            BlockTransposition.Copy(source, row, rows, columns, target, Rows);
            return;
        }
        for (int k = 0; k < columns; k++, source += column)
            for (int r = 0; r < rows; r++)
                target[k * Rows + r] = source[r * row];
    }

    private static void LoadPanel(in TriangularSystem part, double* x, int width, int padded)
    {
        int n = part.Order, columns = part.Columns;
        if (columns < width)
            for (int i = 0; i < n; i++)
                new Span<double>(x + i * width + columns, width - columns).Clear();
        new Span<double>(x + n * width, (padded - n) * width).Clear();
        if (part.XColumn == 1)
            for (int i = 0; i < n; i++)
                Unsafe.CopyBlockUnaligned(x + i * width, part.X + i * part.XRow, (uint)columns * sizeof(double));
        else if (part.XRow == 1)
            BlockTransposition.Copy(part.X, part.XColumn, columns, n, x, width);
        else
            BlockTransposition.Copy(part.X - (n - 1), part.XColumn, columns, n, x + (n - 1) * width, -width);
    }

    private static void StorePanel(in TriangularSystem part, double* x, int width)
    {
        int n = part.Order, columns = part.Columns;
        if (part.XColumn == 1)
            for (int i = 0; i < n; i++)
                Unsafe.CopyBlockUnaligned(part.X + i * part.XRow, x + i * width, (uint)columns * sizeof(double));
        else if (part.XRow == 1)
            BlockTransposition.Copy(x, width, n, columns, part.X, part.XColumn);
        else
            BlockTransposition.Copy(x + (n - 1) * width, -width, n, columns, part.X - (n - 1), part.XColumn);
    }
}

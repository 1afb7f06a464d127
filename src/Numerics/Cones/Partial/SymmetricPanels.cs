using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// A symmetric matrix A in double and in single precision, as panels of 48 columns whose rows follow one another, the layout in which
/// products of a few rows with A read it fastest.
/// </summary>
/// <remarks>48 columns are a whole number of register tiles for all vector widths and both precisions.</remarks>
internal sealed unsafe class SymmetricPanels
{
    private const int Width = 48;

    /// <summary>Fewer operations than this a thread do not pay for waking it.</summary>
    private const double LeastOperations = 2e5;

    private readonly int _order, _panels;
    private readonly AlignedBuffer _double, _single;
    private readonly WorkerTeam? _team;

    /// <summary>Allocates the panels, about 1.5n² doubles.</summary>
    public SymmetricPanels(int order, WorkerTeam? team)
    {
        _order = order;
        _team = team;
        _panels = (order + Width - 1) / Width;
        _double = new AlignedBuffer(_panels * Width * order);
        _single = new AlignedBuffer(_panels * Width / 2 * order);
    }

    /// <summary>Sets A.</summary>
    /// <param name="triangle">A divided by the scale, in the layout of <see cref="SymmetricVector"/>.</param>
    /// <param name="scale">What the entries are multiplied by.</param>
    /// <param name="offDiagonalScale">What those off the diagonal are multiplied by besides.</param>
    public void Set(ReadOnlySpan<double> triangle, double scale, double offDiagonalScale)
    {
        fixed (double* source = triangle)
            Share(2.0 * _order * _order, new Packing(this, source, scale, scale * offDiagonalScale));
    }

    /// <summary>Y ← VA.</summary>
    /// <param name="v">V, by rows of n.</param>
    /// <param name="rows">The rows of V and Y.</param>
    /// <param name="y">Y; not V.</param>
    public void Multiply(ReadOnlySpan<double> v, int rows, Span<double> y)
    {
        fixed (double* pv = v, py = y)
            Share(2.0 * _order * _order * rows, new DoubleProduct(this, pv, py, rows));
    }

    /// <summary>Y ← VA in single precision, and then what is to be done with the columns of Y that a thread has in its cache.</summary>
    /// <param name="v">V, by rows of n.</param>
    /// <param name="rows">The rows of V and Y.</param>
    /// <param name="y">Y; not V.</param>
    /// <param name="next">Is run on ranges of columns, a range a thread.</param>
    public void Multiply<TNext>(ReadOnlySpan<float> v, int rows, Span<float> y, TNext next)
        where TNext : struct, IColumnRangeStep
    {
        fixed (float* pv = v, py = y)
            Share(_order * (double)_order * rows, new SingleProduct<TNext>(this, pv, py, rows, next));
    }

    private void Share<TShare>(double operations, TShare share)
        where TShare : struct, IPanelShare
    {
        int parts = _team is null ? 1 : (int)Math.Min(Math.Min(_team.Threads, _panels), 1 + operations / LeastOperations);
        if (parts > 1)
            _team!.Run(parts, new Part<TShare>(share, _panels, parts));
        else
            share.Run(0, _panels);
    }

    private int WidthOf(int panel) => Math.Min(Width, _order - panel * Width);

    private double* DoublePanel(int panel) => _double.Pointer + (nint)panel * Width * _order;

    private float* SinglePanel(int panel) => (float*)_single.Pointer + (nint)panel * Width * _order;

    /// <summary>What a thread does with a range of panels.</summary>
    private interface IPanelShare
    {
        void Run(int first, int end);
    }

    private readonly struct Part<TShare>(TShare share, int panels, int parts) : IParallelBody
        where TShare : struct, IPanelShare
    {
        public void Run(int part) => share.Run((int)((long)panels * part / parts), (int)((long)panels * (part + 1) / parts));
    }

    private readonly struct DoubleProduct(SymmetricPanels a, double* v, double* y, int rows) : IPanelShare
    {
        public void Run(int first, int end)
        {
            int n = a._order;
            for (int p = first; p < end; p++)
                Gemm.MultiplyAdd(
                    GemmRegion.Full, rows, a.WidthOf(p), n, 1, v, n, 1, a.DoublePanel(p), Width, 1, 0, y + p * Width, n);
        }
    }

    private readonly struct SingleProduct<TNext>(SymmetricPanels a, float* v, float* y, int rows, TNext next) : IPanelShare
        where TNext : struct, IColumnRangeStep
    {
        public void Run(int first, int end)
        {
            int n = a._order;
            for (int p = first; p < end; p++)
                Gemm.MultiplyAdd(
                    GemmRegion.Full, rows, a.WidthOf(p), n, 1f, v, n, 1, a.SinglePanel(p), Width, 1, 0f, y + p * Width, n);
            next.Run(first * Width, Math.Min(end * Width, n));
        }
    }

    private readonly struct Packing(SymmetricPanels a, double* triangle, double diagonal, double offDiagonal) : IPanelShare
    {
        private const int Block = 8;

        public void Run(int first, int end)
        {
            for (int p = first; p < end; p++)
            {
                Pack(p, a.DoublePanel(p));
                TensorPrimitives.ConvertTruncating(
                    new ReadOnlySpan<double>(a.DoublePanel(p), Width * a._order), new Span<float>(a.SinglePanel(p), Width * a._order));
            }
        }

        private void Pack(int p, double* panel)
        {
            int start = p * Width, width = a.WidthOf(p), order = a._order;
            for (int j = 0; j < width; j += Block)
                for (int i = 0; i < start + j; i += Block)
                    Transpose(panel + i * Width + j, i, start + j, Math.Min(start + width, start + j + Block));
            for (int i = start; i < order; i++)
            {
                int length = Math.Min(width, i - start + 1);
                TensorPrimitives.Multiply(
                    new ReadOnlySpan<double>(triangle + SymmetricVector.Length(i) + start, length), offDiagonal,
                    new Span<double>(panel + i * Width, length));
            }
            for (int j = start; j < start + width; j++)
            {
                panel[j * Width + j - start] = diagonal * triangle[SymmetricVector.Length(j) + j];
                for (int i = j & ~(Block - 1); i < j; i++)
                    panel[i * Width + j - start] = panel[j * Width + i - start];
            }
        }

        /// <summary>Columns first … end − 1 of eight rows above the diagonal.</summary>
        private void Transpose(double* target, int row, int first, int end)
        {
            for (int j = first; j < end; j++, target++)
            {
                double* source = triangle + SymmetricVector.Length(j) + row;
                target[0] = offDiagonal * source[0];
                target[Width] = offDiagonal * source[1];
                target[2 * Width] = offDiagonal * source[2];
                target[3 * Width] = offDiagonal * source[3];
                target[4 * Width] = offDiagonal * source[4];
                target[5 * Width] = offDiagonal * source[5];
                target[6 * Width] = offDiagonal * source[6];
                target[7 * Width] = offDiagonal * source[7];
            }
        }
    }
}

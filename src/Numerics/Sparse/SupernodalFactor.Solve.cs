using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <content>Solves with the factor.</content>
internal sealed unsafe partial class SupernodalFactor
{
    private const long LeastParallelSolve = 300_000;

    /// <summary>What each part's subtrees subtract from the unknowns above them; empty where solves run on one thread.</summary>
    private readonly double[][] _collected;

    public void Solve(Span<double> x)
    {
        fixed (double* px = x)
        {
            if (_collected.Length == 0)
            {
                for (int s = 0; s < _nodes.Count; s++)
                    SolveForward(s, px, px, int.MaxValue);
                for (int s = _nodes.Count - 1; s >= 0; s--)
                    SolveBackward(s, px);
            }
            else
            {
                _team!.Run(_schedule.Parts, new ForwardBody(this, px));
                foreach (int s in _schedule.Above)
                {
                    Collect(s, px);
                    SolveForward(s, px, px, int.MaxValue);
                }
                for (int k = _schedule.Above.Length - 1; k >= 0; k--)
                    SolveBackward(_schedule.Above[k], px);
                _team.Run(_schedule.Parts, new BackwardBody(this, px));
            }
        }
        GC.KeepAlive(this);
    }

    public void SolveBlock(double* x, int count, int place)
    {
        double* below = _workspaces[place].Below.Pointer;
        for (int s = 0; s < _nodes.Count; s++)
            SolveForward(s, x, count, below);
        for (int s = _nodes.Count - 1; s >= 0; s--)
            SolveBackward(s, x, count, below);
        GC.KeepAlive(this);
    }

    /// <summary>Adds what the subtrees left for a supernode above them, and clears it.</summary>
    private void Collect(int s, double* x)
    {
        foreach (double[] collected in _collected)
            for (int j = _nodes.First[s]; j < _nodes.First[s + 1]; j++)
            {
                x[j] += collected[j];
                collected[j] = 0;
            }
    }

    /// <summary>
    /// Solves for a supernode's own unknowns and takes them out of the rows below: from <paramref name="end"/> on, out of another
    /// vector.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SolveForward(int s, double* x, double* beyond, int end)
    {
        int first = _nodes.First[s], width = _nodes.Width(s), start = _nodes.RowStarts[s], rows = Rows(s);
        double* row = Panel(s), own = x + first;
        for (int r = 1; r < rows; r++)
        {
            row += width;
            int length = Math.Min(r, width), i = _nodes.Rows[start + r];
            double sum = 0;
            if (length >= 16)
                sum = TensorPrimitives.Dot<double>(new ReadOnlySpan<double>(row, length), new ReadOnlySpan<double>(own, length));
            else
                for (int c = 0; c < length; c++)
                    sum += row[c] * own[c];
            (i < end ? x : beyond)[i] -= sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SolveBackward(int s, double* x)
    {
        int first = _nodes.First[s], width = _nodes.Width(s), start = _nodes.RowStarts[s], rows = Rows(s);
        double* own = x + first, row = Panel(s) + (nint)rows * width;
        for (int c = 0; c < width; c++)
            own[c] /= _diagonal[first + c];
        for (int r = rows - 1; r > 0; r--)
        {
            row -= width;
            int length = Math.Min(r, width);
            double value = x[_nodes.Rows[start + r]];
            if (length >= 16)
            {
                var target = new Span<double>(own, length);
                TensorPrimitives.MultiplyAdd(new ReadOnlySpan<double>(row, length), -value, target, target);
            }
            else
                for (int c = 0; c < length; c++)
                    own[c] -= row[c] * value;
        }
    }

    private void SolveForward(int s, double* x, int count, double* below)
    {
        int width = _nodes.Width(s), rest = Rows(s) - width;
        double* panel = Panel(s), own = x + (nint)_nodes.First[s] * count;
        for (int r = 1; r < width; r++)
            for (int c = 0; c < r; c++)
                Subtract(own + (nint)r * count, panel[r * width + c], own + (nint)c * count, count);
        if (rest == 0)
            return;
        Gemm.MultiplyAdd(GemmRegion.Full, rest, count, width, 1, panel + (nint)width * width, width, 1, own, count, 1, 0, below, count);
        ReadOnlySpan<int> rows = _nodes.Rows.AsSpan(_nodes.RowStarts[s] + width, rest);
        for (int i = 0; i < rest; i++)
            Subtract(x + (nint)rows[i] * count, 1, below + (nint)i * count, count);
    }

    private void SolveBackward(int s, double* x, int count, double* below)
    {
        int first = _nodes.First[s], width = _nodes.Width(s), rest = Rows(s) - width;
        double* panel = Panel(s), own = x + (nint)first * count;
        for (int c = 0; c < width; c++)
        {
            var row = new Span<double>(own + (nint)c * count, count);
            TensorPrimitives.Divide(row, _diagonal[first + c], row);
        }
        if (rest > 0)
        {
            ReadOnlySpan<int> rows = _nodes.Rows.AsSpan(_nodes.RowStarts[s] + width, rest);
            for (int i = 0; i < rest; i++)
                new Span<double>(x + (nint)rows[i] * count, count).CopyTo(new Span<double>(below + (nint)i * count, count));
            double* lower = panel + (nint)width * width;
            Gemm.MultiplyAdd(GemmRegion.Full, width, count, rest, -1, lower, 1, width, below, count, 1, 1, own, count);
        }
        for (int r = width - 1; r > 0; r--)
            for (int c = 0; c < r; c++)
                Subtract(own + (nint)c * count, panel[r * width + c], own + (nint)r * count, count);
    }

    /// <summary>y ← y − factor·x.</summary>
    private static void Subtract(double* y, double factor, double* x, int count)
    {
        var target = new Span<double>(y, count);
        TensorPrimitives.MultiplyAdd(new ReadOnlySpan<double>(x, count), -factor, target, target);
    }

    private readonly struct ForwardBody(SupernodalFactor factor, double* x) : IParallelBody
    {
        public void Run(int part)
        {
            fixed (double* collected = factor._collected[part])
                foreach ((int first, int end) in factor._schedule.Subtrees[part])
                    for (int s = first; s < end; s++)
                        factor.SolveForward(s, x, collected, factor._nodes.First[end]);
        }
    }

    private readonly struct BackwardBody(SupernodalFactor factor, double* x) : IParallelBody
    {
        public void Run(int part)
        {
            (int First, int End)[] subtrees = factor._schedule.Subtrees[part];
            for (int k = subtrees.Length - 1; k >= 0; k--)
                for (int s = subtrees[k].End - 1; s >= subtrees[k].First; s--)
                    factor.SolveBackward(s, x);
        }
    }
}

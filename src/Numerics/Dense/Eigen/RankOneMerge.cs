namespace Copositive.Numerics;

/// <summary>
/// One merge of <see cref="TridiagonalDivideAndConquer"/>: from the eigenvalues d and eigenvectors, the rows of Q, of diag(T₁, T₂) to
/// those of diag(T₁, T₂) + ρvv'. With z = Qv these are the eigenvalues of diag(d) + ρzz', and its eigenvectors times Q.
/// </summary>
/// <remarks>The stages that parts of a <see cref="WorkerTeam"/> share are in <see cref="RunPart"/>.</remarks>
internal sealed unsafe class RankOneMerge
{
    private readonly EigenKernels _kernels = EigenKernels.Widest;
    private readonly RankOneDeflation _deflation;
    private readonly int[] _final;
    private readonly double[] _values;
    private readonly AlignedBuffer _z;
    private readonly SecularWorkspace _secular;

    private RankOneMergeBlock _block;
    private SecularProblem _problem;
    private int _firstRoot, _endRoot;

    /// <summary>Allocates the work space for merges up to the given order.</summary>
    public RankOneMerge(int order)
    {
        _deflation = new RankOneDeflation(order);
        _final = new int[order];
        _values = new double[order];
        _z = new AlignedBuffer(order);
        _secular = new SecularWorkspace(order);
    }

    /// <summary>What the parts of a team do together.</summary>
    public enum Stage
    {
        /// <summary>Finds the roots, and gathers the rows of Q that are multiplied.</summary>
        Roots,

        /// <summary>Makes the exact weights.</summary>
        Weights,

        /// <summary>Makes the wanted vectors and multiplies them by the gathered rows.</summary>
        Vectors,

        /// <summary>Brings products and kept rows to their places.</summary>
        Places,
    }

    private int KeptCount => _deflation.KeptCount;

    /// <summary>Merges; returns the range of rows of Q that were formed.</summary>
    /// <param name="block">The matrices.</param>
    /// <param name="selection">The eigenvectors to form.</param>
    /// <param name="team">Shares the work; null for the calling thread.</param>
    public (int First, int End) Run(in RankOneMergeBlock block, EigenvectorSelection selection, WorkerTeam? team)
    {
        _block = block;
        double* z = _z.Pointer;
        int n1 = block.FirstOrder, n = block.Order;
        // v = (e_{n1−1}, sign(cut) e_{n1}); z = Qv/√2 has norm 1.
        double rootHalf = Math.Sqrt(0.5), second = block.Cut < 0 ? -rootHalf : rootHalf;
        int lastOfFirst = block.EndsOnly ? 1 : n1 - 1, firstOfSecond = block.EndsOnly ? 0 : n1;
        for (int i = 0; i < n; i++)
        {
            double* entry = block.Q + i * block.Stride + (i < n1 ? lastOfFirst : firstOfSecond);
            z[i] = (i < n1 ? rootHalf : second) * *entry;
            if (block.EndsOnly)
                *entry = 0;
        }
        double rho = 2 * Math.Abs(block.Cut);
        _deflation.Deflate(n1, n, block.Values, z, rho, block.Q, block.Stride, block.FirstWidth + block.SecondWidth);
        _problem = _secular.Set(_deflation, block.Values, z, rho);
        Share(Stage.Roots, team);
        MergeValues();
        (_block.First, _block.End) = selection.Of(new ReadOnlySpan<double>(block.Values, n));
        (_firstRoot, _endRoot) = WantedRoots(_block.First, _block.End);
        if (_firstRoot < _endRoot)
            Share(Stage.Weights, team);
        if (_block.First < _block.End)
            Share(Stage.Vectors, team);
        if (KeptCount > 0)
            Share(Stage.Places, team);
        return (_block.First, _block.End);
    }

    /// <summary>Does one part of a stage.</summary>
    public void RunPart(Stage stage, int part, int parts)
    {
        int changed = _problem.Count;
        (int from, int end) = Partition.Of(changed, part, parts, SecularProblem.Padding);
        switch (stage)
        {
            case Stage.Roots:
                _kernels.FindRoots(in _problem, from, end);
                (from, end) = Partition.Of(changed, part, parts);
                Gather(from, end);
                break;
            case Stage.Weights:
                _kernels.MakeWeights(in _problem, from, end);
                break;
            case Stage.Vectors:
                (from, end) = Partition.Of(_endRoot - _firstRoot, part, parts);
                MakeRows(from, end);
                (from, end) = Partition.Of(KeptCount, part, parts);
                for (int k = from; k < end; k++)
                    CopyRow(_block.Q + _deflation.Kept[k] * _block.Stride, _block.Products + (_endRoot - _firstRoot + k) * _block.Stride);
                break;
            default:
                (from, end) = Partition.Of(_block.End - _block.First, part, parts);
                Place(_block.First + from, _block.First + end);
                break;
        }
    }

    private void Share(Stage stage, WorkerTeam? team)
    {
        if (team is null || _problem.Count < TeamThreshold.MergeOrder)
            RunPart(stage, 0, 1);
        else
            team.Run(team.Threads, new MergePart(this, stage, team.Threads));
    }

    /// <summary>
    /// Writes the eigenvalues, ascending, over d; final[k] is a root's number, or that of a kept row plus the number of roots.
    /// </summary>
    private void MergeValues()
    {
        int n = _block.Order, changed = _problem.Count, a = 0, b = 0;
        double* d = _block.Values, roots = _problem.Roots;
        for (int k = 0; k < n; k++)
        {
            bool takeRoot = b == n - changed || (a < changed && roots[a] <= d[_deflation.Kept[b]]);
            _values[k] = takeRoot ? roots[a] : d[_deflation.Kept[b]];
            _final[k] = takeRoot ? a++ : changed + b++;
        }
        _values.AsSpan(0, n).CopyTo(new Span<double>(d, n));
    }

    private (int First, int End) WantedRoots(int first, int end)
    {
        int changed = _problem.Count, low = changed, high = 0;
        for (int k = first; k < end; k++)
            if (_final[k] < changed)
            {
                low = Math.Min(low, _final[k]);
                high = Math.Max(high, _final[k] + 1);
            }
        return low < high ? (low, high) : (0, 0);
    }

    /// <summary>
    /// The number of changed rows that are not zero in the first block's columns; the others but for the mixed come after these.
    /// </summary>
    private int Upper => _deflation.KindCounts[RankOneDeflation.Top] + _deflation.KindCounts[RankOneDeflation.Mixed];

    private int Top => _deflation.KindCounts[RankOneDeflation.Top];

    private double* GatheredLower => _block.Gathered + (nint)Upper * _block.FirstWidth;

    /// <summary>Copies the changed rows from … end − 1 in the order of their kinds, without the half that is zero.</summary>
    private void Gather(int from, int end)
    {
        int width1 = _block.FirstWidth, width2 = _block.SecondWidth;
        if (_block.EndsOnly)
        {
            GatherEnds(from, end);
            return;
        }
        for (int k = from; k < end; k++)
        {
            double* row = _block.Q + _deflation.Changed[_deflation.ByKind[k]] * _block.Stride;
            if (k < Upper)
                Copy(row, _block.Gathered + (nint)k * width1, width1);
            if (k >= Top)
                Copy(row + width1, GatheredLower + (nint)(k - Top) * width2, width2);
        }
    }

    /// <summary>The first and the last entries of the changed rows from … end − 1, one of them zero unless the row is mixed.</summary>
    private void GatherEnds(int from, int end)
    {
        for (int k = from; k < end; k++)
        {
            double* row = _block.Q + _deflation.Changed[_deflation.ByKind[k]] * _block.Stride;
            _block.Gathered[k] = k < Upper ? row[0] : 0;
            _block.GatheredLast[k] = k >= Top ? row[1] : 0;
        }
    }

    /// <summary>The rows of the new Q for some of the wanted roots; where no row was kept, they go to their places at once.</summary>
    private void MakeRows(int from, int end)
    {
        if (from == end)
            return;
        bool direct = KeptCount == 0;
        nint stride = direct ? _block.TargetStride : _block.Stride;
        double* target = direct ? _block.Target + (_block.First + from) * stride : _block.Products + from * stride;
        int first = _firstRoot + from, last = _firstRoot + end;
        if (_block.EndsOnly)
        {
            _kernels.MakeProducts(in _problem, first, last, _block.Gathered, _block.GatheredLast, target, stride);
            return;
        }
        double* vectors = _block.SecularVectors + from * _block.SecularStride;
        _kernels.MakeVectors(in _problem, first, last, vectors, _block.SecularStride);
        Multiply(end - from, vectors, target, stride);
    }

    /// <summary>Products of secular vectors with the gathered rows.</summary>
    private void Multiply(int count, double* vectors, double* target, nint stride)
    {
        int width1 = _block.FirstWidth, width2 = _block.SecondWidth, lower = _problem.Count - Top;
        nint secularStride = _block.SecularStride;
        Gemm.MultiplyAdd(
            GemmRegion.Full, count, width1, Upper, 1, vectors, secularStride, 1, _block.Gathered, width1, 1, 0, target, stride);
        Gemm.MultiplyAdd(
            GemmRegion.Full, count, width2, lower, 1, vectors + Top, secularStride, 1, GatheredLower, width2, 1,
            0, target + width1, stride);
    }

    private void Place(int first, int end)
    {
        int changed = _problem.Count;
        for (int k = first; k < end; k++)
        {
            int row = _final[k] < changed ? _final[k] - _firstRoot : _final[k] - changed + _endRoot - _firstRoot;
            CopyRow(_block.Products + row * _block.Stride, _block.Target + k * _block.TargetStride);
        }
    }

    private void CopyRow(double* source, double* target) => Copy(source, target, _block.FirstWidth + _block.SecondWidth);

    private static void Copy(double* source, double* target, int length) =>
        new ReadOnlySpan<double>(source, length).CopyTo(new Span<double>(target, length));

    private readonly struct MergePart(RankOneMerge merge, Stage stage, int parts) : IParallelBody
    {
        public void Run(int part) => merge.RunPart(stage, part, parts);
    }
}

namespace Copositive.Numerics;

/// <summary>
/// Splits the eigenproblem of diag(d) + ρ zz' in the basis of the rows of Q into the part the update changes and the part it leaves
/// (Cuppen 1981; Rutter 1994): a tiny z_i leaves pair i as it is, and of two nearly equal d_i one is freed of z by a rotation of the
/// two rows.
/// </summary>
/// <remarks>
/// A row of Q is nonzero in the first block's columns only (kind <see cref="Top"/>), the second's only (<see cref="Bottom"/>), or both
/// (<see cref="Mixed"/>, after a rotation). Changed rows are grouped by kind so that products skip the zeros.
/// </remarks>
internal sealed unsafe class RankOneDeflation
{
    public const int Top = 0, Mixed = 1, Bottom = 2;

    private const double Roundoff = 1.1102230246251565e-16;
    private readonly int[] _sorted, _kind;

    /// <summary>Allocates for problems up to the given order.</summary>
    public RankOneDeflation(int order)
    {
        _sorted = new int[order];
        _kind = new int[order];
        Changed = new int[order];
        Kept = new int[order];
        ByKind = new int[order];
        KindCounts = new int[3];
    }

    /// <summary>The rows that the update changes, by ascending d; <see cref="ChangedCount"/> of them.</summary>
    public int[] Changed { get; }

    public int ChangedCount { get; private set; }

    /// <summary>The rows that are eigenvectors already, by ascending d; <see cref="KeptCount"/> of them.</summary>
    public int[] Kept { get; }

    public int KeptCount { get; private set; }

    /// <summary>Places in <see cref="Changed"/>, those of kind Top first, Bottom last.</summary>
    public int[] ByKind { get; }

    /// <summary>The number of changed rows of each kind.</summary>
    public int[] KindCounts { get; }

    /// <summary>Deflates; d, z and rows of Q change by the rotations.</summary>
    /// <param name="n1">The order of the first block; both blocks' d ascend.</param>
    /// <param name="n">The order of both.</param>
    /// <param name="d">The diagonal.</param>
    /// <param name="z">A unit vector.</param>
    /// <param name="rho">ρ ≥ 0.</param>
    /// <param name="q">Q.</param>
    /// <param name="stride">The distance between its rows.</param>
    /// <param name="width">Their length.</param>
    public void Deflate(int n1, int n, double* d, double* z, double rho, double* q, nint stride, int width)
    {
        MergeSorted(n1, n, d);
        double largestD = 0, largestZ = 0;
        for (int i = 0; i < n; i++)
        {
            _kind[i] = i < n1 ? Top : Bottom;
            largestD = Math.Max(largestD, Math.Abs(d[i]));
            largestZ = Math.Max(largestZ, Math.Abs(z[i]));
        }
        double tolerance = 8 * Roundoff * Math.Max(largestD, largestZ);
        ChangedCount = KeptCount = 0;
        int pending = -1;
        for (int place = 0; place < n; place++)
        {
            int i = _sorted[place];
            if (rho * Math.Abs(z[i]) <= tolerance)
                Kept[KeptCount++] = i;
            else if (pending < 0)
                pending = i;
            else if (TryRotate(pending, i, d, z, tolerance, q, stride, width))
            {
                Kept[KeptCount++] = pending;
                pending = i;
            }
            else
            {
                Changed[ChangedCount++] = pending;
                pending = i;
            }
        }
        if (pending >= 0)
            Changed[ChangedCount++] = pending;
        SortKept(d);
        GroupByKind();
    }

    private void MergeSorted(int n1, int n, double* d)
    {
        int a = 0, b = n1;
        for (int place = 0; place < n; place++)
            _sorted[place] = b == n || (a < n1 && d[a] <= d[b]) ? a++ : b++;
    }

    /// <summary>
    /// Rotates rows i and j so that z_i = 0, when the off-diagonal entry (d_j − d_i)cs that this makes is negligible.
    /// </summary>
    private bool TryRotate(int i, int j, double* d, double* z, double tolerance, double* q, nint stride, int width)
    {
        double radius = Math.Sqrt(z[i] * z[i] + z[j] * z[j]), c = z[j] / radius, s = -z[i] / radius;
        if (Math.Abs((d[j] - d[i]) * c * s) > tolerance)
            return false;
        z[j] = radius;
        z[i] = 0;
        if (_kind[i] != _kind[j])
            _kind[i] = _kind[j] = Mixed;
        EigenKernels.Widest.RotatePair(q + i * stride, q + j * stride, width, c, s);
        (d[i], d[j]) = (d[i] * c * c + d[j] * s * s, d[i] * s * s + d[j] * c * c);
        return true;
    }

    /// <summary>Insertion sort: the rotations disturb an ascending order only slightly.</summary>
    private void SortKept(double* d)
    {
        for (int k = 1; k < KeptCount; k++)
        {
            int row = Kept[k], place = k;
            for (; place > 0 && d[Kept[place - 1]] > d[row]; place--)
                Kept[place] = Kept[place - 1];
            Kept[place] = row;
        }
    }

    private void GroupByKind()
    {
        Array.Clear(KindCounts);
        for (int k = 0; k < ChangedCount; k++)
            KindCounts[_kind[Changed[k]]]++;
        int top = 0, mixed = KindCounts[Top], bottom = mixed + KindCounts[Mixed];
        for (int k = 0; k < ChangedCount; k++)
        {
            int kind = _kind[Changed[k]];
            ByKind[kind == Top ? top++ : kind == Mixed ? mixed++ : bottom++] = k;
        }
    }
}

namespace Copositive.Numerics;

/// <summary>What one thread of a supernodal factorisation works in.</summary>
internal sealed class SupernodalWorkspace
{
    private readonly int _mostRows;

    /// <summary>Allocates for the largest of the supernodes' updates.</summary>
    public SupernodalWorkspace(SupernodePartition nodes)
    {
        int widest = 0;
        long product = 0, scaled = 0;
        for (int s = 0; s < nodes.Count; s++)
        {
            int width = nodes.Width(s), end = nodes.RowStarts[s + 1];
            widest = Math.Max(widest, width);
            _mostRows = Math.Max(_mostRows, end - nodes.RowStarts[s]);
            for (int k = nodes.RowStarts[s] + width, after; k < end; k = after)
            {
                after = nodes.EndOfTarget(k, end);
                product = Math.Max(product, (long)(end - k) * (after - k));
                scaled = Math.Max(scaled, (long)width * (after - k));
            }
        }
        if (product > Array.MaxLength - 64)
            throw new ArgumentException($"An update of this factorisation has {product} entries, more than an array can hold.");
        Product = new AlignedBuffer((int)product);
        Scaled = new AlignedBuffer((int)scaled);
        Panel = new DenseLdlPanel(widest);
        Place = new int[nodes.Of.Length];
    }

    /// <summary>An update before it is scattered.</summary>
    public AlignedBuffer Product { get; }

    /// <summary>Rows of L times D.</summary>
    public AlignedBuffer Scaled { get; }

    public DenseLdlPanel Panel { get; }

    /// <summary>Where each row of the matrix stands in the panel worked at.</summary>
    public int[] Place { get; }

    /// <summary>The rows below a supernode, of a chunk of right-hand sides.</summary>
    public AlignedBuffer Below => field ??= new AlignedBuffer(checked(_mostRows * SparseLdl.ChunkSize));

    /// <summary>What became of the pivots.</summary>
    public PivotTally Tally;
}

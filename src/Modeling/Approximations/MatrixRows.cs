using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// The entries M_pq of a block of the copositive family, for sums of multiples of them in new rows. Where such sums of the program's numbers would
/// round, the entries first become columns of their own, so that the new rows hold nothing but the multiples.
/// </summary>
internal sealed class MatrixRows
{
    private readonly ProgramRewriter _rewriter;
    private readonly ConeBlock _block;
    private readonly int _column = -1;

    public MatrixRows(ProgramRewriter rewriter, ConeBlock block, CoefficientRange coefficients)
    {
        _rewriter = rewriter;
        _block = block;
        if (rewriter.SumsExactly(block, coefficients)) return;
        _column = rewriter.AddColumns(block.Rows, block.Name);
        int equal = rewriter.AddBlock(Cone.Zero, block.Rows, $"{block.Name}: entries");
        for (int j = 0, t = 0; j < block.Order; j++)
        {
            for (int i = 0; i <= j; i++, t++)
            {
                rewriter.AddRow(equal + t, block.Start + t, 1);
                rewriter.AddEntry(equal + t, _column + t, 1);
                rewriter.MapDual(block.Start + t, equal + t, i == j ? 1 : 0.5);
                rewriter.StartDual(equal + t, block.Start + t, i == j ? 1 : 2);
            }
        }
    }

    /// <summary>Adds to a row of weight 1 the inner product of M with a symmetric matrix that has this entry at (p, q) and (q, p).</summary>
    public void Add(int row, int p, int q, double entry)
    {
        int t = SymmetricVector.Index(p, q);
        double factor = p == q ? entry : 2 * entry;
        if (_column >= 0)
        {
            _rewriter.AddEntry(row, _column + t, -factor);
            return;
        }
        _rewriter.AddRow(row, _block.Start + t, factor);
        _rewriter.MapDual(_block.Start + t, row, entry);
    }
}

using System.Collections.Immutable;

namespace Copositive.Modeling;

/// <summary>A block of an SDPA file and the block of a program whose entries it holds.</summary>
/// <param name="Source">The index of the program's block.</param>
/// <param name="Size">n for a symmetric matrix, −n for a diagonal of n entries.</param>
/// <param name="Negated">Whether it holds the negatives.</param>
/// <param name="OffDiagonalOnly">Whether it is the diagonal block of a matrix block's off-diagonal entries.</param>
internal sealed record SdpaBlock(int Source, int Size, bool Negated = false, bool OffDiagonalOnly = false)
{
    /// <summary>Whether blocks in such a cone can be written.</summary>
    public static bool CanExpress(ConeKind kind) =>
        kind is ConeKind.PositiveSemidefinite or ConeKind.Nonnegative or ConeKind.Zero or ConeKind.DoublyNonnegative;

    /// <summary>The blocks of the file, none of them empty.</summary>
    public static ImmutableArray<SdpaBlock> ListOf(ConicProgram program)
    {
        var list = ImmutableArray.CreateBuilder<SdpaBlock>();
        for (int k = 0; k < program.Blocks.Length; k++)
        {
            ConeBlock block = program.Blocks[k];
            if (block.Rows == 0) continue;
            list.Add(new SdpaBlock(k, block.Cone.IsMatrixCone ? block.Order : -block.Rows));
            if (block.Cone.Kind == ConeKind.Zero) list.Add(new SdpaBlock(k, -block.Rows, Negated: true));
            if (block.Cone.Kind == ConeKind.DoublyNonnegative && block.Order > 1)
                list.Add(new SdpaBlock(k, block.Order - block.Rows, OffDiagonalOnly: true));
        }
        return list.ToImmutable();
    }

    /// <summary>The row and column, from 0, of entry k of the program's block; null where this block does not hold it.</summary>
    public (int Row, int Column)? Place(int k)
    {
        if (Size < 0 && !OffDiagonalOnly) return (k, k);
        (int i, int j) = EntryAt(k);
        if (!OffDiagonalOnly) return (i, j);
        if (i == j) return null;
        int place = k - j;
        return (place, place);
    }

    /// <summary>The row and column of entry k of a triangle: the largest j with j(j+1)/2 ≤ k, and what is left over.</summary>
    private static (int Row, int Column) EntryAt(int k)
    {
        long j = (long)((Math.Sqrt(8.0 * k + 1) - 1) / 2);
        if (j * (j + 1) / 2 > k) j--;
        else if ((j + 1) * (j + 2) / 2 <= k) j++;
        return ((int)(k - j * (j + 1) / 2), (int)j);
    }
}

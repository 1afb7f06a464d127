using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Reads semidefinite programs in SDPA's sparse format (.dat-s; Fujisawa, Kojima, Nakata, Yamashita: SDPA User's Manual, 2002).
/// <code>minimise c₁x₁ + … + c_m x_m   subject to   x₁F₁ + … + x_m F_m − F₀ ⪰ 0,   x free</code>
/// The F_k are block diagonal. Block k becomes a block "block k" of the program: positive semidefinite, or, where its size is given as −n,
/// the n diagonal entries in the nonnegative orthant. So s = b − Ax with b = −F₀ and column k of A equal to −F_k, both in the layout of
/// <see cref="ConicProgram"/>.
/// <para>
/// The text: lines that begin with <c>"</c> or <c>*</c> are comments; then m; the number of blocks; the block sizes; c, over as many lines
/// as it needs; then one entry a line, <c>matrix block row column value</c>, counted from 1 within blocks, matrix 0 for F₀. Commas, braces
/// and parentheses separate like spaces; remarks may follow m, the number of blocks, the sizes and c on their line; exponents may be
/// written with D. An entry below the diagonal stands for its mirror image. A matrix entry may be stated once, or once in each triangle
/// with the same value: other repetitions are refused, as CSDP refuses them, because programs disagree on whether to add them.
/// </para>
/// </summary>
public static class SdpaReader
{
    /// <summary>Reads a file; the program is named like the file without its extension.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputFormatException">The file cannot be read or is malformed; the message names file, line and
    /// expectation.</exception>
    public static ConicProgram Read(string path)
    {
        using StreamReader reader = InputFile.OpenText(path);
        return Read(reader, path);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="reader">The text, read to its end and not disposed.</param>
    /// <param name="file">The name by which errors call it.</param>
    /// <exception cref="InputFormatException">The text is malformed; the message names file, line and expectation.</exception>
    public static ConicProgram Read(TextReader reader, string file)
    {
        var scanner = new TextScanner(reader, file, "\"*");
        int m = ReadCount(scanner, "the number m of variables");
        scanner.SkipRemark("only a remark after m");
        int blockCount = ReadCount(scanner, "the number of blocks");
        scanner.SkipRemark("only a remark after the number of blocks");
        List<ConeBlock> blocks = ReadBlocks(scanner, blockCount);
        if (blockCount > 0) scanner.SkipRemark($"only a remark after the sizes of {blockCount} blocks");

        var c = new List<double>();
        for (int k = 0; k < m; k++) c.Add(scanner.ReadNumber($"entry {k + 1} of the {m} of c"));
        if (m > 0) scanner.SkipRemark($"only a remark after the {m} entries of c");

        var entries = new SdpaEntries(scanner, m, blocks);
        entries.Read();
        (SparseMatrix a, double[] b) = entries.Build();
        return new ConicProgram(
            Path.GetFileNameWithoutExtension(file), ObjectiveSense.Minimize, quadratic: null, c.ToArray(), constant: 0, a, b, blocks);
    }

    private static int ReadCount(TextScanner scanner, string what)
    {
        int count = scanner.ReadInteger(what);
        return count >= 0 && count < Array.MaxLength
            ? count
            : throw scanner.Expected(TextScanner.Quote(scanner.Word), $"{what}, at least 0");
    }

    /// <summary>The blocks. Their rows are counted and held against the memory at hand before anything of that size is allocated.</summary>
    private static List<ConeBlock> ReadBlocks(TextScanner scanner, int count)
    {
        const int VectorsOverRows = 16;
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var blocks = new List<ConeBlock>();
        long rows = 0;
        for (int k = 1; k <= count; k++)
        {
            long size = scanner.ReadInteger($"the size of block {k} of {count}");
            if (size == 0) throw scanner.Expected("0", $"the size of block {k}: n for a matrix of order n, −n for n diagonal entries");
            if (size > SymmetricVector.MaxOrder)
                throw scanner.Expected(TextScanner.Quote(scanner.Word),
                    $"the size of block {k}, a matrix of order at most {SymmetricVector.MaxOrder}");
            long start = rows;
            rows += size > 0 ? size * (size + 1) / 2 : -size;
            if (rows > Array.MaxLength || rows * VectorsOverRows * sizeof(double) > available)
                throw scanner.Expected(
                    $"blocks of {rows} entries up to block {k}",
                    $"what fits in memory ({available >> 20} MiB; a solve needs at least {VectorsOverRows} vectors of that length)");
            Cone cone = size > 0 ? Cone.PositiveSemidefinite : Cone.Nonnegative;
            blocks.Add(new ConeBlock(cone, (int)start, (int)(rows - start), $"block {k}"));
        }
        return blocks;
    }
}

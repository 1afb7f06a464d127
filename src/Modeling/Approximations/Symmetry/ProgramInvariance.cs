using System.Globalization;
using System.Text;
using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Whether a program is invariant, number by number, under a permutation of the rows and columns of one of its blocks. Then averaging over the group
/// loses nothing: the optimum is attained by an invariant matrix.
/// <para>A copositive block is invariant where M_σ(i)σ(j) and M_ij are the same affine function. A completely positive block of single variables
/// X_ij permutes these; the objective and every constraint have to stay what they are, rows of equations and inequalities up to their
/// order, matrix blocks of the same order up to the same permutation.</para>
/// </summary>
internal static class ProgramInvariance
{
    /// <summary>Throws unless the program is invariant under the whole group.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static void Require(ConicProgram program, ConeBlock block, PermutationGroup group)
    {
        foreach (var generator in group.Generators)
        {
            if (!Holds(program, block, generator.AsSpan()))
                throw new ArgumentException(
                    $"The program is not invariant under the permutation ({string.Join(" ", generator)}) of block '{block.Name}'. Use the symmetries that PermutationGroup.SymmetriesOf finds, or none.");
        }
    }

    public static bool Holds(ConicProgram program, ConeBlock block, ReadOnlySpan<int> permutation)
    {
        SparseMatrix rows = program.A.Transpose();
        int[] same = Identity(program.Columns);
        if (block.Cone.Kind == ConeKind.Copositive) return IsPermuted(program, rows, block, permutation, same);
        if (VariablesOf(program, rows, block) is not { } variables) return false;
        int[] image = Identity(program.Columns);
        for (int j = 0; j < block.Order; j++)
        {
            for (int i = 0; i <= j; i++)
                image[variables[SymmetricVector.Index(i, j)]] = variables[SymmetricVector.Index(permutation[i], permutation[j])];
        }
        for (int j = 0; j < image.Length; j++)
        {
            if (program.C[j] != program.C[image[j]]) return false;
        }
        if (program.P is not null && !same.AsSpan().SequenceEqual(image)) return false;
        foreach (ConeBlock other in program.Blocks)
        {
            bool holds = other.Cone.Kind is ConeKind.Zero or ConeKind.Nonnegative ? IsReordered(program, rows, other, image)
                : IsPermuted(program, rows, other, Identity(other.Cone.IsMatrixCone ? other.Order : 0), image)
                    || (other.Cone is MatrixCone and not PolyhedralMatrixCone { Polyhedron: not null } && other.Order == block.Order
                        && IsPermuted(program, rows, other, permutation, image));
            if (!holds) return false;
        }
        return true;
    }

    /// <summary>Colours of the pairs that every invariant permutation preserves.</summary>
    public static int[,] Colour(ConicProgram program, ConeBlock block)
    {
        int n = block.Order;
        SparseMatrix rows = program.A.Transpose();
        int[] same = Identity(program.Columns);
        var words = new StringBuilder[block.Rows];
        for (int t = 0; t < words.Length; t++) words[t] = new StringBuilder();
        if (block.Cone.Kind == ConeKind.Copositive)
        {
            for (int t = 0; t < words.Length; t++) words[t].Append(Describe(program, rows, block.Start + t, same));
        }
        else if (VariablesOf(program, rows, block) is { } variables)
        {
            for (int t = 0; t < words.Length; t++)
            {
                // What an entry's variable meets: its cost, and in each row its factor with the row's kind, length and right-hand side.
                int column = variables[t];
                words[t].Append(CultureInfo.InvariantCulture, $"{program.C[column]:R};");
                var meets = new List<string>();
                for (int k = program.A.ColumnStarts[column]; k < program.A.ColumnStarts[column + 1]; k++)
                {
                    int row = program.A.RowIndices[k], length = rows.ColumnStarts[row + 1] - rows.ColumnStarts[row];
                    int of = BlockOf(program, row);
                    meets.Add(string.Create(CultureInfo.InvariantCulture, $"{(program.Blocks[of].Cone.IsMatrixCone ? -1 : of)}/{length}/{program.A.Values[k]:R}/{program.B[row]:R}"));
                }
                meets.Sort(StringComparer.Ordinal);
                words[t].AppendJoin(';', meets);
            }
        }
        var colours = new Dictionary<string, int>();
        var coloured = new int[n, n];
        for (int j = 0, t = 0; j < n; j++)
        {
            for (int i = 0; i <= j; i++, t++)
            {
                string word = words[t].ToString();
                if (!colours.TryGetValue(word, out int colour)) colours.Add(word, colour = colours.Count);
                coloured[i, j] = coloured[j, i] = colour;
            }
        }
        return coloured;
    }

    private static int BlockOf(ConicProgram program, int row)
    {
        int low = 0, high = program.Blocks.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (program.Blocks[middle].End > row) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    private static int[] Identity(int n)
    {
        var identity = new int[n];
        for (int i = 0; i < n; i++) identity[i] = i;
        return identity;
    }

    /// <summary>The columns X_ij of a block whose rows are X_ij ≥ 0 in the cone's sense, all different; null for other blocks.</summary>
    private static int[]? VariablesOf(ConicProgram program, SparseMatrix rows, ConeBlock block)
    {
        var variables = new int[block.Rows];
        for (int t = 0; t < variables.Length; t++)
        {
            int row = block.Start + t, k = rows.ColumnStarts[row];
            if (rows.ColumnStarts[row + 1] != k + 1 || rows.Values[k] != -1 || program.B[row] != 0) return null;
            variables[t] = rows.RowIndices[k];
        }
        return variables.Distinct().Count() == variables.Length ? variables : null;
    }

    /// <summary>Whether row (σ(i), σ(j)) of a block is the image of row (i, j) for all i ≤ j; for other than matrix cones, row by row.</summary>
    private static bool IsPermuted(ConicProgram program, SparseMatrix rows, ConeBlock block, ReadOnlySpan<int> permutation, int[] image)
    {
        int[] same = Identity(program.Columns);
        for (int j = 0, t = 0; j < (block.Cone.IsMatrixCone ? block.Order : block.Rows); j++)
        {
            for (int i = block.Cone.IsMatrixCone ? 0 : j; i <= j; i++, t++)
            {
                int other = block.Cone.IsMatrixCone ? SymmetricVector.Index(permutation[i], permutation[j]) : t;
                if (Describe(program, rows, block.Start + t, image) != Describe(program, rows, block.Start + other, same)) return false;
            }
        }
        return true;
    }

    /// <summary>Whether the images of a block's rows are its rows in some order.</summary>
    private static bool IsReordered(ConicProgram program, SparseMatrix rows, ConeBlock block, int[] image)
    {
        int[] same = Identity(program.Columns);
        string[] images = new string[block.Rows], own = new string[block.Rows];
        for (int t = 0; t < block.Rows; t++)
        {
            images[t] = Describe(program, rows, block.Start + t, image);
            own[t] = Describe(program, rows, block.Start + t, same);
        }
        Array.Sort(images, StringComparer.Ordinal);
        Array.Sort(own, StringComparer.Ordinal);
        return images.AsSpan().SequenceEqual(own);
    }

    /// <summary>A row with its columns renamed, as a text that is the same exactly where the row is.</summary>
    private static string Describe(ConicProgram program, SparseMatrix rows, int row, int[] image)
    {
        int start = rows.ColumnStarts[row], end = rows.ColumnStarts[row + 1];
        var terms = new (int Column, double Value)[end - start];
        for (int k = start; k < end; k++) terms[k - start] = (image[rows.RowIndices[k]], rows.Values[k]);
        Array.Sort(terms);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{program.B[row] + 0.0:R}");
        foreach ((int column, double value) in terms) text.Append(CultureInfo.InvariantCulture, $" {column}:{value:R}");
        return text.ToString();
    }
}

namespace Copositive.Modeling;

/// <summary>A decomposition and where its parts stand in the target.</summary>
/// <param name="Decomposition">The decomposition.</param>
/// <param name="Rows">The first row of each clique's block.</param>
/// <param name="Ties">For a sum, each clique's first column of its separator's entries, counted from the first added one; else empty.</param>
/// <param name="FirstEquation">The first row of the equations that zero diagonals give.</param>
/// <param name="Equations">Their number.</param>
internal sealed record DecomposedBlock(BlockDecomposition Decomposition, int[] Rows, int[] Ties, int FirstEquation, int Equations);

using Copositive.Modeling;

namespace Copositive.Certification;

/// <summary>
/// Whether the program after approximation holds the numbers of the stated one without rounding. Over the orthant they are copied; over a
/// polyhedral cone they are sums of products, exact only for short numbers.
/// </summary>
internal static class ApproximationExactness
{
    /// <summary>Facets and rays: integers up to 2⁸, so that a product of two is a half-integer of 18 bits.</summary>
    private const double MaxFacet = 256;

    /// <summary>Data: multiples of 2⁻⁸ up to 2⁸, so that 2¹⁷ products with those of the facets still sum exactly.</summary>
    private const double Unit = 1.0 / 256, MaxData = 256;

    /// <summary>Whether every block over a polyhedral cone is rewritten without rounding.</summary>
    public static bool IsExact(ConicProgram program)
    {
        var isAffected = new bool[program.Rows];
        var any = false;
        foreach (var block in program.Blocks)
        {
            if (block.Cone is not PolyhedralMatrixCone { Polyhedron: { } polyhedron }) continue;
            any = true;
            for (var k = 0; k < polyhedron.Count; k++)
                for (var i = 0; i < polyhedron.Dimension; i++)
                    if (Math.Abs(polyhedron[k, i]) > MaxFacet || polyhedron[k, i] != Math.Floor(polyhedron[k, i])) return false;
            for (var i = block.Start; i < block.End; i++)
            {
                isAffected[i] = true;
                if (!IsShort(program.B[i])) return false;
            }
        }

        if (!any) return true;
        for (var k = 0; k < program.A.NonzeroCount; k++)
            if (isAffected[program.A.RowIndices[k]] && !IsShort(program.A.Values[k])) return false;
        return true;
    }

    private static bool IsShort(double value) => Math.Abs(value) <= MaxData && value / Unit == Math.Floor(value / Unit);
}

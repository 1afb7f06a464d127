using System.Numerics;

namespace Copositive.Networks;

/// <summary>
/// The distinct hyperplanes {u : x_i·u = 0} of the rows of a matrix, found exactly: row i is either zero or lies on
/// hyperplane <c>HyperplaneOf[i]</c> with orientation <c>OrientationOf[i]</c> = +1 (like the first row of the class) or −1 (opposite).
/// </summary>
internal sealed class HyperplaneClasses
{
    private HyperplaneClasses(int[] hyperplaneOf, sbyte[] orientationOf, int[] representatives, BigInteger[][] normals)
    {
        HyperplaneOf = hyperplaneOf;
        OrientationOf = orientationOf;
        Representatives = representatives;
        Normals = normals;
    }

    /// <summary>The class of each row; −1 for zero rows.</summary>
    public int[] HyperplaneOf { get; }

    /// <summary>The orientation of each row against its class's first row: +1 or −1; 0 for zero rows.</summary>
    public sbyte[] OrientationOf { get; }

    /// <summary>The first row of each class.</summary>
    public int[] Representatives { get; }

    /// <summary>The primitive integer normal of each class, oriented like its first row.</summary>
    public BigInteger[][] Normals { get; }

    /// <summary>The number of distinct hyperplanes.</summary>
    public int Count => Normals.Length;

    public static HyperplaneClasses Of(ReadOnlySpan<double> x, int rows, int columns)
    {
        var classOf = new Dictionary<BigInteger[], (int Class, sbyte Orientation)>(DirectionComparer.Instance);
        var hyperplaneOf = new int[rows];
        var orientationOf = new sbyte[rows];
        var representatives = new List<int>();
        var normals = new List<BigInteger[]>();
        for (var i = 0; i < rows; i++)
        {
            var normal = PrimitiveVector.FromDoubles(x.Slice(i * columns, columns));
            if (normal is null)
            {
                hyperplaneOf[i] = -1;
                continue;
            }
            if (!classOf.TryGetValue(normal, out var found))
            {
                found = (normals.Count, 1);
                classOf.Add(normal, found);
                classOf.Add(Array.ConvertAll(normal, BigInteger.Negate), (normals.Count, -1));
                normals.Add(normal);
                representatives.Add(i);
            }
            (hyperplaneOf[i], orientationOf[i]) = found;
        }
        return new HyperplaneClasses(hyperplaneOf, orientationOf, [.. representatives], [.. normals]);
    }
}

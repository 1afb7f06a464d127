using System.Numerics;

namespace Copositive.Networks;

/// <summary>
/// A ray of the arrangement: a direction on which the hyperplanes through it leave no freedom, with its exact side of every hyperplane.
/// </summary>
internal sealed class ArrangementRay
{
    private ArrangementRay(BigInteger[] direction, ulong[] tight, ulong[] negative, double[] lifted)
    {
        Direction = direction;
        Tight = tight;
        Negative = negative;
        Lifted = lifted;
    }

    /// <summary>The primitive integer direction in the essential coordinates.</summary>
    public BigInteger[] Direction { get; }

    /// <summary>The set of hyperplanes that contain the ray, as bits.</summary>
    public ulong[] Tight { get; }

    /// <summary>The set of hyperplanes on whose negative side the ray lies, as bits.</summary>
    public ulong[] Negative { get; }

    /// <summary>The unit vector of the ray in the space of the data's rows, d entries, rounded.</summary>
    public double[] Lifted { get; }

    /// <summary>Decides the side of every hyperplane: in doubles where the rounding error cannot matter, else in integers.</summary>
    public static ArrangementRay Create(BigInteger[] direction, ArrangementFrame frame)
    {
        var approximation = PrimitiveVector.Approximate(direction);
        var tight = new ulong[frame.Words];
        var negative = new ulong[frame.Words];
        for (var h = 0; h < frame.Normals.Length; h++)
        {
            var sign = frame.Side(h, direction, approximation);
            if (sign == 0) tight[h >> 6] |= 1UL << (h & 63);
            else if (sign < 0) negative[h >> 6] |= 1UL << (h & 63);
        }
        return new ArrangementRay(direction, tight, negative, frame.Lift(approximation));
    }

    /// <summary>The opposite ray.</summary>
    public ArrangementRay Opposite(ArrangementFrame frame)
    {
        var negative = new ulong[frame.Words];
        for (var w = 0; w < negative.Length; w++) negative[w] = ~Tight[w] & ~Negative[w] & frame.All[w];
        return new ArrangementRay(
            Array.ConvertAll(Direction, BigInteger.Negate), Tight, negative, Array.ConvertAll(Lifted, static value => -value));
    }

    /// <summary>
    /// Where hyperplane <paramref name="h"/> meets the two-dimensional face between a ray on its positive and a ray on its negative side:
    /// (h·p) q − (h·q) p, a positive combination of the two.
    /// </summary>
    public static ArrangementRay Crossing(ArrangementRay positive, ArrangementRay negative, int h, ArrangementFrame frame)
    {
        var atPositive = PrimitiveVector.Dot(frame.Normals[h], positive.Direction);
        var atNegative = PrimitiveVector.Dot(frame.Normals[h], negative.Direction);
        var direction = new BigInteger[frame.Rank];
        for (var k = 0; k < direction.Length; k++)
            direction[k] = atPositive * negative.Direction[k] - atNegative * positive.Direction[k];
        PrimitiveVector.DivideByContent(direction);
        return Create(direction, frame);
    }
}

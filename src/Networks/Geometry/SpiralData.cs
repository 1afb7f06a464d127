namespace Copositive.Networks;

/// <summary>Interleaved spirals in the plane, one class an arm: the standard picture of a problem that no linear model separates.</summary>
public static class SpiralData
{
    /// <summary>
    /// Point k = 0, …, perClass − 1 of arm j lies at radius ρ = (k + 1)/perClass and angle
    /// 2π(j/classes + turns·ρ) + noise·g, with g standard normal; its target is the unit vector e_j.
    /// </summary>
    /// <param name="classes">The number of arms, at least 1; default 3.</param>
    /// <param name="perClass">The number of points on an arm, at least 1; default 20.</param>
    /// <param name="seed">The seed of the noise; the same arguments always give the same data. Default 0.</param>
    /// <param name="turns">How often an arm winds around the origin; default 0.7.</param>
    /// <param name="noise">The standard deviation of the angle in radians, at least 0; default 0.15.</param>
    /// <returns>classes·perClass samples arm by arm, with 2 inputs and one-hot targets.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1, the noise is negative, or a number is not finite.</exception>
    public static TrainingData Generate(int classes = 3, int perClass = 20, int seed = 0, double turns = 0.7, double noise = 0.15)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(perClass, 1);
        if (!double.IsFinite(turns)) throw new ArgumentOutOfRangeException(nameof(turns), turns, "Expected a finite number of turns.");
        if (!double.IsFinite(noise) || noise < 0)
            throw new ArgumentOutOfRangeException(nameof(noise), noise, "Expected a finite deviation of at least 0.");

        var random = new Random(seed);
        var samples = checked(classes * perClass);
        var x = new double[2 * samples];
        var y = new double[checked(samples * classes)];
        for (var j = 0; j < classes; j++)
        {
            for (var k = 0; k < perClass; k++)
            {
                var sample = j * perClass + k;
                var radius = (k + 1.0) / perClass;
                var angle = 2 * Math.PI * ((double)j / classes + turns * radius) + noise * StandardNormal(random);
                x[2 * sample] = radius * Math.Cos(angle);
                x[2 * sample + 1] = radius * Math.Sin(angle);
                y[sample * classes + j] = 1;
            }
        }
        var names = new string[classes];
        for (var j = 0; j < classes; j++) names[j] = $"arm {j}";
        return new TrainingData(x, y, samples, 2, classes, ["x1", "x2"], names);
    }

    /// <summary>Box and Muller's transform of two uniform numbers; 1 − u lies in (0, 1], where the logarithm is finite.</summary>
    private static double StandardNormal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

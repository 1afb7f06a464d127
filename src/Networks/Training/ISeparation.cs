namespace Copositive.Networks;

/// <summary>A fast floating-point search for directions w in R^r with ‖Zᵀ(Aw)₊‖ above a threshold. It guides training and proves nothing.</summary>
internal interface ISeparation
{
    /// <summary>Local maxima above the threshold, largest value first, in distinct directions.</summary>
    /// <param name="z">Z, n×c, row by row.</param>
    /// <param name="c">The number of outputs.</param>
    /// <param name="threshold">Smaller values are not wanted.</param>
    /// <param name="starts">Unit directions worth starting from: the neurons in use.</param>
    /// <param name="thorough">Whether more starts than usual are worth their time.</param>
    /// <param name="largest">The largest value seen.</param>
    List<Violator> Find(ReadOnlySpan<double> z, int c, double threshold, IReadOnlyList<double[]> starts, bool thorough, out double largest);

    /// <summary>The local maximum that a direction leads to.</summary>
    /// <param name="z">Z, n×c, row by row.</param>
    /// <param name="c">The number of outputs.</param>
    /// <param name="start">A direction.</param>
    Violator Improve(ReadOnlySpan<double> z, int c, double[] start);
}

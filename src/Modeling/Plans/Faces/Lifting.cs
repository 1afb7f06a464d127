namespace Copositive.Modeling;

/// <summary>
/// The choice of t in v + t·d when a point or dual is carried back from a face: the larger t, the closer the result is to the cone, and the
/// more rounding of d's equations weighs.
/// </summary>
internal static class Lifting
{
    private const double Ample = 1e-11, Largest = 1e10, Gain = 0.9;

    /// <summary>The smallest t of 0, 1, 10, … whose error is the least of all, but for a tenth.</summary>
    /// <param name="error">The error of a t.</param>
    public static double Choose(Func<double, double> error)
    {
        double least = error(0);
        var tried = new List<(double T, double Error)> { (0, least) };
        int worse = 0;
        for (double t = 1; t <= Largest && !(least <= Ample) && worse < 3; t *= 10)
        {
            double e = error(t);
            tried.Add((t, e));
            worse = e < Gain * least ? 0 : worse + 1;
            least = Math.Min(least, e);
        }
        foreach (var (t, e) in tried)
        {
            if (Gain * e <= least) return t;
        }
        return 0;
    }

    /// <summary>The error of a candidate by its status: the largest of the six, or how far a ray is from its cone.</summary>
    public static double Error(ConicProgram program, ConicSolution candidate) => candidate.Termination switch
    {
        Termination.Infeasible => Of(RayCheck.OfInfeasibility(program, candidate)?.Check),
        Termination.Unbounded => Of(RayCheck.OfUnboundedness(program, candidate)?.Check),
        _ when Optimality.Errors(program, candidate) is { } errors => errors.Max,
        _ => double.PositiveInfinity,
    };

    private static double Of(RayCheck? check) => check is null ? double.PositiveInfinity : Math.Max(check.Residual, check.ConeDistance);
}

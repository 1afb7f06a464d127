namespace Copositive.Modeling;

/// <summary>
/// The choice of t in v + t·d when a point or dual is carried back from a face: the larger t, the closer the result is to the cone, and the
/// more rounding of d's equations weighs.
/// </summary>
internal static class Lifting
{
    private const double Ample = 1e-11, Largest = 1e10;

    /// <summary>The t of 0, 1, 10, … with the smallest error.</summary>
    /// <param name="error">The error of a t.</param>
    public static double Choose(Func<double, double> error)
    {
        double best = 0, least = error(0);
        int worse = 0;
        for (double t = 1; t <= Largest && !(least <= Ample) && worse < 3; t *= 10)
        {
            double e = error(t);
            if (e < least) (best, least, worse) = (t, e, 0);
            else worse++;
        }
        return best;
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

namespace Copositive.Modeling;

/// <summary>
/// The end of a plan whose program was seen to be infeasible: a step to the same program that holds the answer, a Farkas ray that was
/// checked on that program's data.
/// </summary>
internal sealed class InfeasibleStep : RewriteStep
{
    private InfeasibleStep(ConicProgram program, double[] ray, string reason)
        : base(program, program, $"infeasible: {reason}")
    {
        Answer = new ConicSolution
        {
            Termination = Termination.Infeasible,
            Y = ray,
            Message = $"Found while planning: {reason}.",
        };
    }

    public override ConicSolution Answer { get; }

    /// <summary>The end of a plan; null if the ray does not hold on the program's data.</summary>
    /// <param name="program">The program.</param>
    /// <param name="ray">y ∈ K* with AᵀWy = 0 and ⟨b, y⟩ &lt; 0, length m.</param>
    /// <param name="reason">What contradicts what.</param>
    public static InfeasibleStep? Create(ConicProgram program, double[] ray, string reason)
    {
        var candidate = new ConicSolution { Termination = Termination.Infeasible, Y = ray };
        return RayCheck.OfInfeasibility(program, candidate) is { Check.IsAccepted: true } checkedRay
            ? new InfeasibleStep(program, checkedRay.Ray, reason)
            : null;
    }

    public override ConicSolution MapBack(ConicSolution solution) => solution;

    public override WarmStart? MapForward(WarmStart start) => start;
}

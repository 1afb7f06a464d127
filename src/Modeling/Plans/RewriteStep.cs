namespace Copositive.Modeling;

/// <summary>One applied rewrite: the program it made and the way back for points, duals and rays.</summary>
public abstract class RewriteStep
{
    /// <summary>A step between two programs.</summary>
    /// <param name="source">The program rewritten.</param>
    /// <param name="target">The program made.</param>
    /// <param name="description">What was done, for the printed plan.</param>
    private protected RewriteStep(ConicProgram source, ConicProgram target, string description)
    {
        Source = source;
        Target = target;
        Description = description;
    }

    /// <summary>The program rewritten.</summary>
    public ConicProgram Source { get; }

    /// <summary>The program made.</summary>
    public ConicProgram Target { get; }

    /// <summary>What was done, for the printed plan.</summary>
    public string Description { get; }

    /// <summary>What the target's optimal value bounds of the source's; <see cref="BoundSide.Exact"/> for equivalent programs.</summary>
    public virtual BoundSide Side => BoundSide.Exact;

    /// <summary>Whether the target is the source's dual, whose stored optimal value is the negative of the source's.</summary>
    public virtual bool IsDual => false;

    /// <summary>The answer of a step that ends the plan, in terms of the target; null for all others.</summary>
    public virtual ConicSolution? Answer => null;

    /// <summary>Turns a solution (point, dual, or rays) of the target into one of the source.</summary>
    public abstract ConicSolution MapBack(ConicSolution solution);

    /// <summary>Turns a starting point of the source into one of the target; null where none can be made.</summary>
    public abstract WarmStart? MapForward(WarmStart start);
}

namespace Copositive.Modeling;

/// <summary>A step that turns a program into an equivalent (or, for an approximation, bounding) one that a backend can take.</summary>
internal interface IRewrite
{
    /// <summary>The step's name, as the printed plan shows it.</summary>
    string Name { get; }

    /// <summary>Rewrites a program for a backend.</summary>
    /// <param name="program">The program as the steps before left it.</param>
    /// <param name="capabilities">What the backend takes.</param>
    /// <returns>The rewritten program with its way back; null if there is nothing to do.</returns>
    RewriteStep? Apply(ConicProgram program, SolverCapabilities capabilities);
}

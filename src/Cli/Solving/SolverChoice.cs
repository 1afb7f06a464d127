using Copositive.Modeling;

namespace Copositive.Cli.Solving;

/// <summary>Which backend solves a program.</summary>
/// <param name="Key">The backend's key.</param>
/// <param name="Reason">Why it was chosen; null where the user chose it.</param>
internal sealed record SolverChoice(string Key, string? Reason)
{
    /// <summary>The word that leaves the choice to <see cref="For"/>.</summary>
    public const string Automatic = "auto";

    /// <summary>The user's choice, or for <see cref="Automatic"/> glop for linear programs and admm for everything else.</summary>
    public static SolverChoice For(string asked, ConicProgram program)
    {
        if (asked != Automatic) return new SolverChoice(asked, null);
        bool isLinear = program.P is null && program.Blocks.All(block => block.Cone.Kind is ConeKind.Zero or ConeKind.Nonnegative);
        return isLinear
            ? new SolverChoice("glop", "the program is linear")
            : new SolverChoice("admm", program.P is null ? "the cones are not all linear" : "the objective is quadratic");
    }
}

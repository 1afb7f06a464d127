namespace Copositive.Modeling;

/// <summary>Refuses what a backend cannot take, naming the constraint, its cone, what is supported, and what would fit.</summary>
public static class CapabilityCheck
{
    /// <summary>Throws unless the program lies within the capabilities.</summary>
    /// <exception cref="UnsupportedProgramException">Some part does not.</exception>
    public static void Require(ConicProgram program, SolverCapabilities capabilities, string solverName)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(capabilities);
        string supported = Supported(capabilities);
        foreach (ConeBlock block in program.Blocks)
        {
            if (capabilities.Cones.Contains(block.Cone.Kind)) continue;
            throw new UnsupportedProgramException(
                $"Constraint '{block.Name}' is in the cone {block.Cone.Symbol}, which solver '{solverName}' does not support (it supports {supported}). {Advice(block.Cone, capabilities)}");
        }
        if (program.P is not null && !capabilities.QuadraticObjective)
            throw new UnsupportedProgramException(
                $"The objective is quadratic, which solver '{solverName}' does not support (linear objectives over {supported}). Use a solver with quadratic objectives, such as admm.");
        if (!program.IntegerColumns.IsEmpty && !capabilities.Integers)
            throw new UnsupportedProgramException(
                $"Variable '{program.ColumnName(program.IntegerColumns[0])}' is integer, which solver '{solverName}' does not support. Relax it to a continuous variable, or use a mixed-integer solver.");
    }

    /// <summary>The cones taken as they are, and those that the plan rewrites to them.</summary>
    private static string Supported(SolverCapabilities capabilities)
    {
        var rewritten = new List<ConeKind>();
        if (capabilities.Cones.Contains(ConeKind.SecondOrder)) rewritten.Add(ConeKind.RotatedSecondOrder);
        if (capabilities.Cones.Contains(ConeKind.PositiveSemidefinite)) rewritten.AddRange([ConeKind.DoublyNonnegative, ConeKind.Spn]);
        rewritten.RemoveAll(capabilities.Cones.Contains);
        string direct = string.Join(", ", capabilities.Cones.Order());
        return rewritten.Count == 0 ? direct : $"{direct} and, by rewriting, {string.Join(", ", rewritten)}";
    }

    private static string Advice(Cone cone, SolverCapabilities capabilities) => cone.Kind switch
    {
        ConeKind.Copositive or ConeKind.CompletelyPositive =>
            "Pass an approximation such as Approximation.Parrilo(0), which replaces it by "
            + (cone.Kind == ConeKind.Copositive ? "PSD plus nonnegative matrices (SPN)" : "PSD matrices with nonnegative entries (DNN)")
            + (capabilities.Cones.Contains(ConeKind.PositiveSemidefinite) ? "." : ", and a solver that takes them, such as admm."),
        ConeKind.SecondOrder or ConeKind.RotatedSecondOrder or ConeKind.PositiveSemidefinite or ConeKind.DoublyNonnegative or ConeKind.Spn =>
            "Use a conic solver such as admm.",
        ConeKind.Exponential or ConeKind.DualExponential or ConeKind.Power or ConeKind.DualPower =>
            "No backend of this version takes it; a second-order or semidefinite formulation would fit where one exists.",
        _ => "Use a conic solver such as admm.",
    };
}

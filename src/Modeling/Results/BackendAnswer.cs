namespace Copositive.Modeling;

/// <summary>What is asked of a backend's answer before it is mapped back: vectors of the right lengths, finite, and those that its status promises.</summary>
internal static class BackendAnswer
{
    /// <summary>The answer; as failed where it holds a number that is not finite, as inaccurate where it claims what it does not show.</summary>
    /// <exception cref="InvalidOperationException">The answer is null, or a vector has a wrong length.</exception>
    public static ConicSolution Vet(ConicSolution? answer, ConicProgram program, string solver)
    {
        if (answer is null) throw new InvalidOperationException($"Solver '{solver}' returned null; a solver returns a solution, whatever its termination.");
        bool finite = IsFinite(answer.X, program.Columns, "x", solver)
            & IsFinite(answer.Y, program.Rows, "y", solver)
            & IsFinite(answer.DualNonnegativePart, program.Rows, "nonnegative part of y", solver)
            & IsFinite(answer.SlackNonnegativePart, program.Rows, "nonnegative part of s", solver);
        if (!finite)
        {
            return answer with
            {
                Termination = Termination.Failed,
                X = null,
                Y = null,
                DualNonnegativePart = null,
                SlackNonnegativePart = null,
                Message = $"The backend said {answer.Termination}, but its answer holds numbers that are not finite.",
            };
        }

        // Integer programs have no dual to show.
        bool shown = answer.X is not null && (answer.Y is not null || !program.IntegerColumns.IsEmpty);
        return answer.Termination == Termination.Optimal && !shown
            ? answer with { Termination = Termination.Inaccurate, Message = $"The backend said Optimal, but gave no {(answer.X is null ? "point" : "dual")}." }
            : answer;
    }

    private static bool IsFinite(double[]? v, int length, string name, string solver)
    {
        if (v is null) return true;
        if (v.Length != length) throw new InvalidOperationException($"Solver '{solver}' returned {v.Length} entries as {name}; the program it was given needs {length}.");
        foreach (double t in v)
        {
            if (!double.IsFinite(t)) return false;
        }
        return true;
    }
}

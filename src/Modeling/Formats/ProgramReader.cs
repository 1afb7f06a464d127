namespace Copositive.Modeling;

/// <summary>Reads a conic program in the format that the file's extension names.</summary>
public static class ProgramReader
{
    /// <summary>
    /// Reads .dat-s (<see cref="SdpaReader"/>) and .json (<see cref="ProblemJson"/>).
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="problemName">Which problem of a .json file with several; null for the only one.</param>
    /// <exception cref="InputFormatException">
    /// The extension is another, the file cannot be read or is malformed, or there is no problem of that name.
    /// </exception>
    public static ConicProgram Read(string path, string? problemName = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) return ProblemJson.Read(path, problemName);
        if (!path.EndsWith(".dat-s", StringComparison.OrdinalIgnoreCase))
            throw new InputFormatException(path, 0,
                $"found a file of the kind {TextScanner.Quote(Path.GetExtension(path))}, expected .dat-s (SDPA sparse) or .json");
        ConicProgram program = SdpaReader.Read(path);
        return problemName is null || problemName == program.Name
            ? program
            : throw new InputFormatException(path, 0,
                $"found a file with the one problem '{program.Name}', expected no other name; {TextScanner.Quote(problemName)} was asked for");
    }
}

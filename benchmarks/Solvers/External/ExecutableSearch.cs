namespace Copositive.Benchmarks.Solvers;

/// <summary>Finds programs on the PATH.</summary>
internal static class ExecutableSearch
{
    /// <summary>The full path of a program; null if there is none.</summary>
    public static string? Find(string name)
    {
        string[] names = OperatingSystem.IsWindows() ? [$"{name}.exe"] : [name];
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return (from folder in folders from file in names select Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }
}

using System.Runtime.InteropServices;

namespace Copositive.Benchmarks.Kernels;

/// <summary>
/// Environment variables as native libraries see them. <see cref="Environment.SetEnvironmentVariable(string, string?)"/> changes only what
/// managed code reads, while a library calls <c>getenv</c> when it is loaded.
/// </summary>
internal static partial class NativeEnvironment
{
    /// <summary>Sets a variable, or removes it when the value is null. Does nothing on Windows, whose libraries have C runtimes of their own.</summary>
    public static void Set(string name, string? value)
    {
        if (OperatingSystem.IsWindows())
            return;
        _ = value is null ? Unset(name) : Set(name, value, overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unset(string name);
}

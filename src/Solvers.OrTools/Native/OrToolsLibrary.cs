using System.Runtime.InteropServices;

namespace Copositive.Solvers.OrTools;

/// <summary>Turns the failure to load OR-Tools' native library, which surfaces in a type initialiser, into an error that says what to do.</summary>
internal static class OrToolsLibrary
{
    /// <summary>Runs the first call that needs the native library.</summary>
    /// <exception cref="DllNotFoundException">The library is missing or made for another platform.</exception>
    public static T Require<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (e.GetBaseException() is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new DllNotFoundException(
                $"The native library of Google OR-Tools (google-ortools-native) cannot be loaded on {RuntimeInformation.RuntimeIdentifier}: {e.GetBaseException().Message} " +
                "Add the package Google.OrTools.runtime.<platform>, which exists for linux-x64, linux-arm64, osx-x64, osx-arm64 and win-x64, or use another solver such as admm.", e);
        }
    }
}

using System.Runtime.Intrinsics;

namespace Copositive.Numerics.Tests;

/// <summary>
/// The kernels choose their vectors by <c>IsHardwareAccelerated</c>. A run with some of them switched off means something only if the switch
/// works: its name has changed before (DOTNET_EnableAVX512F until .NET 9, DOTNET_EnableAVX512 since).
/// </summary>
public class VectorWidthTests
{
    [TestCase("DOTNET_EnableAVX512")]
    [TestCase("DOTNET_EnableAVX2")]
    [TestCase("DOTNET_EnableHWIntrinsic")]
    public void A_width_that_is_switched_off_is_off(string variable)
    {
        bool isOn = variable switch
        {
            "DOTNET_EnableAVX512" => Vector512.IsHardwareAccelerated,
            "DOTNET_EnableAVX2" => Vector512.IsHardwareAccelerated || Vector256.IsHardwareAccelerated,
            _ => Vector512.IsHardwareAccelerated || Vector256.IsHardwareAccelerated || Vector128.IsHardwareAccelerated,
        };
        Assert.That(isOn && Environment.GetEnvironmentVariable(variable) == "0", Is.False, $"{variable}=0 had no effect");
    }
}

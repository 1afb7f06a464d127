using Copositive.Tests;

namespace Copositive.Modeling.Tests.Formats;

[TestFixture]
public sealed class ProgramReaderTests
{
    [Test]
    public void TheExtensionChoosesTheFormat()
    {
        Assert.That(ProgramReader.Read(SharedData.Path("sdplib/hinf1.dat-s")).Name, Is.EqualTo("hinf1"));
        Assert.That(ProgramReader.Read(SharedData.Path("conformance/problems.json"), "moi_pow").Name, Is.EqualTo("moi_pow"));
    }

    [Test]
    public void AnotherExtensionIsRefusedWithTheSupportedOnes() =>
        Assert.That(() => ProgramReader.Read("model.xyz"), Throws.TypeOf<InputFormatException>().With.Message.EqualTo("model.xyz: found a file of the kind '.xyz', expected .dat-s (SDPA sparse) or .json"));

    [Test]
    public void AFolderIsRefused() =>
        Assert.That(() => ProgramReader.Read(Path.GetTempPath() + ".json"), Throws.TypeOf<InputFormatException>());
}

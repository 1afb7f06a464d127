using System.Text.Json;

namespace Copositive.Cli.Tests;

public sealed class JsonReportTests
{
    [Test]
    public void NumbersThatAreNotFiniteBecomeNull()
    {
        using var json = new JsonReport();
        using var output = new StringWriter();
        json.Add("nan", double.NaN).Add("infinity", double.PositiveInfinity).Add("none", (double?)null)
            .Add("list", new[] { 1, double.NaN, double.NegativeInfinity }).Add("text", (string?)null)
            .WriteTo(output);
        Assert.That(output.ToString().Trim(), Is.EqualTo("""{"nan":null,"infinity":null,"none":null,"list":[1,null,null],"text":null}"""));
    }

    [Test]
    public void DoublesReadBackBitForBit()
    {
        double[] values = [0.1, 1.0 / 3, double.Epsilon, double.MaxValue, -0.0, 16.592977235247012];
        using var json = new JsonReport();
        using var output = new StringWriter();
        json.Add("values", values).WriteTo(output);
        JsonElement read = JsonDocument.Parse(output.ToString()).RootElement.GetProperty("values");
        Assert.That(
            read.EnumerateArray().Select(value => BitConverter.DoubleToInt64Bits(value.GetDouble())),
            Is.EqualTo(values.Select(BitConverter.DoubleToInt64Bits)));
    }
}
